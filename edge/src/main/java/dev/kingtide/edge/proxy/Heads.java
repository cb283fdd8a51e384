package dev.kingtide.edge.proxy;

import dev.kingtide.edge.http.RequestParser;
import io.netty.buffer.ByteBuf;

/// Finds where heads end in the bytes of a connection.
final class Heads {

    private Heads() {}

    /// How long the head at the reader's index is, its empty line included; -1 when it is not
    /// complete.
    ///
    /// @param scanned how many of its bytes are known to hold no end
    static int length(ByteBuf in, int scanned) {
        int start = in.readerIndex();
        int from = start + scanned;
        int to = in.writerIndex();
        int feed;
        while ((feed = in.indexOf(from, to, (byte) '\n')) >= 0) {
            int next = feed + 1;
            if (next < to && in.getByte(next) == '\n') {
                return next + 1 - start;
            }
            if (next + 1 < to && in.getByte(next) == '\r' && in.getByte(next + 1) == '\n') {
                return next + 2 - start;
            }
            from = next;
        }
        return -1;
    }

    /// At least one empty line in front of a request is to be overlooked (RFC 9112, section 2.2).
    static void skipEmptyLines(ByteBuf in) {
        while (in.isReadable()
                && (in.getByte(in.readerIndex()) == '\r' || in.getByte(in.readerIndex()) == '\n')) {
            in.skipBytes(1);
        }
    }

    /// Whether an incomplete head may still be that of a request.
    static boolean mayBecomeHead(ByteBuf in) {
        byte first = in.getByte(in.readerIndex());
        return first > ' ' && first < 0x7F && !isLineTooLong(in);
    }

    /// Whether its request line is longer than one may be.
    static boolean isLineTooLong(ByteBuf in) {
        int start = in.readerIndex();
        return in.readableBytes() > RequestParser.LINE_BYTES
                && in.indexOf(start, start + RequestParser.LINE_BYTES, (byte) '\n') < 0;
    }

    /// How many bytes of an incomplete head need not be looked at again: all but those that may
    /// begin its end.
    static int scanned(ByteBuf in) {
        return Math.max(0, in.readableBytes() - 3);
    }
}
