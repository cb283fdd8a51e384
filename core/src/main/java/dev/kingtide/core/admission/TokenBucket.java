package dev.kingtide.core.admission;

import dev.kingtide.core.Invariant;

/// A token bucket at a moment: it holds at most `capacity` tokens and gains them evenly.
///
/// @param capacity the burst: how many tokens it holds at most
/// @param refillPerSecond how many it gains a second
/// @param tokens how many it held
/// @param atMillis when it held them
public record TokenBucket(double capacity, double refillPerSecond, double tokens, long atMillis) {
    /// What rounding may have taken from a token that is there.
    private static final double TOLERANCE = 1e-9;

    /// Checks its limits.
    public TokenBucket {
        Invariant.require(capacity >= 1, "a bucket must hold one token at least");
        Invariant.require(refillPerSecond > 0, "a bucket must refill");
        Invariant.require(tokens >= 0 && tokens <= capacity, "tokens within the capacity");
    }

    /// A full one.
    public static TokenBucket full(double capacity, double refillPerSecond, long nowMillis) {
        return new TokenBucket(capacity, refillPerSecond, capacity, nowMillis);
    }

    /// How many whole tokens it has at a moment.
    public int available(long nowMillis) {
        return (int) (tokensAt(nowMillis) + TOLERANCE);
    }

    /// What is left when `n` tokens, which must be there, are taken.
    public TokenBucket take(int n, long nowMillis) {
        Invariant.require(
                n >= 0 && n <= available(nowMillis), () -> "took " + n + " tokens of " + this);
        return new TokenBucket(
                capacity,
                refillPerSecond,
                Math.max(0, tokensAt(nowMillis) - n),
                Math.max(atMillis, nowMillis));
    }

    /// The first moment, not before `nowMillis`, at which it has `n` tokens if nobody takes any
    /// until then; more than it can hold counts as what it can hold.
    public long availableAtMillis(int n, long nowMillis) {
        double missing = Math.min(n, Math.floor(capacity)) - tokensAt(nowMillis) - TOLERANCE;
        return missing <= 0
                ? nowMillis
                : nowMillis + (long) Math.ceil(missing * 1000 / refillPerSecond);
    }

    /// With `n` tokens more, as far as it can hold them.
    public TokenBucket giveBack(int n, long nowMillis) {
        return new TokenBucket(
                capacity,
                refillPerSecond,
                Math.min(capacity, tokensAt(nowMillis) + n),
                Math.max(atMillis, nowMillis));
    }

    /// The same tokens under other limits, which hold for the time since it was last drawn from.
    public TokenBucket limits(double newCapacity, double newRefillPerSecond) {
        return new TokenBucket(
                newCapacity, newRefillPerSecond, Math.min(newCapacity, tokens), atMillis);
    }

    private double tokensAt(long nowMillis) {
        long elapsed = Math.max(0, nowMillis - atMillis);
        return Math.min(capacity, tokens + elapsed * refillPerSecond / 1000);
    }
}
