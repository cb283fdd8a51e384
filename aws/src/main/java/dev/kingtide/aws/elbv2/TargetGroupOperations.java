package dev.kingtide.aws.elbv2;

import dev.kingtide.aws.Turns;
import dev.kingtide.core.World;
import dev.kingtide.core.admission.Quota;
import dev.kingtide.core.service.ServiceTasks;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.core.traffic.TargetGroup;
import dev.kingtide.core.traffic.TargetGroups;
import dev.kingtide.core.traffic.TrafficQuotas;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupResponse;

/// The operations on target groups.
final class TargetGroupOperations {
    private final Turns turns;

    TargetGroupOperations(Turns turns) {
        this.turns = turns;
    }

    /// Creates a target group; the same again gives the one that is there.
    CreateTargetGroupResponse create(CreateTargetGroupRequest request) {
        TargetGroups.New wanted = wanted(request);
        return turns.decide(turn -> {
            TargetGroup there = turn.world().traffic().targetGroupsByName.first(wanted.name());
            if (there != null && !same(there, wanted)) {
                throw Elbv2Errors.duplicateTargetGroup(wanted.name());
            }
            if (there == null && !TrafficQuotas.roomForTargetGroup(turn.world())) {
                throw Elbv2Errors.tooManyTargetGroups(
                        turn.world().admission().limit(Quota.TARGET_GROUPS));
            }
            TargetGroup made = there != null ? there : TargetGroups.create(turn, wanted);
            if (there == null) {
                TagOperations.created(turn, made.arn(), request.tags());
            }
            return CreateTargetGroupResponse.builder()
                    .targetGroups(TargetGroupView.of(made))
                    .build();
        });
    }

    private static TargetGroups.New wanted(CreateTargetGroupRequest request) {
        ElbNames.check("Target group", request.name());
        String type = or(request.targetTypeAsString(), "instance");
        if (!type.equals("instance") && !type.equals("ip")) {
            throw Elbv2Errors.unsupported("A target group of type '" + type + "'");
        }
        String protocol = request.protocolAsString();
        if (protocol == null) {
            throw Elbv2Errors.validation("A protocol must be specified");
        }
        if (!protocol.equals("HTTP") && !protocol.equals("HTTPS")) {
            throw Elbv2Errors.unsupported("A target group with protocol '" + protocol + "'");
        }
        if (request.port() == null) {
            throw Elbv2Errors.validation("A port must be specified");
        }
        if (request.vpcId() == null) {
            throw Elbv2Errors.validation("A VPC ID must be specified");
        }
        String version = or(request.protocolVersion(), "HTTP1");
        return new TargetGroups.New(
                request.name(),
                protocol,
                version,
                request.port(),
                type,
                request.vpcId(),
                HealthCheckShape.of(request).over(HealthCheckShape.defaults(version)));
    }

    private static boolean same(TargetGroup there, TargetGroups.New wanted) {
        return there.protocol().equals(wanted.protocol())
                && there.protocolVersion().equals(wanted.protocolVersion())
                && there.port() == wanted.port()
                && there.targetType().equals(wanted.targetType())
                && there.vpcId().equals(wanted.vpcId())
                && there.healthCheck().equals(wanted.healthCheck());
    }

    /// Target groups by ARN, name or load balancer, all without any; page by page.
    DescribeTargetGroupsResponse describe(DescribeTargetGroupsRequest request) {
        return turns.decide(turn -> {
            Page<TargetGroup> page =
                    Page.of(
                            new Page.Asked("target-groups", request.marker(), request.pageSize()),
                            found(turn.world(), request),
                            TargetGroup::arn);
            return DescribeTargetGroupsResponse.builder()
                    .targetGroups(page.map(TargetGroupView::of))
                    .nextMarker(page.nextMarker())
                    .build();
        });
    }

    private static List<TargetGroup> found(World world, DescribeTargetGroupsRequest request) {
        List<TargetGroup> found = new ArrayList<>();
        for (String arn : request.targetGroupArns()) {
            found.add(require(world, arn));
        }
        for (String name : request.names()) {
            TargetGroup named = world.traffic().targetGroupsByName.first(name);
            if (named == null) {
                throw Elbv2Errors.targetGroupNotFound();
            }
            found.add(named);
        }
        if (request.loadBalancerArn() != null) {
            LoadBalancerOperations.require(world, request.loadBalancerArn());
            found.addAll(world.traffic().targetGroupsByLoadBalancer.get(request.loadBalancerArn()));
        } else if (!request.hasTargetGroupArns() && !request.hasNames()) {
            found.addAll(world.traffic().targetGroups.rows());
        }
        return found;
    }

    /// Changes how targets are probed; what is not named stays.
    ModifyTargetGroupResponse modify(ModifyTargetGroupRequest request) {
        return turns.decide(turn -> {
            TargetGroup before = require(turn.world(), request.targetGroupArn());
            TargetGroup after =
                    TargetGroups.modify(
                            turn,
                            before.arn(),
                            HealthCheckShape.of(request).over(before.healthCheck()));
            return ModifyTargetGroupResponse.builder()
                    .targetGroups(TargetGroupView.of(after))
                    .build();
        });
    }

    /// Deletes a target group to which no rule forwards; one that is not there is no error.
    DeleteTargetGroupResponse delete(DeleteTargetGroupRequest request) {
        return turns.decide(turn -> {
            String arn = request.targetGroupArn();
            TargetGroup found = turn.world().traffic().targetGroups.get(arn);
            if (found != null && !found.loadBalancerArns().isEmpty()) {
                throw Elbv2Errors.targetGroupInUse(arn);
            }
            if (found != null) {
                List<Target> targets = turn.world().traffic().targetsByGroup.list(arn);
                TargetGroups.delete(turn, arn);
                TagOperations.gone(turn, arn);
                ServiceTasks.gone(turn, targets);
            }
            return DeleteTargetGroupResponse.builder().build();
        });
    }

    /// Changes attributes; those that are not named stay.
    ModifyTargetGroupAttributesResponse modifyAttributes(
            ModifyTargetGroupAttributesRequest request) {
        Map<String, String> changes = new LinkedHashMap<>();
        request.attributes().forEach(a -> changes.put(a.key(), String.valueOf(a.value())));
        return turns.decide(turn -> {
            TargetGroup group = require(turn.world(), request.targetGroupArn());
            Map<String, String> result = group.attributes().toMap();
            result.putAll(changes);
            AttributeRules.group(changes, result);
            TargetGroup changed = TargetGroups.modifyAttributes(turn, group.arn(), changes);
            return ModifyTargetGroupAttributesResponse.builder()
                    .attributes(TargetGroupView.attributes(changed))
                    .build();
        });
    }

    /// All attributes.
    DescribeTargetGroupAttributesResponse describeAttributes(
            DescribeTargetGroupAttributesRequest request) {
        return turns.decide(turn ->
                DescribeTargetGroupAttributesResponse.builder()
                        .attributes(
                                TargetGroupView.attributes(
                                        require(turn.world(), request.targetGroupArn())))
                        .build());
    }

    /// The target group of this ARN.
    static TargetGroup require(World world, String arn) {
        TargetGroup found = world.traffic().targetGroups.get(arn);
        if (found == null) {
            throw Elbv2Errors.targetGroupNotFound();
        }
        return found;
    }

    private static String or(@Nullable String value, String otherwise) {
        return value == null ? otherwise : value;
    }
}
