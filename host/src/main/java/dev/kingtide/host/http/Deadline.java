package dev.kingtide.host.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.timeout.IdleStateEvent;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The time that a client may take for a request: from its first byte until [#arrived], however
/// slowly bytes come in between; and the end of connections on which nothing happens.
final class Deadline extends ChannelInboundHandlerAdapter {
    private static final String TOO_SLOW =
            "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    private final int seconds;
    private @Nullable ScheduledFuture<?> end;

    Deadline(int seconds) {
        this.seconds = seconds;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        if (end == null) {
            end = context.executor().schedule(() -> tooSlow(context), seconds, TimeUnit.SECONDS);
        }
        context.fireChannelRead(bytes);
    }

    /// The request that was on its way is whole.
    void arrived() {
        if (end != null) {
            end.cancel(false);
            end = null;
        }
    }

    private static void tooSlow(ChannelHandlerContext context) {
        context.writeAndFlush(Unpooled.copiedBuffer(TOO_SLOW, StandardCharsets.US_ASCII))
                .addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        arrived();
        context.fireChannelInactive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent) {
            var _ = context.close();
        } else {
            context.fireUserEventTriggered(event);
        }
    }
}
