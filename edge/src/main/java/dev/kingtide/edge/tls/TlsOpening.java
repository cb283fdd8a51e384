package dev.kingtide.edge.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslClientHelloHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import java.security.cert.CertificateException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// The beginning of a client's connection that speaks TLS: waits for the client's first message,
/// chooses the certificate, shakes hands, and hands the connection over.
public final class TlsOpening extends SslClientHelloHandler<ListenerTls.Shown> {
    static final int HELLO_BYTES_MAX = 16 << 10;
    private final ListenerTls tls;
    private final int timeoutMillis;
    private final Opened opened;
    private @Nullable Future<?> timeout;
    private String domain = "";
    private boolean spoke;

    /// Takes connections on which TLS is spoken, and is told of those on which it is not.
    public interface Opened {

        /// The handshake is done; this handler's place is for whoever goes on.
        ///
        /// @param http2 whether HTTP/2 was agreed on
        void opened(ChannelHandlerContext place, TlsSession session, boolean http2);

        /// There will be no TLS, and the connection is closed.
        ///
        /// @param spoke whether the client had said anything
        /// @param cause what went wrong with shaking hands; null when it did not come to that, or
        ///   the client went away
        void failed(boolean spoke, @Nullable Throwable cause);
    }

    /// An opening of a connection that is active.
    ///
    /// @param timeoutMillis for all of it
    public TlsOpening(ListenerTls tls, int timeoutMillis, Opened opened) {
        super(HELLO_BYTES_MAX);
        this.tls = tls;
        this.timeoutMillis = timeoutMillis;
        this.opened = opened;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        timeout =
                added.executor()
                        .schedule(
                                () -> {
                                    var _ = added.close();
                                },
                                timeoutMillis,
                                TimeUnit.MILLISECONDS);
    }

    private void ended() {
        if (timeout != null) {
            timeout.cancel(false);
            timeout = null;
        }
    }

    @Override
    protected Future<ListenerTls.Shown> lookup(
            ChannelHandlerContext context, @Nullable ByteBuf clientHello) {
        spoke = true;
        ClientHello hello =
                clientHello == null
                        ? new ClientHello("", false, true)
                        : ClientHello.read(clientHello);
        domain = hello.domain();
        return context.executor().newSucceededFuture(tls.choose(hello, System.currentTimeMillis()));
    }

    @Override
    protected void onLookupComplete(
            ChannelHandlerContext context, Future<ListenerTls.Shown> future) {
        ListenerTls.Shown shown = future.getNow();
        SslHandler handler = tls.handler(shown, context.alloc());
        handler.setHandshakeTimeoutMillis(timeoutMillis);
        ended();
        context.pipeline().addAfter(context.name(), null, new Handshake(shown.certificate().arn()));
        context.pipeline().replace(this, null, handler);
    }

    @Override
    public void channelInactive(ChannelHandlerContext closed) throws Exception {
        ended();
        opened.failed(spoke, null);
        super.channelInactive(closed);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        spoke = true; // something that is not TLS
        var _ = context.close();
    }

    /// Waits for the end of the handshake.
    private final class Handshake extends ChannelInboundHandlerAdapter {
        private final String certificateArn;
        private boolean done;

        Handshake(String certificateArn) {
            this.certificateArn = certificateArn;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (!(event instanceof SslHandshakeCompletionEvent completion) || done) {
                context.fireUserEventTriggered(event);
                return;
            }
            if (!completion.isSuccess()) {
                failed(context, completion.cause());
                return;
            }
            SslHandler handler = context.pipeline().get(SslHandler.class);
            SSLSession session = handler.engine().getSession();
            Map<ClientField, String> client;
            try {
                client = tls.told(session);
            } catch (CertificateException e) {
                failed(context, e);
                return;
            }
            done = true;
            TlsSession agreed =
                    new TlsSession(
                            session.getProtocol(),
                            Ciphers.openSsl(session.getCipherSuite()),
                            domain.isEmpty() ? "-" : domain,
                            certificateArn,
                            client);
            boolean http2 = ApplicationProtocolNames.HTTP_2.equals(handler.applicationProtocol());
            opened.opened(context, agreed, http2);
        }

        private void failed(ChannelHandlerContext context, @Nullable Throwable cause) {
            if (!done) {
                done = true;
                opened.failed(true, cause);
            }
            var _ = context.close();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            failed(context, null);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            failed(context, cause);
        }
    }
}
