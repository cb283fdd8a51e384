package dev.kingtide.edge.http;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// Takes a chunked body apart as its bytes come in (RFC 9112, section 7.1): what is handed on are
/// the bytes between the framing, which we write anew. Extensions and trailers are left out (RFC
/// 9110, section 6.5.1, leaves that to whoever passes a message on).
///
/// Strict, because servers differ in how they read sloppy chunks: hexadecimal digits, CR and LF,
/// nothing in between, and trailers that are fields.
public final class Chunks {
    private static final int SIZE_DIGITS_MAX = 15;

    /// How many bytes of extensions and trailers a body may have.
    private static final int EXTRA_BYTES_MAX = 64 << 10;

    private State state = State.SIZE;
    private long left;
    private int digits;
    private int extraBytes;

    private enum State {
        SIZE,
        SIZE_BLANK,
        EXTENSION,
        SIZE_FEED,
        DATA,
        DATA_RETURN,
        DATA_FEED,
        TRAILER,
        TRAILER_NAME,
        TRAILER_VALUE,
        TRAILER_FEED,
        LAST_FEED,
        DONE,
        BROKEN
    }

    /// The beginning of a body.
    public Chunks() {}

    /// Whether the body is complete; what follows in the buffer is not part of it.
    public boolean isDone() {
        return state == State.DONE;
    }

    /// Whether it is no chunked body.
    public boolean isBroken() {
        return state == State.BROKEN;
    }

    /// The next stretch of data, a retained slice; null when the buffer has no more or the body
    /// ends.
    public @Nullable ByteBuf next(ByteBuf in) {
        while (in.isReadable()) {
            if (state == State.DATA) {
                int length = (int) Math.min(left, in.readableBytes());
                left -= length;
                if (left == 0) {
                    state = State.DATA_RETURN;
                }
                return in.readRetainedSlice(length);
            }
            if (state == State.DONE || state == State.BROKEN) {
                return null;
            }
            state = after(in.readByte());
        }
        return null;
    }

    private State after(byte octet) {
        return switch (state) {
            case SIZE -> size(octet);
            case SIZE_BLANK -> sizeEnds(octet);
            case EXTENSION -> extension(octet);
            case SIZE_FEED -> sizeFeed(octet);
            case DATA_RETURN -> octet == '\r' ? State.DATA_FEED : State.BROKEN;
            case DATA_FEED -> octet == '\n' ? State.SIZE : State.BROKEN;
            case TRAILER -> octet == '\r' ? State.LAST_FEED : trailerName(octet, false);
            case TRAILER_NAME -> trailerName(octet, true);
            case TRAILER_VALUE -> trailerValue(octet);
            case TRAILER_FEED -> octet == '\n' ? State.TRAILER : State.BROKEN;
            case LAST_FEED -> octet == '\n' ? State.DONE : State.BROKEN;
            case DATA, DONE, BROKEN -> State.BROKEN;
        };
    }

    private State size(byte octet) {
        int digit = Octets.hexDigit(octet);
        if (digit >= 0) {
            left = left * 16 + digit;
            return ++digits > SIZE_DIGITS_MAX ? State.BROKEN : State.SIZE;
        }
        return digits == 0 ? State.BROKEN : sizeEnds(octet);
    }

    private State sizeEnds(byte octet) {
        return switch (octet) {
            case '\r' -> State.SIZE_FEED;
            case ';' -> State.EXTENSION;
            case ' ', '\t' -> ++extraBytes > EXTRA_BYTES_MAX ? State.BROKEN : State.SIZE_BLANK;
            default -> State.BROKEN;
        };
    }

    private State extension(byte octet) {
        if (octet == '\r') {
            return State.SIZE_FEED;
        }
        return isControl(octet) || ++extraBytes > EXTRA_BYTES_MAX ? State.BROKEN : State.EXTENSION;
    }

    private State sizeFeed(byte octet) {
        digits = 0;
        if (octet != '\n') {
            return State.BROKEN;
        }
        return left > 0 ? State.DATA : State.TRAILER;
    }

    private State trailerName(byte octet, boolean mayEnd) {
        if (++extraBytes > EXTRA_BYTES_MAX) {
            return State.BROKEN;
        }
        if (octet == ':' && mayEnd) {
            return State.TRAILER_VALUE;
        }
        return Octets.isToken(octet) ? State.TRAILER_NAME : State.BROKEN;
    }

    private State trailerValue(byte octet) {
        if (octet == '\r') {
            return State.TRAILER_FEED;
        }
        return isControl(octet) || ++extraBytes > EXTRA_BYTES_MAX
                ? State.BROKEN
                : State.TRAILER_VALUE;
    }

    private static boolean isControl(byte octet) {
        return (octet >= 0 && octet < ' ' && octet != '\t') || octet == 0x7F;
    }
}
