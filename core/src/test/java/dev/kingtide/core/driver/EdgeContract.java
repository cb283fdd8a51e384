package dev.kingtide.core.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.driver.EdgeObservation.TargetHealthChanged;
import dev.kingtide.core.traffic.HealthCheck;
import dev.kingtide.core.traffic.HealthReason;
import dev.kingtide.core.traffic.SampleTraffic;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.core.traffic.TargetGroup;
import dev.kingtide.core.traffic.TargetState;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [Edge] reports of the targets that it is given (ELB user guide,
/// target-group-health-checks).
public abstract class EdgeContract {

    /// Every 5 s, 2 s for an answer, three successes, two failures.
    private static final HealthCheck CHECK =
            new HealthCheck(5, 2, 3, 2, "/", "200", "traffic-port", "HTTP", true);

    private static final long INTERVAL = CHECK.intervalSeconds() * 1000L;
    private static final long TIMEOUT = CHECK.timeoutSeconds() * 1000L;

    /// How long an edge may take from being told to its first probe, beyond one interval.
    private static final long LEEWAY = 5_000;

    private Surroundings surroundings;
    private TargetGroup group;

    /// For subclasses.
    protected EdgeContract() {}

    /// An edge on its own, and what it needs.
    protected abstract Surroundings surroundings();

    /// Where an edge runs: who answers its probes, and time.
    public interface Surroundings {

        /// The edge.
        Edge edge();

        /// Somebody who answers probes with success from now on, as a target of a group; not yet
        /// known to the edge.
        Target somebody(TargetGroup group);

        /// From now on this target's probes pass, or fail.
        void answers(Target target, boolean well);

        /// Lets time pass.
        void pass(long millis);

        /// All reports about targets since the edge began.
        List<TargetHealthChanged> reports();
    }

    @BeforeEach
    void put_a_load_balancer_and_a_group() {
        surroundings = surroundings();
        group = SampleTraffic.group(CHECK, SampleTraffic.LOAD_BALANCER);
        tell(new EdgeCommand.PutLoadBalancer(SampleTraffic.loadBalancer()));
        tell(new EdgeCommand.PutGroup(SampleTraffic.group(CHECK)));
        tell(new EdgeCommand.PutListener(SampleTraffic.listener()));
        tell(new EdgeCommand.PutGroup(group));
    }

    @Test
    void a_new_target_is_healthy_after_its_first_passed_probe() {
        Target target = add();
        surroundings.pass(INTERVAL + TIMEOUT + LEEWAY);
        assertThat(states(target)).endsWith(TargetState.HEALTHY);
        assertThat(states(target)).doesNotContain(TargetState.UNHEALTHY);
        assertThat(reports(target).getLast())
                .returns(null, TargetHealthChanged::reason)
                .returns("", TargetHealthChanged::description);
    }

    @Test
    void a_target_that_never_passes_is_unhealthy_after_the_unhealthy_threshold() {
        Target target = surroundings.somebody(group);
        surroundings.answers(target, false);
        tell(new EdgeCommand.AddTarget(target));
        surroundings.pass(INTERVAL - 1_000);
        assertThat(states(target)).doesNotContain(TargetState.UNHEALTHY);
        surroundings.pass(2 * INTERVAL + TIMEOUT + LEEWAY);
        assertThat(states(target)).endsWith(TargetState.UNHEALTHY);
        assertThat(states(target)).doesNotContain(TargetState.HEALTHY);
        TargetHealthChanged last = reports(target).getLast();
        assertThat(last.reason())
                .isIn(
                        HealthReason.TIMEOUT,
                        HealthReason.FAILED_HEALTH_CHECKS,
                        HealthReason.RESPONSE_CODE_MISMATCH);
        assertThat(last.description()).isNotEmpty();
    }

    @Test
    void a_healthy_target_is_unhealthy_after_the_threshold_and_not_before() {
        Target target = addHealthy();
        surroundings.answers(target, false);
        surroundings.pass(INTERVAL - 1_000);
        assertThat(states(target)).endsWith(TargetState.HEALTHY);
        surroundings.pass(INTERVAL + TIMEOUT + LEEWAY);
        assertThat(states(target)).endsWith(TargetState.UNHEALTHY);
    }

    @Test
    void an_unhealthy_target_is_healthy_after_the_threshold_and_not_before() {
        Target target = addHealthy();
        surroundings.answers(target, false);
        surroundings.pass(2 * INTERVAL + TIMEOUT + LEEWAY);
        assertThat(states(target)).endsWith(TargetState.UNHEALTHY);
        surroundings.answers(target, true);
        surroundings.pass(2 * INTERVAL - 1_000);
        assertThat(states(target)).endsWith(TargetState.UNHEALTHY);
        surroundings.pass(2 * INTERVAL + TIMEOUT + LEEWAY);
        assertThat(states(target)).endsWith(TargetState.HEALTHY);
    }

    @Test
    void only_changes_are_reported() {
        Target target = addHealthy();
        int reports = reports(target).size();
        surroundings.pass(20 * INTERVAL);
        assertThat(reports(target)).hasSize(reports);
        for (int i = 1; i < reports; i++) {
            assertThat(reports(target).get(i)).isNotEqualTo(reports(target).get(i - 1));
        }
    }

    @Test
    void targets_are_judged_each_by_its_own_probes() {
        Target well = addHealthy();
        Target ill = addHealthy();
        surroundings.answers(ill, false);
        surroundings.pass(3 * INTERVAL + TIMEOUT + LEEWAY);
        assertThat(states(ill)).endsWith(TargetState.UNHEALTHY);
        assertThat(states(well)).endsWith(TargetState.HEALTHY);
        assertThat(states(well)).doesNotContain(TargetState.UNHEALTHY);
    }

    @Test
    void nothing_is_reported_of_a_draining_target() {
        Target target = addHealthy();
        tell(new EdgeCommand.DrainTarget(draining(target)));
        int reports = reports(target).size();
        surroundings.answers(target, false);
        surroundings.pass(6 * INTERVAL);
        assertThat(reports(target)).hasSize(reports);
        tell(new EdgeCommand.RemoveTarget(draining(target)));
        surroundings.pass(6 * INTERVAL);
        assertThat(reports(target)).hasSize(reports);
    }

    @Test
    void a_target_that_is_removed_without_draining_is_gone_too() {
        Target target = addHealthy();
        tell(new EdgeCommand.RemoveTarget(target));
        int reports = reports(target).size();
        surroundings.answers(target, false);
        surroundings.pass(6 * INTERVAL);
        assertThat(reports(target)).hasSize(reports);
    }

    @Test
    void a_draining_target_that_is_wanted_again_begins_anew() {
        Target target = addHealthy();
        tell(new EdgeCommand.DrainTarget(draining(target)));
        surroundings.pass(INTERVAL);
        int reports = reports(target).size();
        tell(new EdgeCommand.AddTarget(target));
        surroundings.pass(INTERVAL + TIMEOUT + LEEWAY);
        assertThat(reports(target)).hasSizeGreaterThan(reports);
        assertThat(states(target)).endsWith(TargetState.HEALTHY);
    }

    @Test
    void a_target_that_was_removed_may_come_back() {
        Target target = addHealthy();
        tell(new EdgeCommand.RemoveTarget(target));
        surroundings.pass(INTERVAL);
        int reports = reports(target).size();
        surroundings.answers(target, false);
        tell(new EdgeCommand.AddTarget(target));
        surroundings.pass(3 * INTERVAL + TIMEOUT + LEEWAY);
        assertThat(reports(target)).hasSizeGreaterThan(reports);
        assertThat(states(target)).endsWith(TargetState.UNHEALTHY);
    }

    @Test
    void a_removed_group_takes_its_targets_along() {
        Target target = addHealthy();
        tell(new EdgeCommand.RemoveGroup(group.arn()));
        int reports = reports(target).size();
        surroundings.answers(target, false);
        surroundings.pass(6 * INTERVAL);
        assertThat(reports(target)).hasSize(reports);
    }

    @Test
    void changed_settings_hold_from_now_on() {
        Target target = addHealthy();
        HealthCheck patient = new HealthCheck(5, 2, 3, 8, "/", "200", "traffic-port", "HTTP", true);
        tell(new EdgeCommand.PutGroup(SampleTraffic.group(patient, SampleTraffic.LOAD_BALANCER)));
        surroundings.answers(target, false);
        surroundings.pass(7 * INTERVAL - 1_000);
        assertThat(states(target)).endsWith(TargetState.HEALTHY);
        surroundings.pass(2 * INTERVAL + TIMEOUT + LEEWAY);
        assertThat(states(target)).endsWith(TargetState.UNHEALTHY);
    }

    @Test
    void draining_or_removing_a_stranger_is_no_error() {
        Target stranger = surroundings.somebody(group);
        tell(new EdgeCommand.DrainTarget(draining(stranger)));
        tell(new EdgeCommand.RemoveTarget(draining(stranger)));
        surroundings.pass(2 * INTERVAL);
        assertThat(reports(stranger)).isEmpty();
    }

    private Target add() {
        Target target = surroundings.somebody(group);
        tell(new EdgeCommand.AddTarget(target));
        return target;
    }

    private Target addHealthy() {
        Target target = add();
        surroundings.pass(INTERVAL + TIMEOUT + LEEWAY);
        assertThat(states(target)).endsWith(TargetState.HEALTHY);
        return target;
    }

    private void tell(EdgeCommand command) {
        surroundings.edge().accept(command);
    }

    private List<TargetHealthChanged> reports(Target target) {
        return surroundings.reports().stream()
                .filter(report -> report.targetKey().equals(target.key()))
                .toList();
    }

    private List<TargetState> states(Target target) {
        return reports(target).stream().map(TargetHealthChanged::state).toList();
    }

    private static Target draining(Target target) {
        HealthReason reason = HealthReason.DEREGISTRATION_IN_PROGRESS;
        return target.with(TargetState.DRAINING, reason, reason.text());
    }
}
