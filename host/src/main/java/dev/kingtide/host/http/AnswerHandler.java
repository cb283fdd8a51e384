package dev.kingtide.host.http;

import dev.kingtide.aws.wire.Header;
import dev.kingtide.aws.wire.WireRequest;
import dev.kingtide.aws.wire.WireResponse;
import dev.kingtide.host.http.HttpFront.Shared;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has one request after another of a connection answered; the next is read when the last is
/// answered.
final class AnswerHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(AnswerHandler.class);

    /// RFC 9110, section 5.6.7.
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    /// What the clock said last: many answers are given in a second.
    private static volatile Said said = new Said(0, "");

    private record Said(long second, String text) {}

    private final Shared shared;

    /// What came in one read with a request that is being answered; nothing more is read until
    /// then.
    private final Queue<FullHttpRequest> next = new ArrayDeque<>();

    private boolean busy;

    AnswerHandler(Shared shared) {
        this.shared = shared;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        context.pipeline().get(Deadline.class).arrived();
        if (busy) {
            next.add(request.retain());
        } else {
            answer(context, request);
        }
    }

    private void answer(ChannelHandlerContext context, FullHttpRequest request) {
        if (request.decoderResult().isFailure()) {
            refuse(context, status(request.decoderResult().cause()));
            return;
        }
        if (SocketHandler.isAskedFor(request)) {
            WebSockets.Listener listener =
                    shared.sockets()
                            .open(whole(context, request), SocketHandler.peer(context.channel()));
            if (listener != null) {
                SocketHandler.upgrade(context, request, listener);
                return;
            }
        }
        if (!shared.atWork().tryAcquire()) {
            refuse(context, HttpResponseStatus.SERVICE_UNAVAILABLE);
            return;
        }
        busy = true;
        context.channel().config().setAutoRead(false);
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        boolean head = request.method().equals(HttpMethod.HEAD);
        WireRequest whole = whole(context, request);
        Thread.ofVirtual()
                .name("request")
                .start(() -> {
                    try {
                        WireResponse answer = shared.answerer().answer(whole);
                        context.executor().execute(() -> send(context, answer, keepAlive, head));
                    } finally {
                        shared.atWork().release();
                    }
                });
    }

    /// Goes on with what came while the last request was being answered, or reads on.
    private void goOn(ChannelHandlerContext context) {
        busy = false;
        FullHttpRequest waiting = next.poll();
        if (waiting == null) {
            context.channel().config().setAutoRead(true);
        } else {
            answer(context, waiting);
            waiting.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        next.forEach(FullHttpRequest::release);
        next.clear();
        context.fireChannelInactive();
    }

    private static WireRequest whole(ChannelHandlerContext context, FullHttpRequest request) {
        List<Header> headers = new ArrayList<>(request.headers().size());
        for (Map.Entry<String, String> header : request.headers()) {
            headers.add(new Header(header.getKey(), header.getValue()));
        }
        String remote =
                context.channel().remoteAddress() instanceof InetSocketAddress address
                        ? address.getAddress().getHostAddress()
                        : "";
        return new WireRequest(
                request.method().name(),
                request.uri(),
                headers,
                ByteBufUtil.getBytes(request.content()),
                remote);
    }

    private void send(
            ChannelHandlerContext context, WireResponse answer, boolean keepAlive, boolean head) {
        FullHttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(answer.status()),
                        head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(answer.body()));
        for (Header header : answer.headers()) {
            response.headers().add(header.name(), header.value());
        }
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
        finish(context, response, keepAlive);
    }

    private void refuse(ChannelHandlerContext context, HttpResponseStatus status) {
        byte[] text = (status + "\n").getBytes(StandardCharsets.UTF_8);
        FullHttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(text));
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, text.length);
        finish(context, response, status.code() == 503);
    }

    private void finish(
            ChannelHandlerContext context, FullHttpResponse response, boolean keepAlive) {
        // Clients whose clock is wrong mend it by this.
        response.headers().set(HttpHeaderNames.DATE, date());
        if (keepAlive) {
            var _ = context.writeAndFlush(response);
            goOn(context);
        } else {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private static String date() {
        long second = System.currentTimeMillis() / 1_000;
        Said last = said;
        if (last.second != second) {
            last = new Said(second, DATE.format(Instant.ofEpochSecond(second)));
            said = last;
        }
        return last.text;
    }

    private static HttpResponseStatus status(Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException _ -> HttpResponseStatus.REQUEST_URI_TOO_LONG;
            case TooLongHttpHeaderException _ -> HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
            case TooLongFrameException _ -> HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE;
            default -> HttpResponseStatus.BAD_REQUEST;
        };
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) { // a client that went away is no news
            LOG.warn("a connection failed: {}", cause.toString());
        }
        var _ = context.close();
    }
}
