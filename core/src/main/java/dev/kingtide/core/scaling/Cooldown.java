package dev.kingtide.core.scaling;

/// What a target remembers of its last scaling by policies.
///
/// Source: Application Auto Scaling user guide, cooldown periods. After a scale-out, what it added
/// counts as part of the next one until the cooldown ends, so a new demand is measured from
/// [#baseCapacity] and only what it asks for beyond the present capacity is added. After a
/// scale-in, the next one waits; a scale-out does not wait, and ends the wait.
///
/// @param baseCapacity the capacity before the last scale-out
/// @param outUntilMillis until when scale-out is measured from there
/// @param inUntilMillis until when there is no scale-in
record Cooldown(int baseCapacity, long outUntilMillis, long inUntilMillis) {

    /// Nothing to wait for.
    static final Cooldown NONE = new Cooldown(0, Long.MIN_VALUE, Long.MIN_VALUE);

    /// The capacity from which a scale-out is measured.
    int base(int current, long nowMillis) {
        return nowMillis < outUntilMillis ? Math.min(baseCapacity, current) : current;
    }

    /// After a scale-out from a capacity.
    static Cooldown afterOut(int capacity, long untilMillis) {
        return new Cooldown(capacity, untilMillis, Long.MIN_VALUE);
    }

    /// After a scale-in.
    static Cooldown afterIn(long untilMillis) {
        return new Cooldown(0, Long.MIN_VALUE, untilMillis);
    }
}
