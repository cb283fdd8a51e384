package dev.kingtide.aws.elbv2;

import dev.kingtide.aws.Turns;
import dev.kingtide.core.admission.Quota;
import dev.kingtide.core.traffic.TrafficQuotas;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeAccountLimitsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeAccountLimitsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Limit;

/// What an account may have, by the names that DescribeAccountLimits has for it (ELB API reference,
/// Limit), as far as application load balancers go.
final class LimitOperations {
    private final Turns turns;

    LimitOperations(Turns turns) {
        this.turns = turns;
    }

    /// All limits of application load balancers.
    DescribeAccountLimitsResponse describe(DescribeAccountLimitsRequest request) {
        return turns.decide(turn -> {
            var admission = turn.world().admission();
            List<Limit> limits = new ArrayList<>();
            limits.add(limit("application-load-balancers", admission.limit(Quota.LOAD_BALANCERS)));
            limits.add(
                    limit(
                            "listeners-per-application-load-balancer",
                            admission.limit(Quota.LISTENERS_PER_LOAD_BALANCER)));
            limits.add(
                    limit(
                            "rules-per-application-load-balancer",
                            admission.limit(Quota.RULES_PER_LOAD_BALANCER)));
            limits.add(
                    limit(
                            "certificates-per-application-load-balancer",
                            admission.limit(Quota.CERTIFICATES_PER_LOAD_BALANCER)));
            limits.add(
                    limit(
                            "targets-per-application-load-balancer",
                            admission.limit(Quota.TARGETS_PER_LOAD_BALANCER)));
            limits.add(limit("target-groups", admission.limit(Quota.TARGET_GROUPS)));
            limits.add(
                    limit(
                            "targets-per-target-group",
                            admission.limit(Quota.TARGETS_PER_TARGET_GROUP)));
            limits.add(
                    limit(
                            "target-groups-per-action-on-application-load-balancer",
                            TrafficQuotas.GROUPS_PER_ACTION));
            limits.add(
                    limit(
                            "target-groups-per-application-load-balancer",
                            TrafficQuotas.GROUPS_PER_LOAD_BALANCER));
            limits.add(
                    limit(
                            "target-id-registrations-per-application-load-balancer",
                            TrafficQuotas.REGISTRATIONS_PER_TARGET));
            limits.add(limit("condition-values-per-alb-rule", ConditionShape.VALUES_MAX));
            Page<Limit> page =
                    Page.of(
                            new Page.Asked("limits", request.marker(), request.pageSize()),
                            limits,
                            Limit::name);
            return DescribeAccountLimitsResponse.builder()
                    .limits(page.rows())
                    .nextMarker(page.nextMarker())
                    .build();
        });
    }

    private static Limit limit(String name, int most) {
        return Limit.builder().name(name).max(Integer.toString(most)).build();
    }
}
