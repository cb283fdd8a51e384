package dev.kingtide.aws.elbv2;

import dev.kingtide.core.traffic.Listener;
import dev.kingtide.core.traffic.Rule;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;

/// Listeners and rules in AWS's shape.
final class ListenerView {

    private ListenerView() {}

    static software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener of(
            Listener listener) {
        Listener.Tls tls = listener.tls();
        return software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener.builder()
                .sslPolicy(tls == null ? null : tls.policy())
                .certificates(tls == null ? null : List.of(certificate(tls)))
                .mutualAuthentication(tls == null ? null : MutualShape.write(tls.mutual()))
                .listenerArn(listener.arn())
                .loadBalancerArn(listener.loadBalancerArn())
                .protocol(listener.protocol())
                .port(listener.port())
                .defaultActions(ActionShape.write(listener.defaultRule().action()))
                .build();
    }

    /// Here `isDefault` is left out (API reference, Certificate).
    private static Certificate certificate(Listener.Tls tls) {
        return Certificate.builder().certificateArn(tls.defaultCertificateArn()).build();
    }

    static software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule of(Rule rule) {
        return software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule.builder()
                .ruleArn(rule.arn())
                .priority(rule.isDefault() ? "default" : Integer.toString(rule.priority()))
                .isDefault(rule.isDefault())
                .conditions(rule.conditions().stream().map(ConditionShape::write).toList())
                .actions(ActionShape.write(rule.action()))
                .transforms(
                        rule.transforms().isEmpty()
                                ? null
                                : rule.transforms().stream().map(TransformShape::write).toList())
                .build();
    }
}
