package dev.kingtide.core;

import dev.kingtide.core.time.Dice;
import dev.kingtide.core.time.Ids;
import dev.kingtide.core.time.Timer;
import dev.kingtide.core.time.TimerKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One atomic decision: it reads the [World], changes it, and asks for effects.
///
/// Changes are visible to the turn itself at once, indexes included; if the turn is refused they
/// are undone, in reverse, before anyone else looks. Effects leave only after the commit.
public final class Turn {
    private final World world;
    private long nowMillis;
    private long idsBefore;
    private final List<Undo<?>> undo = new ArrayList<>();
    private final List<Effect> effects = new ArrayList<>();

    /// What a row was before a change.
    record Undo<R extends Row>(Table<R> table, String key, @Nullable R before) {

        void apply() {
            table.set(key, before);
        }

        Change change() {
            return new Change(table.name(), key, table.get(key));
        }
    }

    /// To be begun for each decision anew: what it remembers of the last one is dropped then.
    Turn(World world) {
        this.world = world;
    }

    void begin(long atMillis) {
        nowMillis = atMillis;
        idsBefore = world.ids().count();
        undo.clear();
        effects.clear();
    }

    /// All state.
    public World world() {
        return world;
    }

    /// The moment of this decision, in milliseconds since the epoch.
    public long nowMillis() {
        return nowMillis;
    }

    /// New identifiers.
    public Ids ids() {
        return world.ids();
    }

    /// Chance.
    public Dice dice() {
        return world.dice();
    }

    /// Adds a row, or puts a newer version in the place of the one with the same key.
    public <R extends Row> void put(Table<R> table, R row) {
        undo.add(new Undo<>(table, row.key(), table.set(row.key(), row)));
    }

    /// Removes a row; none is no error.
    public <R extends Row> void remove(Table<R> table, String key) {
        R before = table.set(key, null);
        if (before != null) {
            undo.add(new Undo<>(table, key, before));
        }
    }

    /// Sets the timer of this kind for the subject, in place of an earlier setting.
    public void timer(TimerKind kind, String subject, long dueMillis) {
        put(world.timers().of(kind), new Timer(kind, subject, dueMillis));
    }

    /// Sets the timer unless it is already due at that moment or sooner.
    public void timerNoLaterThan(TimerKind kind, String subject, long dueMillis) {
        Timer set = world.timers().get(kind, subject);
        if (set == null || set.dueMillis() > dueMillis) {
            timer(kind, subject, dueMillis);
        }
    }

    /// Cancels a timer; none is no error.
    public void cancelTimer(TimerKind kind, String subject) {
        remove(world.timers().of(kind), subject);
    }

    /// Asks for something to be done outside, after the commit.
    public void effect(Effect effect) {
        effects.add(effect);
    }

    /// Undoes everything.
    void undo() {
        for (int i = undo.size() - 1; i >= 0; i--) {
            undo.get(i).apply();
        }
        world.ids().reset(idsBefore);
    }

    /// Adds what this turn changed, in order.
    void changesInto(List<Undo<?>> changes) {
        changes.addAll(undo);
    }

    /// Adds the effects that this turn asked for.
    void effectsInto(List<Effect> released) {
        released.addAll(effects);
    }
}
