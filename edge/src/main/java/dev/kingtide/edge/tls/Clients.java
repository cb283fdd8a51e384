package dev.kingtide.edge.tls;

import io.netty.handler.ssl.ResumableX509ExtendedTrustManager;
import java.net.Socket;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// What a listener asks of its clients.
///
/// @param trust verifies their certificates, which they must have then; null when whatever they
///   send is passed through
/// @param ignoresExpiry whether a client's certificate may have expired
/// @param advertises whether they are told whose certificates are accepted
public record Clients(@Nullable ClientTrust trust, boolean ignoresExpiry, boolean advertises) {
    /// All that a client sends (ELB user guide, load-balancer-limits: TLS message size).
    private static final int BYTES_MAX = 64 << 10;

    /// Passes through what clients send.
    public static final Clients PASSED_THROUGH = new Clients(null, false, false);

    /// Refuses certificates that are not accepted.
    ///
    /// @throws ClientRefused says why
    void check(List<X509Certificate> chain) throws ClientRefused {
        int bytes = 0;
        for (X509Certificate certificate : chain) {
            try {
                bytes += certificate.getEncoded().length;
            } catch (CertificateEncodingException e) {
                throw new ClientRefused(CertificateFault.INVALID, e);
            }
        }
        if (bytes > BYTES_MAX) {
            throw new ClientRefused(CertificateFault.TOO_LARGE, null);
        }
        if (trust != null) {
            trust.verify(chain, ignoresExpiry, Instant.now());
        }
    }

    /// What targets are told of certificates that are accepted.
    Map<ClientField, String> told(List<X509Certificate> chain) throws CertificateException {
        return trust == null
                ? ClientField.passedThrough(chain)
                : ClientField.verified(chain.getFirst());
    }

    /// Asks on the handshake. It is an extended one, so that the JDK checks nothing by itself.
    X509ExtendedTrustManager manager() {
        return new Asking();
    }

    private final class Asking extends X509ExtendedTrustManager
            implements ResumableX509ExtendedTrustManager {

        @Override
        public void resumeClientTrusted(X509Certificate[] chain, SSLEngine engine)
                throws CertificateException {
            checkClientTrusted(chain, "", engine);
        }

        @Override
        public void resumeServerTrusted(X509Certificate[] chain, SSLEngine engine)
                throws CertificateException {
            checkServerTrusted(chain, "");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            try {
                check(List.of(chain));
            } catch (ClientRefused e) {
                throw e.during(TlsTerms.of(engine), chain[0]);
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            check(List.of(chain));
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            check(List.of(chain));
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            checkServerTrusted(chain, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            checkServerTrusted(chain, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            throw new CertificateException("a listener asks clients only");
        }

        /// The names that clients are told.
        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return trust != null && advertises ? trust.authorities() : new X509Certificate[0];
        }
    }
}
