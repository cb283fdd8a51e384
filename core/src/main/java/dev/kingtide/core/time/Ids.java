package dev.kingtide.core.time;

import java.nio.charset.StandardCharsets;

/// New identifiers in the forms that AWS uses, from a seed and a counter.
///
/// The counter is part of the World: a refused turn gives its numbers back, and restart goes on
/// after the last one.
public final class Ids {
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);
    private final Dice dice;
    private long count;

    /// Identifiers that begin after the first `count` ones of this seed.
    public Ids(long seed, long count) {
        this.dice = new Dice(seed).fork("ids");
        this.count = count;
    }

    /// How many numbers have been used.
    public long count() {
        return count;
    }

    /// Goes back (a refused turn) or forward (restart) to a count.
    public void reset(long count) {
        this.count = count;
    }

    /// `digits` lower-case hexadecimal digits, 32 at most: 32 for tasks and container instances, 16
    /// for load balancing.
    public String hex(int digits) {
        byte[] text = new byte[digits];
        long bits = 0;
        for (int i = 0; i < digits; i++) {
            bits = i % 16 == 0 ? next() : bits << 4;
            text[i] = DIGITS[(int) (bits >>> 60)];
        }
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /// A number of 19 digits, as in the deployment id `ecs-svc/1234567890123456789`.
    public String digits19() {
        return Long.toString(
                1_000_000_000_000_000_000L
                        + Long.remainderUnsigned(next(), 8_000_000_000_000_000_000L));
    }

    /// A random UUID (version 4), as in service events and scaling activities.
    public String uuid() {
        long high = (next() & 0xFFFFFFFFFFFF0FFFL) | 0x4000L;
        long low = (next() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new java.util.UUID(high, low).toString();
    }

    private long next() {
        return dice.bits("id", count++);
    }
}
