package dev.kingtide.host.http;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.io.IOException;

/// A connection that has become a WebSocket.
final class SocketHandler extends SimpleChannelInboundHandler<WebSocketFrame> {
    private static final int MESSAGE_MAX = 256 << 10;

    /// A session ends after so long without a message (ECS developer guide, ecs-exec: 20 minutes).
    private static final int IDLE_SECONDS = 20 * 60;

    private final WebSockets.Listener listener;

    private SocketHandler(WebSockets.Listener listener) {
        this.listener = listener;
    }

    /// Whether a request asks for it.
    static boolean isAskedFor(FullHttpRequest request) {
        return request.headers().contains(HttpHeaderNames.UPGRADE, "websocket", true);
    }

    /// Makes a connection a WebSocket.
    static void upgrade(
            ChannelHandlerContext context, FullHttpRequest request, WebSockets.Listener listener) {
        Channel channel = context.channel();
        WebSocketServerHandshaker handshaker =
                new WebSocketServerHandshakerFactory(request.uri(), null, false, MESSAGE_MAX)
                        .newHandshaker(request);
        if (handshaker == null) {
            var _ = WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(channel);
            listener.closed();
            return;
        }
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.remove(Deadline.class);
        pipeline.replace(IdleStateHandler.class, "idle", new IdleStateHandler(IDLE_SECONDS, 0, 0));
        pipeline.addLast(new WebSocketFrameAggregator(MESSAGE_MAX));
        pipeline.addLast(new SocketHandler(listener));
        pipeline.remove(context.handler());
        handshaker
                .handshake(channel, request)
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        var _ = channel.close();
                    }
                });
    }

    /// The other end of a connection.
    static WebSockets.Peer peer(Channel channel) {
        return new WebSockets.Peer() {
            @Override
            public void send(byte[] bytes) throws IOException {
                ChannelFuture sent =
                        channel.writeAndFlush(
                                new BinaryWebSocketFrame(Unpooled.wrappedBuffer(bytes)));
                sent.awaitUninterruptibly();
                if (!sent.isSuccess()) {
                    throw new IOException("the connection is closed", sent.cause());
                }
            }

            @Override
            public void close() {
                channel.writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE))
                        .addListener(ChannelFutureListener.CLOSE);
            }
        };
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        switch (frame) {
            case BinaryWebSocketFrame bytes ->
                    listener.bytes(ByteBufUtil.getBytes(bytes.content()));
            case TextWebSocketFrame text -> listener.text(text.text());
            case PingWebSocketFrame ping -> {
                var _ = context.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
            }
            case CloseWebSocketFrame close ->
                    context.writeAndFlush(close.retain()).addListener(ChannelFutureListener.CLOSE);
            default -> {} // a pong
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        listener.closed();
        context.fireChannelInactive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent) {
            var _ = context.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close(); // what it sent is no WebSocket, or too long
    }
}
