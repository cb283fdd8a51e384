package dev.kingtide.edge.tls;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.security.auth.x500.X500Principal;

/// What targets are told of a client's certificate, each in a header field (ELB user guide,
/// mutual-authentication, HTTP headers and mutual TLS).
public enum ClientField {
    /// All certificates that the client sent, its own first: mode `passthrough`.
    CHAIN("X-Amzn-Mtls-Clientcert"),
    /// The certificate's number, hexadecimal: mode `verify`, as all that follow.
    SERIAL_NUMBER("X-Amzn-Mtls-Clientcert-Serial-Number"),
    /// Who issued it.
    ISSUER("X-Amzn-Mtls-Clientcert-Issuer"),
    /// Whom it names.
    SUBJECT("X-Amzn-Mtls-Clientcert-Subject"),
    /// From when until when it is valid.
    VALIDITY("X-Amzn-Mtls-Clientcert-Validity"),
    /// The certificate itself.
    LEAF("X-Amzn-Mtls-Clientcert-Leaf");

    /// Names of attributes that RFC 2253 has only by number.
    private static final Map<String, String> ATTRIBUTES =
            Map.of("1.2.840.113549.1.9.1", "emailAddress", "2.5.4.5", "serialNumber");

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private final String header;

    ClientField(String header) {
        this.header = header;
    }

    /// Its name when nobody gives it another.
    public String header() {
        return header;
    }

    /// The listener attribute that gives it another name, behind `routing.http.request.`.
    public String attribute() {
        return header.toLowerCase(Locale.ROOT).replace('-', '_') + ".header_name";
    }

    /// What is told of certificates that nobody verified; nothing when there are none.
    static Map<ClientField, String> passedThrough(List<X509Certificate> chain)
            throws CertificateEncodingException {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : chain) {
            text.append(pem(certificate));
        }
        return chain.isEmpty() ? Map.of() : Map.of(CHAIN, encoded(text.toString()));
    }

    /// What is told of a certificate that was verified.
    static Map<ClientField, String> verified(X509Certificate leaf)
            throws CertificateEncodingException {
        Map<ClientField, String> told = new EnumMap<>(ClientField.class);
        told.put(SERIAL_NUMBER, serialNumber(leaf));
        told.put(ISSUER, name(leaf.getIssuerX500Principal()));
        told.put(SUBJECT, subject(leaf));
        told.put(VALIDITY, validity(leaf));
        told.put(LEAF, encoded(pem(leaf)));
        return Collections.unmodifiableMap(told);
    }

    /// A certificate's number, hexadecimal.
    public static String serialNumber(X509Certificate certificate) {
        String digits = certificate.getSerialNumber().toString(16).toUpperCase(Locale.ROOT);
        return digits.length() % 2 == 0 ? digits : '0' + digits;
    }

    /// Whom a certificate names.
    public static String subject(X509Certificate certificate) {
        return name(certificate.getSubjectX500Principal());
    }

    /// From when until when a certificate is valid.
    public static String validity(X509Certificate certificate) {
        return "NotBefore="
                + certificate.getNotBefore().toInstant()
                + ";NotAfter="
                + certificate.getNotAfter().toInstant();
    }

    /// As RFC 2253 has it, and OpenSSL writes it, which leaves `=` as it is. Bytes that are no
    /// visible ASCII are escaped (section 2.4), line ends among them: a name is the choice of
    /// whoever asked for the certificate.
    private static String name(X500Principal principal) {
        StringBuilder name = new StringBuilder();
        String text = principal.getName(X500Principal.RFC2253, ATTRIBUTES).replace("\\=", "=");
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (octet >= ' ' && octet < 0x7F) {
                name.append((char) octet);
            } else {
                name.append("\\%02X".formatted(octet));
            }
        }
        return name.toString();
    }

    private static String pem(X509Certificate certificate) throws CertificateEncodingException {
        return "-----BEGIN CERTIFICATE-----\n"
                + LINES.encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    /// With `+`, `=` and `/` as they are; there is nothing else in it to be encoded than blanks and
    /// ends of lines.
    private static String encoded(String pem) {
        return pem.replace(" ", "%20").replace("\n", "%0A");
    }
}
