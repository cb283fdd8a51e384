package dev.kingtide.core.scaling;

/// What a target remembers of its last scaling by policies.
///
/// Source: Application Auto Scaling user guide, cooldown periods. Until the cooldown of a scale-out
/// ends, what it added counts as part of the next one: a new demand is measured from
/// [#baseCapacity], acts only if it is larger, and adds the difference. Such an addition begins no
/// cooldown of its own, so demands are measured from the present capacity again when the first
/// one's ends. After a scale-in, the next one waits; a scale-out does not wait, and ends the wait.
///
/// @param baseCapacity the capacity before the scale-out that began the cooldown
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
    Cooldown scaledOut(int current, long nowMillis, long untilMillis) {
        return nowMillis < outUntilMillis
                ? new Cooldown(baseCapacity, outUntilMillis, Long.MIN_VALUE)
                : new Cooldown(current, untilMillis, Long.MIN_VALUE);
    }

    /// After a scale-in.
    static Cooldown scaledIn(long untilMillis) {
        return new Cooldown(0, Long.MIN_VALUE, untilMillis);
    }
}
