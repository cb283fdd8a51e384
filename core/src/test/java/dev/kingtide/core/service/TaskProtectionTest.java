package dev.kingtide.core.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.task.Task;
import dev.kingtide.core.time.TimerKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Tasks that are protected from scale-in.
class TaskProtectionTest {
    private final ServiceWorld given = new ServiceWorld(1);

    private List<Task> running() {
        return given.world.tasks().table.rows().stream().filter(Task::isRunning).toList();
    }

    private void protect(List<Task> tasks, int minutes) {
        given.loop.decide(turn -> {
            tasks.forEach(task -> TaskProtections.protect(turn, task, minutes));
            return "";
        });
    }

    @Test
    void a_scale_in_takes_others_first_and_waits_for_the_protected() {
        given.create(4, DeploymentConfiguration.DEFAULT, false, 0);
        given.runSeconds(60);
        List<Task> three = running().subList(0, 3);
        protect(three, 10);
        given.desire(1);
        given.runSeconds(60);
        assertThat(running()).extracting(Task::id).containsExactlyElementsOf(ids(three));
        assertThat(given.messages())
                .filteredOn(m ->
                        m.endsWith(
                                "was unable to scale in. Reason: The number of protected tasks are"
                                        + " more than the desired count of tasks."))
                .hasSize(1);
        given.runSeconds(600);
        assertThat(running()).hasSize(1);
        assertThat(given.world.tasks().protections.size()).isZero();
        assertThat(given.messages().getLast()).endsWith("has reached a steady state.");
    }

    private static List<String> ids(List<Task> tasks) {
        return tasks.stream().map(Task::id).toList();
    }

    @Test
    void a_deployment_waits_for_protected_tasks_and_blocks_further_protection() {
        given.create(3, DeploymentConfiguration.DEFAULT, false, 0);
        given.runSeconds(60);
        Task kept = running().getFirst();
        protect(List.of(kept), 30);
        given.deploy(2, false);
        given.runSeconds(300);
        assertThat(given.running(1)).isEqualTo(1);
        assertThat(given.running(2)).isEqualTo(3);
        assertThat(given.deployment().isOpen()).isTrue();
        assertThat(TaskProtections.block(given.world, given.service())).isTrue();
        given.loop.decide(turn -> {
            TaskProtections.end(turn, kept.id());
            return "";
        });
        given.runSeconds(60);
        assertThat(given.running(1)).isZero();
        assertThat(given.deployment().isOpen()).isFalse();
        assertThat(TaskProtections.block(given.world, given.service())).isFalse();
    }

    @Test
    void a_task_that_ends_by_itself_is_replaced_and_its_protection_forgotten() {
        given.create(1, DeploymentConfiguration.DEFAULT, false, 0);
        given.runSeconds(60);
        protect(running(), 30);
        given.driver.crash(running().getFirst().id());
        given.runSeconds(60);
        assertThat(running()).hasSize(1);
        assertThat(given.world.tasks().protections.size()).isZero();
        assertThat(given.world.timers().of(TimerKind.TASK_PROTECTION_EXPIRES).size()).isZero();
    }

    @Test
    void an_unhealthy_task_is_replaced_though_it_is_protected() {
        given.balance(0);
        given.create(2, DeploymentConfiguration.DEFAULT, true, 0);
        given.runSeconds(60);
        protect(running(), 60);
        String target = given.edge.targets().keySet().iterator().next();
        given.edge.failing(target);
        given.runSeconds(180);
        assertThat(given.edge.targets()).doesNotContainKey(target).hasSize(2);
    }
}
