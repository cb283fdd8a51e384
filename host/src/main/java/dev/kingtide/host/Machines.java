package dev.kingtide.host;

import dev.kingtide.aws.Turns;
import dev.kingtide.core.Agenda;
import dev.kingtide.core.Scope;
import dev.kingtide.core.World;
import dev.kingtide.core.driver.Edge;
import dev.kingtide.core.driver.Observation;
import dev.kingtide.core.driver.TaskDriver;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Who runs the tasks and carries the traffic of every account and region.
///
/// In this order: [#serve]; [#begin]; [#of] for each World that there is, each told all that is to
/// be; [#ready]; then [#of] for new Worlds; [#close].
@FunctionalInterface
public interface Machines {

    /// The drivers of one World; they say on the stage what they see.
    Drivers of(Stage stage, World world);

    /// A driver of tasks and one of traffic.
    record Drivers(TaskDriver tasks, Edge edge) {}

    /// One World as its drivers see it: simulated ones live on its agenda; those with threads of
    /// their own report, and decide like a caller.
    interface Stage extends Agenda, Turns {

        /// Hands in something that a driver saw, from any thread but the one that decides.
        void report(Observation observation);
    }

    /// First of all, where there is a control plane that answers: what tasks may ask of it.
    default void serve(ControlPlane plane) {}

    /// Before tasks.
    ///
    /// @param owner the identity of the data directory
    /// @param data the directory
    default void begin(String owner, Path data) {}

    /// All Worlds that the store has are there, and their drivers know of all tasks.
    ///
    /// @param stages the World of any account and region, made if it is not there
    default void ready(Function<Scope, Stage> stages) {}

    /// Where a load balancer's listener can be reached, for people to read, such as
    /// `127.64.0.1:80`; null when it is not known or there is no real traffic.
    default @Nullable String endpoint(String listenerArn) {
        return null;
    }

    /// The port of 127.0.0.1 where the names of load balancers under `.elb.localhost` lead to a
    /// listener; 0 when it is not known or there is no real traffic.
    default int sharedPort(String listenerArn) {
        return 0;
    }

    /// A container in which commands can be run; null when nothing leads there.
    default @Nullable Remote remote(String taskId, String container) {
        return null;
    }

    /// Every World is forgotten: nothing that was run for one may go on.
    default void reset() {}

    /// The control plane ends; what it has started runs on.
    default void close() {}
}
