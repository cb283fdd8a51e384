package dev.kingtide.edge.tls;

import dev.kingtide.core.traffic.Certificate;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// A certificate with its chain and private key, as a listener shows it.
public final class ServerCertificate {

    /// Which of several that name the host is the best: the ones for which the client can verify
    /// signatures come first, those of elliptic curves before those of RSA, valid ones before
    /// expired ones, better hashes before worse, longer keys before shorter, later ends before
    /// earlier (ELB user guide, create-https-listener, certificate list).
    static Comparator<ServerCertificate> bestFor(ClientHello hello, long nowMillis) {
        return Comparator.comparingInt((ServerCertificate it) -> it.fits(hello) ? 0 : 1)
                .thenComparingInt(it -> it.isEcdsa() ? 0 : 1)
                .thenComparingInt(it -> it.row.notAfterMillis() > nowMillis ? 0 : 1)
                .thenComparingInt(it -> -it.hashBits)
                .thenComparingInt(it -> -it.keyBits)
                .thenComparingLong(it -> -it.row.notAfterMillis());
    }

    private final Certificate row;
    private final List<X509Certificate> chain;
    private final PrivateKey key;
    private final int hashBits;
    private final int keyBits;

    /// Reads what was imported.
    ///
    /// @throws GeneralSecurityException when something in it cannot be read here
    public ServerCertificate(Certificate row) throws GeneralSecurityException {
        this.row = row;
        this.chain = new ArrayList<>();
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        String pem = row.pem().body() + '\n' + row.pem().chain();
        for (byte[] der : blocks(pem)) {
            chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
        }
        this.key =
                KeyFactory.getInstance(isEcdsa() ? "EC" : "RSA")
                        .generatePrivate(
                                new PKCS8EncodedKeySpec(blocks(row.privateKey().pem()).getFirst()));
        String algorithm = chain.getFirst().getSigAlgName().toUpperCase(Locale.ROOT);
        this.hashBits =
                algorithm.startsWith("SHA")
                        ? Integer.parseInt(algorithm.replaceAll("^SHA(\\d+).*", "$1"))
                        : 0;
        this.keyBits =
                Integer.parseInt(row.subject().keyAlgorithm().replaceAll("^\\D*(\\d+).*", "$1"));
    }

    private static List<byte[]> blocks(String pem) throws GeneralSecurityException {
        List<byte[]> blocks = new ArrayList<>();
        StringBuilder block = new StringBuilder();
        for (String line : pem.lines().map(String::strip).toList()) {
            if (line.startsWith("-----BEGIN")) {
                block.setLength(0);
            } else if (line.startsWith("-----END")) {
                blocks.add(decoded(block.toString()));
            } else {
                block.append(line);
            }
        }
        if (blocks.isEmpty()) {
            throw new GeneralSecurityException("nothing in PEM");
        }
        return blocks;
    }

    private static byte[] decoded(String base64) throws GeneralSecurityException {
        try {
            return Base64.getDecoder().decode(base64.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("no base 64", e);
        }
    }

    public String arn() {
        return row.arn();
    }

    List<X509Certificate> chain() {
        return chain;
    }

    PrivateKey key() {
        return key;
    }

    boolean isEcdsa() {
        return row.subject().keyAlgorithm().startsWith("EC_");
    }

    private boolean fits(ClientHello hello) {
        return isEcdsa() ? hello.takesEcdsa() : hello.takesRsa();
    }

    /// Whether it names this host, itself or by `*` for its first label (RFC 6125, section 6.4.3).
    boolean names(String host) {
        int dot = host.indexOf('.');
        for (String domain : row.subject().domains()) {
            if (domain.equalsIgnoreCase(host)
                    || (domain.startsWith("*.")
                            && dot > 0
                            && domain.substring(1).equalsIgnoreCase(host.substring(dot)))) {
                return true;
            }
        }
        return false;
    }
}
