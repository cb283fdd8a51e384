package dev.kingtide.edge.proxy;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The X-Amzn-Trace-Id field of requests (ELB user guide, load-balancer-request-tracing).
final class TraceId {
    private static final int LONGEST = 7 << 10;
    private static final char[] DIGITS = "0123456789abcdef".toCharArray();

    private TraceId() {}

    /// What a target gets for what the client sent: a new root, or the client's with ourselves in
    /// front.
    static String next(@Nullable String sent, RandomGenerator random) {
        String own = id(random);
        if (sent == null || sent.isEmpty() || sent.length() > LONGEST) {
            return "Root=" + own;
        }
        StringBuilder kept = new StringBuilder();
        boolean hasRoot = false;
        for (String field : sent.split(";", -1)) {
            String part = field.strip();
            hasRoot |= part.startsWith("Root=");
            if (!part.isEmpty() && !part.startsWith("Self=")) {
                kept.append(';').append(part);
            }
        }
        return (hasRoot ? "Self=" : "Root=") + own + kept;
    }

    /// Version, eight digits of the time in seconds, 24 of chance.
    private static String id(RandomGenerator random) {
        char[] text = new char[35];
        text[0] = '1';
        text[1] = '-';
        hex(System.currentTimeMillis() / 1000, text, 2, 8);
        text[10] = '-';
        hex(random.nextLong(), text, 11, 16);
        hex(random.nextLong(), text, 27, 8);
        return new String(text);
    }

    private static void hex(long value, char[] into, int at, int digits) {
        for (int i = 0; i < digits; i++) {
            into[at + digits - 1 - i] = DIGITS[(int) (value >>> (4 * i)) & 15];
        }
    }
}
