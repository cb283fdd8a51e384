package dev.kingtide.edge.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.traffic.CertificateFiles;
import dev.kingtide.core.traffic.TrustStore;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What speaks against clients' certificates, in the words of connection logs; which clients are
/// let in says `MutualTlsTest`.
class ClientTrustTest {
    private final ClientTrust trust;

    ClientTrustTest() throws GeneralSecurityException {
        String pem = CertificateFiles.text("clients-root.pem");
        String root = pem.replaceAll("-----[A-Z ]+-----|\\s", "");
        trust = new ClientTrust(new TrustStore("arn", "clients", List.of(root), List.of(), 1));
    }

    private static X509Certificate certificate(String name) throws GeneralSecurityException {
        byte[] pem = CertificateFiles.text(name + ".pem").getBytes(StandardCharsets.US_ASCII);
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(pem));
    }

    private static @Nullable String code(@Nullable CertificateFault fault) {
        return fault == null ? null : fault.code();
    }

    private @Nullable CertificateFault fault(
            List<X509Certificate> chain, boolean ignoresExpiry, String year) {
        try {
            trust.verify(chain, ignoresExpiry, Instant.parse(year + "-06-01T00:00:00Z"));
            return null;
        } catch (ClientRefused e) {
            return e.fault();
        }
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    client, must be valid, 2100,
                    client, must be valid, 2025, ClientCertNotYetValid
                    client, must be valid, 2200, ClientCertExpired
                    client, may have expired, 2025, ClientCertNotYetValid
                    client, may have expired, 2200, ClientCertExpired
                    client-below clients-middle, must be valid, 2200, ClientCertExpired
                    client-foreign, must be valid, 2200, ClientCertUntrusted
                    client-foreign, may have expired, 2200, ClientCertUntrusted
                    client-below, must be valid, 2200, ClientCertUntrusted
                    client-server, must be valid, 2100, ClientCertPurposeInvalid
                    client-short, must be valid, 2100, ClientCertTypeUnsupported
                    client client client client, must be valid, 2100,
                    client client client client client, must be valid, 2100, ClientCertMaxChainDepthExceeded
                    """)
    void a_certificate_is_refused_for(
            String names, String expiry, String year, @Nullable String code)
            throws GeneralSecurityException {
        List<X509Certificate> chain = new ArrayList<>();
        for (String name : names.split(" ", -1)) {
            chain.add(certificate(name));
        }
        assertThat(code(fault(chain, expiry.equals("may have expired"), year))).isEqualTo(code);
    }

    @Test
    void all_that_a_client_sends_has_a_bound() throws GeneralSecurityException {
        List<X509Certificate> many = Collections.nCopies(300, certificate("client"));
        try {
            Clients.PASSED_THROUGH.check(many);
        } catch (ClientRefused e) {
            assertThat(e.fault().code()).isEqualTo("ClientCertMaxSizeExceeded");
            return;
        }
        throw new AssertionError("it was accepted");
    }
}
