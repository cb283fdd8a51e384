package dev.kingtide.host.docker;

import dev.kingtide.core.task.ContainerDefinition;
import dev.kingtide.core.task.TaskOverrides.OfContainer;

/// What a task has reserved, which its utilisation is a share of (ECS developer guide,
/// cloudwatch-metrics): the task's own size, or else the sum over its containers, of memory the
/// hard limit where there is one and the soft one where there is not.
///
/// @param cpuUnits 0 when nothing says
/// @param memoryMib 0 when nothing says
record Reservation(int cpuUnits, int memoryMib) {

    static Reservation of(TaskPlan plan) {
        int cpu = 0;
        int memory = 0;
        for (ContainerDefinition container : plan.definition().containers()) {
            OfContainer other = plan.task().options().overrides().of(container.name());
            cpu += or(other == null ? 0 : other.cpuUnits(), container.cpuUnits());
            int hard = or(other == null ? 0 : other.memoryMib(), container.memoryMib());
            int soft =
                    or(
                            other == null ? 0 : other.memoryReservationMib(),
                            container.memoryReservationMib());
            memory += or(hard, soft);
        }
        return new Reservation(or(plan.cpuUnits(), cpu), or(plan.memoryMib(), memory));
    }

    private static int or(int given, int otherwise) {
        return given > 0 ? given : otherwise;
    }
}
