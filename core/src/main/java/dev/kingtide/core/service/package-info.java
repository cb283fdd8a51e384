/// Services: what is wanted, what is there, and the next step between the two.
///
/// Read [dev.kingtide.core.service.Reconciler] first. It never looks at all tasks: counts come from
/// the standing index of [dev.kingtide.core.task.TaskTables]. A service has one PRIMARY deployment,
/// the first of its list; the others are being replaced by it. Running, starting and stopping tasks
/// together never exceed the upper bound through a launch. A deployment that shifts traffic goes
/// through the stages of [dev.kingtide.core.service.Shifts]; while it holds two revisions in full,
/// each has bounds of its own, as task sets have. A daemon has one task an instance, never two.
/// Each attempt leaves a [dev.kingtide.core.service.ServiceDeployment], of which at most one is
/// open, exactly while the primary deployment is in progress.
@NullMarked
package dev.kingtide.core.service;

import org.jspecify.annotations.NullMarked;
