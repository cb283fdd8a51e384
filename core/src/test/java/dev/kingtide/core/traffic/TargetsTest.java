package dev.kingtide.core.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kingtide.core.Refusal;
import dev.kingtide.core.Turn;
import dev.kingtide.core.driver.EdgeCommand;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The life of a target, from registration to the end of its draining.
class TargetsTest {
    private final TrafficScene scene = new TrafficScene();

    @Test
    void a_registered_target_waits_for_the_edge_to_probe_it() {
        TargetGroup group = scene.groupInUse("shop");
        scene.told();
        Target target = scene.register(group, "10.0.0.1", "task");
        assertThat(target)
                .returns(TargetState.INITIAL, Target::state)
                .returns(HealthReason.REGISTRATION_IN_PROGRESS, Target::reason)
                .returns("Target registration is in progress", Target::description)
                .returns(TrafficScene.START_MILLIS, Target::registeredAtMillis);
        assertThat(scene.told()).containsExactly(new EdgeCommand.AddTarget(target));
        assertThat(scene.tables().targetsByTask.get("task")).containsExactly(target);
        assertThat(scene.tables().targetsByGroup.get(group.arn())).containsExactly(target);
    }

    @Test
    void registering_again_changes_nothing_but_the_task() {
        TargetGroup group = scene.groupInUse("shop");
        Target target = scene.register(group, "10.0.0.1", "old");
        scene.observe(target, Probe.PASSED);
        scene.told();
        assertThat(scene.register(group, "10.0.0.1", "old")).isEqualTo(scene.now(target));
        Target again = scene.register(group, "10.0.0.1", "new");
        assertThat(again.state()).isEqualTo(TargetState.HEALTHY);
        assertThat(scene.told()).isEmpty();
        assertThat(scene.tables().targetsByTask.get("old")).isEmpty();
        assertThat(scene.tables().targetsByTask.get("new")).containsExactly(again);
    }

    @Test
    void what_the_edge_reports_is_what_is_shown() {
        Target target = scene.register(scene.groupInUse("shop"), "10.0.0.1", "task");
        scene.observe(target, Probe.PASSED);
        assertThat(scene.now(target))
                .returns(TargetState.HEALTHY, Target::state)
                .returns(null, Target::reason)
                .returns("", Target::description);
        scene.observe(target, Probe.TIMED_OUT, Probe.TIMED_OUT);
        assertThat(scene.now(target))
                .returns(TargetState.UNHEALTHY, Target::state)
                .returns(HealthReason.TIMEOUT, Target::reason)
                .returns("Request timed out", Target::description);
        assertThat(scene.tables().targetsByTask.get("task")).containsExactly(scene.now(target));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 30, 300, 3600})
    void a_target_drains_for_the_delay_to_the_millisecond(int seconds) {
        TargetGroup group = scene.groupInUse("shop");
        scene.attribute(group, "deregistration_delay.timeout_seconds", Integer.toString(seconds));
        Target target = scene.register(group, "10.0.0.1", "task");
        scene.told();

        Target draining = scene.deregister(target);

        assertThat(draining)
                .isNotNull()
                .returns(TargetState.DRAINING, Target::state)
                .returns(HealthReason.DEREGISTRATION_IN_PROGRESS, Target::reason)
                .returns("Target deregistration is in progress", Target::description);
        assertThat(scene.told()).containsExactly(new EdgeCommand.DrainTarget(draining));
        long endMillis = TrafficScene.START_MILLIS + seconds * 1000L;
        scene.loop.runUntil(endMillis - 1);
        assertThat(scene.find(target)).isEqualTo(draining);
        assertThat(scene.told()).isEmpty();
        scene.loop.runUntil(endMillis);
        assertThat(scene.find(target)).isNull();
        assertThat(scene.told()).containsExactly(new EdgeCommand.RemoveTarget(draining));
        assertThat(scene.tables().targetsByTask.get("task")).isEmpty();
    }

    @Test
    void without_a_delay_a_target_is_gone_at_once() {
        TargetGroup group = scene.groupInUse("shop");
        scene.attribute(group, "deregistration_delay.timeout_seconds", "0");
        Target target = scene.register(group, "10.0.0.1", "task");
        scene.told();
        assertThat(scene.deregister(target)).isNull();
        assertThat(scene.find(target)).isNull();
        assertThat(scene.told()).containsExactly(new EdgeCommand.RemoveTarget(target));
    }

    @Test
    void a_change_of_the_delay_is_for_targets_that_are_deregistered_later() {
        TargetGroup group = scene.groupInUse("shop");
        Target target = scene.register(group, "10.0.0.1", "task");
        scene.deregister(target);
        scene.attribute(group, "deregistration_delay.timeout_seconds", "5");
        scene.loop.runUntil(TrafficScene.START_MILLIS + 299_999);
        assertThat(scene.find(target)).isNotNull();
        scene.loop.runUntil(TrafficScene.START_MILLIS + 300_000);
        assertThat(scene.find(target)).isNull();
    }

    @Test
    void deregistering_again_does_not_prolong_the_draining() {
        Target target = scene.register(scene.groupInUse("shop"), "10.0.0.1", "task");
        scene.deregister(target);
        scene.loop.runUntil(TrafficScene.START_MILLIS + 200_000);
        scene.told();
        assertThat(scene.deregister(target)).isEqualTo(scene.now(target));
        assertThat(scene.told()).isEmpty();
        scene.loop.runUntil(TrafficScene.START_MILLIS + 300_000);
        assertThat(scene.find(target)).isNull();
    }

    @Test
    void a_late_report_does_not_bring_back_a_draining_target() {
        Target target = scene.register(scene.groupInUse("shop"), "10.0.0.1", "task");
        Target draining = scene.deregister(target);
        scene.observe(target, Probe.PASSED);
        assertThat(scene.now(target)).isEqualTo(draining);
        scene.loop.runUntil(TrafficScene.START_MILLIS + 300_000);
        scene.observe(target, Probe.PASSED);
        assertThat(scene.find(target)).isNull();
    }

    @Test
    void a_draining_target_that_is_registered_again_begins_anew() {
        TargetGroup group = scene.groupInUse("shop");
        Target target = scene.register(group, "10.0.0.1", "old");
        scene.observe(target, Probe.PASSED);
        scene.deregister(target);
        scene.loop.runUntil(TrafficScene.START_MILLIS + 100_000);
        scene.told();
        Target again = scene.register(group, "10.0.0.1", "new");
        assertThat(again)
                .returns(TargetState.INITIAL, Target::state)
                .returns("new", Target::taskId)
                .returns(TrafficScene.START_MILLIS + 100_000, Target::registeredAtMillis);
        assertThat(scene.told()).containsExactly(new EdgeCommand.AddTarget(again));
        scene.loop.runUntil(TrafficScene.START_MILLIS + 1_000_000);
        assertThat(scene.find(target)).isEqualTo(again);
    }

    @Test
    void a_target_of_a_group_without_listener_is_unused_until_one_forwards_to_it() {
        TargetGroup group = scene.group("shop");
        Target target = scene.register(group, "10.0.0.1", "task");
        String text = "Target group is not configured to receive traffic from the load balancer";
        assertThat(target)
                .returns(TargetState.UNUSED, Target::state)
                .returns("Target.NotInUse", t -> t.reason() == null ? "" : t.reason().code())
                .returns(text, Target::description);
        scene.observe(target, Probe.PASSED);
        assertThat(scene.now(target)).isEqualTo(target);
        LoadBalancer loadBalancer = scene.loadBalancer("shop");
        scene.told();

        Listener listener = scene.listener(loadBalancer, 80, Rule.Action.Forward.to(group.arn()));

        Target used = scene.now(target);
        assertThat(used.state()).isEqualTo(TargetState.INITIAL);
        TargetGroup linked = scene.tables().targetGroups.require(group.arn());
        assertThat(linked.loadBalancerArns()).containsExactly(loadBalancer.arn());
        assertThat(scene.told())
                .containsExactly(
                        new EdgeCommand.PutListener(listener),
                        new EdgeCommand.PutGroup(linked),
                        new EdgeCommand.AddTarget(used));

        scene.loop.decide(turn -> {
            Listeners.delete(turn, listener.arn());
            return listener;
        });
        assertThat(scene.now(target)).isEqualTo(target);
        assertThat(scene.told())
                .containsExactly(
                        new EdgeCommand.RemoveListener(listener.arn()),
                        new EdgeCommand.PutGroup(group),
                        new EdgeCommand.RemoveTarget(used));
    }

    @Test
    void an_unused_target_is_gone_as_soon_as_it_is_deregistered() {
        Target target = scene.register(scene.group("shop"), "10.0.0.1", "task");
        scene.told();
        assertThat(scene.deregister(target)).isNull();
        assertThat(scene.find(target)).isNull();
        assertThat(scene.told()).isEmpty();
    }

    @Test
    void a_target_in_a_zone_without_subnet_is_unused_until_the_zone_is_enabled() {
        TargetGroup group = scene.groupInUse("shop");
        Target target =
                scene.loop.decide(turn ->
                        Targets.register(turn, group.arn(), "10.0.1.1", 80, "us-east-1b", null));
        assertThat(target)
                .returns(TargetState.UNUSED, Target::state)
                .returns(
                        "Target is in an Availability Zone that is not enabled for the load"
                                + " balancer",
                        Target::description);
        String loadBalancerArn = group.loadBalancerArns().getFirst();
        TreeMap<String, String> zones =
                new TreeMap<>(Map.of("subnet-a", TrafficScene.ZONE, "subnet-b", "us-east-1b"));
        scene.loop.decide(turn -> LoadBalancers.setZones(turn, loadBalancerArn, zones, true));
        assertThat(scene.now(target).state()).isEqualTo(TargetState.INITIAL);
        assertThat(scene.told()).contains(new EdgeCommand.AddTarget(scene.now(target)));
    }

    @Test
    void while_zones_are_guesses_no_target_is_held_back_for_its_zone() {
        TreeMap<String, String> zones = new TreeMap<>(Map.of("subnet-a", TrafficScene.ZONE));
        LoadBalancers.New guessed =
                new LoadBalancers.New("shop", "internet-facing", "vpc-1", zones, false, List.of());
        LoadBalancer loadBalancer = scene.loop.decide(turn -> LoadBalancers.create(turn, guessed));
        TargetGroup group = scene.group("shop");
        scene.listener(loadBalancer, 80, Rule.Action.Forward.to(group.arn()));
        Target target =
                scene.loop.decide(turn ->
                        Targets.register(turn, group.arn(), "10.0.1.1", 80, "us-east-1b", null));
        assertThat(target.state()).isEqualTo(TargetState.INITIAL);
    }

    @Test
    void an_address_outside_of_the_vpc_is_served_from_every_zone() {
        TargetGroup group = scene.groupInUse("shop");
        Target target =
                scene.loop.decide(
                        turn -> Targets.register(turn, group.arn(), "192.0.2.1", 80, "all", null));
        assertThat(target.state()).isEqualTo(TargetState.INITIAL);
    }

    @Test
    void a_target_of_a_group_without_health_checks_is_unavailable() {
        TargetGroup group = scene.groupInUse("shop");
        HealthCheck off = new HealthCheck(30, 5, 5, 2, "/", "200", "traffic-port", "HTTP", false);
        scene.loop.decide(turn -> TargetGroups.modify(turn, group.arn(), off));
        assertThat(scene.register(group, "10.0.0.1", "task"))
                .returns(TargetState.UNAVAILABLE, Target::state)
                .returns("Health checks are disabled", Target::description);
    }

    @Test
    void a_group_goes_with_its_targets_and_their_timers() {
        TargetGroup group = scene.group("shop");
        Listener listener =
                scene.listener(scene.loadBalancer("shop"), 80, Rule.Action.Forward.to(group.arn()));
        Target draining = scene.register(group, "10.0.0.1", "one");
        Target target = scene.register(group, "10.0.0.2", "two");
        scene.deregister(draining);
        scene.loop.decide(turn -> {
            Listeners.delete(turn, listener.arn());
            TargetGroups.delete(turn, group.arn());
            return group;
        });
        assertThat(scene.tables().targets.size()).isZero();
        assertThat(scene.tables().targetGroups.size()).isZero();
        assertThat(scene.world.timers().size()).isZero();
        assertThat(scene.find(target)).isNull();
        List<EdgeCommand> told = scene.told();
        assertThat(told.getLast()).isEqualTo(new EdgeCommand.RemoveGroup(group.arn()));
    }

    @Test
    void a_refused_turn_leaves_no_trace_in_tables_and_counts() {
        TargetGroup group = scene.groupInUse("shop");
        Target kept = scene.register(group, "10.0.0.1", "one");
        scene.told();
        assertThatThrownBy(() -> scene.loop.decide(turn -> refuseAfterChanges(turn, group, kept)))
                .isInstanceOf(Refusal.class);
        assertThat(scene.now(kept)).isEqualTo(kept);
        assertThat(scene.tables().targets.size()).isEqualTo(1);
        assertThat(scene.tables().targetCounts.registered(group.arn())).isEqualTo(1);
        assertThat(scene.tables().targetsByTask.get("two")).isEmpty();
        assertThat(scene.world.timers().size()).isZero();
        assertThat(scene.told()).isEmpty();
    }

    private static Target refuseAfterChanges(Turn turn, TargetGroup group, Target kept) {
        Targets.deregister(turn, kept.key());
        Targets.register(turn, group.arn(), "10.0.0.2", 80, TrafficScene.ZONE, "two");
        throw new Refusal("TooManyTargets", "No more of them");
    }
}
