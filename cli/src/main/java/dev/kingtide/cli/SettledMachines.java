package dev.kingtide.cli;

import dev.kingtide.core.Scope;
import dev.kingtide.core.World;
import dev.kingtide.core.service.SchedulerTimings;
import dev.kingtide.host.ControlPlane;
import dev.kingtide.host.Machines;
import dev.kingtide.host.Remote;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Machines whose tasks count as healthy after another while than on AWS.
///
/// @param machines who runs the tasks
/// @param settleSeconds how long a task without load balancer and health check runs before it
///   counts as healthy
record SettledMachines(Machines machines, int settleSeconds) implements Machines {

    @Override
    public void serve(ControlPlane plane) {
        machines.serve(plane);
    }

    @Override
    public void begin(String owner, Path data) {
        machines.begin(owner, data);
    }

    @Override
    public Drivers of(Stage stage, World world) {
        SchedulerTimings usual = world.services().timings();
        world.services()
                .use(
                        new SchedulerTimings(
                                usual.passMillis(),
                                usual.unhealthyReactionMinMillis(),
                                usual.unhealthyReactionMaxMillis(),
                                usual.deregisterMillis(),
                                settleSeconds * 1_000L,
                                usual.backoffFirstMillis(),
                                usual.backoffLongestMillis(),
                                usual.backoffAfterRounds()));
        return machines.of(stage, world);
    }

    @Override
    public void ready(Function<Scope, Stage> stages) {
        machines.ready(stages);
    }

    @Override
    public @Nullable String endpoint(String listenerArn) {
        return machines.endpoint(listenerArn);
    }

    @Override
    public int sharedPort(String listenerArn) {
        return machines.sharedPort(listenerArn);
    }

    @Override
    public @Nullable Remote remote(String taskId, String container) {
        return machines.remote(taskId, container);
    }

    @Override
    public void reset() {
        machines.reset();
    }

    @Override
    public void close() {
        machines.close();
    }
}
