package dev.kingtide.edge.tls;

import dev.kingtide.core.traffic.TlsPolicy;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.util.List;
import javax.net.ssl.SSLException;

/// TLS to targets, whose certificates are not looked at: neither who signed them, nor whom they
/// name, nor whether they are valid (ELB user guide, load-balancer-target-groups, routing
/// configuration).
public final class TargetTls {
    /// What load balancers offer to targets (ELB user guide, describe-ssl-policies).
    private static final String POLICY = "ELBSecurityPolicy-TLS13-1-0-2021-06";

    private final SslContext context;

    /// Made when it is needed: it takes a tenth of a second of a start.
    private static final class Http1 {
        static final TargetTls TLS = make(false);
    }

    private static final class Http2 {
        static final TargetTls TLS = make(true);
    }

    private TargetTls(SslContext context) {
        this.context = context;
    }

    /// For targets of HTTP/1.1, or of HTTP/2.
    public static TargetTls of(boolean http2) {
        return http2 ? Http2.TLS : Http1.TLS;
    }

    private static TargetTls make(boolean http2) {
        TlsPolicy policy = TlsPolicy.named(POLICY);
        if (policy == null) {
            throw new IllegalStateException("no policy " + POLICY);
        }
        SslContextBuilder builder =
                SslContextBuilder.forClient()
                        .sslProvider(ListenerTls.PROVIDER)
                        .trustManager(InsecureTrustManagerFactory.INSTANCE)
                        .endpointIdentificationAlgorithm(null)
                        .protocols(policy.protocols())
                        .ciphers(
                                policy.ciphers().stream().map(Ciphers::iana).toList(),
                                SupportedCipherSuiteFilter.INSTANCE);
        if (http2) {
            builder.applicationProtocolConfig(
                    new ApplicationProtocolConfig(
                            ApplicationProtocolConfig.Protocol.ALPN,
                            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                            List.of(ApplicationProtocolNames.HTTP_2)));
        }
        try {
            return new TargetTls(builder.build());
        } catch (SSLException e) {
            throw new IllegalStateException("there is no TLS here", e);
        }
    }

    /// A handler for one connection, which begins the handshake when the connection is there.
    ///
    /// @param timeoutMillis for the handshake (ELB user guide, load-balancer-troubleshooting: 10 s)
    public SslHandler handler(ByteBufAllocator allocator, int timeoutMillis) {
        SslHandler handler = context.newHandler(allocator);
        handler.setHandshakeTimeoutMillis(timeoutMillis);
        return handler;
    }
}
