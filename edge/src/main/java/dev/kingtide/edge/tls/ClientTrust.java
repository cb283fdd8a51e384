package dev.kingtide.edge.tls;

import dev.kingtide.core.traffic.MutualTlsRules;
import dev.kingtide.core.traffic.TrustStore;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
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
import org.jspecify.annotations.Nullable;

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
    /// @throws ClientRefused says why
    void verify(List<X509Certificate> chain, boolean ignoresExpiry, Instant now)
            throws ClientRefused {
        if (chain.isEmpty()) {
            throw new ClientRefused(CertificateFault.INVALID, null);
        }
        if (chain.size() > DEPTH_MAX) {
            throw new ClientRefused(CertificateFault.TOO_DEEP, null);
        }
        X509Certificate leaf = chain.getFirst();
        purpose(leaf);
        Instant end = leaf.getNotAfter().toInstant();
        boolean expired = ignoresExpiry && now.isAfter(end);
        PKIXCertPathBuilderResult built = path(chain, expired ? end : now, now);
        List<X509Certificate> path = new ArrayList<>();
        built.getCertPath().getCertificates().forEach(it -> path.add((X509Certificate) it));
        X509Certificate anchor = built.getTrustAnchor().getTrustedCert();
        if (path.size() + 1 > DEPTH_MAX) {
            throw new ClientRefused(CertificateFault.TOO_DEEP, null);
        }
        valid(anchor, now);
        for (int i = 0; i < path.size(); i++) {
            X509Certificate certificate = path.get(i);
            if (MutualTlsRules.fault(certificate) != null) {
                throw new ClientRefused(CertificateFault.UNSUPPORTED, null);
            }
            if (i > 0) {
                valid(certificate, now);
            }
            String issuer = certificate.getIssuerX500Principal().getName(X500Principal.CANONICAL);
            Set<String> serials = revoked.getOrDefault(issuer, Set.of());
            if (serials.contains(certificate.getSerialNumber().toString(16))) {
                throw new ClientRefused(CertificateFault.REVOKED, null);
            }
        }
    }

    private static void valid(X509Certificate certificate, Instant now) throws ClientRefused {
        CertificateFault fault = untimely(certificate, now);
        if (fault != null) {
            throw new ClientRefused(fault, null);
        }
    }

    /// What speaks against a certificate at a moment; null when it is valid then.
    private static @Nullable CertificateFault untimely(X509Certificate certificate, Instant now) {
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            return CertificateFault.EARLY;
        }
        return now.isAfter(certificate.getNotAfter().toInstant()) ? CertificateFault.EXPIRED : null;
    }

    /// A way from the client's certificate to one of the trust store's.
    ///
    /// @param at when all on the way have to be valid
    /// @throws ClientRefused when there is none, with what speaks against it now
    private PKIXCertPathBuilderResult path(List<X509Certificate> chain, Instant at, Instant now)
            throws ClientRefused {
        try {
            return path(chain, at);
        } catch (GeneralSecurityException e) {
            throw new ClientRefused(fault(chain, now), e);
        }
    }

    /// Why there is no way: the time, if there is one at a time when the certificate that is not
    /// valid now is.
    private CertificateFault fault(List<X509Certificate> chain, Instant now) {
        for (X509Certificate certificate : chain) {
            CertificateFault fault = untimely(certificate, now);
            Date then =
                    fault == CertificateFault.EARLY
                            ? certificate.getNotBefore()
                            : certificate.getNotAfter();
            if (fault != null && hasPath(chain, then.toInstant())) {
                return fault;
            }
        }
        return CertificateFault.UNTRUSTED;
    }

    private boolean hasPath(List<X509Certificate> chain, Instant at) {
        try {
            var _ = path(chain, at);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private PKIXCertPathBuilderResult path(List<X509Certificate> chain, Instant at)
            throws GeneralSecurityException {
        X509CertSelector target = new X509CertSelector();
        target.setCertificate(chain.getFirst());
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
        parameters.addCertStore(
                CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(at));
        return (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
    }

    /// A certificate that says what it is for must say that it is for clients of TLS (RFC 5280,
    /// sections 4.2.1.3 and 4.2.1.12).
    private static void purpose(X509Certificate leaf) throws ClientRefused {
        List<String> purposes;
        try {
            purposes = leaf.getExtendedKeyUsage();
        } catch (CertificateParsingException e) {
            throw new ClientRefused(CertificateFault.INVALID, e);
        }
        boolean fits =
                purposes == null
                        || purposes.contains(CLIENT_AUTHENTICATION)
                        || purposes.contains(ANY_PURPOSE);
        boolean[] usages = leaf.getKeyUsage();
        if (!fits || (usages != null && !usages[DIGITAL_SIGNATURE] && !usages[KEY_AGREEMENT])) {
            throw new ClientRefused(CertificateFault.OTHER_PURPOSE, null);
        }
    }
}
