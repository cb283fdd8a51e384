package dev.kingtide.aws.ecs;

import dev.kingtide.core.service.ServiceRevision.ServiceLoadBalancer;
import dev.kingtide.core.service.ServiceRevision.TrafficShift;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.AdvancedConfiguration;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;

/// A service's load balancers between AWS's shape and the core's record (ECS developer guide,
/// troubleshooting-blue-green, for what is said of an advancedConfiguration).
final class BalancerShape {

    private BalancerShape() {}

    /// The target groups that a service's tasks are registered in.
    static List<ServiceLoadBalancer> read(List<LoadBalancer> asked) {
        List<ServiceLoadBalancer> read = new ArrayList<>();
        int advanced = 0;
        for (LoadBalancer balancer : asked) {
            if (balancer.loadBalancerName() != null && balancer.advancedConfiguration() != null) {
                throw EcsErrors.parameter(
                        "advancedConfiguration field is not allowed with ELBv1 loadBalancers");
            }
            if (balancer.loadBalancerName() != null) {
                throw EcsErrors.unsupported("A Classic Load Balancer");
            }
            if (balancer.targetGroupArn() == null) {
                throw EcsErrors.parameter("targetGroupArn should not be null or empty.");
            }
            if (balancer.containerName() == null || balancer.containerPort() == null) {
                throw EcsErrors.parameter(
                        "Container name and container port must be specified for the target group "
                                + balancer.targetGroupArn()
                                + ".");
            }
            TrafficShift shift = shift(balancer.advancedConfiguration());
            advanced += shift == null ? 0 : 1;
            read.add(
                    new ServiceLoadBalancer(
                            balancer.targetGroupArn(),
                            balancer.containerName(),
                            balancer.containerPort(),
                            shift));
        }
        if (advanced > 0 && advanced < read.size()) {
            throw EcsErrors.parameter(
                    "Either all or none of the provided loadBalancers must have"
                            + " advancedConfiguration defined");
        }
        return List.copyOf(read);
    }

    private static @Nullable TrafficShift shift(@Nullable AdvancedConfiguration asked) {
        if (asked == null) {
            return null;
        }
        String alternate = given("alternateTargetGroupArn", asked.alternateTargetGroupArn());
        String production = given("productionListenerRule", asked.productionListenerRule());
        String test = asked.testListenerRule();
        ruleArn("productionListenerRule", production);
        if (test != null) {
            ruleArn("testListenerRule", test);
        }
        if (production.equals(test)) {
            throw EcsErrors.parameter(
                    "The following rules cannot be used as both production and test listener"
                            + " rules: "
                            + production);
        }
        return new TrafficShift(alternate, production, test, given("roleArn", asked.roleArn()));
    }

    private static String given(String member, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw EcsErrors.parameter(
                    member + " should not be null or empty in advancedConfiguration.");
        }
        return value;
    }

    private static void ruleArn(String member, String arn) {
        if (!arn.contains(":listener-rule/app/")) {
            throw EcsErrors.parameter(
                    member
                            + " has an invalid ARN format. Must be RuleArn for ALB or ListenerArn"
                            + " for NLB. Got: "
                            + arn);
        }
    }

    /// The target groups in AWS's shape.
    static List<LoadBalancer> write(List<ServiceLoadBalancer> balancers) {
        return balancers.stream()
                .map(b ->
                        LoadBalancer.builder()
                                .targetGroupArn(b.targetGroupArn())
                                .containerName(b.containerName())
                                .containerPort(b.containerPort())
                                .advancedConfiguration(write(b.shift()))
                                .build())
                .toList();
    }

    private static @Nullable AdvancedConfiguration write(@Nullable TrafficShift shift) {
        return shift == null
                ? null
                : AdvancedConfiguration.builder()
                        .alternateTargetGroupArn(shift.alternateTargetGroupArn())
                        .productionListenerRule(shift.productionRuleArn())
                        .testListenerRule(shift.testRuleArn())
                        .roleArn(shift.roleArn())
                        .build();
    }
}
