package dev.kingtide.aws.elbv2;

import dev.kingtide.core.traffic.GroupAnomalies;
import dev.kingtide.core.traffic.HealthCheck;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.core.traffic.TargetGroup;
import dev.kingtide.core.traffic.TargetState;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AnomalyDetection;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AnomalyResultEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Matcher;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.MitigationInEffectEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

/// Target groups and the health of targets in AWS's shape.
final class TargetGroupView {

    private TargetGroupView() {}

    static software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup of(
            TargetGroup group) {
        HealthCheck check = group.healthCheck();
        boolean grpc = group.protocolVersion().equals("GRPC");
        return software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup.builder()
                .targetGroupArn(group.arn())
                .targetGroupName(group.name())
                .protocol(group.protocol())
                .protocolVersion(group.protocolVersion())
                .port(group.port())
                .vpcId(group.vpcId())
                .targetType(group.targetType())
                .ipAddressType("ipv4")
                .healthCheckEnabled(check.enabled())
                .healthCheckIntervalSeconds(check.intervalSeconds())
                .healthCheckTimeoutSeconds(check.timeoutSeconds())
                .healthyThresholdCount(check.healthyThreshold())
                .unhealthyThresholdCount(check.unhealthyThreshold())
                .healthCheckPath(check.path())
                .healthCheckPort(check.port())
                .healthCheckProtocol(check.protocol())
                .matcher(
                        grpc
                                ? Matcher.builder().grpcCode(check.matcher()).build()
                                : Matcher.builder().httpCode(check.matcher()).build())
                .loadBalancerArns(group.loadBalancerArns())
                .build();
    }

    private static AnomalyDetection anomaly(Target target, GroupAnomalies anomalies) {
        boolean healthy = target.state() == TargetState.HEALTHY;
        boolean anomalous = healthy && anomalies.anomalous().contains(target.key());
        boolean mitigated = healthy && anomalies.mitigated().contains(target.key());
        return AnomalyDetection.builder()
                .result(anomalous ? AnomalyResultEnum.ANOMALOUS : AnomalyResultEnum.NORMAL)
                .mitigationInEffect(
                        mitigated ? MitigationInEffectEnum.YES : MitigationInEffectEnum.NO)
                .build();
    }

    static List<TargetGroupAttribute> attributes(TargetGroup group) {
        return group.attributes().toMap().entrySet().stream()
                .map(e ->
                        TargetGroupAttribute.builder().key(e.getKey()).value(e.getValue()).build())
                .toList();
    }

    /// @param anomalies which targets of the group are anomalous; null when that was not asked for
    static TargetHealthDescription health(
            Target target, HealthCheck check, @Nullable GroupAnomalies anomalies) {
        String port =
                check.port().equals("traffic-port")
                        ? Integer.toString(target.port())
                        : check.port();
        return TargetHealthDescription.builder()
                .target(
                        TargetDescription.builder()
                                .id(target.id())
                                .port(target.port())
                                .availabilityZone(target.zone())
                                .build())
                .healthCheckPort(port)
                .anomalyDetection(anomalies == null ? null : anomaly(target, anomalies))
                .targetHealth(
                        TargetHealth.builder()
                                .state(target.state().name().toLowerCase(Locale.ROOT))
                                .reason(target.reason() == null ? null : target.reason().code())
                                .description(
                                        target.description().isEmpty()
                                                ? null
                                                : target.description())
                                .build())
                .build();
    }
}
