package dev.kingtide.rehearsal.page;

import dev.kingtide.rehearsal.report.Series;
import java.util.Arrays;
import java.util.Base64;

/// A series as text, short enough to be carried in a page: every second is there.
///
/// Values are rounded to `1 / scale`, to no less than a thousandth of the largest one, which is
/// less than a dot of a chart. Then follow, as variable-length numbers of seven bits a byte, the
/// differences from second to second, the sign in the lowest bit; after a difference of none, how
/// many more of the kind. The bytes are written in base 64.
///
/// @param scale what the whole numbers are to be divided by
/// @param base64 the bytes
record Packed(int scale, String base64) {

    static Packed of(Series series) {
        double most = 0;
        for (int i = 0; i < series.seconds(); i++) {
            most = Math.max(most, Math.abs(series.at(i)));
        }
        int scale = most >= 1_000 ? 1 : most >= 100 ? 10 : 100;
        byte[] bytes = new byte[series.seconds() * 2 + 16];
        int length = 0;
        long last = 0;
        int same = 0;
        for (int i = 0; i <= series.seconds(); i++) {
            boolean end = i == series.seconds();
            long now = end ? last : Math.round(series.at(i) * scale);
            if (!end && now == last) {
                same++;
                continue;
            }
            bytes = roomy(bytes, length);
            if (same > 0) {
                bytes[length++] = 0;
                length = put(bytes, length, same - 1L);
                same = 0;
            }
            if (!end) {
                long difference = now - last;
                length = put(bytes, length, (difference << 1) ^ (difference >> 63));
                last = now;
            }
        }
        byte[] used = Arrays.copyOf(bytes, length);
        return new Packed(scale, Base64.getEncoder().encodeToString(used));
    }

    /// Room for two numbers and a mark.
    private static byte[] roomy(byte[] bytes, int length) {
        return length + 24 > bytes.length ? Arrays.copyOf(bytes, bytes.length * 2 + 24) : bytes;
    }

    private static int put(byte[] bytes, int at, long number) {
        int next = at;
        long rest = number;
        while ((rest & ~0x7FL) != 0) {
            bytes[next++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes[next++] = (byte) rest;
        return next;
    }
}
