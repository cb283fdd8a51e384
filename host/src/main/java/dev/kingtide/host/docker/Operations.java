package dev.kingtide.host.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.core.driver.TaskFault;
import dev.kingtide.core.task.ContainerDefinition;
import dev.kingtide.core.task.ImagePull;
import dev.kingtide.host.engine.ContainerState;
import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.engine.EngineFailure;
import dev.kingtide.host.metadata.MetadataServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ecs.model.Secret;

/// What takes time for one task: each operation runs on a virtual thread of its own and ends in
/// [News]. While no Engine answers it waits.
final class Operations {
    private static final Logger LOG = LoggerFactory.getLogger(Operations.class);
    private static final String NO_S3 =
            "environment files of Amazon S3 cannot be had on this machine; use environment or"
                    + " secrets";

    /// How often is told how far a pull is, at most.
    private static final long PROGRESS_MILLIS = 2_000;

    private final Yard yard;
    private final TaskPlan plan;
    private final Consumer<News> news;
    private final CompletableFuture<Boolean> stopping = new CompletableFuture<>();
    private final AtomicInteger underWay = new AtomicInteger();

    /// An operation; the fault is what it means when the Engine refuses.
    private interface Operation {
        News run() throws EngineFailure, Faulty;
    }

    /// A fault that is no answer of the Engine's.
    private static final class Faulty extends Exception {
        private static final long serialVersionUID = 1L;
        final transient TaskFault fault;

        Faulty(TaskFault fault) {
            super(fault.reason());
            this.fault = fault;
        }
    }

    Operations(Yard yard, TaskPlan plan, Consumer<News> news) {
        this.yard = yard;
        this.plan = plan;
        this.news = news;
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
                        result = new News.Failed(container, faulty.fault);
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
                    provideVolumes();
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
                        throw new Faulty(
                                new TaskFault.CannotInitialize(
                                        "the network namespace of the task could not be made: "
                                                + said(failure)));
                    }
                });
    }

    private void provideVolumes() throws EngineFailure, Faulty {
        for (var volume : plan.volumes()) {
            VolumePlan wanted = VolumePlan.of(plan, volume);
            if (wanted == null) {
                throw new Faulty(VolumePlan.refusal(volume));
            }
            ObjectNode create = wanted.create();
            if (create != null) {
                yard.patience().run(() -> engine().createVolume(create));
            } else if (wanted.mustExist()
                    && !yard.patience().ask(() -> engine().hasVolume(wanted.source()))) {
                throw new Faulty(
                        new TaskFault.CannotInitialize(
                                "there is no Docker volume "
                                        + wanted.source()
                                        + "; make it (docker volume create) or set autoprovision"));
            }
        }
    }

    /// Provides a container's image.
    void pull(ContainerDefinition container) {
        begin(
                "pull",
                container.name(),
                () -> {
                    var shape = plan.shape(container.name());
                    String credentials = yard.pulls().logins(shape.image());
                    if (shape.repositoryCredentials() != null) {
                        String from = shape.repositoryCredentials().credentialsParameter();
                        try {
                            credentials = RegistryLogins.header(secret(from), shape.image());
                        } catch (IOException e) {
                            throw unreadable(from, e);
                        }
                    }
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

    private String secret(String from) throws Faulty {
        try {
            String value = yard.secrets().value(from);
            if (value == null) {
                throw new Faulty(
                        new TaskFault.CannotInitialize(
                                "unable to pull secrets or registry auth: there is no "
                                        + from
                                        + " in "
                                        + yard.secrets().file()
                                        + "; add it"));
            }
            return value;
        } catch (IOException e) {
            throw unreadable(from, e);
        }
    }

    private Faulty unreadable(String from, IOException cause) {
        return new Faulty(
                new TaskFault.CannotInitialize(
                        "unable to pull secrets or registry auth: "
                                + from
                                + " could not be read from "
                                + yard.secrets().file()
                                + ": "
                                + cause.getMessage()));
    }

    /// Makes a container and starts it.
    void start(ContainerDefinition container, @Nullable String namespace) {
        begin(
                "start",
                container.name(),
                () -> {
                    String name = container.name();
                    var shape = plan.shape(name);
                    Map<String, String> values = metadata(name);
                    for (Secret secret : shape.secrets()) {
                        values.put(secret.name(), secret(secret.valueFrom()));
                    }
                    if (!shape.environmentFiles().isEmpty()) {
                        throw new Faulty(new TaskFault.CannotInitialize(NO_S3));
                    }
                    String id;
                    try {
                        var given =
                                new ContainerPlan.Given(
                                        namespace, values, FreePorts.of(plan, name), group());
                        id = create(name, ContainerPlan.of(plan, name, given));
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

    private @Nullable String group() {
        TaskGroups groups = yard.groups().get();
        return groups == null ? null : groups.provide(plan);
    }

    /// What tells a container where to ask about itself.
    private Map<String, String> metadata(String container) {
        MetadataServer server = yard.metadata();
        if (server == null) {
            return new TreeMap<>();
        }
        Set<String> given = new TreeSet<>();
        plan.shape(container).environment().forEach(pair -> given.add(pair.name()));
        return server.environment(plan.resident(), container, given);
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
        return new News.Started(container, yard.patience().ask(() -> engine().inspect(id)));
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
                            TaskGroups.remove(List.of(plan.task().id()));
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
