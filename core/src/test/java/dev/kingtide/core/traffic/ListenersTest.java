package dev.kingtide.core.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kingtide.core.Invariant;
import dev.kingtide.core.driver.EdgeCommand;
import dev.kingtide.core.traffic.Rule.Action;
import dev.kingtide.core.traffic.Rule.Action.Forward;
import dev.kingtide.core.traffic.Rule.WeightedGroup;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Load balancers, listeners, rules and groups as callers create, change and delete them.
class ListenersTest {
    private static final String ACCOUNT = "arn:aws:elasticloadbalancing:us-east-1:123456789012:";
    private final TrafficScene scene = new TrafficScene();

    @Test
    void resources_get_arns_in_the_forms_of_elastic_load_balancing() {
        LoadBalancer loadBalancer = scene.loadBalancer("shop");
        TargetGroup group = scene.group("web");
        Listener listener = scene.listener(loadBalancer, 80, Forward.to(group.arn()));
        Rule rule = scene.rule(listener, 1, Forward.to(group.arn()));
        String id = "[0-9a-f]{16}";
        assertThat(loadBalancer.arn()).matches(ACCOUNT + "loadbalancer/app/shop/" + id);
        assertThat(loadBalancer.label()).matches("app/shop/" + id);
        assertThat(loadBalancer.dnsName()).matches("shop-\\d+\\.us-east-1\\.elb\\.amazonaws\\.com");
        assertThat(group.arn()).matches(ACCOUNT + "targetgroup/web/" + id);
        assertThat(group.label()).matches("targetgroup/web/" + id);
        assertThat(listener.arn()).matches(ACCOUNT + "listener/" + loadBalancer.label() + '/' + id);
        assertThat(rule.arn())
                .matches(listener.arn().replace(":listener/", ":listener-rule/") + '/' + id);
        assertThat(Rules.listenerArnOf(rule.arn())).isEqualTo(listener.arn());
    }

    @Test
    void adopted_ids_are_given_to_the_resources_that_files_already_name() {
        scene.world.adopt("targetgroup/web", "6d0ecf831eec9f09");
        scene.world.adopt("loadbalancer/app/shop", "50dc6c495c0c9188");
        scene.world.adopt("listener/app/shop/50dc6c495c0c9188", "f2f7dc8efc522ab2");
        scene.world.adopt(
                "listener-rule/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2", "9683b2d02a6cabee");
        TargetGroup group = scene.group("web");
        LoadBalancer loadBalancer = scene.loadBalancer("shop");
        Listener listener = scene.listener(loadBalancer, 80, Forward.to(group.arn()));
        Listener second = scene.listener(loadBalancer, 81, Forward.to(group.arn()));
        assertThat(group.arn()).isEqualTo(ACCOUNT + "targetgroup/web/6d0ecf831eec9f09");
        assertThat(loadBalancer.arn())
                .isEqualTo(ACCOUNT + "loadbalancer/app/shop/50dc6c495c0c9188");
        assertThat(listener.arn())
                .isEqualTo(ACCOUNT + "listener/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2");
        assertThat(second.arn()).isNotEqualTo(listener.arn());
        assertThat(scene.rule(listener, 1, Forward.to(group.arn())).arn())
                .endsWith("rule/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee");
        assertThat(scene.group("other").arn()).doesNotContain("6d0ecf831eec9f09");
    }

    @Test
    void an_internal_load_balancer_says_so_in_its_name() {
        LoadBalancer internal =
                scene.loop.decide(turn ->
                        LoadBalancers.create(
                                turn,
                                new LoadBalancers.New(
                                        "back", "internal", "vpc-1", new TreeMap<>(), List.of())));
        assertThat(internal.dnsName()).startsWith("internal-back-");
        assertThat(internal.state()).isEqualTo(LoadBalancer.State.ACTIVE);
    }

    @Test
    void attributes_have_their_defaults_until_they_are_changed() {
        LoadBalancer loadBalancer = scene.loadBalancer("shop");
        assertThat(loadBalancer.idleTimeoutSeconds()).isEqualTo(60);
        assertThat(loadBalancer.deletionProtected()).isFalse();
        LoadBalancer changed =
                scene.loop.decide(turn ->
                        LoadBalancers.modifyAttributes(
                                turn,
                                loadBalancer.arn(),
                                new TreeMap<>(
                                        Map.of(
                                                "idle_timeout.timeout_seconds", "120",
                                                "deletion_protection.enabled", "true"))));
        assertThat(changed.idleTimeoutSeconds()).isEqualTo(120);
        assertThat(changed.deletionProtected()).isTrue();
        assertThat(changed.attributes()).containsEntry("routing.http2.enabled", "true");
        assertThat(scene.told())
                .containsExactly(
                        new EdgeCommand.PutLoadBalancer(loadBalancer),
                        new EdgeCommand.PutLoadBalancer(changed));
    }

    @Test
    void group_attributes_keep_what_was_not_changed() {
        TargetGroup group = scene.group("web");
        assertThat(group.attributes().toMap())
                .containsEntry("deregistration_delay.timeout_seconds", "300")
                .containsEntry("slow_start.duration_seconds", "0")
                .containsEntry("load_balancing.algorithm.type", "round_robin")
                .containsEntry("stickiness.enabled", "false");
        TargetGroup changed = scene.attribute(group, "slow_start.duration_seconds", "30");
        changed = scene.attribute(changed, "stickiness.enabled", "true");
        changed =
                scene.attribute(
                        changed, "load_balancing.algorithm.type", "least_outstanding_requests");
        assertThat(changed.attributes())
                .returns(300, GroupAttributes::deregistrationDelaySeconds)
                .returns(30, GroupAttributes::slowStartSeconds)
                .returns(
                        GroupAttributes.Algorithm.LEAST_OUTSTANDING_REQUESTS,
                        GroupAttributes::algorithm);
        assertThat(changed.attributes().toMap())
                .hasSameSizeAs(group.attributes().toMap())
                .containsEntry("stickiness.enabled", "true");
        assertThat(scene.told().getLast()).isEqualTo(new EdgeCommand.PutGroup(changed));
    }

    @Test
    void rules_are_kept_in_the_order_of_their_priorities() {
        TargetGroup group = scene.group("web");
        Forward forward = Forward.to(group.arn());
        Listener listener = scene.listener(scene.loadBalancer("shop"), 80, forward);
        Rule twenty = scene.rule(listener, 20, forward);
        Rule ten = scene.rule(listener, 10, forward);
        Rule last = listener.defaultRule();
        assertThat(now(listener).rules()).containsExactly(ten, twenty, last);
        Listener swapped =
                scene.loop.decide(turn ->
                        Rules.setPriorities(
                                turn, listener.arn(), Map.of(ten.arn(), 20, twenty.arn(), 10)));
        assertThat(swapped.rules())
                .extracting(Rule::arn)
                .containsExactly(twenty.arn(), ten.arn(), last.arn());
        assertThat(scene.told().getLast()).isEqualTo(new EdgeCommand.PutListener(swapped));
        scene.loop.decide(turn -> {
            Rules.delete(turn, twenty.arn());
            return twenty;
        });
        assertThat(now(listener).rules())
                .extracting(Rule::arn)
                .containsExactly(ten.arn(), last.arn());
    }

    @Test
    void the_default_rule_stays() {
        TargetGroup group = scene.group("web");
        Listener listener = scene.listener(scene.loadBalancer("shop"), 80, Forward.to(group.arn()));
        assertThatThrownBy(() ->
                        scene.loop.decide(turn -> {
                            Rules.delete(turn, listener.defaultRule().arn());
                            return listener;
                        }))
                .isInstanceOf(Invariant.class);
    }

    @Test
    void a_group_is_in_use_as_long_as_one_rule_of_any_listener_forwards_to_it() {
        TargetGroup web = scene.group("web");
        TargetGroup api = scene.group("api");
        LoadBalancer loadBalancer = scene.loadBalancer("shop");
        Listener first = scene.listener(loadBalancer, 80, Forward.to(web.arn()));
        Listener second = scene.listener(loadBalancer, 81, Forward.to(web.arn()));
        Rule rule = scene.rule(first, 1, Forward.to(api.arn()));
        assertThat(users(web)).containsExactly(loadBalancer.arn());
        assertThat(users(api)).containsExactly(loadBalancer.arn());
        assertThat(scene.tables().targetGroupsByLoadBalancer.get(loadBalancer.arn()))
                .extracting(TargetGroup::name)
                .containsExactlyInAnyOrder("web", "api");

        scene.loop.decide(turn ->
                Rules.modify(turn, rule.arn(), new Action.FixedResponse(404, "text/plain", "")));
        assertThat(users(api)).isEmpty();

        Forward both =
                new Forward(
                        List.of(new WeightedGroup(web.arn(), 1), new WeightedGroup(api.arn(), 0)));
        scene.loop.decide(turn ->
                Listeners.modify(turn, second.arn(), new Listeners.Settings("HTTP", 8081, both)));
        assertThat(users(api)).containsExactly(loadBalancer.arn());
        assertThat(now(second).port()).isEqualTo(8081);

        LoadBalancer other = scene.loadBalancer("other");
        scene.listener(other, 80, Forward.to(web.arn()));
        assertThat(users(web)).containsExactly(loadBalancer.arn(), other.arn());
        scene.told();
        scene.loop.decide(turn -> {
            LoadBalancers.delete(turn, loadBalancer.arn());
            return loadBalancer;
        });
        assertThat(users(web)).containsExactly(other.arn());
        assertThat(users(api)).isEmpty();
        assertThat(scene.tables().listenersByLoadBalancer.count(loadBalancer.arn())).isZero();
        assertThat(scene.tables().loadBalancersByName.count("shop")).isZero();
        assertThat(scene.told())
                .contains(
                        new EdgeCommand.RemoveListener(first.arn()),
                        new EdgeCommand.RemoveListener(second.arn()))
                .endsWith(new EdgeCommand.RemoveLoadBalancer(loadBalancer.arn()));
    }

    private List<String> users(TargetGroup group) {
        return scene.tables().targetGroups.require(group.arn()).loadBalancerArns();
    }

    private Listener now(Listener listener) {
        return scene.tables().listeners.require(listener.arn());
    }
}
