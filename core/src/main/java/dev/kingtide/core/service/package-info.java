/// Services: what is wanted, what is there, and the next step between the two.
///
/// Read [dev.kingtide.core.service.Reconciler] first. It never looks at all tasks: counts come from
/// the standing index of [dev.kingtide.core.task.TaskTables]. A service has one PRIMARY deployment,
/// the first of its list; the others are being replaced by it. Running, starting and stopping tasks
/// together never exceed the upper bound through a launch.
@NullMarked
package dev.kingtide.core.service;

import org.jspecify.annotations.NullMarked;
