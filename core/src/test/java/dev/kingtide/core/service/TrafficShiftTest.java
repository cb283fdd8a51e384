package dev.kingtide.core.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.service.DeploymentStrategy.BlueGreen;
import dev.kingtide.core.service.DeploymentStrategy.Canary;
import dev.kingtide.core.service.DeploymentStrategy.Linear;
import dev.kingtide.core.service.LifecycleHook.Action;
import dev.kingtide.core.service.ServiceDeployment.Status;
import dev.kingtide.core.service.ServiceRevision.ServiceLoadBalancer;
import dev.kingtide.core.service.ServiceRevision.TrafficShift;
import dev.kingtide.core.traffic.Listeners;
import dev.kingtide.core.traffic.Rule.Action.FixedResponse;
import dev.kingtide.core.traffic.Rules;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Blue/green, linear and canary deployments: stages, traffic, pauses, and the ways back.
class TrafficShiftTest {
    private static final DeploymentStrategy BLUE_GREEN = new BlueGreen();
    private final ServiceWorld given = new ServiceWorld(1);
    private TrafficShift shift = new TrafficShift("", "", null, "");

    private static DeploymentConfiguration by(DeploymentStrategy strategy, LifecycleHook... hooks) {
        return new DeploymentConfiguration(
                100,
                200,
                new CircuitBreaker(true, true, true, CircuitBreaker.Threshold.COUNT, 3),
                strategy,
                new DeploymentAlarms(List.of("errors"), true, true),
                10,
                List.of(hooks));
    }

    private ServiceRevision revision(int number) {
        ServiceRevision plain = ServiceWorld.revision(number, false);
        return new ServiceRevision(
                plain.taskDefinition(),
                plain.platformVersion(),
                plain.network(),
                List.of(new ServiceLoadBalancer(ServiceWorld.GROUP, "web", 80, shift)));
    }

    private void running(DeploymentConfiguration configuration) {
        given.balance(0);
        shift = given.shiftable();
        // the test listener has the other group, the production one only its own
        given.alarm("errors");
        given.create(4, configuration, revision(1));
        given.runSeconds(120);
        assertThat(given.deployment().status()).isEqualTo(Status.SUCCESSFUL);
    }

    private List<Integer> production() {
        return given.weights(shift.productionRuleArn());
    }

    private void untilStage(DeploymentStage stage) {
        for (int i = 0; i < 14_400 && given.deployment().stage() != stage; i++) {
            given.loop.runUntil(given.loop.nowMillis() + 500); // a stage may last one pass
        }
        assertThat(given.deployment().stage()).isEqualTo(stage);
    }

    @Test
    void a_first_deployment_gets_all_traffic_and_does_not_bake() {
        running(by(BLUE_GREEN));
        assertThat(given.healthy()).isEqualTo(4);
        assertThat(production()).containsExactly(100, 0);
        assertThat(given.targets(ServiceWorld.GROUP)).isEqualTo(4);
    }

    @Test
    void blue_and_green_run_in_full_until_the_bake_time_is_over() {
        running(by(BLUE_GREEN));
        List<DeploymentStage> stages = new ArrayList<>();
        given.deploy(revision(2));
        for (int i = 0; i < 1_600; i++) {
            given.loop.runUntil(given.loop.nowMillis() + 500);
            DeploymentStage stage = given.deployment().stage();
            if (stage != null && !stages.contains(stage)) {
                stages.add(stage);
            }
            if (stage != null && stage != DeploymentStage.CLEAN_UP) {
                assertThat(given.running(1)).isEqualTo(4);
            }
            if (stage == DeploymentStage.POST_SCALE_UP) {
                assertThat(production()).containsExactly(100, 0);
                assertThat(given.targets(shift.alternateTargetGroupArn())).isEqualTo(4);
            }
            if (stage == DeploymentStage.POST_TEST_TRAFFIC_SHIFT) {
                assertThat(given.weights(String.valueOf(shift.testRuleArn())))
                        .containsExactly(0, 100);
                assertThat(production()).containsExactly(100, 0);
            }
            if (stage == DeploymentStage.BAKE_TIME) {
                assertThat(production()).containsExactly(0, 100);
                assertThat(given.running(2)).isEqualTo(4);
            }
        }
        assertThat(stages)
                .containsExactly(
                        DeploymentStage.PRE_SCALE_UP,
                        DeploymentStage.SCALE_UP,
                        DeploymentStage.POST_SCALE_UP,
                        DeploymentStage.TEST_TRAFFIC_SHIFT,
                        DeploymentStage.POST_TEST_TRAFFIC_SHIFT,
                        DeploymentStage.PRE_PRODUCTION_TRAFFIC_SHIFT,
                        DeploymentStage.PRODUCTION_TRAFFIC_SHIFT,
                        DeploymentStage.POST_PRODUCTION_TRAFFIC_SHIFT,
                        DeploymentStage.BAKE_TIME,
                        DeploymentStage.CLEAN_UP);
        assertThat(given.deployment().status()).isEqualTo(Status.SUCCESSFUL);
        assertThat(given.running(1)).isZero();
        assertThat(given.all()).isEqualTo(4);
        given.deploy(revision(1));
        given.runSeconds(800);
        assertThat(given.deployment().status()).isEqualTo(Status.SUCCESSFUL);
        assertThat(production()).containsExactly(100, 0);
        assertThat(given.running(1)).isEqualTo(4);
    }

    @Test
    void a_linear_deployment_moves_the_traffic_in_equal_steps() {
        running(by(new Linear(250, 5)));
        given.deploy(revision(2));
        untilStage(DeploymentStage.PRODUCTION_TRAFFIC_SHIFT);
        assertThat(production()).containsExactly(75, 25);
        given.runSeconds(298);
        assertThat(production()).containsExactly(75, 25);
        given.runSeconds(5);
        assertThat(production()).containsExactly(50, 50);
        given.runSeconds(303);
        assertThat(production()).containsExactly(25, 75);
        given.runSeconds(305);
        assertThat(production()).containsExactly(0, 100);
        assertThat(given.deployment().stage()).isEqualTo(DeploymentStage.BAKE_TIME);
        given.runSeconds(700);
        assertThat(given.deployment().status()).isEqualTo(Status.SUCCESSFUL);
        assertThat(given.running(2)).isEqualTo(4);
    }

    @Test
    void a_canary_gets_its_small_share_and_then_the_rest() {
        running(by(new Canary(25, 10)));
        given.deploy(revision(2));
        untilStage(DeploymentStage.PRODUCTION_TRAFFIC_SHIFT);
        assertThat(production()).containsExactly(975, 25);
        given.runSeconds(590);
        assertThat(production()).containsExactly(975, 25);
        given.runSeconds(20);
        assertThat(production()).containsExactly(0, 100);
    }

    @Test
    void an_alarm_takes_the_traffic_back_in_the_same_moment() {
        running(by(BLUE_GREEN));
        given.deploy(revision(2));
        untilStage(DeploymentStage.BAKE_TIME);
        given.runSeconds(60);
        given.measure("errors", 1);
        for (int i = 0; i < 200 && given.deployment().status() == Status.IN_PROGRESS; i++) {
            given.runSeconds(1);
        }
        assertThat(given.deployment().status()).isEqualTo(Status.ROLLBACK_IN_PROGRESS);
        assertThat(production()).containsExactly(100, 0);
        assertThat(given.running(1)).isEqualTo(4);
        given.runSeconds(120);
        assertThat(given.deployment().status()).isEqualTo(Status.ROLLBACK_SUCCESSFUL);
        assertThat(given.running(2)).isZero();
        assertThat(given.all()).isEqualTo(4);
    }

    @Test
    void a_green_revision_that_cannot_start_is_given_up_by_the_circuit_breaker() {
        running(by(BLUE_GREEN));
        given.driver.failsToStart = t -> t.identity().definition().equals("web:2");
        given.deploy(revision(2));
        given.runSeconds(600);
        assertThat(given.deployment().status()).isEqualTo(Status.ROLLBACK_SUCCESSFUL);
        assertThat(given.deployment().stage()).isEqualTo(DeploymentStage.SCALE_UP);
        assertThat(production()).containsExactly(100, 0);
        assertThat(given.healthy()).isEqualTo(4);
        assertThat(given.service().deployments()).hasSize(1);
    }

    @Test
    void a_caller_rolls_back_in_any_stage() {
        for (DeploymentStage stage : DeploymentStage.values()) {
            if (stage == DeploymentStage.RECONCILE_SERVICE) {
                continue;
            }
            TrafficShiftTest one = new TrafficShiftTest();
            one.running(by(new Canary(100, 1)));
            one.given.deploy(one.revision(2));
            one.untilStage(stage);
            ServiceDeployment open = one.given.deployment();
            one.given.loop.decide(turn -> {
                ServiceDeployments.stop(turn, open, true);
                return "";
            });
            int least = 4;
            for (int i = 0; i < 300; i++) {
                one.given.runSeconds(1);
                least = Math.min(least, one.given.healthy());
            }
            assertThat(least).as("healthy tasks after %s", stage).isEqualTo(4);
            assertThat(one.given.deployment().status())
                    .as("after %s", stage)
                    .isEqualTo(Status.ROLLBACK_SUCCESSFUL);
            assertThat(one.production()).as("after %s", stage).containsExactly(100, 0);
            assertThat(one.given.running(1)).isEqualTo(4);
            assertThat(one.given.all()).isEqualTo(4);
        }
    }

    @Test
    void a_pause_holds_the_deployment_until_it_is_let_go() {
        running(by(BLUE_GREEN));
        LifecycleHook pause =
                new LifecycleHook(
                        List.of(DeploymentStage.POST_TEST_TRAFFIC_SHIFT), 60, Action.ROLLBACK);
        reconfigure(by(BLUE_GREEN, pause));
        given.deploy(revision(2));
        given.runSeconds(600);
        assertThat(given.deployment().stage()).isEqualTo(DeploymentStage.POST_TEST_TRAFFIC_SHIFT);
        answer(Action.CONTINUE);
        untilStage(DeploymentStage.BAKE_TIME);
        assertThat(given.deployment().hooks())
                .extracting(LifecycleHook.Run::status)
                .containsExactly(LifecycleHook.Status.SUCCEEDED);
        given.runSeconds(700);
        given.deploy(revision(1));
        given.runSeconds(600);
        answer(Action.ROLLBACK);
        given.runSeconds(60);
        assertThat(given.deployment().status()).isEqualTo(Status.ROLLBACK_SUCCESSFUL);
        assertThat(given.deployment().reason())
                .isEqualTo(
                        "Service deployment rolled back because POST_TEST_TRAFFIC_SHIFT lifecycle"
                                + " hook(s) failed.");
        assertThat(given.running(2)).isEqualTo(4);
    }

    private void reconfigure(DeploymentConfiguration configuration) {
        given.loop.decide(turn ->
                Services.update(
                        turn,
                        ServiceWorld.KEY,
                        new Services.ServiceChange(
                                null,
                                new ServiceSettings(
                                        given.service().settings().launchType(),
                                        given.service().settings().capacityStrategy(),
                                        given.service().settings().placement(),
                                        configuration,
                                        0),
                                null,
                                false,
                                null)));
    }

    private void answer(Action action) {
        ServiceDeployment open = given.deployment();
        given.loop.decide(turn -> {
            ServiceDeployments.resume(turn, open, open.hooks().getLast(), action);
            return "";
        });
    }

    @Test
    void a_pause_that_nobody_ends_times_out_as_configured() {
        for (Action action : Action.values()) {
            TrafficShiftTest one = new TrafficShiftTest();
            one.running(by(BLUE_GREEN));
            one.reconfigure(
                    by(
                            BLUE_GREEN,
                            new LifecycleHook(List.of(DeploymentStage.PRE_SCALE_UP), 5, action)));
            one.given.deploy(one.revision(2));
            one.given.runSeconds(290);
            assertThat(one.given.deployment().stage()).isEqualTo(DeploymentStage.PRE_SCALE_UP);
            one.given.runSeconds(1200);
            assertThat(one.given.deployment().hooks().getFirst().status())
                    .isEqualTo(LifecycleHook.Status.TIMED_OUT);
            assertThat(one.given.deployment().status())
                    .isEqualTo(
                            action == Action.CONTINUE
                                    ? Status.SUCCESSFUL
                                    : Status.ROLLBACK_SUCCESSFUL);
        }
    }

    @Test
    void a_new_deployment_in_the_middle_of_one_first_takes_the_green_revision_down() {
        running(by(new Linear(500, 30)));
        given.define(3);
        given.deploy(revision(2));
        untilStage(DeploymentStage.PRODUCTION_TRAFFIC_SHIFT);
        assertThat(production()).containsExactly(50, 50);
        ServiceDeployment first = given.deployment();
        given.deploy(revision(3));
        assertThat(production()).containsExactly(100, 0);
        assertThat(given.world.services().serviceDeployments.require(first.key()).status())
                .isEqualTo(Status.STOPPED);
        untilStage(DeploymentStage.RECONCILE_SERVICE);
        untilStage(DeploymentStage.SCALE_UP);
        assertThat(given.running(2)).isZero();
        assertThat(given.running(1)).isEqualTo(4);
        given.runSeconds(3600);
        assertThat(given.deployment().status()).isEqualTo(Status.SUCCESSFUL);
        assertThat(given.running(3)).isEqualTo(4);
        assertThat(given.all()).isEqualTo(4);
    }

    /// The first service deployment was given up for the second, which is given up while it still
    /// takes the first one's tasks down.
    @Test
    void a_caller_rolls_back_while_the_revision_before_is_still_taken_down() {
        running(by(new Linear(500, 30)));
        given.define(3);
        given.deploy(revision(2));
        untilStage(DeploymentStage.PRODUCTION_TRAFFIC_SHIFT);
        given.deploy(revision(3));
        untilStage(DeploymentStage.RECONCILE_SERVICE);
        ServiceDeployment open = given.deployment();
        given.loop.decide(turn -> {
            ServiceDeployments.stop(turn, open, true);
            return "";
        });
        int least = 4;
        for (int i = 0; i < 600; i++) {
            given.runSeconds(1);
            least = Math.min(least, given.healthy());
        }
        assertThat(least).isEqualTo(4);
        assertThat(given.deployment().status()).isEqualTo(Status.ROLLBACK_SUCCESSFUL);
        assertThat(production()).containsExactly(100, 0);
        assertThat(given.running(1)).isEqualTo(4);
        assertThat(given.all()).isEqualTo(4);
    }

    @Test
    void a_scale_out_in_the_middle_of_a_deployment_reaches_both_revisions() {
        running(by(BLUE_GREEN));
        given.deploy(revision(2));
        untilStage(DeploymentStage.BAKE_TIME);
        given.desire(6);
        given.runSeconds(60);
        assertThat(given.running(1)).isEqualTo(6);
        assertThat(given.running(2)).isEqualTo(6);
    }

    @Test
    void a_service_without_load_balancer_passes_the_same_stages() {
        given.create(2, by(BLUE_GREEN), ServiceWorld.revision(1, false));
        given.runSeconds(120);
        given.deploy(ServiceWorld.revision(2, false));
        untilStage(DeploymentStage.BAKE_TIME);
        assertThat(given.running(1)).isEqualTo(2);
        assertThat(given.running(2)).isEqualTo(2);
        given.runSeconds(700);
        assertThat(given.deployment().status()).isEqualTo(Status.SUCCESSFUL);
        assertThat(given.all()).isEqualTo(2);
    }

    @Test
    void a_rule_that_forwards_elsewhere_rolls_the_deployment_back_and_says_why() {
        running(by(BLUE_GREEN));
        given.loop.decide(turn ->
                Rules.modify(
                        turn,
                        shift.productionRuleArn(),
                        new FixedResponse(503, "text/plain", "closed")));
        given.deploy(revision(2));
        given.runSeconds(60);
        assertThat(given.deployment().status()).isEqualTo(Status.ROLLBACK_SUCCESSFUL);
        assertThat(given.deployment().reason())
                .startsWith(
                        "Service deployment rolled back because of invalid networking"
                                + " configuration. productionListenerRule ")
                .endsWith(
                        "should have exactly one target group serving traffic but found 0 target"
                                + " groups which are serving traffic");
        assertThat(given.running(2)).isZero();
    }

    @Test
    void a_listener_that_is_deleted_on_the_way_rolls_the_deployment_back() {
        running(by(BLUE_GREEN));
        given.deploy(revision(2));
        untilStage(DeploymentStage.POST_SCALE_UP);
        given.loop.decide(turn -> {
            Listeners.delete(turn, Rules.listenerArnOf(shift.productionRuleArn()));
            return "";
        });
        given.runSeconds(120);
        assertThat(given.deployment().status()).isEqualTo(Status.ROLLBACK_SUCCESSFUL);
        assertThat(given.running(2)).isZero();
        assertThat(given.running(1)).isEqualTo(4);
    }
}
