package dev.kingtide.edge;

import dev.kingtide.core.traffic.CertificateFiles;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrame;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A target on a free port of 127.0.0.1 that speaks HTTP/2, in the clear or over TLS, and does what
/// a request's path says.
///
/// `/echo` answers with the request's body, `/fields` with its fields, `/count` with a message for
/// each, `/trailers` with fields behind, `/only` with nothing but fields, `/reset` with none,
/// `/silent` never, `/large` with 4 MB.
final class Http2Target implements Closeable {
    private final MultiThreadIoEventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel server;
    final List<Http2Headers> received = new CopyOnWriteArrayList<>();

    /// What came behind bodies.
    final List<Http2Headers> trailers = new CopyOnWriteArrayList<>();

    final AtomicInteger probes = new AtomicInteger();

    /// The connections that carried a request which is not a health check.
    final Set<Channel> connections = ConcurrentHashMap.newKeySet();

    final AtomicInteger resets = new AtomicInteger();
    volatile int grpcStatus = 12;

    /// @param certificate that it shows; null in the clear
    /// @param streams how many it takes at once
    Http2Target(@Nullable String certificate, int streams) throws IOException {
        SslContext tls = certificate == null ? null : tls(certificate);
        server =
                new ServerBootstrap()
                        .group(loop)
                        .channel(NioServerSocketChannel.class)
                        .childHandler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        if (tls != null) {
                                            channel.pipeline()
                                                    .addLast(tls.newHandler(channel.alloc()));
                                        }
                                        channel.pipeline()
                                                .addLast(
                                                        codec(streams),
                                                        new Http2MultiplexHandler(streams()));
                                    }
                                })
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .syncUninterruptibly()
                        .channel();
    }

    private static Http2FrameCodec codec(int streams) {
        return Http2FrameCodecBuilder.forServer()
                .initialSettings(new Http2Settings().maxConcurrentStreams(streams))
                .build();
    }

    private static SslContext tls(String certificate) throws IOException {
        return SslContextBuilder.forServer(
                        stream(certificate + ".pem"), stream(certificate + ".key"))
                .applicationProtocolConfig(
                        new ApplicationProtocolConfig(
                                ApplicationProtocolConfig.Protocol.ALPN,
                                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                                List.of("h2")))
                .build();
    }

    private static ByteArrayInputStream stream(String file) {
        return new ByteArrayInputStream(
                CertificateFiles.text(file).getBytes(StandardCharsets.US_ASCII));
    }

    int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    private ChannelInitializer<Channel> streams() {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new Stream());
            }
        };
    }

    private final class Stream extends SimpleChannelInboundHandler<Http2StreamFrame> {
        private String path = "";
        private final ByteBuf body = Unpooled.buffer();

        @Override
        protected void channelRead0(ChannelHandlerContext context, Http2StreamFrame frame) {
            switch (frame) {
                case Http2HeadersFrame head when head.headers().path() == null -> {
                    trailers.add(head.headers());
                    answer(context);
                }
                case Http2HeadersFrame head -> {
                    path = String.valueOf(head.headers().path());
                    if (String.valueOf(head.headers().get("user-agent")).contains("Health")) {
                        probes.incrementAndGet();
                    } else {
                        received.add(head.headers());
                        connections.add(context.channel().parent());
                    }
                    if (path.startsWith("/count")) {
                        var _ =
                                context.writeAndFlush(
                                        head(false, "content-type", "application/grpc"));
                    }
                    if (head.isEndStream()) {
                        answer(context);
                    }
                }
                case Http2DataFrame data -> {
                    if (path.startsWith("/count")) {
                        String text = data.content().readableBytes() + " ";
                        var _ = context.writeAndFlush(data(text, false));
                    } else {
                        body.writeBytes(data.content());
                    }
                    if (data.isEndStream()) {
                        answer(context);
                    }
                }
                default -> {}
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof Http2ResetFrame) {
                resets.incrementAndGet();
            }
        }

        private void answer(ChannelHandlerContext context) {
            if (path.startsWith("/echo")) {
                var _ = context.write(head(false, "x-a", "b"));
                var _ = context.writeAndFlush(new DefaultHttp2DataFrame(body, true));
            } else if (path.startsWith("/trailers")) {
                var _ = context.write(head(false, "content-type", "application/grpc"));
                var _ = context.write(data("message", false));
                var _ = context.writeAndFlush(trailers("grpc-status", "0"));
            } else if (path.startsWith("/count")) {
                var _ = context.writeAndFlush(trailers("grpc-status", "0"));
            } else if (path.startsWith("/only") || path.startsWith("/AWS.ALB/healthcheck")) {
                var _ =
                        context.writeAndFlush(
                                head(true, "grpc-status", Integer.toString(grpcStatus)));
            } else if (path.startsWith("/reset")) {
                var _ =
                        context.writeAndFlush(
                                new DefaultHttp2ResetFrame(Http2Error.INTERNAL_ERROR));
            } else if (path.startsWith("/large")) {
                var _ = context.write(head(false, "x-a", "b"));
                var _ = context.writeAndFlush(data("x".repeat(4_000_000), true));
            } else if (!path.startsWith("/silent")) {
                var _ = context.write(head(false, "x-a", "b"));
                var _ = context.writeAndFlush(data(path, true));
            }
        }

        private DefaultHttp2HeadersFrame head(boolean ends, String name, String value) {
            Http2Headers headers = new DefaultHttp2Headers().status("200");
            headers.add(name, value);
            return new DefaultHttp2HeadersFrame(headers, ends);
        }

        private DefaultHttp2HeadersFrame trailers(String name, String value) {
            Http2Headers headers = new DefaultHttp2Headers();
            headers.add(name, value);
            return new DefaultHttp2HeadersFrame(headers, true);
        }

        private DefaultHttp2DataFrame data(String text, boolean ends) {
            return new DefaultHttp2DataFrame(
                    Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1), ends);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            var _ = context.close();
        }
    }

    @Override
    public void close() {
        server.close().syncUninterruptibly();
        var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
