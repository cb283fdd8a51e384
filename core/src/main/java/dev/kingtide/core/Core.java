package dev.kingtide.core;

import dev.kingtide.core.driver.Observation;
import dev.kingtide.core.driver.Store;
import dev.kingtide.core.time.Timer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The control plane: runs turns on a [World], one after another, and commits them.
///
/// Single-threaded. Whoever drives it (a `Writer` with the system clock, or a [VirtualLoop]) runs
/// as many turns as it likes and then calls [#commit]; replies and effects leave only after that.
/// When the store cannot take the changes, [#rollback] leaves the World as the store has it.
public final class Core {
    private final World world;
    private final @Nullable Store store;
    private final List<Turn.Undo<?>> changes = new ArrayList<>();
    private List<Effect> effects = new ArrayList<>();
    private final Turn turn;
    private boolean deciding;
    private long turns;

    /// A control plane over a World and the store that makes its changes durable; null for a World
    /// that ends with its process, such as a rehearsal's.
    public Core(World world, @Nullable Store store) {
        this.world = world;
        this.store = store;
        this.turn = new Turn(world);
    }

    /// All state; to be read between turns only.
    public World world() {
        return world;
    }

    /// How many turns have been run.
    public long turns() {
        return turns;
    }

    /// Runs one turn at a moment. Whatever it throws, nothing has changed then.
    ///
    /// @throws Refusal if the caller is turned down
    public <T> T decide(long nowMillis, Decision<T> decision) {
        Invariant.require(!deciding, "a turn within a turn");
        deciding = true;
        boolean decided = false;
        turn.begin(nowMillis);
        turns++;
        try {
            T reply = decision.decide(turn);
            decided = true;
            if (store != null) {
                turn.changesInto(changes);
            }
            turn.effectsInto(effects);
            return reply;
        } finally {
            if (!decided) {
                turn.undo();
            }
            deciding = false;
        }
    }

    /// Takes note of something that a driver saw.
    public void observe(long nowMillis, Observation observation) {
        decide(
                nowMillis,
                turn -> {
                    Reactions.observed(turn, observation);
                    return observation;
                });
    }

    /// When the next timer is due; `Long.MAX_VALUE` when there is none.
    public long nextDueMillis() {
        return world.timers().nextDueMillis();
    }

    /// Decides the timer that is due next, if it is due by now; false when none is.
    public boolean fireNext(long nowMillis) {
        Timer timer = world.timers().next();
        if (timer == null || timer.dueMillis() > nowMillis) {
            return false;
        }
        decide(
                nowMillis,
                turn -> {
                    turn.cancelTimer(timer.kind(), timer.subject());
                    Reactions.due(turn, timer);
                    return timer;
                });
        return true;
    }

    /// Whether anything has changed since the last commit.
    public boolean hasChanged() {
        return !changes.isEmpty();
    }

    /// Makes all turns since the last commit durable together, and releases their effects in order.
    /// If the store throws, nothing is committed and nothing released; see [#rollback].
    public List<Effect> commit() {
        if (changes.isEmpty() && effects.isEmpty()) {
            return List.of();
        }
        if (store != null && !changes.isEmpty()) {
            store.commit(newest());
            changes.clear();
        }
        List<Effect> released = effects;
        effects = new ArrayList<>();
        return released;
    }

    /// Each row that has changed, once, as it is now.
    private List<Change> newest() {
        Map<String, Set<String>> seen = new LinkedHashMap<>();
        List<Change> newest = new ArrayList<>(changes.size());
        for (Turn.Undo<?> change : changes) {
            boolean first =
                    seen.computeIfAbsent(change.table().name(), _ -> new LinkedHashSet<>())
                            .add(change.key());
            if (first) {
                newest.add(change.change());
            }
        }
        return newest;
    }

    /// Undoes all turns since the last commit, with their effects.
    public void rollback() {
        for (int i = changes.size() - 1; i >= 0; i--) {
            changes.get(i).apply();
        }
        changes.clear();
        effects.clear();
    }

    /// Takes back what the store holds, before the first turn, and asks for the effects that a
    /// restart may have lost: see [Restart].
    public void restore(long nowMillis) {
        if (store == null) {
            return;
        }
        Map<String, List<Row>> rows = new LinkedHashMap<>();
        store.load(change ->
                rows.computeIfAbsent(change.table(), _ -> new ArrayList<>()).add(change.row()));
        for (Table<?> table : world.tables()) {
            List<Row> kept = rows.remove(table.name());
            if (kept != null) {
                kept.forEach(table::restore);
            }
        }
        Invariant.require(
                rows.isEmpty(), "the store has tables of no known kind: " + rows.keySet());
        decide(
                nowMillis,
                turn -> {
                    Restart.resume(turn);
                    return turn;
                });
    }
}
