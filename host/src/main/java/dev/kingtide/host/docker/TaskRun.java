package dev.kingtide.host.docker;

import dev.kingtide.core.driver.TaskFault;
import dev.kingtide.core.driver.TaskObservation;
import dev.kingtide.core.task.ContainerDefinition;
import dev.kingtide.core.task.ContainerOrder;
import dev.kingtide.core.task.Health;
import dev.kingtide.core.task.ImagePull;
import dev.kingtide.host.docker.Member.Phase;
import dev.kingtide.host.engine.ContainerState;
import dev.kingtide.host.engine.Engine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The life of one task on an Engine, from its network to its end, on a virtual thread of its own.
///
/// It hears [News], one after another, and after each begins what is now to be done: the network;
/// then each container whose dependencies hold, first its image; when the task is to stop, each
/// running container on which no other depends; at last what is left. Only its thread reports and
/// changes what is known of the containers.
final class TaskRun {
    private final Yard yard;
    private final TaskPlan plan;
    private final Consumer<? super TaskObservation> ear;
    private final Runnable end;
    private final BlockingQueue<News> news = new LinkedBlockingQueue<>();
    private final Members members;
    private final Operations operations;
    private volatile Whereabouts whereabouts = Whereabouts.NONE;
    private volatile boolean idle;
    private Network network = Network.NONE;
    private @Nullable ContainerState namespace;
    private boolean pullTold;
    private boolean stopping;
    private @Nullable TaskFault fault;
    private boolean clearing;
    private boolean ended;

    private enum Network {
        NONE,
        ATTACHING,
        ATTACHED
    }

    /// @param ear is told what happens
    /// @param end is run when nothing of the task is left, before that is told
    TaskRun(Yard yard, TaskPlan plan, Consumer<? super TaskObservation> ear, Runnable end) {
        this.yard = yard;
        this.plan = plan;
        this.ear = ear;
        this.end = end;
        this.operations = new Operations(yard, plan, news::add);
        this.members = new Members(plan.definition().containers());
    }

    /// Takes something that concerns the task; from any thread, at once.
    void hear(News piece) {
        if (piece instanceof News.StopAsked) {
            operations.giveUpWaiting();
        }
        news.add(piece);
    }

    /// The Engine that it is on.
    Engine engine() {
        return yard.engine();
    }

    /// What it is to become.
    TaskPlan plan() {
        return plan;
    }

    /// Where its containers are, as far as they run.
    Whereabouts whereabouts() {
        return whereabouts;
    }

    /// Whether it waits for nothing but what happens to its containers.
    boolean isSteady() {
        return idle && news.isEmpty() && operations.underWay() == 0;
    }

    /// Runs to the end; interrupted it leaves everything as it is.
    ///
    /// @param found what there is of the task already, by container; null for a new task
    void run(@Nullable Map<String, ContainerState> found) {
        try {
            if (found != null) {
                adopt(found);
            }
            while (!ended) {
                act();
                boolean waiting = members.any(m -> m.phase.isStarting());
                idle = !waiting && network == Network.ATTACHED && !stopping && fault == null;
                News next = next();
                idle = false;
                if (next != null) {
                    take(next);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable News next() throws InterruptedException {
        long due = StartLimits.nextDueMillis(members);
        return due == Long.MAX_VALUE
                ? news.take()
                : news.poll(Math.max(0, due - System.currentTimeMillis()), TimeUnit.MILLISECONDS);
    }

    private void adopt(Map<String, ContainerState> found) {
        Adoption.Taken taken = Adoption.of(plan, members, found);
        namespace = taken.namespace();
        operations.clearNow(taken.remnants());
        if (namespace != null || !members.every(m -> m.phase == Phase.WAITING)) {
            network = Network.ATTACHED;
            locate();
            tell(new TaskObservation.NetworkAttached(plan.task().id(), address()));
        }
        taken.missed().forEach(this::tell);
    }

    private String address() {
        return namespace == null ? "" : namespace.address();
    }

    /// Begins what is now to be done.
    private void act() {
        if (stopping || fault != null) {
            wind();
            return;
        }
        switch (network) {
            case NONE -> {
                network = Network.ATTACHING;
                operations.attach();
            }
            case ATTACHING -> {}
            case ATTACHED -> startContainers();
        }
        if (fault != null) {
            wind();
        }
    }

    private void startContainers() {
        fault = StartLimits.broken(plan, members);
        if (fault != null) {
            return;
        }
        for (ContainerDefinition container :
                ContainerOrder.startable(plan.definition(), members.seen())) {
            Member member = members.get(container.name());
            switch (member.phase) {
                case WAITING -> pull(member);
                case PULLED -> {
                    member.phase = Phase.STARTING;
                    ContainerState holder = namespace;
                    operations.start(container, holder == null ? null : holder.id());
                }
                case PULLING, STARTING, RUNNING, STOPPING, STOPPED -> {}
            }
        }
        if (yard.settings().pulls().upfront()) {
            members.all().stream().filter(m -> m.phase == Phase.WAITING).forEach(this::pull);
        }
    }

    private void pull(Member member) {
        if (!pullTold) {
            pullTold = true;
            tell(new TaskObservation.PullStarted(plan.task().id()));
        }
        member.phase = Phase.PULLING;
        operations.pull(member.definition);
    }

    /// Stops what runs, in order; when nothing does any more, removes what is left.
    private void wind() {
        for (ContainerDefinition container :
                ContainerOrder.stoppable(plan.definition(), members.seen())) {
            Member member = members.get(container.name());
            if (member.phase == Phase.RUNNING) {
                member.phase = Phase.STOPPING;
                operations.stop(member.name(), member.dockerId, stopTimeout(container));
            }
        }
        if (network != Network.ATTACHING && !members.areBusy() && !clearing) {
            clearing = true;
            List<String> names = new ArrayList<>();
            names.add(Labels.name(plan.task(), Labels.PAUSE));
            for (Member member : members.all()) {
                if (member.dockerId.isEmpty()) {
                    names.add(Labels.name(plan.task(), member.name()));
                }
            }
            operations.clear(names);
        }
    }

    private Duration stopTimeout(ContainerDefinition container) {
        return container.stopTimeoutSeconds() > 0
                ? Duration.ofSeconds(container.stopTimeoutSeconds())
                : yard.settings().stopTimeout();
    }

    private void take(News piece) {
        switch (piece) {
            case News.StopAsked() -> stopping = true;
            case News.Attached(ContainerState holder) -> {
                network = Network.ATTACHED;
                namespace = holder;
                if (!stopping) {
                    tell(new TaskObservation.NetworkAttached(plan.task().id(), address()));
                }
            }
            case News.Pulling(String name, ImagePull progress) -> {
                if (!stopping) {
                    tell(new TaskObservation.PullProgressed(plan.task().id(), name, progress));
                }
            }
            case News.Pulled(String name, String digest) -> {
                members.get(name).digest = digest;
                pulled(members.get(name));
            }
            case News.Started(String name, ContainerState state) ->
                    started(members.get(name), state);
            case News.Failed(String name, TaskFault cause) -> failed(name, cause);
            case News.GivenUp(String name) -> members.get(name).phase = Phase.WAITING;
            case News.Died(String name, int exitCode) -> died(name, exitCode);
            case News.Ended(String name, int exitCode, String reason) ->
                    over(members.get(name), exitCode, reason);
            case News.StillRuns(String name) -> {
                if (members.get(name).phase == Phase.STOPPING) {
                    members.get(name).phase = Phase.RUNNING; // and is stopped again
                }
            }
            case News.HealthChanged(String name, boolean healthy) -> health(name, healthy);
            case News.EngineBack() -> lookAround();
            case News.Cleared() -> finish();
        }
    }

    private void pulled(Member member) {
        member.phase = Phase.PULLED;
        member.pulled = true;
        if (!stopping && members.every(m -> m.pulled)) {
            tell(new TaskObservation.PullStopped(plan.task().id()));
        }
    }

    private void started(Member member, ContainerState state) {
        boolean again = member.told;
        int port = Adoption.hostPort(plan, member.definition, state);
        boolean moved = port != member.hostPort;
        Adoption.runs(member, state, port);
        locate();
        if (!stopping && fault == null && (!again || moved)) {
            member.told = true;
            tell(
                    new TaskObservation.ContainerStarted(
                            plan.task().id(),
                            member.name(),
                            port,
                            member.digest,
                            PublishedPorts.runtime(plan, member.name(), state)));
        }
        if (!state.isRunning() || member.diedEarly) {
            member.diedEarly = false;
            operations.lookAt(member.name(), member.dockerId, state.exitCode());
        }
    }

    private void failed(String name, TaskFault cause) {
        if (fault == null && !stopping) {
            fault = cause;
            operations.giveUpWaiting();
        }
        if (name.isEmpty()) {
            network = Network.NONE;
        } else if (members.get(name).isAlive()) {
            over(members.get(name), Ends.SIGKILL, cause.reason());
        } else {
            members.get(name).phase = Phase.WAITING;
        }
    }

    private void died(String name, int exitCode) {
        if (name.equals(Labels.PAUSE)) {
            if (!clearing) {
                members.all().stream()
                        .filter(Member::isAlive)
                        .forEach(m -> operations.stop(m.name(), m.dockerId, Duration.ZERO));
            }
            return;
        }
        Member member = members.find(name);
        if (member == null) {
            return;
        }
        switch (member.phase) {
            case STARTING -> member.diedEarly = true;
            case RUNNING -> operations.lookAt(name, member.dockerId, exitCode);
            case WAITING, PULLING, PULLED, STOPPING, STOPPED -> {}
        }
    }

    private void over(Member member, int exitCode, @Nullable String reason) {
        if (!member.isAlive()) {
            return;
        }
        long now = System.currentTimeMillis();
        boolean again =
                !stopping
                        && fault == null
                        && RestartPolicy.restarts(
                                plan.shape(member.name()).restartPolicy(), member, exitCode, now);
        if (again) {
            member.restartedAtMillis = now;
            member.phase = Phase.STARTING;
            operations.startAgain(member.name(), member.dockerId);
            return;
        }
        member.phase = Phase.STOPPED;
        member.exitCode = exitCode;
        member.reason = reason;
        locate();
        if (member.told && fault == null) {
            tell(
                    new TaskObservation.ContainerStopped(
                            plan.task().id(), member.name(), exitCode, reason));
        }
    }

    private void health(String name, boolean healthy) {
        Member member = members.find(name);
        Health now = healthy ? Health.HEALTHY : Health.UNHEALTHY;
        if (member != null
                && member.definition.healthCheck() != null
                && member.health != now
                && member.phase == Phase.RUNNING) {
            member.health = now;
            tell(new TaskObservation.ContainerHealth(plan.task().id(), name, healthy));
        }
    }

    private void lookAround() {
        for (Member member : members.all()) {
            if (member.phase == Phase.RUNNING) {
                operations.lookAt(member.name(), member.dockerId, Ends.SIGKILL);
            }
        }
    }

    private void finish() {
        operations.clearLater(
                members.dockerIds(), yard.settings().keeping(ThreadLocalRandom.current()));
        ended = true;
        whereabouts = Whereabouts.NONE;
        TaskFault cause = fault;
        String id = plan.task().id();
        try {
            tell(
                    cause == null || stopping
                            ? new TaskObservation.TaskGone(id)
                            : new TaskObservation.StartFailed(id, cause));
        } finally {
            end.run(); // not before: who waits until nothing is busy has heard everything
        }
    }

    private void locate() {
        whereabouts = Whereabouts.of(plan, namespace, members.all());
    }

    private void tell(TaskObservation seen) {
        ear.accept(seen);
    }
}
