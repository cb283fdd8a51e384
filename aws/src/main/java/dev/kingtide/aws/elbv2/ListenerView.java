package dev.kingtide.aws.elbv2;

import dev.kingtide.core.traffic.Listener;
import dev.kingtide.core.traffic.Rule;

/// Listeners and rules in AWS's shape.
final class ListenerView {

    private ListenerView() {}

    static software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener of(
            Listener listener) {
        return software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener.builder()
                .listenerArn(listener.arn())
                .loadBalancerArn(listener.loadBalancerArn())
                .protocol(listener.protocol())
                .port(listener.port())
                .defaultActions(ActionShape.write(listener.defaultRule().action()))
                .build();
    }

    static software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule of(Rule rule) {
        return software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule.builder()
                .ruleArn(rule.arn())
                .priority(rule.isDefault() ? "default" : Integer.toString(rule.priority()))
                .isDefault(rule.isDefault())
                .conditions(rule.conditions().stream().map(ConditionShape::write).toList())
                .actions(ActionShape.write(rule.action()))
                .build();
    }
}
