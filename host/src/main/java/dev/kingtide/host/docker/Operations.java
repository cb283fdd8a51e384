package dev.kingtide.host.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.core.driver.TaskFault;
import dev.kingtide.core.task.ContainerDefinition;
import dev.kingtide.core.task.ImagePull;
import dev.kingtide.host.engine.ContainerState;
import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.engine.EngineFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What takes time for one task: each operation runs on a virtual thread of its own and ends in
/// [News]. While no Engine answers it waits.
final class Operations {
    private static final Logger LOG = LoggerFactory.getLogger(Operations.class);

    /// How often is told how far a pull is, at most.
    private static final long PROGRESS_MILLIS = 2_000;

    private final Yard yard;
    private final TaskPlan plan;
    private final Consumer<News> news;
    private final Supplies supplies;
    private final CompletableFuture<Boolean> stopping = new CompletableFuture<>();
    private final AtomicInteger underWay = new AtomicInteger();

    /// An operation; the fault is what it means when the Engine refuses.
    private interface Operation {
        News run() throws EngineFailure, Faulty;
    }

    Operations(Yard yard, TaskPlan plan, Consumer<News> news) {
        this.yard = yard;
        this.plan = plan;
        this.news = news;
        this.supplies = new Supplies(yard, plan);
    }

    int underWay() {
        return underWay.get();
    }

    /// The task is to stop: pulls are not waited for any more.
    void giveUpWaiting() {
        stopping.complete(true);
    }

    private void begin(String what, String container, Operation operation) {
        underWay.incrementAndGet();
        Thread.ofVirtual()
                .name(what + ' ' + plan.task().id())
                .start(() -> {
                    News result;
                    try {
                        result = operation.run();
                    } catch (Faulty faulty) {
                        result = new News.Failed(container, faulty.fault());
                    } catch (EngineFailure failure) {
                        TaskFault fault = new TaskFault.CannotInitialize(said(failure));
                        result = new News.Failed(container, fault);
                    }
                    news.accept(result);
                    underWay.decrementAndGet();
                });
    }

    private static String said(EngineFailure failure) {
        return ImagePulls.said(failure);
    }

    private Engine engine() {
        return yard.engine();
    }

    /// Makes the task's volumes and its network.
    void attach() {
        begin(
                "attach",
                "",
                () -> {
                    supplies.provideVolumes();
                    if (!plan.pauses()) {
                        return new News.Attached(null);
                    }
                    try {
                        yard.patience().run(yard.pause()::provide);
                        String id = create(Labels.PAUSE, plan.pause());
                        yard.patience()
                                .run(() -> engine().start(id, yard.settings().startTimeout()));
                        return new News.Attached(yard.patience().ask(() -> engine().inspect(id)));
                    } catch (EngineFailure failure) {
                        if (failure.isMissing()) {
                            yard.pause().forget();
                        }
                        throw Faulty.initializing(
                                "the network namespace of the task could not be made: "
                                        + said(failure));
                    }
                });
    }

    /// Provides a container's image.
    void pull(ContainerDefinition container) {
        begin(
                "pull",
                container.name(),
                () -> {
                    var shape = plan.shape(container.name());
                    String credentials = supplies.credentials(shape);
                    var pull = yard.pulls().pull(shape.image(), credentials);
                    if (!ended(container.name(), pull)) {
                        return new News.GivenUp(container.name());
                    }
                    ImagePulls.Result result = pull.result().join();
                    TaskFault trouble = result.trouble();
                    if (trouble != null) {
                        throw new Faulty(trouble);
                    }
                    return new News.Pulled(container.name(), result.digest());
                });
    }

    /// Waits for a pull, and says now and then how far it is; false when it is not to be waited for
    /// any more.
    private boolean ended(String container, ImagePulls.Pull pull) {
        CompletableFuture<Object> end = CompletableFuture.anyOf(pull.result(), stopping);
        ImagePull told = null;
        boolean waiting = true;
        while (waiting) {
            try {
                end.get(PROGRESS_MILLIS, TimeUnit.MILLISECONDS);
                waiting = false;
            } catch (TimeoutException e) {
                LOG.trace("{}: still pulling for {}", plan.arn(), container);
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException(e); // nobody interrupts it, and it cannot fail
            }
            ImagePull now = pull.progress();
            if (now != null && !now.equals(told)) {
                news.accept(new News.Pulling(container, now));
                told = now;
            }
        }
        return pull.result().isDone();
    }

    /// Makes a container and starts it.
    void start(ContainerDefinition container, @Nullable String namespace) {
        begin(
                "start",
                container.name(),
                () -> {
                    String name = container.name();
                    ContainerPlan.Given given = supplies.of(name, namespace);
                    String id;
                    try {
                        id = create(name, body(name, given));
                    } catch (EngineFailure failure) {
                        throw faulty(
                                failure,
                                new TaskFault.TimedOut(
                                        "created",
                                        GoDuration.text(yard.settings().createTimeout())),
                                new TaskFault.CannotCreate(said(failure)));
                    }
                    return started(name, id);
                });
    }

    private ObjectNode body(String container, ContainerPlan.Given given) {
        ObjectNode body = ContainerPlan.of(plan, container, given);
        MetadataFiles files = yard.metadataFiles();
        if (files != null) {
            files.provide(plan, container, body);
        }
        return body;
    }

    /// Starts a container again that has ended.
    void startAgain(String container, String id) {
        begin("restart", container, () -> started(container, id));
    }

    private static Faulty faulty(EngineFailure failure, TaskFault late, TaskFault refused) {
        return new Faulty(failure.isTimeout() ? late : refused);
    }

    private News started(String container, String id) throws EngineFailure, Faulty {
        Duration limit = yard.settings().startTimeout();
        try {
            yard.patience().run(() -> engine().start(id, limit));
        } catch (EngineFailure failure) {
            throw faulty(
                    failure,
                    new TaskFault.TimedOut("started", GoDuration.text(limit)),
                    new TaskFault.CannotStart(said(failure)));
        }
        ContainerState state = yard.patience().ask(() -> engine().inspect(id));
        MetadataFiles files = yard.metadataFiles();
        if (files != null) {
            files.complete(plan, container, yard.patience().ask(() -> engine().describe(id)));
        }
        return new News.Started(container, state);
    }

    /// A container that is there under this name already is a remnant: only this process makes
    /// them.
    private String create(String container, ObjectNode body) throws EngineFailure {
        String name = Labels.name(plan.task(), container);
        Duration limit = yard.settings().createTimeout();
        return yard.patience()
                .ask(() -> {
                    try {
                        return engine().create(name, body, limit);
                    } catch (EngineFailure failure) {
                        if (!failure.isConflict()) {
                            throw failure;
                        }
                        engine().remove(name);
                        return engine().create(name, body, limit);
                    }
                });
    }

    /// Stops a container: its stop signal, its time, SIGKILL. What cannot be stopped is removed.
    void stop(String container, String id, Duration patience) {
        begin(
                "stop",
                container,
                () -> {
                    String trouble = null;
                    try {
                        yard.patience().run(() -> engine().stop(id, patience));
                    } catch (EngineFailure failure) {
                        trouble = "CannotStopContainerError: " + said(failure);
                    }
                    News seen = look(container, id, Ends.SIGKILL);
                    if (trouble == null || seen instanceof News.Ended) {
                        return seen;
                    }
                    yard.patience().run(() -> engine().remove(id));
                    return new News.Ended(container, Ends.SIGKILL, trouble);
                });
    }

    /// Looks at a container of which was heard that it ended.
    void lookAt(String container, String id, int exitCode) {
        begin("look", container, () -> look(container, id, exitCode));
    }

    private News look(String container, String id, int exitCode) throws EngineFailure {
        try {
            ContainerState state = yard.patience().insist(() -> engine().inspect(id));
            return state.isRunning()
                    ? new News.StillRuns(container)
                    : new News.Ended(container, state.exitCode(), Ends.reason(state));
        } catch (EngineFailure failure) {
            if (failure.isMissing()) {
                return new News.Ended(container, exitCode, Ends.REMOVED);
            }
            throw failure;
        }
    }

    /// Removes what never ran.
    void clear(List<String> ids) {
        begin(
                "clear",
                "",
                () -> {
                    try {
                        remove(ids);
                    } catch (EngineFailure failure) {
                        LOG.warn("what is left of {}: {}", plan.arn(), failure.text());
                    }
                    return new News.Cleared();
                });
    }

    /// Removes remnants of another process, before anything else is done.
    void clearNow(List<String> ids) {
        try {
            remove(ids);
        } catch (EngineFailure failure) {
            LOG.warn("remnants of {}: {}", plan.arn(), failure.text());
        }
    }

    /// Removes what ran once it has been kept for long enough, and the task's own volumes.
    void clearLater(List<String> ids, Duration wait) {
        Thread.ofVirtual()
                .name("clean up " + plan.task().id())
                .start(() -> {
                    if (yard.patience().wait(wait)) {
                        try {
                            remove(ids);
                            removeVolumes();
                            plan.definition().containers().stream()
                                    .map(ContainerDefinition::image)
                                    .forEach(yard.pulls()::used);
                            yard.forget(plan.task().id());
                        } catch (EngineFailure failure) {
                            LOG.warn("what is left of {}: {}", plan.arn(), failure.text());
                        }
                    }
                });
    }

    private void remove(List<String> ids) throws EngineFailure {
        for (String id : ids) {
            yard.patience().run(() -> engine().remove(id));
        }
    }

    private void removeVolumes() throws EngineFailure {
        for (var volume : plan.volumes()) {
            VolumePlan made = VolumePlan.of(plan, volume);
            if (made != null && made.ofTask()) {
                yard.patience().run(() -> engine().removeVolume(made.source()));
            }
        }
    }
}
