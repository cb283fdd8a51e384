package dev.kingtide.core.traffic;

import dev.kingtide.core.Effect;
import dev.kingtide.core.Turn;
import dev.kingtide.core.driver.EdgeCommand;
import java.util.List;
import java.util.Map;

/// What becomes of a target group; every change is published to the edge.
public final class TargetGroups {

    private TargetGroups() {}

    /// What a caller says of a new group; `healthCheck` is complete.
    public record New(
            String name,
            String protocol,
            String protocolVersion,
            int port,
            String targetType,
            String vpcId,
            HealthCheck healthCheck) {}

    /// Adds a group; its name is free.
    public static TargetGroup create(Turn turn, New wanted) {
        TrafficTables tables = turn.world().traffic();
        return put(
                turn,
                new TargetGroup(
                        Arns.next(turn, "targetgroup/" + wanted.name(), tables.targetGroups),
                        wanted.name(),
                        wanted.protocol(),
                        wanted.protocolVersion(),
                        wanted.port(),
                        wanted.targetType(),
                        wanted.vpcId(),
                        wanted.healthCheck(),
                        GroupAttributes.DEFAULT,
                        List.of()));
    }

    /// Changes how targets are probed.
    public static TargetGroup modify(Turn turn, String groupArn, HealthCheck healthCheck) {
        return put(turn, turn.world().traffic().targetGroups.require(groupArn).with(healthCheck));
    }

    /// Changes attributes, by their AWS names; targets that are draining keep the delay with which
    /// they began.
    public static TargetGroup modifyAttributes(
            Turn turn, String groupArn, Map<String, String> changes) {
        TargetGroup group = turn.world().traffic().targetGroups.require(groupArn);
        return put(turn, group.with(group.attributes().with(changes)));
    }

    /// Removes a group to which nothing forwards, with its targets.
    public static void delete(Turn turn, String groupArn) {
        Targets.removeAll(turn, groupArn);
        turn.remove(turn.world().traffic().anomalies, groupArn);
        turn.remove(turn.world().traffic().targetGroups, groupArn);
        turn.effect(new Effect.Traffic(new EdgeCommand.RemoveGroup(groupArn)));
    }

    static TargetGroup put(Turn turn, TargetGroup group) {
        turn.put(turn.world().traffic().targetGroups, group);
        turn.effect(new Effect.Traffic(new EdgeCommand.PutGroup(group)));
        return group;
    }
}
