/// Task definitions, tasks and containers, and the moves that a task's life allows.
///
/// Read [dev.kingtide.core.task.Task] first. Records change only through [dev.kingtide.core.Turn].
@NullMarked
package dev.kingtide.core.task;

import org.jspecify.annotations.NullMarked;
