package dev.kingtide.aws.ecs;

import dev.kingtide.aws.Turns;
import dev.kingtide.core.World;
import dev.kingtide.core.cluster.Cluster;
import dev.kingtide.core.service.Service;
import dev.kingtide.core.service.TaskProtections;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskProtection;
import dev.kingtide.core.task.TaskStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.GetTaskProtectionRequest;
import software.amazon.awssdk.services.ecs.model.GetTaskProtectionResponse;
import software.amazon.awssdk.services.ecs.model.ProtectedTask;
import software.amazon.awssdk.services.ecs.model.UpdateTaskProtectionRequest;
import software.amazon.awssdk.services.ecs.model.UpdateTaskProtectionResponse;

/// The operations on the protection of tasks from scale-in (ECS developer guide,
/// task-scale-in-protection; reasons of failures from its api_failures_messages).
final class TaskProtectionOperations {
    private static final int CHANGED_MAX = 10;
    private static final int ASKED_MAX = 100;
    private static final int MINUTES = 120;
    private static final int MINUTES_MAX = 2_880;
    private final Turns turns;

    TaskProtectionOperations(Turns turns) {
        this.turns = turns;
    }

    /// A task that a caller names, or why it cannot be protected.
    private sealed interface Found {

        /// A task of a service.
        record Valid(Task task, Service service) implements Found {}

        /// Anything else.
        record Failed(Failure failure) implements Found {}
    }

    /// Protects tasks, or ends their protection.
    UpdateTaskProtectionResponse update(UpdateTaskProtectionRequest request) {
        checkCount(request.tasks(), CHANGED_MAX);
        if (request.protectionEnabled() == null) {
            throw EcsErrors.parameter("protectionEnabled should not be null.");
        }
        boolean enabled = request.protectionEnabled();
        Integer asked = request.expiresInMinutes();
        if (asked != null && !enabled) {
            throw EcsErrors.parameter(
                    "expiresInMinutes is only supported when protectionEnabled is true.");
        }
        int minutes = asked == null ? MINUTES : asked;
        if (minutes < 1 || minutes > MINUTES_MAX) {
            throw EcsErrors.outside("expiresInMinutes", 1, MINUTES_MAX);
        }
        return turns.decide(turn -> {
            World world = turn.world();
            Cluster cluster = ClusterOperations.require(world, request.cluster());
            List<ProtectedTask> changed = new ArrayList<>();
            List<Failure> failures = new ArrayList<>();
            for (String name : request.tasks()) {
                switch (find(world, cluster, name)) {
                    case Found.Failed(Failure failure) -> failures.add(failure);
                    case Found.Valid(Task task, Service service) -> {
                        if (enabled && TaskProtections.block(world, service)) {
                            failures.add(blocked(world, task));
                        } else if (enabled) {
                            TaskProtections.protect(turn, task, minutes);
                            changed.add(write(world, task));
                        } else {
                            TaskProtections.end(turn, task.id());
                            changed.add(write(world, task));
                        }
                    }
                }
            }
            return UpdateTaskProtectionResponse.builder()
                    .protectedTasks(changed)
                    .failures(failures)
                    .build();
        });
    }

    /// Which tasks are protected, and for how long.
    GetTaskProtectionResponse get(GetTaskProtectionRequest request) {
        checkCount(request.tasks(), ASKED_MAX);
        return turns.decide(turn -> {
            World world = turn.world();
            Cluster cluster = ClusterOperations.require(world, request.cluster());
            List<ProtectedTask> found = new ArrayList<>();
            List<Failure> failures = new ArrayList<>();
            for (String name : request.tasks()) {
                switch (find(world, cluster, name)) {
                    case Found.Failed(Failure failure) -> failures.add(failure);
                    case Found.Valid(Task task, _) -> found.add(write(world, task));
                }
            }
            return GetTaskProtectionResponse.builder()
                    .protectedTasks(found)
                    .failures(failures)
                    .build();
        });
    }

    private static void checkCount(List<String> tasks, int most) {
        if (tasks.isEmpty()) {
            throw EcsErrors.empty("Tasks");
        }
        if (tasks.size() > most) {
            throw EcsErrors.tooMany("tasks", most);
        }
    }

    private static Found find(World world, Cluster cluster, String name) {
        String id = Names.inCluster(world.scope(), "task", cluster.name(), name);
        String arn = Names.taskArn(world.scope(), cluster.name(), id);
        Task task = world.tasks().table.get(id);
        if (task == null || !task.identity().clusterName().equals(cluster.name())) {
            return new Found.Failed(Failure.builder().arn(arn).reason("MISSING").build());
        }
        Service service = serviceOf(world, task);
        if (service == null
                || task.state().stopWanted()
                || task.status().compareTo(TaskStatus.STOPPING) >= 0) {
            return new Found.Failed(
                    Failure.builder()
                            .arn(arn)
                            .reason("TASK_NOT_VALID")
                            .detail(
                                    "Task protection is only supported for running tasks of a"
                                            + " service.")
                            .build());
        }
        return new Found.Valid(task, service);
    }

    private static @Nullable Service serviceOf(World world, Task task) {
        String key = task.identity().serviceKey();
        return key == null ? null : world.services().table.get(key);
    }

    private static Failure blocked(World world, Task task) {
        return Failure.builder()
                .arn(Names.taskArn(world.scope(), task.identity().clusterName(), task.id()))
                .reason("DEPLOYMENT_BLOCKED")
                .detail(
                        "The deployment of the service cannot reach a steady state because of"
                                + " protected tasks.")
                .build();
    }

    private static ProtectedTask write(World world, Task task) {
        TaskProtection protection = world.tasks().protections.get(task.id());
        return ProtectedTask.builder()
                .taskArn(Names.taskArn(world.scope(), task.identity().clusterName(), task.id()))
                .protectionEnabled(protection != null)
                .expirationDate(
                        protection == null
                                ? null
                                : Instant.ofEpochMilli(protection.expiresAtMillis()))
                .build();
    }
}
