package dev.kingtide.core.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.service.Deployment.Rollout;
import dev.kingtide.core.service.ServiceDeployment.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The history of rolling deployments, and what ends them early.
class RollingDeploymentTest {
    private final ServiceWorld given = new ServiceWorld(1);

    private static DeploymentConfiguration alarmed(
            boolean rollback, @Nullable Integer bakeMinutes) {
        return new DeploymentConfiguration(
                100,
                200,
                CircuitBreaker.OFF,
                new DeploymentStrategy.Rolling(),
                new DeploymentAlarms(List.of("errors"), true, rollback),
                bakeMinutes,
                List.of());
    }

    private void deployed(DeploymentConfiguration configuration) {
        given.balance(0);
        given.alarm("errors");
        given.create(2, configuration, true, 0);
        given.runSeconds(1200);
    }

    @Test
    void every_deployment_leaves_a_service_deployment_and_a_revision() {
        given.balance(0);
        given.create(2, DeploymentConfiguration.DEFAULT, true, 0);
        assertThat(given.deployment().status()).isEqualTo(Status.PENDING);
        given.runSeconds(5);
        assertThat(given.deployment().status()).isEqualTo(Status.IN_PROGRESS);
        given.runSeconds(60);
        ServiceDeployment first = given.deployment();
        assertThat(first.status()).isEqualTo(Status.SUCCESSFUL);
        assertThat(first.sources()).isEmpty();
        assertThat(first.id()).matches("[A-Za-z0-9_-]{21}");
        assertThat(first.times().finishedAtMillis()).isPositive();
        given.deploy(2, true);
        given.runSeconds(60);
        ServiceDeployment second = given.deployment();
        assertThat(second.status()).isEqualTo(Status.SUCCESSFUL);
        assertThat(second.sources()).containsExactly(first.target());
        assertThat(given.world.services().revisions.rows())
                .extracting(r -> r.revision().taskDefinition())
                .containsExactly("web:1", "web:2");
        given.desire(5);
        given.runSeconds(60);
        assertThat(given.world.services().serviceDeployments.size()).isEqualTo(2);
    }

    @Test
    void history_is_kept_for_ninety_days_and_the_revision_in_use_for_ever() {
        given.create(1, DeploymentConfiguration.DEFAULT, false, 0);
        given.runSeconds(60);
        given.deploy(2, false);
        given.runSeconds(91L * 24 * 3600);
        assertThat(given.world.services().serviceDeployments.size()).isZero();
        assertThat(given.world.services().revisions.rows())
                .extracting(r -> r.revision().taskDefinition())
                .containsExactly("web:2");
    }

    @Test
    void a_deployment_that_another_replaces_is_stopped() {
        given.create(2, DeploymentConfiguration.DEFAULT, false, 0);
        given.runSeconds(5);
        ServiceDeployment first = given.deployment();
        given.deploy(2, false);
        assertThat(given.world.services().serviceDeployments.require(first.key()).status())
                .isEqualTo(Status.STOPPED);
        given.runSeconds(120);
        assertThat(given.deployment().status()).isEqualTo(Status.SUCCESSFUL);
    }

    @Test
    void the_circuit_breaker_says_why_it_rolled_back() {
        given.balance(0);
        given.create(
                4,
                new DeploymentConfiguration(
                        100,
                        200,
                        new CircuitBreaker(true, true, true, CircuitBreaker.Threshold.COUNT, 3)),
                true,
                0);
        given.runSeconds(60);
        given.driver.failsToStart = t -> t.identity().definition().equals("web:2");
        given.deploy(2, true);
        given.runSeconds(600);
        ServiceDeployment failed = given.deployment();
        assertThat(failed.status()).isEqualTo(Status.ROLLBACK_SUCCESSFUL);
        assertThat(failed.reason())
                .isEqualTo(
                        "Service deployment rolled back because the circuit breaker threshold was"
                                + " exceeded.");
        assertThat(failed.monitors().breakerTripped()).isTrue();
        assertThat(failed.monitors().failures()).isEqualTo(3);
        assertThat(failed.rollback()).isNotNull();
        assertThat(given.service().primary().id()).isEqualTo(failed.sources().getFirst());
    }

    @Test
    void a_first_deployment_that_fails_has_nothing_to_go_back_to() {
        given.driver.failsToStart = t -> true;
        given.create(
                1,
                new DeploymentConfiguration(
                        100,
                        200,
                        new CircuitBreaker(true, true, true, CircuitBreaker.Threshold.COUNT, 1)),
                false,
                0);
        given.runSeconds(60);
        assertThat(given.deployment().status()).isEqualTo(Status.ROLLBACK_FAILED);
        assertThat(given.service().primary().rollout()).isEqualTo(Rollout.FAILED);
    }

    @Test
    void a_caller_rolls_a_deployment_back() {
        given.balance(0);
        given.create(2, DeploymentConfiguration.DEFAULT, true, 0);
        given.runSeconds(60);
        given.edge.sick = target -> true;
        given.deploy(2, true);
        given.runSeconds(15);
        ServiceDeployment open = given.deployment();
        given.loop.decide(turn -> {
            ServiceDeployments.stop(turn, open, true);
            return "";
        });
        assertThat(given.deployment().status()).isEqualTo(Status.ROLLBACK_REQUESTED);
        given.runSeconds(2);
        assertThat(given.deployment().status()).isEqualTo(Status.ROLLBACK_IN_PROGRESS);
        given.runSeconds(60);
        assertThat(given.deployment().status()).isEqualTo(Status.ROLLBACK_SUCCESSFUL);
        assertThat(given.running(1)).isEqualTo(2);
        assertThat(given.running(2)).isZero();
    }

    @Test
    void a_caller_stops_a_deployment_where_it_is() {
        given.balance(0);
        given.create(2, DeploymentConfiguration.DEFAULT, true, 0);
        given.runSeconds(60);
        given.driver.failsToStart = t -> t.identity().definition().equals("web:2");
        given.deploy(2, true);
        given.runSeconds(3);
        ServiceDeployment open = given.deployment();
        given.loop.decide(turn -> {
            ServiceDeployments.stop(turn, open, false);
            return "";
        });
        given.runSeconds(3600);
        assertThat(given.deployment().status()).isEqualTo(Status.STOPPED);
        assertThat(given.service().primary().rollout()).isEqualTo(Rollout.FAILED);
        assertThat(given.running(1)).isEqualTo(2);
        assertThat(given.world.tasks().table.rows())
                .filteredOn(
                        t -> t.times().createdAtMillis() > open.times().createdAtMillis() + 5000)
                .isEmpty();
    }

    @Test
    void an_alarm_that_goes_off_rolls_the_deployment_back() {
        deployed(alarmed(true, 10));
        given.deploy(2, true);
        given.runSeconds(120);
        assertThat(given.running(2)).isEqualTo(2);
        assertThat(given.deployment().stage()).isEqualTo(DeploymentStage.BAKE_TIME);
        assertThat(given.service().deployments()).hasSize(2);
        given.measure("errors", 1);
        given.runSeconds(300);
        ServiceDeployment failed = given.deployment();
        assertThat(failed.status()).isEqualTo(Status.ROLLBACK_SUCCESSFUL);
        assertThat(failed.monitors().triggeredAlarms()).containsExactly("errors");
        assertThat(failed.reason()).startsWith("Service deployment rolled back because");
        assertThat(given.running(1)).isEqualTo(2);
        assertThat(given.messages())
                .anyMatch(m -> m.endsWith("deployment failed: alarm detected."));
    }

    @Test
    void an_alarm_without_rollback_only_fails_the_deployment() {
        deployed(alarmed(false, 10));
        given.deploy(2, true);
        given.runSeconds(120);
        given.measure("errors", 1);
        given.runSeconds(300);
        assertThat(given.deployment().status()).isEqualTo(Status.STOPPED);
        assertThat(given.service().primary().rollout()).isEqualTo(Rollout.FAILED);
    }

    @Test
    void an_alarm_that_is_off_already_is_ignored_for_that_deployment() {
        deployed(alarmed(true, 10));
        given.measure("errors", 1);
        given.runSeconds(180);
        given.deploy(2, true);
        assertThat(given.deployment().monitors().alarmsIgnored()).isTrue();
        given.measure("errors", 1);
        given.runSeconds(120);
        assertThat(given.deployment().status()).isEqualTo(Status.SUCCESSFUL);
        assertThat(given.running(2)).isEqualTo(2);
    }

    @Test
    void a_deployment_with_alarms_completes_after_its_bake_time() {
        deployed(alarmed(true, 10));
        given.deploy(2, true);
        given.runSeconds(500);
        assertThat(given.deployment().status()).isEqualTo(Status.IN_PROGRESS);
        given.runSeconds(200);
        assertThat(given.deployment().status()).isEqualTo(Status.SUCCESSFUL);
        assertThat(given.service().deployments()).hasSize(1);
    }

    @Test
    void without_a_bake_time_a_deployment_bakes_as_long_as_its_alarms_look_back() {
        deployed(alarmed(true, null));
        given.deploy(2, true);
        long begun = given.loop.nowMillis();
        given.runSeconds(300);
        long baked = given.deployment().times().stageMillis();
        assertThat(baked).isGreaterThan(begun);
        assertThat(given.deployment().times().finishedAtMillis() - baked).isEqualTo(60_000);
    }

    @Test
    void a_deleted_service_stops_its_deployment() {
        given.create(1, DeploymentConfiguration.DEFAULT, false, 0);
        given.loop.decide(turn -> Services.delete(turn, ServiceWorld.KEY));
        given.runSeconds(60);
        assertThat(given.deployment().status()).isEqualTo(Status.STOPPED);
        assertThat(given.service().status()).isEqualTo(ServiceStatus.INACTIVE);
    }
}
