package dev.kingtide.edge.proxy;

import dev.kingtide.edge.http.Chunks;
import dev.kingtide.edge.http.Framing;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// Takes the body of one message out of the bytes of a connection.
final class BodyReader {
    private final Framing framing;
    private final @Nullable Chunks chunks;
    private long left;

    /// The body of a message of this framing and, if it is framed so, this length.
    BodyReader(Framing framing, long length) {
        this.framing = framing;
        this.chunks = framing == Framing.CHUNKED ? new Chunks() : null;
        this.left = framing == Framing.LENGTH ? length : 0;
    }

    /// The next stretch of the body, a retained slice; null when there is none now.
    @Nullable ByteBuf next(ByteBuf in) {
        if (chunks != null) {
            return chunks.next(in);
        }
        int length =
                framing == Framing.UNTIL_CLOSE
                        ? in.readableBytes()
                        : (int) Math.min(left, in.readableBytes());
        if (length == 0) {
            return null;
        }
        left -= length;
        return in.readRetainedSlice(length);
    }

    /// Whether the body is complete; one that ends with the connection never is.
    boolean isDone() {
        return chunks != null ? chunks.isDone() : framing != Framing.UNTIL_CLOSE && left == 0;
    }

    /// Whether it is no body of its framing.
    boolean isBroken() {
        return chunks != null && chunks.isBroken();
    }
}
