package dev.kingtide.edge.tls;

import dev.kingtide.core.traffic.TlsPolicy;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.internal.tcnative.SSL;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// How a listener speaks TLS: the certificates that it can show, under which policy, and what it
/// asks of its clients.
public final class ListenerTls {

    /// Who does the work.
    static final SslProvider PROVIDER =
            OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;

    private final Asked asked;
    private final List<Shown> shown;

    /// What a listener is to have.
    ///
    /// @param certificates the default one first
    /// @param http2 whether clients may speak HTTP/2
    /// @param clients what is asked of clients; null for nothing
    public record Asked(
            TlsPolicy policy,
            List<ServerCertificate> certificates,
            boolean http2,
            @Nullable Clients clients) {}

    /// A certificate that can be shown.
    record Shown(ServerCertificate certificate, SslContext context) {}

    /// Makes ready what connections share.
    ///
    /// @throws SSLException when a certificate or the policy cannot be had
    public ListenerTls(Asked asked) throws SSLException {
        this.asked = asked;
        List<Shown> all = new ArrayList<>();
        for (ServerCertificate certificate : asked.certificates()) {
            all.add(new Shown(certificate, context(asked, certificate)));
        }
        this.shown = List.copyOf(all);
    }

    /// What it was asked to be.
    public Asked asked() {
        return asked;
    }

    private static SslContext context(Asked asked, ServerCertificate certificate)
            throws SSLException {
        SslContextBuilder builder =
                SslContextBuilder.forServer(certificate.key(), certificate.chain())
                        .sslProvider(PROVIDER)
                        .protocols(asked.policy().protocols())
                        .ciphers(
                                Ciphers.of(asked.policy(), PROVIDER == SslProvider.OPENSSL),
                                SupportedCipherSuiteFilter.INSTANCE);
        Clients clients = asked.clients();
        if (clients != null) {
            builder.trustManager(clients.manager())
                    .clientAuth(clients.trust() == null ? ClientAuth.OPTIONAL : ClientAuth.REQUIRE);
        }
        SslContext context = builder.applicationProtocolConfig(protocols(asked.http2())).build();
        if (clients != null && context.sessionContext() instanceof OpenSslSessionContext sessions) {
            sessions.setSessionCacheEnabled(false);
        }
        return context;
    }

    /// A handler for one connection. Sessions are not resumed where clients are asked for
    /// certificates (ELB user guide, mutual-authentication): there are no tickets. The JDK cannot
    /// be kept from it, so [Clients] verifies those anew.
    SslHandler handler(Shown choice, ByteBufAllocator allocator) {
        SslHandler handler = choice.context().newHandler(allocator);
        if (asked.clients() != null
                && handler.engine() instanceof ReferenceCountedOpenSslEngine boring) {
            SSL.setOptions(boring.sslPointer(), SSL.SSL_OP_NO_TICKET);
        }
        return handler;
    }

    /// What targets are told of a client whose handshake is done.
    ///
    /// @throws CertificateException when its certificate cannot be told
    Map<ClientField, String> told(SSLSession session) throws CertificateException {
        Clients clients = asked.clients();
        if (clients == null) {
            return Map.of();
        }
        return clients.told(chain(session));
    }

    private static List<X509Certificate> chain(SSLSession session) {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            for (Certificate certificate : session.getPeerCertificates()) {
                chain.add((X509Certificate) certificate);
            }
        } catch (SSLPeerUnverifiedException e) {
            return List.of(); // it sent none
        }
        return chain;
    }

    static ApplicationProtocolConfig protocols(boolean http2) {
        String older = ApplicationProtocolNames.HTTP_1_1;
        return new ApplicationProtocolConfig(
                Protocol.ALPN,
                SelectorFailureBehavior.NO_ADVERTISE,
                SelectedListenerFailureBehavior.ACCEPT,
                http2 ? List.of(ApplicationProtocolNames.HTTP_2, older) : List.of(older));
    }

    /// The certificate for a client: the best of those that name the host it asks for, the default
    /// one when none does.
    Shown choose(ClientHello hello, long nowMillis) {
        Shown first = shown.getFirst();
        if (hello.domain().isEmpty()) {
            return first;
        }
        var best = ServerCertificate.bestFor(hello, nowMillis);
        return shown.stream()
                .filter(it -> it.certificate().names(hello.domain()))
                .min((a, b) -> best.compare(a.certificate(), b.certificate()))
                .orElse(first);
    }
}
