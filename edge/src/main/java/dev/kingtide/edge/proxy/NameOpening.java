package dev.kingtide.edge.proxy;

import dev.kingtide.edge.http.Request;
import dev.kingtide.edge.http.RequestParser;
import dev.kingtide.edge.tls.DomainOpening;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The beginning of a connection to a [NamedPort]: waits until the client has said which load
/// balancer it asks for, and hands the connection over with all that was said.
final class NameOpening extends ChannelInboundHandlerAdapter {
    /// The first byte of TLS (RFC 8446, section 5.1), and of no request.
    private static final int HANDSHAKE = 22;

    private final NamedPort port;
    private final int timeoutMillis;
    private @Nullable ByteBuf pending;
    private int scanned;
    private boolean refused;
    private @Nullable Future<?> timeout;

    NameOpening(NamedPort port, int timeoutMillis) {
        this.port = port;
        this.timeoutMillis = timeoutMillis;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        timeout =
                added.executor()
                        .schedule(
                                () -> {
                                    var _ = added.channel().close();
                                },
                                timeoutMillis,
                                TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        ByteBuf in =
                pending == null
                        ? bytes
                        : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(
                                context.alloc(), pending, bytes);
        pending = in;
        if (scanned == 0) {
            Heads.skipEmptyLines(in);
        }
        if (refused || !in.isReadable()) {
            in.release();
            pending = null;
            return;
        }
        if (scanned == 0 && in.getByte(in.readerIndex()) == HANDSHAKE) {
            ChannelPipeline pipeline = context.pipeline();
            pending = null;
            pipeline.replace(this, null, new DomainOpening(this::domain));
            pipeline.fireChannelRead(in);
        } else {
            head(context, in);
        }
    }

    private void domain(ChannelHandlerContext place, String domain) {
        switch (port.find(domain, true)) {
            case NamedPort.Place(ListenPoint point) -> handOver(place, point);
            case NamedPort.Nowhere _ -> {
                var _ = place.close();
            }
        }
    }

    private void head(ChannelHandlerContext context, ByteBuf in) {
        int length = Heads.length(in, scanned);
        if (length < 0 && in.readableBytes() <= RequestParser.HEAD_BYTES) {
            scanned = Heads.scanned(in);
            return;
        }
        if (length < 0 || length > RequestParser.HEAD_BYTES) {
            refuse(context, "400 Bad Request", "the head of the request is too long");
            return;
        }
        byte[] head = new byte[length];
        in.getBytes(in.readerIndex(), head);
        Request request = new Request();
        if (new RequestParser().parse(head, 0, length, request) != 0) {
            refuse(context, "400 Bad Request", "that is no request");
            return;
        }
        switch (port.find(request.host(), false)) {
            case NamedPort.Place(ListenPoint point) -> handOver(context, point);
            case NamedPort.Nowhere(String why) -> refuse(context, "404 Not Found", why);
        }
    }

    private void handOver(ChannelHandlerContext place, ListenPoint point) {
        ended();
        ByteBuf bytes = pending;
        pending = null;
        ChannelPipeline pipeline = place.pipeline();
        if (point.take(place) && bytes != null) {
            pipeline.fireChannelRead(bytes);
        } else if (bytes != null) {
            bytes.release();
        }
    }

    /// Says why, and listens on until the client goes or the time is over: with a reset it might
    /// not read the answer (RFC 9112, section 9.6).
    private void refuse(ChannelHandlerContext context, String status, String why) {
        refused = true;
        drop();
        byte[] body = (why + '\n').getBytes(StandardCharsets.UTF_8);
        ByteBuf out =
                ByteBufUtil.writeAscii(
                        context.alloc(),
                        """
                        HTTP/1.1 %s\r
                        Content-Type: text/plain; charset=utf-8\r
                        Content-Length: %d\r
                        Connection: close\r
                        \r
                        """
                                .formatted(status, body.length));
        out.writeBytes(body);
        context.writeAndFlush(out)
                .addListener(done -> {
                    if (context.channel() instanceof SocketChannel socket) {
                        var _ = socket.shutdownOutput();
                    }
                });
    }

    private void ended() {
        if (timeout != null) {
            timeout.cancel(false);
            timeout = null;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext closed) {
        ended();
        drop();
    }

    private void drop() {
        if (pending != null) {
            pending.release();
            pending = null;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext failed, Throwable cause) {
        var _ = failed.close(); // the client went away, or is none
    }
}
