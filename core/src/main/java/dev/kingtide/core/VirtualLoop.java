package dev.kingtide.core;

import dev.kingtide.core.driver.Edge;
import dev.kingtide.core.driver.Observation;
import dev.kingtide.core.driver.TaskDriver;
import dev.kingtide.core.time.DueQueue;
import java.util.function.Consumer;

/// Time for rehearsals and tests: it jumps to the next thing that is due.
///
/// Simulated drivers put what will happen on the loop's agenda; the core's own timers come first
/// when both are due at the same moment. Everything runs on the caller's thread, so one seed gives
/// one history.
public final class VirtualLoop implements Agenda {
    private final Core core;
    private final DueQueue<Runnable> agenda = new DueQueue<>();
    private TaskDriver driver = command -> {};
    private Edge edge = command -> {};
    private Consumer<Observation> listener = observation -> {};
    private long nowMillis;

    /// A loop that begins at a moment, in milliseconds since the epoch.
    public VirtualLoop(Core core, long startMillis) {
        this.core = core;
        this.nowMillis = startMillis;
    }

    /// Says who carries out the core's effects; to be called before the first step.
    public void connect(TaskDriver driver, Edge edge) {
        this.driver = driver;
        this.edge = edge;
    }

    /// Says who else is told of what drivers see, before the core is.
    public void listen(Consumer<Observation> listener) {
        this.listener = listener;
    }

    /// The control plane that this loop drives.
    public Core core() {
        return core;
    }

    /// The virtual time.
    @Override
    public long nowMillis() {
        return nowMillis;
    }

    @Override
    public void at(long dueMillis, Runnable event) {
        agenda.add(Math.max(dueMillis, nowMillis), event);
    }

    /// Runs a decision now and carries out its effects.
    public <T> T decide(Decision<T> decision) {
        T reply = core.decide(nowMillis, decision);
        release();
        return reply;
    }

    @Override
    public void observe(Observation observation) {
        listener.accept(observation);
        core.observe(nowMillis, observation);
        release();
    }

    /// Runs everything that is due up to and including a moment, and stands at that moment then.
    public void runUntil(long endMillis) {
        while (true) {
            long eventDue = agenda.nextDueMillis();
            long timerDue = core.nextDueMillis();
            long due = Math.min(eventDue, timerDue);
            if (due > endMillis) {
                nowMillis = Math.max(nowMillis, endMillis);
                return;
            }
            nowMillis = Math.max(nowMillis, due);
            if (timerDue <= eventDue) {
                core.fireNext(nowMillis);
            } else {
                agenda.remove().run();
            }
            release();
        }
    }

    private void release() {
        for (var effects = core.commit(); !effects.isEmpty(); effects = core.commit()) {
            for (Effect effect : effects) {
                switch (effect) {
                    case Effect.Tasks(var command) -> driver.accept(command);
                    case Effect.Traffic(var command) -> edge.accept(command);
                }
            }
        }
    }
}
