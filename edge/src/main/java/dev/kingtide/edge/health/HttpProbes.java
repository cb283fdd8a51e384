package dev.kingtide.edge.health;

import dev.kingtide.core.traffic.HealthCheck;
import dev.kingtide.core.traffic.TargetGroup;
import dev.kingtide.edge.proxy.Connector;
import dev.kingtide.edge.proxy.Transport;
import dev.kingtide.edge.route.LiveTarget;
import dev.kingtide.edge.tls.TargetTls;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Probes, each on a connection of its own that is closed afterwards: a GET over HTTP/1.1 as
/// Elastic Load Balancing sends it (ELB user guide, target-group-health-checks), or an
/// [Http2Probe].
///
/// Only the status line is read: what decides is in there.
public final class HttpProbes implements Prober.Requests {
    /// A status line up to its status: `HTTP/1.1 200`.
    private static final int STATUS_BYTES = 12;

    private final EventLoop loop;
    private final Connector connector;

    /// Probes on an event loop of this transport.
    public HttpProbes(EventLoop loop, Transport transport) {
        this.loop = loop;
        this.connector = new Connector(loop, transport, ByteBufAllocator.DEFAULT, 0);
    }

    @Override
    public void send(LiveTarget target, TargetGroup group, Consumer<Outcome> outcome) {
        HealthCheck check = group.healthCheck();
        InetSocketAddress address = address(target, check);
        Once once = new Once(outcome);
        connector
                .connect(
                        address,
                        tls(group),
                        pipeline -> {
                            once.channel = pipeline.channel();
                            add(pipeline, group, address, once);
                        })
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        once.say(Outcome.FAILED);
                    }
                });
        once.within(loop, check.timeoutSeconds());
    }

    private static void add(
            ChannelPipeline pipeline, TargetGroup group, InetSocketAddress address, Once once) {
        HealthCheck check = group.healthCheck();
        if (speaksHttp2(group)) {
            new Http2Probe(group.protocolVersion().equals("GRPC"), check, once::say)
                    .addTo(pipeline, authority(address));
        } else {
            pipeline.addLast(new Answer(request(check, address), check, once));
        }
    }

    private static boolean speaksHttp2(TargetGroup group) {
        return !group.protocolVersion().equals("HTTP1");
    }

    private static @Nullable SslHandler tls(TargetGroup group) {
        HealthCheck check = group.healthCheck();
        int timeout = check.timeoutSeconds() * 1000;
        return check.protocol().equals("HTTPS")
                ? TargetTls.of(speaksHttp2(group)).handler(ByteBufAllocator.DEFAULT, timeout)
                : null;
    }

    private static InetSocketAddress address(LiveTarget target, HealthCheck check) {
        InetSocketAddress traffic = target.address();
        return check.port().equals("traffic-port")
                ? traffic
                : new InetSocketAddress(traffic.getAddress(), Integer.parseInt(check.port()));
    }

    private static String request(HealthCheck check, InetSocketAddress address) {
        return "GET "
                + check.path()
                + " HTTP/1.1\r\nHost: "
                + authority(address)
                + "\r\nConnection: close\r\nUser-Agent: ELB-HealthChecker/2.0\r\n"
                + "Accept-Encoding: gzip, compressed\r\n\r\n";
    }

    private static String authority(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? '[' + host + ']' : host) + ':' + address.getPort();
    }

    /// An outcome that is told once, whichever comes first.
    private static final class Once {
        private final Consumer<Outcome> outcome;
        private @Nullable Channel channel;
        private @Nullable ScheduledFuture<?> timeout;
        private boolean said;

        Once(Consumer<Outcome> outcome) {
            this.outcome = outcome;
        }

        void within(EventLoop loop, int seconds) {
            if (!said) {
                timeout = loop.schedule(this::timedOut, seconds, TimeUnit.SECONDS);
            }
        }

        private void timedOut() {
            say(Outcome.TIMED_OUT);
            if (channel != null) {
                var _ = channel.close();
            }
        }

        void say(Outcome how) {
            if (!said) {
                said = true;
                if (timeout != null) {
                    timeout.cancel(false);
                }
                outcome.accept(how);
            }
        }
    }

    private static final class Answer extends ChannelInboundHandlerAdapter {
        private final String request;
        private final HealthCheck check;
        private final Once once;
        private final StringBuilder status = new StringBuilder();

        Answer(String request, HealthCheck check, Once once) {
            this.request = request;
            this.check = check;
            this.once = once;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            ByteBuf bytes = ByteBufUtil.writeAscii(context.alloc(), request);
            var _ = context.writeAndFlush(bytes);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            int length = Math.min(bytes.readableBytes(), STATUS_BYTES - status.length());
            status.append(bytes.readCharSequence(length, StandardCharsets.ISO_8859_1));
            bytes.release();
            if (status.length() == STATUS_BYTES) {
                once.say(outcome(status.toString()));
                var _ = context.close();
            }
        }

        private Outcome outcome(String line) {
            boolean isHttp = line.startsWith("HTTP/1.") && line.charAt(8) == ' ';
            String digits = line.substring(9);
            return isHttp && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                    ? Outcome.answered(Integer.parseInt(digits), check)
                    : Outcome.FAILED;
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            once.say(Outcome.FAILED);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            once.say(Outcome.FAILED);
            var _ = context.close();
        }
    }
}
