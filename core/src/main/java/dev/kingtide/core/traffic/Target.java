package dev.kingtide.core.traffic;

import dev.kingtide.core.Row;
import org.jspecify.annotations.Nullable;

/// One address and port registered in one target group.
///
/// @param key the group, the id and the port, as [#keyOf] joins them; kept, because it is long and
///   asked for often
/// @param groupArn the target group
/// @param id an IP address (target type `ip`) or a container instance's EC2 id (`instance`)
/// @param port the port that takes traffic
/// @param zone its availability zone; `all` for an address outside of the VPC
/// @param taskId the task behind it; null when somebody registered it by hand
/// @param state its health
/// @param reason why it is not healthy
/// @param description AWS's text for the reason, empty without one
/// @param registeredAtMillis when it was registered
public record Target(
        String key,
        String groupArn,
        String id,
        int port,
        String zone,
        @Nullable String taskId,
        TargetState state,
        @Nullable HealthReason reason,
        String description,
        long registeredAtMillis)
        implements Row {

    /// A target under the key that its group, id and port give.
    public Target(
            String groupArn,
            String id,
            int port,
            String zone,
            @Nullable String taskId,
            TargetState state,
            @Nullable HealthReason reason,
            String description,
            long registeredAtMillis) {
        this(
                keyOf(groupArn, id, port),
                groupArn,
                id,
                port,
                zone,
                taskId,
                state,
                reason,
                description,
                registeredAtMillis);
    }

    /// The key of the target with this address and port in this group.
    public static String keyOf(String groupArn, String id, int port) {
        return groupArn + ' ' + id + ':' + port;
    }

    /// The group of the target with this key.
    public static String groupOf(String key) {
        return key.substring(0, key.indexOf(' '));
    }

    /// Whether a load balancer's node in a zone reaches it where it is not balanced across zones:
    /// it is there, or outside of the VPC.
    public boolean isIn(String nodeZone) {
        return zone.equals(nodeZone) || zone.equals("all");
    }

    /// The same target in another state.
    public Target with(TargetState newState, @Nullable HealthReason why, String text) {
        return new Target(
                key, groupArn, id, port, zone, taskId, newState, why, text, registeredAtMillis);
    }

    /// The same target with another task behind it.
    Target forTask(@Nullable String newTaskId) {
        return new Target(
                key,
                groupArn,
                id,
                port,
                zone,
                newTaskId,
                state,
                reason,
                description,
                registeredAtMillis);
    }
}
