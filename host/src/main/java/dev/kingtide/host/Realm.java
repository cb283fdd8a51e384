package dev.kingtide.host;

import dev.kingtide.core.Core;
import dev.kingtide.core.Decision;
import dev.kingtide.core.Effect;
import dev.kingtide.core.Scope;
import dev.kingtide.core.World;
import dev.kingtide.core.driver.Observation;
import dev.kingtide.core.driver.StoreFailure;
import dev.kingtide.host.store.Stores;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// One account in one region: its World, and who runs its tasks.
///
/// Its own state is the writer's thread's; [#decide] and [#report] may be called from any other.
final class Realm implements Machines.Stage {
    private final Writer writer;
    private final Core core;
    private final Machines.Drivers drivers;

    /// Asks of this batch, answered when it is kept.
    private final List<Ask<?>> asks = new ArrayList<>();

    /// What drivers saw in this batch, and what they saw while the store could keep nothing.
    private final Deque<Observation> seen = new ArrayDeque<>();

    /// @param seed decides identifiers that the World has not given yet
    Realm(Writer writer, Scope scope, long seed, Stores store, Machines machines) {
        this.writer = writer;
        World world = new World(scope, seed);
        this.core = new Core(world, store.of(scope, world.tables()));
        this.drivers = machines.of(this, world);
    }

    World world() {
        return core.world();
    }

    /// Takes back what was kept and tells the drivers.
    void restore() {
        core.restore(writer.nowMillis());
        commit();
    }

    @Override
    public <T> T decide(Decision<T> decision) {
        return writer.ask(this, decision);
    }

    @Override
    public void report(Observation observation) {
        writer.report(this, observation);
    }

    @Override
    public long nowMillis() {
        return writer.nowMillis();
    }

    @Override
    public void at(long dueMillis, Runnable event) {
        writer.at(dueMillis, event);
    }

    @Override
    public void observe(Observation observation) {
        writer.requireOwnThread();
        seen.add(observation);
        if (!writer.isFailing()) {
            core.observe(nowMillis(), observation);
        }
    }

    /// Runs an ask; its answer waits for the commit.
    void run(Ask<?> ask) {
        if (writer.isFailing()) {
            runWithoutStore(ask, writer.failure());
        } else {
            ask.run(core, nowMillis());
            asks.add(ask);
        }
    }

    long nextDueMillis() {
        return core.nextDueMillis();
    }

    boolean fireNext() {
        return core.fireNext(nowMillis());
    }

    /// What drivers saw while the store could keep nothing is decided on now.
    void catchUp() {
        for (Observation observation : seen) {
            core.observe(nowMillis(), observation);
        }
    }

    /// Keeps what this batch changed, answers its asks, and releases its effects, until there is
    /// nothing more to keep.
    ///
    /// @throws StoreFailure when the store cannot; then the World is as it was before the batch,
    ///   what only wanted to read is answered, and what drivers saw waits for [#catchUp]
    void commit() {
        try {
            for (List<Effect> effects = keep(); !effects.isEmpty(); effects = keep()) {
                effects.forEach(this::release);
            }
        } catch (StoreFailure failure) {
            core.rollback();
            for (Ask<?> ask : asks) {
                runWithoutStore(ask, failure);
            }
            asks.clear();
            throw failure;
        }
    }

    private List<Effect> keep() {
        List<Effect> effects = core.commit();
        seen.clear();
        asks.forEach(Ask::answer);
        asks.clear();
        return effects;
    }

    private void runWithoutStore(Ask<?> ask, StoreFailure failure) {
        ask.run(core, nowMillis());
        if (core.hasChanged()) {
            core.rollback();
            ask.unavailable(String.valueOf(failure.getMessage()));
        }
        ask.answer();
    }

    private void release(Effect effect) {
        switch (effect) {
            case Effect.Tasks(var command) -> drivers.tasks().accept(command);
            case Effect.Traffic(var command) -> drivers.edge().accept(command);
        }
    }
}
