package dev.kingtide.host.docker;

import dev.kingtide.core.driver.TaskFault;
import dev.kingtide.core.task.ContainerDefinition.Condition;
import dev.kingtide.core.task.ContainerDefinition.Dependency;
import dev.kingtide.core.task.ContainerOrder;
import org.jspecify.annotations.Nullable;

/// When a container gives up on what it depends on: when that can never hold any more, or not
/// within the other container's `startTimeout`, counted from the other's start (amazon-ecs-agent,
/// agent/engine/dependencygraph/graph.go).
final class StartLimits {

    private StartLimits() {}

    /// Why the task cannot go on, or null.
    static @Nullable TaskFault broken(TaskPlan plan, Members members) {
        long now = System.currentTimeMillis();
        for (Member member : members.all()) {
            for (Dependency dependency : member.definition.dependsOn()) {
                Member other = members.find(dependency.containerName());
                if (!member.phase.isStarting() || other == null) {
                    continue;
                }
                boolean never = ContainerOrder.isBroken(dependency, other.seen());
                boolean late = dueMillis(member, dependency, other) <= now;
                if (never || late) {
                    return new TaskFault.DependencyNotMet(
                            "container "
                                    + member.name()
                                    + " waits for "
                                    + other.name()
                                    + " to be "
                                    + dependency.condition()
                                    + (never
                                            ? ", which it can never be"
                                            : ", which it was not within "
                                                    + other.definition.startTimeoutSeconds()
                                                    + " s of its start")
                                    + ". Task dependencies cannot be resolved, taskArn: "
                                    + plan.arn());
                }
            }
        }
        return null;
    }

    /// When [#broken] has to be asked again, if nothing happens before.
    static long nextDueMillis(Members members) {
        long next = Long.MAX_VALUE;
        for (Member member : members.all()) {
            for (Dependency dependency : member.definition.dependsOn()) {
                Member other = members.find(dependency.containerName());
                if (other != null) {
                    next = Math.min(next, dueMillis(member, dependency, other));
                }
            }
        }
        return next;
    }

    private static long dueMillis(Member member, Dependency dependency, Member other) {
        int seconds = other.definition.startTimeoutSeconds();
        boolean waits =
                member.phase == Member.Phase.WAITING
                        && !ContainerOrder.holds(dependency, other.seen())
                        && dependency.condition() != Condition.START;
        return waits && seconds > 0 && other.startedAtMillis > 0
                ? other.startedAtMillis + seconds * 1_000L
                : Long.MAX_VALUE;
    }
}
