package dev.kingtide.edge.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/// Writes a body in chunks (RFC 9112, section 7.1): each stretch that comes is one.
final class ChunkWriter {
    private boolean began;

    /// Writes a stretch that is not empty, and keeps the buffer.
    void write(ChannelHandlerContext context, ByteBuf data) {
        if (!data.isReadable()) {
            data.release();
            return;
        }
        ByteBuf size = context.alloc().ioBuffer(16);
        if (began) {
            HeadWriter.endOfLine(size);
        }
        began = true;
        HeadWriter.text(size, Integer.toHexString(data.readableBytes()));
        HeadWriter.endOfLine(size);
        var _ = context.write(size, context.voidPromise());
        var _ = context.write(data, context.voidPromise());
    }

    /// Writes the end of the body.
    void end(ChannelHandlerContext context) {
        ByteBuf end = context.alloc().ioBuffer(16);
        HeadWriter.text(end, began ? "\r\n0\r\n\r\n" : "0\r\n\r\n");
        var _ = context.write(end, context.voidPromise());
    }
}
