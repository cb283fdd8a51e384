package dev.kingtide.core.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.admission.Quota;
import dev.kingtide.core.traffic.Rule.Action.Forward;
import dev.kingtide.core.traffic.Rule.WeightedGroup;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// How much load balancing there may be (ELB user guide, load-balancer-limits).
class TrafficQuotasTest {
    private final TrafficScene scene = new TrafficScene();

    @Test
    void a_load_balancer_has_room_for_a_thousand_targets_in_all_its_groups() {
        LoadBalancer loadBalancer = scene.loadBalancer("shop");
        TargetGroup web = scene.group("web");
        TargetGroup api = scene.group("api");
        scene.listener(loadBalancer, 80, Forward.to(web.arn()));
        scene.listener(loadBalancer, 81, Forward.to(api.arn()));
        for (int i = 0; i < 600; i++) {
            scene.register(web, "10.0." + i / 250 + '.' + i % 250, "web" + i);
        }
        assertThat(TrafficQuotas.roomForTargets(scene.world, api.arn(), 400)).isTrue();
        assertThat(TrafficQuotas.roomForTargets(scene.world, api.arn(), 401)).isFalse();
        Target last = scene.register(api, "10.0.9.9", "api");
        assertThat(TrafficQuotas.roomForTargets(scene.world, web.arn(), 399)).isTrue();
        assertThat(TrafficQuotas.roomForTargets(scene.world, web.arn(), 400)).isFalse();
        scene.deregister(last);
        assertThat(TrafficQuotas.roomForTargets(scene.world, web.arn(), 400)).isTrue();
    }

    @Test
    void a_group_behind_nothing_has_room_for_a_thousand_targets() {
        TargetGroup group = scene.group("shop");
        scene.register(group, "10.0.0.1", null);
        assertThat(TrafficQuotas.roomForTargets(scene.world, group.arn(), 999)).isTrue();
        assertThat(TrafficQuotas.roomForTargets(scene.world, group.arn(), 1000)).isFalse();
    }

    @Test
    void a_raised_quota_makes_room() {
        TargetGroup group = scene.groupInUse("shop");
        assertThat(TrafficQuotas.roomForTargets(scene.world, group.arn(), 3000)).isFalse();
        scene.quota(Quota.TARGETS_PER_LOAD_BALANCER, 3000);
        assertThat(TrafficQuotas.roomForTargets(scene.world, group.arn(), 3000)).isFalse();
        scene.quota(Quota.TARGETS_PER_TARGET_GROUP, 3000);
        assertThat(TrafficQuotas.roomForTargets(scene.world, group.arn(), 3000)).isTrue();
    }

    @Test
    void a_group_brings_its_targets_to_a_load_balancer_and_takes_them_along() {
        TargetGroup group = scene.group("shop");
        scene.register(group, "10.0.0.1", null);
        LoadBalancer loadBalancer = scene.loadBalancer("shop");
        TargetCounts counts = scene.tables().targetCounts;
        Listener listener = scene.listener(loadBalancer, 80, Forward.to(group.arn()));
        assertThat(counts.ofLoadBalancer(loadBalancer.arn())).isEqualTo(1);
        scene.loop.decide(turn -> {
            Listeners.delete(turn, listener.arn());
            return listener;
        });
        assertThat(counts.ofLoadBalancer(loadBalancer.arn())).isZero();
        assertThat(counts.registered(group.arn())).isEqualTo(1);
    }

    @Test
    void one_instance_is_a_target_of_a_load_balancer_a_thousand_times_at_most() {
        TargetGroup group = scene.groupInUse("shop");
        scene.quota(Quota.TARGETS_PER_LOAD_BALANCER, 5000);
        scene.loop.decide(turn -> {
            for (int port = 32_768; port < 33_768; port++) {
                Targets.register(turn, group.arn(), "i-1", port, TrafficScene.ZONE, null);
            }
            return group;
        });
        assertThat(TrafficQuotas.roomForRegistrations(scene.world, group.arn(), "i-1", 1))
                .isFalse();
        assertThat(TrafficQuotas.roomForRegistrations(scene.world, group.arn(), "i-2", 1000))
                .isTrue();
        scene.deregister(scene.tables().targetsByGroup.list(group.arn()).getFirst());
        assertThat(TrafficQuotas.roomForRegistrations(scene.world, group.arn(), "i-1", 1)).isTrue();
    }

    @Test
    void listeners_rules_groups_and_load_balancers_are_counted() {
        scene.quota(Quota.LOAD_BALANCERS, 2);
        scene.quota(Quota.TARGET_GROUPS, 2);
        scene.quota(Quota.LISTENERS_PER_LOAD_BALANCER, 2);
        scene.quota(Quota.RULES_PER_LOAD_BALANCER, 2);
        LoadBalancer loadBalancer = scene.loadBalancer("shop");
        TargetGroup group = scene.group("shop");
        Listener listener = scene.listener(loadBalancer, 80, Forward.to(group.arn()));
        scene.rule(listener, 1, Forward.to(group.arn()));
        assertThat(TrafficQuotas.roomForLoadBalancer(scene.world)).isTrue();
        assertThat(TrafficQuotas.roomForTargetGroup(scene.world)).isTrue();
        assertThat(TrafficQuotas.roomForListener(scene.world, loadBalancer.arn())).isTrue();
        assertThat(TrafficQuotas.roomForRule(scene.world, loadBalancer.arn())).isTrue();
        scene.loadBalancer("two");
        scene.group("two");
        scene.rule(
                scene.listener(loadBalancer, 81, Forward.to(group.arn())),
                1,
                Forward.to(group.arn()));
        assertThat(TrafficQuotas.roomForLoadBalancer(scene.world)).isFalse();
        assertThat(TrafficQuotas.roomForTargetGroup(scene.world)).isFalse();
        assertThat(TrafficQuotas.roomForListener(scene.world, loadBalancer.arn())).isFalse();
        assertThat(TrafficQuotas.roomForRule(scene.world, loadBalancer.arn())).isFalse();
    }

    @Test
    void a_load_balancer_forwards_to_a_hundred_groups_at_most() {
        LoadBalancer loadBalancer = scene.loadBalancer("shop");
        List<TargetGroup> groups =
                IntStream.range(0, 101).mapToObj(i -> scene.group("group" + i)).toList();
        Listener listener = scene.listener(loadBalancer, 80, Forward.to(groups.getFirst().arn()));
        for (int i = 1; i < 99; i++) {
            scene.rule(listener, i, Forward.to(groups.get(i).arn()));
        }
        assertThat(room(loadBalancer, groups.get(0), groups.get(1))).isTrue();
        assertThat(room(loadBalancer, groups.get(0), groups.get(99))).isTrue();
        assertThat(room(loadBalancer, groups.get(99), groups.get(100))).isFalse();
    }

    private boolean room(LoadBalancer loadBalancer, TargetGroup one, TargetGroup other) {
        Forward action =
                new Forward(
                        List.of(
                                new WeightedGroup(one.arn(), 1),
                                new WeightedGroup(other.arn(), 1)));
        return TrafficQuotas.roomForGroupsOf(scene.world, loadBalancer.arn(), action);
    }
}
