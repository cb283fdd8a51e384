package dev.kingtide.edge.tls;

import dev.kingtide.core.traffic.MutualTlsRules;
import dev.kingtide.core.traffic.TrustStore;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/// A trust store, ready to verify clients' certificates.
///
/// Every certificate in it is trusted as it is, an intermediate authority's too; those between the
/// client's and it may be in the trust store or come from the client. What is looked at is what the
/// error codes of connection logs name (ELB user guide, load-balancer-connection-logs): the chain
/// and its length, validity, purpose, keys and signatures, revocation.
public final class ClientTrust {
    /// How many certificates a chain may have, the authority's among them (ELB user guide,
    /// load-balancer-limits: certificate chain depth).
    private static final int DEPTH_MAX = 4;

    private static final String CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_PURPOSE = "2.5.29.37.0";
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_AGREEMENT = 4;

    private final String arn;
    private final List<X509Certificate> authorities = new ArrayList<>();
    private final Set<TrustAnchor> anchors = new HashSet<>();
    private final Map<String, Set<String>> revoked = new HashMap<>();

    /// Reads a trust store.
    ///
    /// @throws GeneralSecurityException when something in it cannot be read here
    public ClientTrust(TrustStore store) throws GeneralSecurityException {
        this.arn = store.arn();
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        for (String base64 : store.authorities()) {
            byte[] der = Base64.getDecoder().decode(base64);
            X509Certificate authority =
                    (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
            authorities.add(authority);
            anchors.add(new TrustAnchor(authority, null));
        }
        for (TrustStore.Revocation revocation : store.revocations()) {
            for (TrustStore.Revoked each : revocation.revoked()) {
                revoked.computeIfAbsent(each.issuer(), _ -> new HashSet<>()).addAll(each.serials());
            }
        }
    }

    public String arn() {
        return arn;
    }

    /// Whose certificates it accepts.
    X509Certificate[] authorities() {
        return authorities.toArray(X509Certificate[]::new);
    }

    /// Refuses what it does not vouch for.
    ///
    /// @param chain what a client sent, its own certificate first
    /// @param ignoresExpiry whether the client's certificate may have expired
    /// @throws CertificateException says why
    void verify(List<X509Certificate> chain, boolean ignoresExpiry, Instant now)
            throws CertificateException {
        if (chain.isEmpty()) {
            throw new CertificateException("no certificate");
        }
        if (chain.size() > DEPTH_MAX) {
            throw new CertificateException("a chain that is too long");
        }
        X509Certificate leaf = chain.getFirst();
        purpose(leaf);
        Instant end = leaf.getNotAfter().toInstant();
        boolean expired = ignoresExpiry && now.isAfter(end);
        PKIXCertPathBuilderResult built = path(chain, expired ? end : now);
        List<X509Certificate> path = new ArrayList<>();
        built.getCertPath().getCertificates().forEach(it -> path.add((X509Certificate) it));
        X509Certificate anchor = built.getTrustAnchor().getTrustedCert();
        if (path.size() + 1 > DEPTH_MAX) {
            throw new CertificateException("a chain that is too long");
        }
        anchor.checkValidity(Date.from(now));
        for (int i = 0; i < path.size(); i++) {
            X509Certificate certificate = path.get(i);
            String fault = MutualTlsRules.fault(certificate);
            if (fault != null) {
                throw new CertificateException("a certificate that " + fault);
            }
            if (i > 0) {
                certificate.checkValidity(Date.from(now));
            }
            String issuer = certificate.getIssuerX500Principal().getName(X500Principal.CANONICAL);
            Set<String> serials = revoked.getOrDefault(issuer, Set.of());
            if (serials.contains(certificate.getSerialNumber().toString(16))) {
                throw new CertificateException("a certificate that was revoked");
            }
        }
    }

    /// A way from the client's certificate to one of the trust store's.
    private PKIXCertPathBuilderResult path(List<X509Certificate> chain, Instant at)
            throws CertificateException {
        try {
            X509CertSelector target = new X509CertSelector();
            target.setCertificate(chain.getFirst());
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
            parameters.addCertStore(
                    CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(at));
            return (PKIXCertPathBuilderResult)
                    CertPathBuilder.getInstance("PKIX").build(parameters);
        } catch (GeneralSecurityException e) {
            throw new CertificateException("nobody vouches for it", e);
        }
    }

    /// A certificate that says what it is for must say that it is for clients of TLS (RFC 5280,
    /// sections 4.2.1.3 and 4.2.1.12).
    private static void purpose(X509Certificate leaf) throws CertificateException {
        List<String> purposes = leaf.getExtendedKeyUsage();
        boolean fits =
                purposes == null
                        || purposes.contains(CLIENT_AUTHENTICATION)
                        || purposes.contains(ANY_PURPOSE);
        boolean[] usages = leaf.getKeyUsage();
        if (!fits || (usages != null && !usages[DIGITAL_SIGNATURE] && !usages[KEY_AGREEMENT])) {
            throw new CertificateException("a certificate for another purpose");
        }
    }
}
