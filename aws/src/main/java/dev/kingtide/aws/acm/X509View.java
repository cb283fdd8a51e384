package dev.kingtide.aws.acm;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/// What certificates say of themselves (RFC 5280), in ACM's words.
final class X509View {
    private static final int DNS_NAME = 2;
    private static final List<Integer> RSA_BITS = List.of(1024, 2048, 3072, 4096);

    private static final List<String> KEY_USAGES =
            List.of(
                    "DIGITAL_SIGNATURE",
                    "NON_REPUDIATION",
                    "KEY_ENCIPHERMENT",
                    "DATA_ENCIPHERMENT",
                    "KEY_AGREEMENT",
                    "CERTIFICATE_SIGNING",
                    "CRL_SIGNING",
                    "ENCIPHER_ONLY",
                    "DECIPHER_ONLY");

    private X509View() {}

    /// The certificates of a text; null when something in it is none.
    static @Nullable List<X509Certificate> certificates(String text) {
        List<PemText.Block> blocks = PemText.blocks(text);
        if (blocks == null) {
            return null;
        }
        List<X509Certificate> all = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (PemText.Block block : blocks) {
                if (!block.label().equals("CERTIFICATE")) {
                    return null;
                }
                all.add(
                        (X509Certificate)
                                factory.generateCertificate(
                                        new ByteArrayInputStream(block.bytes())));
            }
        } catch (CertificateException e) {
            return null;
        }
        return all;
    }

    /// The names of hosts: the common name first, each once.
    static List<String> domains(X509Certificate certificate) {
        SequencedSet<String> domains = new LinkedHashSet<>();
        String common = attribute(certificate.getSubjectX500Principal(), "CN");
        if (common != null) {
            domains.add(common);
        }
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            for (List<?> name : names == null ? List.<List<?>>of() : names) {
                if (name.getFirst() instanceof Integer kind
                        && kind == DNS_NAME
                        && name.get(1) instanceof String text) {
                    domains.add(text);
                }
            }
        } catch (CertificateParsingException e) {
            return List.copyOf(domains); // the others cannot be read, so they are not there
        }
        return List.copyOf(domains);
    }

    /// `RSA_2048`, `EC_prime256v1` and so on; null when ACM takes no such key.
    static @Nullable String keyAlgorithm(X509Certificate certificate) {
        return switch (certificate.getPublicKey()) {
            case RSAPublicKey rsa ->
                    RSA_BITS.contains(rsa.getModulus().bitLength())
                            ? "RSA_" + rsa.getModulus().bitLength()
                            : null;
            case ECPublicKey curve -> curve(curve);
            default -> null;
        };
    }

    /// How long an RSA key is; 0 when it is another.
    static int rsaBits(X509Certificate certificate) {
        return certificate.getPublicKey() instanceof RSAPublicKey rsa
                ? rsa.getModulus().bitLength()
                : 0;
    }

    /// By the text of its parameters, which has the names of the curve.
    private static @Nullable String curve(ECPublicKey key) {
        String names = key.getParams().toString();
        for (String curve : List.of("prime256v1", "secp384r1", "secp521r1")) {
            if (names.contains(curve)) {
                return "EC_" + curve;
            }
        }
        return null;
    }

    /// Pairs of hexadecimal digits.
    static String serial(X509Certificate certificate) {
        String digits = certificate.getSerialNumber().toString(16);
        String even = digits.length() % 2 == 0 ? digits : '0' + digits;
        return even.replaceAll("(..)(?=.)", "$1:");
    }

    /// As it is written, not backwards as RFC 2253 has it.
    static String name(X500Principal principal) {
        List<String> parts = new ArrayList<>();
        for (Rdn rdn : rdns(principal)) {
            parts.add(rdn.toString());
        }
        return String.join(", ", parts);
    }

    /// Who issued it: the organization, or else what it calls itself.
    static String issuer(X509Certificate certificate) {
        X500Principal issuer = certificate.getIssuerX500Principal();
        String organization = attribute(issuer, "O");
        String common = attribute(issuer, "CN");
        return organization != null ? organization : common != null ? common : name(issuer);
    }

    private static @Nullable String attribute(X500Principal principal, String type) {
        String found = null;
        for (Rdn rdn : rdns(principal)) {
            if (rdn.getType().equalsIgnoreCase(type)) {
                found = String.valueOf(rdn.getValue());
            }
        }
        return found;
    }

    private static List<Rdn> rdns(X500Principal principal) {
        try {
            return new LdapName(principal.getName()).getRdns();
        } catch (InvalidNameException e) {
            return List.of(); // it has none that can be told
        }
    }

    /// For what its key may be used.
    static List<String> keyUsages(X509Certificate certificate) {
        boolean[] usages = certificate.getKeyUsage();
        List<String> names = new ArrayList<>();
        for (int i = 0; usages != null && i < usages.length && i < KEY_USAGES.size(); i++) {
            if (usages[i]) {
                names.add(KEY_USAGES.get(i));
            }
        }
        return names;
    }

    /// The object identifiers of what it is for.
    static List<String> purposes(X509Certificate certificate) {
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            return purposes == null ? List.of() : purposes;
        } catch (CertificateParsingException e) {
            return List.of(); // they cannot be read, so there are none
        }
    }

    /// What an object identifier of a purpose means.
    static String purpose(String oid) {
        return switch (oid) {
            case "1.3.6.1.5.5.7.3.1" -> "TLS_WEB_SERVER_AUTHENTICATION";
            case "1.3.6.1.5.5.7.3.2" -> "TLS_WEB_CLIENT_AUTHENTICATION";
            case "1.3.6.1.5.5.7.3.3" -> "CODE_SIGNING";
            case "1.3.6.1.5.5.7.3.4" -> "EMAIL_PROTECTION";
            case "1.3.6.1.5.5.7.3.8" -> "TIME_STAMPING";
            case "1.3.6.1.5.5.7.3.9" -> "OCSP_SIGNING";
            case "1.3.6.1.5.5.7.3.5" -> "IPSEC_END_SYSTEM";
            case "1.3.6.1.5.5.7.3.6" -> "IPSEC_TUNNEL";
            case "1.3.6.1.5.5.7.3.7" -> "IPSEC_USER";
            case "2.5.29.37.0" -> "ANY";
            default -> "CUSTOM";
        };
    }
}
