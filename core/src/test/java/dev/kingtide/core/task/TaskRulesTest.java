package dev.kingtide.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.driver.TaskObservation.ContainerStarted;
import dev.kingtide.core.task.ContainerDefinition.Condition;
import dev.kingtide.core.task.ContainerDefinition.Dependency;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskRulesTest {

    @ParameterizedTest
    @CsvSource({
        "PROVISIONING, PENDING, true",
        "PROVISIONING, RUNNING, false",
        "PENDING, RUNNING, true",
        "PENDING, PROVISIONING, false",
        "PENDING, ACTIVATING, true",
        "ACTIVATING, RUNNING, true",
        "RUNNING, PENDING, false",
        "RUNNING, DEACTIVATING, true",
        "RUNNING, STOPPING, true",
        "RUNNING, STOPPED, true",
        "DEACTIVATING, RUNNING, false",
        "DEACTIVATING, STOPPING, true",
        "STOPPING, DEPROVISIONING, true",
        "STOPPING, RUNNING, false",
        "DEPROVISIONING, STOPPED, true",
        "STOPPED, DELETED, true",
        "STOPPED, RUNNING, false",
        "DELETED, STOPPED, false",
    })
    void only_the_moves_of_the_table_are_allowed(TaskStatus from, TaskStatus to, boolean allowed) {
        assertThat(TaskMoves.allowed(from, to)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "START, PENDING, UNKNOWN, , false",
        "START, RUNNING, UNKNOWN, , true",
        "START, STOPPED, UNKNOWN, 1, true",
        "COMPLETE, RUNNING, UNKNOWN, , false",
        "COMPLETE, STOPPED, UNKNOWN, 1, true",
        "SUCCESS, STOPPED, UNKNOWN, 1, false",
        "SUCCESS, STOPPED, UNKNOWN, 0, true",
        "HEALTHY, RUNNING, UNKNOWN, , false",
        "HEALTHY, RUNNING, UNHEALTHY, , false",
        "HEALTHY, RUNNING, HEALTHY, , true",
    })
    void a_container_starts_when_its_dependency_holds(
            Condition condition,
            TaskStatus status,
            Health health,
            Integer exitCode,
            boolean starts) {
        TaskDefinition definition =
                definition(container("db"), container("app", new Dependency("db", condition)));
        List<Container> seen =
                List.of(
                        new Container("db", status, health, exitCode, null, 0),
                        Container.pending("app"));
        assertThat(
                        ContainerOrder.startable(definition, seen).stream()
                                .anyMatch(c -> c.name().equals("app")))
                .isEqualTo(starts);
    }

    @Test
    void containers_stop_in_the_reverse_of_their_dependencies() {
        TaskDefinition definition =
                definition(
                        container("db"),
                        container("app", new Dependency("db", Condition.START)),
                        container("log"));
        Container db = running("db");
        Container app = running("app");
        Container log = running("log");
        assertThat(names(ContainerOrder.stoppable(definition, List.of(db, app, log))))
                .containsExactly("app", "log");
        assertThat(
                        names(
                                ContainerOrder.stoppable(
                                        definition, List.of(db, app.stopped(0, null), log))))
                .containsExactly("db", "log");
    }

    private static List<String> names(List<ContainerDefinition> containers) {
        return containers.stream().map(ContainerDefinition::name).toList();
    }

    private static ContainerDefinition container(String name, Dependency... dependsOn) {
        return new ContainerDefinition(
                name, "image", 0, 0, 0, List.of(), true, List.of(dependsOn), null, 0, 0, 0);
    }

    private static TaskDefinition definition(ContainerDefinition... containers) {
        return new TaskDefinition(
                "web",
                1,
                DefinitionStatus.ACTIVE,
                NetworkMode.AWSVPC,
                256,
                512,
                List.of(containers),
                List.of(),
                "X86_64",
                "LINUX",
                20,
                null);
    }

    private static Container running(String name) {
        return Container.pending(name).running(new ContainerStarted("1", name, 0));
    }
}
