package dev.kingtide.edge.tls;

import dev.kingtide.core.traffic.TlsPolicy;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;

/// How a listener speaks TLS: the certificates that it can show, and under which policy.
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
    public record Asked(TlsPolicy policy, List<ServerCertificate> certificates, boolean http2) {}

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
        return builder.applicationProtocolConfig(protocols(asked.http2())).build();
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
