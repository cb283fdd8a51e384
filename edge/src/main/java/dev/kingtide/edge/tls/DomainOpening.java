package dev.kingtide.edge.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslClientHelloHandler;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Waits for the first message of a client that speaks TLS, tells which domain it asks for, and
/// leaves the message to whoever takes its place.
public final class DomainOpening extends SslClientHelloHandler<String> {
    private final Asked asked;

    /// Hears what a client asks for.
    @FunctionalInterface
    public interface Asked {

        /// The client asks for a domain.
        ///
        /// @param place of this handler, for whoever goes on
        /// @param domain in lower case; empty without
        void asked(ChannelHandlerContext place, String domain);
    }

    /// A wait for a client's first message, whatever it is.
    public DomainOpening(Asked asked) {
        super(TlsOpening.HELLO_BYTES_MAX);
        this.asked = asked;
    }

    @Override
    protected Future<String> lookup(ChannelHandlerContext context, @Nullable ByteBuf clientHello) {
        String domain = clientHello == null ? "" : ClientHello.read(clientHello).domain();
        return context.executor().newSucceededFuture(domain);
    }

    @Override
    protected void onLookupComplete(ChannelHandlerContext context, Future<String> future) {
        asked.asked(context, future.getNow());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }
}
