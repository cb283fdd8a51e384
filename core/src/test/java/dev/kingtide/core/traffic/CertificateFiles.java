package dev.kingtide.core.traffic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// Certificates and keys for tests, made once with OpenSSL and valid from 2026 to 2126 but for
/// `old`, `later`, `client-expired` and `client-later`. `root` signed `middle`, which signed `shop`
/// and `shop-again` (RSA 2048) and `wild` (P-256). `clients-root` signed `clients-middle`, which
/// signed `client-below`, and the other certificates of clients but `client-foreign`, which
/// `foreign-root` signed; its list `clients-root.crl` revokes `client`, and `clients-middle.crl`
/// revokes `clients-middle`. The others signed themselves.
public final class CertificateFiles {

    private CertificateFiles() {}

    /// The text of a file: `shop.pem`, `shop.key`.
    public static String text(String name) {
        try (var in = CertificateFiles.class.getResourceAsStream("certificates/" + name)) {
            return new String(
                    Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What vouches for those that `middle` signed.
    public static String chain() {
        return text("middle.pem") + text("root.pem");
    }

    /// What a caller brings who imports these files.
    public static Certificates.New brought(String name, String... domains) {
        boolean bySelf = !List.of("shop", "shop-again", "wild").contains(name);
        return new Certificates.New(
                new Certificate.Pem(text(name + ".pem"), bySelf ? "" : chain()),
                new Certificate.Key(text(name + ".key")),
                new Certificate.Subject(
                        List.of(domains), name.startsWith("shop") ? "RSA_2048" : "EC_prime256v1"),
                1_767_225_600_000L,
                4_922_899_200_000L);
    }
}
