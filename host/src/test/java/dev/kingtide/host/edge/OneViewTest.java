package dev.kingtide.host.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.driver.EdgeCommand;
import dev.kingtide.core.driver.EdgeObservation;
import dev.kingtide.core.driver.EdgeObservation.AnomaliesChanged;
import dev.kingtide.core.driver.EdgeObservation.TargetHealthChanged;
import dev.kingtide.core.metrics.MetricId;
import dev.kingtide.core.traffic.HealthReason;
import dev.kingtide.core.traffic.SampleTraffic;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.core.traffic.TargetState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What three processes see, as one.
class OneViewTest {
    private static final Target TARGET =
            SampleTraffic.ofTask(
                    "task1", SampleTraffic.target(SampleTraffic.GROUP, "172.31.0.9", 8080));
    private static final TargetHealthChanged WELL =
            new TargetHealthChanged(TARGET.key(), TargetState.HEALTHY, null, "");
    private static final TargetHealthChanged ILL =
            new TargetHealthChanged(
                    TARGET.key(), TargetState.UNHEALTHY, HealthReason.TIMEOUT, "Request timed out");
    private final List<EdgeObservation> told = new ArrayList<>();
    private final OneView view = new OneView(3, told::add);

    @Test
    void the_first_that_has_seen_something_is_believed() {
        view.saw(2, WELL);
        view.saw(1, ILL);
        view.saw(2, ILL);
        view.saw(1, WELL);
        view.saw(0, ILL);
        assertThat(told).containsExactly(WELL, ILL, WELL, ILL);
    }

    @Test
    void when_one_is_gone_the_next_is_believed_if_it_sees_otherwise() {
        view.saw(0, ILL);
        view.saw(1, ILL);
        view.saw(2, WELL);
        view.lost(0);
        assertThat(told).containsExactly(ILL);
        view.lost(1);
        assertThat(told).containsExactly(ILL, WELL);
        view.lost(2);
        assertThat(told).as("nobody sees otherwise").containsExactly(ILL, WELL);
    }

    @Test
    void what_was_seen_of_a_target_that_went_is_not_told_of_the_next() {
        view.saw(0, ILL);
        view.saw(1, WELL);
        view.accept(new EdgeCommand.RemoveTarget(TARGET));
        view.accept(new EdgeCommand.AddTarget(TARGET));
        view.lost(0);
        assertThat(told).containsExactly(ILL);
        view.saw(1, ILL);
        view.saw(2, WELL);
        view.accept(new EdgeCommand.RemoveGroup(SampleTraffic.GROUP));
        view.lost(1);
        assertThat(told).containsExactly(ILL, ILL);
    }

    @Test
    void anomalies_are_those_of_one_and_every_measurement_counts() {
        AnomaliesChanged none = new AnomaliesChanged(SampleTraffic.GROUP, List.of(), List.of());
        AnomaliesChanged one =
                new AnomaliesChanged(SampleTraffic.GROUP, List.of(TARGET.key()), List.of());
        view.saw(0, none);
        view.saw(1, one);
        assertThat(told).containsExactly(none);
        view.lost(0);
        assertThat(told).containsExactly(none, one);
        MetricId requests = new MetricId("AWS/ApplicationELB", "RequestCount", "");
        EdgeObservation.Measured ten = new EdgeObservation.Measured(requests, 60_000, 10, 10, 1);
        view.saw(1, ten);
        view.saw(2, ten);
        assertThat(told).containsExactly(none, one, ten, ten);
    }
}
