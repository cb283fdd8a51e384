package dev.kingtide.aws.elbv2;

import dev.kingtide.aws.Turns;
import dev.kingtide.core.Turn;
import dev.kingtide.core.World;
import dev.kingtide.core.admission.Quota;
import dev.kingtide.core.service.ServiceTasks;
import dev.kingtide.core.traffic.GroupAnomalies;
import dev.kingtide.core.traffic.HealthReason;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.core.traffic.TargetGroup;
import dev.kingtide.core.traffic.TargetState;
import dev.kingtide.core.traffic.Targets;
import dev.kingtide.core.traffic.TrafficQuotas;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeregisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeregisterTargetsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthInputIncludeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;

/// The operations on targets.
final class TargetOperations {
    private final Turns turns;

    TargetOperations(Turns turns) {
        this.turns = turns;
    }

    /// Registers targets by hand; a service registers its tasks by itself.
    RegisterTargetsResponse register(RegisterTargetsRequest request) {
        return turns.decide(turn -> {
            World world = turn.world();
            TargetGroup group = TargetGroupOperations.require(world, request.targetGroupArn());
            for (TargetDescription asked : request.targets()) {
                room(world, group, asked);
                register(turn, group, asked);
            }
            return RegisterTargetsResponse.builder().build();
        });
    }

    /// Refuses a new target for which there is no room; one that is registered already needs none.
    private static void room(World world, TargetGroup group, TargetDescription asked) {
        Target known =
                world.traffic()
                        .targets
                        .get(Target.keyOf(group.arn(), asked.id(), port(asked, group)));
        if (known != null && known.state().isRegistered()) {
            return;
        }
        if (!TrafficQuotas.roomForTargets(world, group.arn(), 1)) {
            throw Elbv2Errors.tooManyTargets(
                    group.arn(), world.admission().limit(Quota.TARGETS_PER_TARGET_GROUP));
        }
        if (!TrafficQuotas.roomForRegistrations(world, group.arn(), asked.id(), 1)) {
            throw Elbv2Errors.tooManyRegistrations(
                    asked.id(), TrafficQuotas.REGISTRATIONS_PER_TARGET);
        }
    }

    private static void register(Turn turn, TargetGroup group, TargetDescription asked) {
        boolean address =
                asked.id().matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:]*");
        if (group.targetType().equals("ip") != address) {
            throw Elbv2Errors.invalidTarget(
                    address
                            ? "The target ID '" + asked.id() + "' is not a valid instance ID"
                            : "The IP address '" + asked.id() + "' is not a valid IPv4 address");
        }
        String zone = asked.availabilityZone();
        int port = port(asked, group);
        String key = Target.keyOf(group.arn(), asked.id(), port);
        Target known = turn.world().traffic().targets.get(key);
        Target draining = known == null || known.state().isRegistered() ? null : known;
        Targets.register(
                turn,
                group.arn(),
                asked.id(),
                port,
                zone == null ? "all" : zone,
                known == null || draining != null ? null : known.taskId());
        if (draining != null) {
            ServiceTasks.gone(turn, List.of(draining));
        }
    }

    /// Has targets drain; ones that are not registered are no error.
    DeregisterTargetsResponse deregister(DeregisterTargetsRequest request) {
        return turns.decide(turn -> {
            World world = turn.world();
            TargetGroup group = TargetGroupOperations.require(world, request.targetGroupArn());
            for (TargetDescription asked : request.targets()) {
                String key = Target.keyOf(group.arn(), asked.id(), port(asked, group));
                if (world.traffic().targets.get(key) != null) {
                    Targets.deregister(turn, key);
                    ServiceTasks.roomFreed(turn, group.arn());
                }
            }
            return DeregisterTargetsResponse.builder().build();
        });
    }

    /// The health of some targets, or of all of a group.
    DescribeTargetHealthResponse describeHealth(DescribeTargetHealthRequest request) {
        return turns.decide(turn -> {
            World world = turn.world();
            TargetGroup group = TargetGroupOperations.require(world, request.targetGroupArn());
            List<Target> found = new ArrayList<>();
            for (TargetDescription asked : request.targets()) {
                String key = Target.keyOf(group.arn(), asked.id(), port(asked, group));
                Target known = world.traffic().targets.get(key);
                found.add(known == null ? unknown(group, asked, turn) : known);
            }
            if (!request.hasTargets()) {
                found.addAll(world.traffic().targetsByGroup.get(group.arn()));
            }
            GroupAnomalies anomalies = anomalies(world, request);
            return DescribeTargetHealthResponse.builder()
                    .targetHealthDescriptions(
                            found.stream()
                                    .map(target ->
                                            TargetGroupView.health(
                                                    target, group.healthCheck(), anomalies))
                                    .toList())
                    .build();
        });
    }

    /// Which targets are anomalous; null when that is not asked for.
    private static @Nullable GroupAnomalies anomalies(
            World world, DescribeTargetHealthRequest request) {
        var asked = request.include();
        if (!asked.contains(DescribeTargetHealthInputIncludeEnum.ANOMALY_DETECTION)
                && !asked.contains(DescribeTargetHealthInputIncludeEnum.ALL)) {
            return null;
        }
        GroupAnomalies found = world.traffic().anomalies.get(request.targetGroupArn());
        return found == null
                ? new GroupAnomalies(request.targetGroupArn(), List.of(), List.of())
                : found;
    }

    private static Target unknown(TargetGroup group, TargetDescription asked, Turn turn) {
        return new Target(
                group.arn(),
                asked.id(),
                port(asked, group),
                "all",
                null,
                TargetState.UNUSED,
                HealthReason.NOT_REGISTERED,
                HealthReason.NOT_REGISTERED.text(),
                turn.nowMillis());
    }

    private static int port(TargetDescription asked, TargetGroup group) {
        return asked.port() == null ? group.port() : asked.port();
    }
}
