package dev.kingtide.core;

import dev.kingtide.core.task.TaskTables;
import dev.kingtide.core.time.Dice;
import dev.kingtide.core.time.Ids;
import dev.kingtide.core.time.Timers;

/// All state of one account in one region: tables of immutable records, each subject's tables
/// together.
///
/// A World knows no clock and draws no chance of its own; a [Turn] is the only way to change it.
public final class World {
    private final Scope scope;
    private final Ids ids;
    private final Dice dice;
    private final Timers timers = new Timers();
    private final TaskTables tasks = new TaskTables();

    /// An empty World; the seed decides every identifier and every draw.
    public World(Scope scope, long seed) {
        this.scope = scope;
        this.ids = new Ids(seed, 0);
        this.dice = new Dice(seed);
    }

    /// The account and region.
    public Scope scope() {
        return scope;
    }

    /// New identifiers; only a turn takes them.
    public Ids ids() {
        return ids;
    }

    /// Chance.
    public Dice dice() {
        return dice;
    }

    /// What is to be decided later.
    public Timers timers() {
        return timers;
    }

    /// Task definitions and tasks.
    public TaskTables tasks() {
        return tasks;
    }
}
