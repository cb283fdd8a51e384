package dev.kingtide.aws.elbv2;

import dev.kingtide.core.World;
import dev.kingtide.core.traffic.Rule;
import dev.kingtide.core.traffic.Rule.WeightedGroup;
import dev.kingtide.core.traffic.TargetGroup;
import dev.kingtide.core.traffic.TrafficQuotas;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.FixedResponseActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ForwardActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RedirectActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupStickinessConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/// Actions of listeners and rules between AWS's shape and the core's record (ELB API reference,
/// Action): one of forward, redirect and fixed-response.
final class ActionShape {
    private static final int WEIGHT_MAX = 999;

    private ActionShape() {}

    /// The one action of a list.
    static Rule.Action read(World world, String loadBalancerArn, List<Action> actions) {
        if (actions.size() != 1) {
            throw Elbv2Errors.validation(
                    actions.isEmpty()
                            ? "At least one action must be specified"
                            : "Exactly one action is supported by Kingtide");
        }
        Action action = actions.getFirst();
        return switch (action.type()) {
            case FORWARD -> forward(world, loadBalancerArn, action);
            case REDIRECT -> redirect(action.redirectConfig());
            case FIXED_RESPONSE -> fixed(action.fixedResponseConfig());
            case AUTHENTICATE_OIDC, AUTHENTICATE_COGNITO, JWT_VALIDATION ->
                    throw Elbv2Errors.unsupported("The action '" + action.typeAsString() + "'");
            case UNKNOWN_TO_SDK_VERSION ->
                    throw Elbv2Errors.validation(
                            "Action type '" + action.typeAsString() + "' is not recognized");
        };
    }

    private static Rule.Action forward(World world, String loadBalancerArn, Action action) {
        List<WeightedGroup> groups = new ArrayList<>();
        ForwardActionConfig config = action.forwardConfig();
        if (config != null) {
            for (TargetGroupTuple group : config.targetGroups()) {
                int weight = group.weight() == null ? 1 : group.weight();
                if (weight < 0 || weight > WEIGHT_MAX) {
                    throw Elbv2Errors.validation(
                            "Target group weight '" + weight + "' must be between 0 and 999");
                }
                groups.add(new WeightedGroup(String.valueOf(group.targetGroupArn()), weight));
            }
        } else if (action.targetGroupArn() != null) {
            groups.add(new WeightedGroup(action.targetGroupArn(), 1));
        }
        if (groups.isEmpty()) {
            throw Elbv2Errors.validation("A target group ARN must be specified");
        }
        if (groups.size() > TrafficQuotas.GROUPS_PER_ACTION) {
            throw Elbv2Errors.validation("An action can only have '5' target groups");
        }
        for (WeightedGroup group : groups) {
            TargetGroup known = TargetGroupOperations.require(world, group.groupArn());
            for (String arn : known.loadBalancerArns()) {
                if (!arn.equals(loadBalancerArn)) {
                    throw Elbv2Errors.associationLimit(known.arn());
                }
            }
        }
        Rule.Action.Forward read =
                new Rule.Action.Forward(List.copyOf(groups), stickySeconds(config));
        if (!TrafficQuotas.roomForGroupsOf(world, loadBalancerArn, read)) {
            throw Elbv2Errors.tooManyGroupsOf(
                    loadBalancerArn, TrafficQuotas.GROUPS_PER_LOAD_BALANCER);
        }
        return read;
    }

    private static int stickySeconds(@Nullable ForwardActionConfig config) {
        TargetGroupStickinessConfig sticky =
                config == null ? null : config.targetGroupStickinessConfig();
        if (sticky == null || sticky.enabled() == null || !sticky.enabled()) {
            return 0;
        }
        return sticky.durationSeconds() == null ? 3_600 : sticky.durationSeconds();
    }

    private static Rule.Action redirect(@Nullable RedirectActionConfig config) {
        if (config == null) {
            throw Elbv2Errors.validation("A redirect configuration must be specified");
        }
        return new Rule.Action.Redirect(
                config.statusCodeAsString().equals("HTTP_301") ? 301 : 302,
                or(config.protocol(), "#{protocol}"),
                or(config.host(), "#{host}"),
                or(config.port(), "#{port}"),
                or(config.path(), "/#{path}"),
                or(config.query(), "#{query}"));
    }

    private static Rule.Action fixed(@Nullable FixedResponseActionConfig config) {
        if (config == null) {
            throw Elbv2Errors.validation("A fixed response configuration must be specified");
        }
        return new Rule.Action.FixedResponse(
                Integer.parseInt(config.statusCode()),
                or(config.contentType(), "text/plain"),
                or(config.messageBody(), ""));
    }

    /// The action in AWS's shape.
    static Action write(Rule.Action action) {
        return switch (action) {
            case Rule.Action.Forward(var groups, int sticky) -> forward(groups, sticky);
            case Rule.Action.FixedResponse(int status, var type, var body) ->
                    Action.builder()
                            .type("fixed-response")
                            .fixedResponseConfig(
                                    FixedResponseActionConfig.builder()
                                            .statusCode(Integer.toString(status))
                                            .contentType(type)
                                            .messageBody(body)
                                            .build())
                            .build();
            case Rule.Action.Redirect(
                            int status,
                            var protocol,
                            var host,
                            var port,
                            var path,
                            var query) ->
                    Action.builder()
                            .type("redirect")
                            .redirectConfig(
                                    RedirectActionConfig.builder()
                                            .statusCode("HTTP_" + status)
                                            .protocol(protocol)
                                            .host(host)
                                            .port(port)
                                            .path(path)
                                            .query(query)
                                            .build())
                            .build();
        };
    }

    private static Action forward(List<WeightedGroup> groups, int stickySeconds) {
        boolean sticky = stickySeconds > 0;
        return Action.builder()
                .type("forward")
                .targetGroupArn(groups.size() == 1 ? groups.getFirst().groupArn() : null)
                .forwardConfig(
                        ForwardActionConfig.builder()
                                .targetGroups(
                                        groups.stream()
                                                .map(g ->
                                                        TargetGroupTuple.builder()
                                                                .targetGroupArn(g.groupArn())
                                                                .weight(g.weight())
                                                                .build())
                                                .toList())
                                .targetGroupStickinessConfig(
                                        TargetGroupStickinessConfig.builder()
                                                .enabled(sticky)
                                                .durationSeconds(sticky ? stickySeconds : null)
                                                .build())
                                .build())
                .build();
    }

    private static String or(@Nullable String value, String otherwise) {
        return value == null ? otherwise : value;
    }
}
