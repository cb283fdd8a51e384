package dev.kingtide.edge.health;

import dev.kingtide.core.traffic.HealthCheck;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A probe over HTTP/2: a GET whose status counts or, of a gRPC group, a call of a method with an
/// empty message whose gRPC status counts (ELB user guide, target-group-health-checks).
final class Http2Probe extends Http2FrameAdapter {
    private static final int STREAM = 1;
    private static final int OK = 200;

    /// Not compressed, and no bytes long (gRPC over HTTP2, length-prefixed message).
    private static final byte[] EMPTY_MESSAGE = new byte[5];

    private final boolean grpc;
    private final HealthCheck check;
    private final Consumer<Outcome> outcome;

    /// @param outcome hears at least once how it went; only the first counts
    Http2Probe(boolean grpc, HealthCheck check, Consumer<Outcome> outcome) {
        this.grpc = grpc;
        this.check = check;
        this.outcome = outcome;
    }

    /// Probes over the connection of this pipeline, when it is there.
    ///
    /// @param authority host and port
    void addTo(ChannelPipeline pipeline, String authority) {
        Http2ConnectionHandler handler =
                new Http2ConnectionHandlerBuilder()
                        .server(false)
                        .frameListener(this)
                        .initialSettings(new Http2Settings().pushEnabled(false))
                        .gracefulShutdownTimeoutMillis(0)
                        .build();
        pipeline.addLast(handler, new Asking(handler, request(authority)));
    }

    private Http2Headers request(String authority) {
        Http2Headers headers = new DefaultHttp2Headers();
        headers.method(grpc ? "POST" : "GET")
                .scheme(check.protocol().equals("HTTPS") ? "https" : "http")
                .authority(authority)
                .path(check.path());
        headers.add("user-agent", "ELB-HealthChecker/2.0");
        if (grpc) {
            headers.add("content-type", "application/grpc");
            headers.add("te", "trailers");
        }
        return headers;
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context,
            int streamId,
            Http2Headers headers,
            int streamDependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean endOfStream) {
        onHeadersRead(context, streamId, headers, padding, endOfStream);
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context,
            int streamId,
            Http2Headers headers,
            int padding,
            boolean endOfStream) {
        int status = number(headers.status());
        int grpcStatus = number(headers.get("grpc-status"));
        if (status / 100 == 1) {
            return;
        }
        if (!grpc) {
            said(context, status < 0 ? Outcome.FAILED : Outcome.answered(status, check));
        } else if (status >= 0 && status != OK) {
            said(context, Outcome.mismatch(status));
        } else if (grpcStatus >= 0) {
            said(context, Outcome.called(grpcStatus, check));
        } else if (endOfStream) {
            said(context, Outcome.NO_GRPC_STATUS);
        }
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext context, int streamId, long errorCode) {
        said(context, Outcome.FAILED);
    }

    private void said(ChannelHandlerContext context, Outcome how) {
        outcome.accept(how);
        var _ = context.channel().close();
    }

    /// A number of up to three digits, or -1.
    private static int number(@Nullable CharSequence text) {
        return text != null && text.toString().matches("[0-9]{1,3}")
                ? Integer.parseInt(text.toString())
                : -1;
    }

    /// Asks when the connection is there, and hears when it is no more.
    private final class Asking extends ChannelInboundHandlerAdapter {
        private final Http2ConnectionHandler handler;
        private final Http2Headers request;

        Asking(Http2ConnectionHandler handler, Http2Headers request) {
            this.handler = handler;
            this.request = request;
        }

        @Override
        public void channelActive(ChannelHandlerContext active) {
            ChannelHandlerContext to = active.pipeline().context(handler);
            var encoder = handler.encoder();
            var _ = encoder.writeHeaders(to, STREAM, request, 0, !grpc, to.newPromise());
            if (grpc) {
                var message = Unpooled.wrappedBuffer(EMPTY_MESSAGE);
                var _ = encoder.writeData(to, STREAM, message, 0, true, to.newPromise());
            }
            handler.flush(to);
        }

        @Override
        public void channelInactive(ChannelHandlerContext closed) {
            outcome.accept(Outcome.FAILED);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext failed, Throwable cause) {
            said(failed, Outcome.FAILED);
        }
    }
}
