package dev.kingtide.core.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.service.Deployment.Rollout;
import dev.kingtide.core.task.StopCode;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskStatus;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Services in the core's words: given a world, when something happens, then what.
class ServiceScenarioTest {
    private static final DeploymentConfiguration WITH_BREAKER =
            new DeploymentConfiguration(
                    100,
                    200,
                    new CircuitBreaker(
                            true, true, true, CircuitBreaker.Threshold.BOUNDED_PERCENT, 50));
    private final ServiceWorld given = new ServiceWorld(1);

    @Test
    void a_service_without_load_balancer_is_steady_forty_seconds_after_its_tasks_run() {
        given.create(2, DeploymentConfiguration.DEFAULT, false, 0);
        given.runSeconds(45);
        assertThat(given.running()).isEqualTo(2);
        assertThat(given.healthy()).isZero();
        given.runSeconds(10);
        assertThat(given.healthy()).isEqualTo(2);
        assertThat(given.service().primary().rollout()).isEqualTo(Rollout.COMPLETED);
        assertThat(given.messages().getLast())
                .isEqualTo("(service web) has reached a steady state.");
        assertThat(given.messages().getFirst())
                .matches("\\(service web\\) has started 2 tasks:( \\(task \\w{32}\\)){2}\\.");
    }

    @Test
    void tasks_behind_a_load_balancer_are_healthy_when_their_targets_are() {
        given.balance(300);
        given.create(4, DeploymentConfiguration.DEFAULT, true, 0);
        given.runSeconds(15);
        assertThat(given.healthy()).isEqualTo(4);
        assertThat(given.edge.targets()).hasSize(4);
        assertThat(given.world.tasks().table.rows())
                .extracting(t -> t.place().zone())
                .containsExactlyInAnyOrder("us-east-1a", "us-east-1a", "us-east-1b", "us-east-1b");
    }

    @Test
    void a_scale_in_drains_for_the_whole_delay_before_the_task_is_told_to_stop() {
        given.balance(300);
        given.create(3, DeploymentConfiguration.DEFAULT, true, 0);
        given.runSeconds(30);
        given.desire(2);
        given.runSeconds(12);
        assertThat(given.edge.targets()).hasSize(2);
        Task victim =
                given.world.tasks().table.rows().stream()
                        .filter(t -> t.state().stopWanted())
                        .findFirst()
                        .orElseThrow();
        assertThat(victim.status()).isEqualTo(TaskStatus.RUNNING);
        assertThat(victim.state().stoppedReason())
                .startsWith("Scaling activity initiated by (deployment ecs-svc/");
        given.runSeconds(290);
        assertThat(given.driver.alive()).hasSize(3);
        given.runSeconds(15);
        assertThat(given.driver.alive()).hasSize(2);
        assertThat(given.world.tasks().table.require(victim.id()).status())
                .isEqualTo(TaskStatus.STOPPED);
    }

    @Test
    void a_rolling_deployment_keeps_the_lower_bound_and_never_exceeds_the_upper_one() {
        given.balance(5);
        given.create(10, new DeploymentConfiguration(100, 150, CircuitBreaker.OFF), true, 0);
        given.runSeconds(30);
        given.deploy(2, true);
        for (int second = 0; second < 300; second++) {
            given.runSeconds(1);
            assertThat(given.healthy()).isGreaterThanOrEqualTo(10);
            assertThat(given.all()).isLessThanOrEqualTo(15);
        }
        assertThat(given.running(2)).isEqualTo(10);
        assertThat(given.running(1)).isZero();
        assertThat(given.service().deployments()).hasSize(1);
        assertThat(given.service().primary().rollout()).isEqualTo(Rollout.COMPLETED);
    }

    @Test
    void a_minimum_below_one_hundred_lets_old_tasks_go_first() {
        given.balance(0);
        given.create(4, new DeploymentConfiguration(50, 100, CircuitBreaker.OFF), true, 0);
        given.runSeconds(30);
        given.deploy(2, true);
        int least = 4;
        for (int second = 0; second < 300; second++) {
            given.runSeconds(1);
            least = Math.min(least, given.healthy());
            assertThat(given.all()).isLessThanOrEqualTo(4);
        }
        assertThat(least).isEqualTo(2);
        assertThat(given.running(2)).isEqualTo(4);
    }

    @Test
    void bounds_that_let_nothing_happen_are_said_once() {
        given.balance(0);
        given.create(2, new DeploymentConfiguration(100, 100, CircuitBreaker.OFF), true, 0);
        given.runSeconds(30);
        given.deploy(2, true);
        given.runSeconds(60);
        assertThat(given.running(1)).isEqualTo(2);
        assertThat(given.messages())
                .filteredOn(m -> m.contains("was unable to stop or start tasks"))
                .hasSize(1);
    }

    @Test
    void a_crashed_task_is_replaced_and_its_target_leaves_at_once() {
        given.balance(300);
        given.create(2, DeploymentConfiguration.DEFAULT, true, 0);
        given.runSeconds(30);
        Task task = Objects.requireNonNull(given.anyRunning());
        given.driver.crash(task.id());
        assertThat(given.edge.targets()).hasSize(1);
        given.runSeconds(30);
        Task dead = given.world.tasks().table.require(task.id());
        assertThat(dead.status()).isEqualTo(TaskStatus.STOPPED);
        assertThat(dead.state().stopCode()).isEqualTo(StopCode.ESSENTIAL_CONTAINER_EXITED);
        assertThat(dead.state().stoppedReason()).isEqualTo("Essential container in task exited");
        assertThat(given.healthy()).isEqualTo(2);
    }

    @Test
    void an_unhealthy_target_is_replaced_before_its_task_is_stopped_as_measured() {
        given.balance(20);
        given.create(2, DeploymentConfiguration.DEFAULT, true, 0);
        given.runSeconds(60);
        String target = given.edge.targets().keySet().iterator().next();
        long hung = given.loop.nowMillis();
        given.edge.failing(target);
        given.runSeconds(50);
        List<Task> rows = List.copyOf(given.world.tasks().table.rows());
        Task replacement = rows.getLast();
        assertThat(rows).hasSize(3);
        assertThat(replacement.times().createdAtMillis() - hung).isBetween(27_000L, 44_000L);
        given.runSeconds(20);
        Task old =
                rows.stream()
                        .map(t -> given.world.tasks().table.require(t.id()))
                        .filter(t -> t.state().stopWanted())
                        .findFirst()
                        .orElseThrow();
        assertThat(old.state().stoppedReason())
                .isEqualTo(
                        "Task failed ELB health checks in (target-group "
                                + ServiceWorld.GROUP
                                + ")");
        assertThat(given.messages())
                .anyMatch(m -> m.endsWith("due to (reason Request timed out)"))
                .anyMatch(
                        m -> m.endsWith("Amazon ECS replaced 1 tasks due to an unhealthy status."));
        given.runSeconds(60);
        assertThat(given.healthy()).isEqualTo(2);
        assertThat(given.all()).isEqualTo(2);
    }

    @Test
    void bad_health_is_ignored_during_the_grace_period() {
        given.balance(0);
        given.edge.sick = target -> true;
        given.create(1, DeploymentConfiguration.DEFAULT, true, 300);
        given.runSeconds(290);
        assertThat(given.world.tasks().table.rows()).hasSize(1);
        given.runSeconds(60);
        assertThat(given.world.tasks().table.rows()).hasSizeGreaterThan(1);
    }

    @Test
    void the_circuit_breaker_gives_up_and_the_last_completed_deployment_comes_back() {
        given.balance(0);
        given.create(4, WITH_BREAKER, true, 0);
        given.runSeconds(60);
        given.driver.failsToStart = t -> t.identity().definition().equals("web:2");
        given.deploy(2, true);
        given.runSeconds(600);
        assertThat(given.service().primary().revision().taskDefinition()).isEqualTo("web:1");
        assertThat(given.service().deployments()).hasSize(1);
        assertThat(given.service().primary().rollout()).isEqualTo(Rollout.COMPLETED);
        assertThat(given.running(1)).isEqualTo(4);
        assertThat(given.messages())
                .anyMatch(m -> m.endsWith("deployment failed: tasks failed to start."))
                .anyMatch(m -> m.contains("rolling back to deployment ecs-svc/"));
    }

    @Test
    void launches_that_fail_again_and_again_rest_up_to_fifteen_minutes() {
        given.driver.failsToStart = t -> true;
        given.create(2, DeploymentConfiguration.DEFAULT, false, 0);
        given.runSeconds(6 * 3600);
        long lastHour =
                given.world.tasks().table.rows().stream()
                        .filter(t ->
                                t.times().createdAtMillis() > given.loop.nowMillis() - 3_600_000)
                        .count();
        assertThat(lastHour).isBetween(6L, 8L);
        assertThat(given.messages())
                .anyMatch(m -> m.endsWith("is unable to consistently start tasks successfully."));
        given.driver.failsToStart = t -> false;
        given.deploy(2, false);
        given.runSeconds(60);
        assertThat(given.healthy()).isEqualTo(2);
    }

    @Test
    void five_hundred_tasks_a_minute_bind_a_large_service() {
        given.create(3000, DeploymentConfiguration.DEFAULT, false, 0);
        given.runSeconds(60);
        assertThat(given.all()).isBetween(480L, 520L);
        given.runSeconds(5 * 60 + 15);
        assertThat(given.all()).isEqualTo(3000);
        assertThat(given.messages().getFirst()).contains("has started");
    }

    @Test
    void a_deleted_service_is_draining_until_its_tasks_are_gone() {
        given.create(2, DeploymentConfiguration.DEFAULT, false, 0);
        given.runSeconds(60);
        given.loop.decide(turn -> Services.delete(turn, ServiceWorld.KEY));
        assertThat(given.service().status()).isEqualTo(ServiceStatus.DRAINING);
        given.runSeconds(10);
        assertThat(given.all()).isZero();
        assertThat(given.service().status()).isEqualTo(ServiceStatus.INACTIVE);
        given.runSeconds(3700);
        assertThat(given.world.tasks().table.size()).isZero();
    }
}
