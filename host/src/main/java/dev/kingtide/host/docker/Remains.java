package dev.kingtide.host.docker;

import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.engine.EngineFailure;
import dev.kingtide.host.metadata.MetadataServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// What control planes have started on an Engine: found by its label, and by nothing else.
public final class Remains {
    /// As `docker stop` gives a container.
    private static final Duration STOP = Duration.ofSeconds(10);

    private Remains() {}

    /// Stops and removes the containers of a data directory, then the volumes of its tasks; those
    /// of every directory with the network through which they found their metadata.
    ///
    /// @param owner the identity of the directory, null for those of every directory
    /// @return how many containers there were
    /// @throws EngineFailure when something could not be removed; the rest is
    public static int remove(Engine engine, @Nullable String owner)
            throws EngineFailure, InterruptedException {
        String label = owner == null ? Labels.OWNER : Labels.ownedBy(owner);
        List<Engine.Listed> all = engine.list(label);
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (Engine.Listed one : all) {
            tasks.add(() -> {
                if (!one.label(Labels.CONTAINER).equals(Labels.PAUSE)) {
                    stop(engine, one.id());
                }
                engine.remove(one.id());
                return true;
            });
        }
        Set<String> taskIds = new TreeSet<>();
        all.forEach(one -> taskIds.add(one.label(Labels.TASK)));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> each : threads.invokeAll(tasks)) {
                each.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EngineFailure failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
        TaskGroups.remove(taskIds);
        for (String volume : engine.volumes(label)) {
            engine.removeVolume(volume);
        }
        if (owner == null) {
            engine.removeNetwork(MetadataServer.NETWORK);
            for (String network : engine.networks(Labels.NETWORK)) {
                engine.removeNetwork(network);
            }
        }
        return all.size();
    }

    private static void stop(Engine engine, String id) throws EngineFailure {
        try {
            engine.stop(id, STOP);
        } catch (EngineFailure failure) {
            if (!failure.isMissing()) {
                throw failure;
            }
        }
    }
}
