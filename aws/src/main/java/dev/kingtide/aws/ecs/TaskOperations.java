package dev.kingtide.aws.ecs;

import dev.kingtide.aws.Turns;
import dev.kingtide.core.Turn;
import dev.kingtide.core.World;
import dev.kingtide.core.cluster.Cluster;
import dev.kingtide.core.service.ServiceTasks;
import dev.kingtide.core.service.TaskStops;
import dev.kingtide.core.task.StopCode;
import dev.kingtide.core.task.Task;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.StopTaskRequest;
import software.amazon.awssdk.services.ecs.model.StopTaskResponse;
import software.amazon.awssdk.services.ecs.model.TaskField;

/// The operations on tasks that are there.
final class TaskOperations {
    private static final int DESCRIBED_MAX = 100;
    private static final int REASON_MAX = 1_024;
    private final Turns turns;

    TaskOperations(Turns turns) {
        this.turns = turns;
    }

    /// Stops a task; it leaves its target groups first. One that has stopped is left as it is.
    StopTaskResponse stop(StopTaskRequest request) {
        String reason = request.reason();
        if (reason != null && reason.length() > REASON_MAX) {
            throw EcsErrors.parameter("reason can have at most 1024 characters.");
        }
        return turns.decide(turn -> {
            World world = turn.world();
            Cluster cluster = ClusterOperations.require(world, request.cluster());
            Task task = require(world, cluster, request.task());
            stop(turn, task, reason == null ? "Task stopped by user" : reason);
            return StopTaskResponse.builder()
                    .task(TaskView.of(world, world.tasks().table.require(task.id()), true))
                    .build();
        });
    }

    private static void stop(Turn turn, Task task, String reason) {
        TaskStops.stop(turn, task, StopCode.USER_INITIATED, reason);
        ServiceTasks.changed(turn, task, turn.world().tasks().table.require(task.id()));
    }

    /// The task of a cluster that a caller names by id or ARN.
    static Task require(World world, Cluster cluster, String idOrArn) {
        Task task = world.tasks().table.get(id(world, cluster, idOrArn));
        if (task == null || !task.identity().clusterName().equals(cluster.name())) {
            throw TaskErrors.taskNotFound();
        }
        return task;
    }

    private static String id(World world, Cluster cluster, String idOrArn) {
        return Names.inCluster(world.scope(), "task", cluster.name(), idOrArn);
    }

    /// Tasks by id or ARN; those that are not there as failures.
    DescribeTasksResponse describe(DescribeTasksRequest request) {
        if (request.tasks().isEmpty()) {
            throw EcsErrors.empty("Tasks");
        }
        if (request.tasks().size() > DESCRIBED_MAX) {
            throw EcsErrors.tooMany("taskIds", DESCRIBED_MAX);
        }
        boolean tags = request.include().contains(TaskField.TAGS);
        return turns.decide(turn -> {
            World world = turn.world();
            Cluster cluster = ClusterOperations.require(world, request.cluster());
            List<software.amazon.awssdk.services.ecs.model.Task> found = new ArrayList<>();
            List<Failure> failures = new ArrayList<>();
            for (String name : request.tasks()) {
                String id = id(world, cluster, name);
                Task task = world.tasks().table.get(id);
                if (task == null || !task.identity().clusterName().equals(cluster.name())) {
                    String arn = Names.taskArn(world.scope(), cluster.name(), id);
                    failures.add(Failure.builder().arn(arn).reason("MISSING").build());
                } else {
                    found.add(TaskView.of(world, task, tags));
                }
            }
            return DescribeTasksResponse.builder().tasks(found).failures(failures).build();
        });
    }
}
