package dev.kingtide.core.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.admission.Quota;
import dev.kingtide.core.admission.Quotas;
import dev.kingtide.core.driver.EdgeObservation;
import dev.kingtide.core.service.Deployment.Rollout;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.traffic.HealthReason;
import dev.kingtide.core.traffic.Listeners;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.core.traffic.TargetGroups;
import dev.kingtide.core.traffic.TargetState;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What a service waits for comes, or is given up: it never waits for something that cannot happen.
class ServiceRecoveryTest {
    private static final DeploymentConfiguration GIVES_UP =
            new DeploymentConfiguration(
                    100,
                    200,
                    new CircuitBreaker(true, false, true, CircuitBreaker.Threshold.COUNT, 3));
    private final ServiceWorld given = new ServiceWorld(1);

    @Test
    void vcpus_that_one_cluster_frees_go_to_a_service_of_another() {
        limit(Quota.FARGATE_VCPUS, 1);
        given.create(4, DeploymentConfiguration.DEFAULT, false, 0);
        given.runSeconds(60);
        given.loop.decide(turn ->
                Services.create(
                        turn,
                        new Services.NewService(
                                "other",
                                "web",
                                2,
                                given.service().settings(),
                                ServiceWorld.revision(1, false),
                                null)));
        given.runSeconds(60);
        assertThat(runningIn("other")).isZero();
        given.desire(2);
        given.runSeconds(60);
        assertThat(runningIn("other")).isEqualTo(2);
    }

    @Test
    void a_service_whose_deployment_was_given_up_still_scales_in_and_goes() {
        given.create(3, GIVES_UP, false, 0);
        given.runSeconds(60);
        given.driver.failsToStart = t -> t.identity().definition().equals("web:2");
        given.deploy(2, false);
        given.runSeconds(900);
        assertThat(given.service().primary().rollout()).isEqualTo(Rollout.FAILED);
        assertThat(given.running(1)).isEqualTo(3);
        given.desire(1);
        given.runSeconds(60);
        assertThat(given.running(1)).isEqualTo(1);
        given.loop.decide(turn -> Services.delete(turn, ServiceWorld.KEY));
        given.runSeconds(60);
        assertThat(given.all()).isZero();
        assertThat(given.service().status()).isEqualTo(ServiceStatus.INACTIVE);
    }

    @Test
    void an_unhealthy_task_is_told_of_and_counted_once_however_its_probes_fail() {
        given.balance(0);
        given.create(1, DeploymentConfiguration.DEFAULT, true, 0);
        given.runSeconds(30);
        given.driver.startMillis = 600_000;
        String target = given.edge.targets().keySet().iterator().next();
        given.edge.failing(target);
        given.runSeconds(60);
        given.loop.observe(
                new EdgeObservation.TargetHealthChanged(
                        target,
                        TargetState.UNHEALTHY,
                        HealthReason.RESPONSE_CODE_MISMATCH,
                        "Health checks failed with these codes: [503]"));
        given.runSeconds(60);
        assertThat(given.messages()).filteredOn(m -> m.contains("is unhealthy in")).hasSize(1);
    }

    @Test
    void a_task_that_finds_its_target_group_full_is_registered_when_another_leaves() {
        limit(Quota.TARGETS_PER_TARGET_GROUP, 3);
        given.balance(300);
        given.create(4, DeploymentConfiguration.DEFAULT, true, 0);
        given.runSeconds(60);
        assertThat(given.healthy()).isEqualTo(3);
        List<String> registered =
                given.edge.targets().values().stream().map(Target::taskId).toList();
        Task waiting =
                given.world.tasks().table.rows().stream()
                        .filter(t -> !registered.contains(t.id()))
                        .findFirst()
                        .orElseThrow();
        given.driver.crash(Objects.requireNonNull(registered.getFirst()));
        given.runSeconds(5);
        assertThat(given.edge.targets().values()).extracting(Target::taskId).contains(waiting.id());
        assertThat(given.healthy()).isEqualTo(3);
        assertThat(given.world.services().waitingTargets.size()).isZero();
    }

    @Test
    void tasks_that_wait_for_a_full_target_group_are_forgotten_with_their_service() {
        limit(Quota.TARGETS_PER_TARGET_GROUP, 1);
        given.balance(0);
        given.create(4, DeploymentConfiguration.DEFAULT, true, 0);
        given.runSeconds(60);
        assertThat(given.world.services().waitingTargets.size()).isEqualTo(3);
        given.loop.decide(turn -> Services.delete(turn, ServiceWorld.KEY));
        given.runSeconds(60);
        assertThat(given.world.services().waitingTargets.size()).isZero();
        assertThat(given.world.admission().rates.rows())
                .noneMatch(rate -> rate.key().endsWith(ServiceWorld.KEY));
    }

    @Test
    void a_task_that_drains_stops_when_its_target_group_is_deleted() {
        given.balance(300);
        given.create(2, DeploymentConfiguration.DEFAULT, true, 0);
        given.runSeconds(30);
        given.desire(1);
        given.runSeconds(20);
        assertThat(given.all()).isEqualTo(2);
        deleteGroup();
        given.runSeconds(20);
        assertThat(given.all()).isEqualTo(1);
    }

    @Test
    void a_task_that_starts_after_its_target_group_was_deleted_runs_without_a_target() {
        given.balance(0);
        given.create(2, DeploymentConfiguration.DEFAULT, true, 0);
        given.runSeconds(30);
        deleteGroup();
        given.driver.crash(Objects.requireNonNull(given.anyRunning()).id());
        given.runSeconds(60);
        assertThat(given.running()).isEqualTo(2);
        assertThat(given.messages()).anyMatch(m -> m.endsWith("Reason: TargetGroupNotFound"));
    }

    @Test
    void deployments_that_never_come_to_anything_do_not_pile_up() {
        given.create(2, new DeploymentConfiguration(100, 100, CircuitBreaker.OFF), false, 0);
        given.runSeconds(60);
        for (int i = 0; i < 20; i++) {
            given.loop.decide(turn ->
                    Services.update(
                            turn,
                            ServiceWorld.KEY,
                            new Services.ServiceChange(null, null, null, true, null)));
            given.runSeconds(10);
        }
        assertThat(given.service().deployments()).hasSizeLessThanOrEqualTo(3);
        assertThat(given.running()).isEqualTo(2);
    }

    @Test
    void a_service_that_is_created_again_begins_without_the_events_of_the_old_one() {
        given.create(1, DeploymentConfiguration.DEFAULT, false, 0);
        given.runSeconds(60);
        given.loop.decide(turn -> Services.delete(turn, ServiceWorld.KEY));
        given.runSeconds(60);
        given.create(1, DeploymentConfiguration.DEFAULT, false, 0);
        given.runSeconds(60);
        assertThat(given.running()).isEqualTo(1);
        assertThat(given.messages()).hasSize(3);
    }

    private void limit(Quota quota, int limit) {
        given.loop.decide(turn -> {
            turn.put(given.world.admission().quotasTable, Quotas.DEFAULT.with(quota, limit));
            return "";
        });
    }

    private void deleteGroup() {
        given.loop.decide(turn -> {
            var traffic = given.world.traffic();
            String listener = traffic.listeners.rows().iterator().next().arn();
            Listeners.delete(turn, listener);
            List<Target> targets = traffic.targetsByGroup.list(ServiceWorld.GROUP);
            TargetGroups.delete(turn, ServiceWorld.GROUP);
            ServiceTasks.gone(turn, targets);
            return "";
        });
    }

    private long runningIn(String cluster) {
        return given.world.tasks().table.rows().stream()
                .filter(t -> t.isRunning() && t.identity().clusterName().equals(cluster))
                .count();
    }
}
