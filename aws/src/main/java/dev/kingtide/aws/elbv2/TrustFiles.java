package dev.kingtide.aws.elbv2;

import dev.kingtide.core.traffic.MutualTlsRules;
import dev.kingtide.core.traffic.TrustStore;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/// What the files of trust stores may hold (ELB user guide, mutual-authentication: requirements for
/// certificates and for CA certificate files; load-balancer-limits, certificates; what is not taken
/// of revocation lists, configuring-mtls-with-elb).
final class TrustFiles {
    /// All certificates of a trust store, each of which may have 16 KB.
    static final int BUNDLE_BYTES_MAX = 1 << 20;

    /// One revocation list.
    static final int LIST_BYTES_MAX = 50 << 20;

    private static final int CERTIFICATE_BYTES_MAX = 16 << 10;
    private static final int SUBJECT_BYTES_MAX = 10_000;
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String END = "-----END CERTIFICATE-----";
    private static final String DELTA = "2.5.29.27";

    private TrustFiles() {}

    /// The certificates of a bundle, each as DER in base 64.
    static List<String> bundle(byte[] bytes) {
        if (bytes.length > BUNDLE_BYTES_MAX) {
            throw Elbv2Errors.invalidBundle("it is too large");
        }
        List<String> all = blocks(new String(bytes, StandardCharsets.ISO_8859_1));
        if (all.isEmpty()) {
            throw Elbv2Errors.invalidBundle("there is no certificate in it");
        }
        int subjects = 0;
        for (String base64 : all) {
            X509Certificate authority = certificate(base64);
            String fault = fault(authority);
            if (fault != null) {
                throw Elbv2Errors.invalidBundle(
                        "'" + authority.getSubjectX500Principal() + "' " + fault);
            }
            subjects += authority.getSubjectX500Principal().getEncoded().length;
        }
        if (subjects > SUBJECT_BYTES_MAX) {
            throw Elbv2Errors.invalidBundle("its subjects are too long");
        }
        return all;
    }

    /// What stands between the boundaries; a line outside them is a comment with `#` before it and
    /// no hyphen in it, and none is blank.
    private static List<String> blocks(String text) {
        List<String> blocks = new ArrayList<>();
        StringBuilder block = null;
        for (String line : text.lines().toList()) {
            String stripped = line.stripTrailing();
            if (block == null && stripped.equals(BEGIN)) {
                block = new StringBuilder();
            } else if (block != null && stripped.equals(END)) {
                blocks.add(block.toString());
                block = null;
            } else if (block != null && !stripped.isEmpty()) {
                block.append(stripped);
            } else if (!stripped.startsWith("#") || stripped.contains("-")) {
                throw Elbv2Errors.invalidBundle("a line in it is not in PEM format");
            }
        }
        if (block != null) {
            throw Elbv2Errors.invalidBundle("a certificate in it has no end");
        }
        return blocks;
    }

    private static X509Certificate certificate(String base64) {
        try {
            byte[] der = Base64.getDecoder().decode(base64);
            if (der.length > CERTIFICATE_BYTES_MAX) {
                throw Elbv2Errors.invalidBundle("a certificate in it is too large");
            }
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException | IllegalArgumentException e) {
            throw Elbv2Errors.invalidBundle("a certificate in it cannot be read");
        }
    }

    private static @Nullable String fault(X509Certificate authority) {
        return authority.getBasicConstraints() < 0
                ? "is not a certificate authority's"
                : MutualTlsRules.fault(authority);
    }

    /// What a revocation file revokes, by issuer. That an authority signed it is not looked at: who
    /// may change a trust store is trusted with it.
    static List<TrustStore.Revoked> revocations(byte[] bytes) {
        if (bytes.length > LIST_BYTES_MAX) {
            throw Elbv2Errors.invalidRevocation("it is too large");
        }
        SortedMap<String, List<String>> all = new TreeMap<>();
        for (X509CRL list : lists(bytes)) {
            if (!MutualTlsRules.isSupported(list.getSigAlgName())) {
                throw Elbv2Errors.invalidRevocation("its signature algorithm is not supported");
            }
            Set<String> critical = list.getCriticalExtensionOIDs();
            if (critical != null && critical.contains(DELTA)) {
                throw Elbv2Errors.invalidRevocation("it is a delta list");
            }
            add(list, all);
        }
        List<TrustStore.Revoked> revoked = new ArrayList<>();
        all.forEach((issuer, serials) -> revoked.add(new TrustStore.Revoked(issuer, serials)));
        return revoked;
    }

    private static void add(X509CRL list, SortedMap<String, List<String>> all) {
        X500Principal issuer = list.getIssuerX500Principal();
        var entries = list.getRevokedCertificates();
        for (X509CRLEntry entry : entries == null ? List.<X509CRLEntry>of() : entries) {
            BigInteger serial = entry.getSerialNumber();
            if (serial.signum() < 0) {
                throw Elbv2Errors.invalidRevocation("it has a negative serial number");
            }
            X500Principal named = entry.getCertificateIssuer();
            String of = (named == null ? issuer : named).getName(X500Principal.CANONICAL);
            all.computeIfAbsent(of, _ -> new ArrayList<>()).add(serial.toString(16));
        }
    }

    private static List<X509CRL> lists(byte[] bytes) {
        List<X509CRL> lists = new ArrayList<>();
        try {
            Collection<?> read =
                    CertificateFactory.getInstance("X.509")
                            .generateCRLs(new ByteArrayInputStream(bytes));
            read.forEach(list -> lists.add((X509CRL) list));
        } catch (CertificateException | CRLException e) {
            throw Elbv2Errors.invalidRevocation("it cannot be read");
        }
        if (lists.isEmpty()) {
            throw Elbv2Errors.invalidRevocation("there is no list in it");
        }
        return lists;
    }
}
