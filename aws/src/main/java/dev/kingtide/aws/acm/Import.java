package dev.kingtide.aws.acm;

import dev.kingtide.core.traffic.Certificate;
import dev.kingtide.core.traffic.Certificates;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.acm.model.ImportCertificateRequest;

/// What a caller of ImportCertificate brings, held to what ACM takes (ACM user guide,
/// import-certificate-prerequisites).
final class Import {

    private Import() {}

    /// The certificate with its chain and key, all of which fit each other.
    static Certificates.New read(ImportCertificateRequest request, long nowMillis) {
        String body = text(request.certificate());
        String chain = text(request.certificateChain());
        String key = text(request.privateKey());
        X509Certificate certificate = body(body);
        chain(certificate, chain);
        PrivateKey privateKey = PrivateKeys.read(key, certificate.getPublicKey());
        String algorithm = X509View.keyAlgorithm(certificate);
        if (algorithm == null || privateKey == null) {
            int bits = X509View.rsaBits(certificate);
            throw bits > 0 && privateKey != null
                    ? AcmErrors.keyLength(bits)
                    : AcmErrors.keyNotSupported();
        }
        if (!PrivateKeys.isPair(privateKey, certificate.getPublicKey())) {
            throw AcmErrors.otherKey();
        }
        long from = certificate.getNotBefore().toInstant().toEpochMilli();
        long to = certificate.getNotAfter().toInstant().toEpochMilli();
        if (nowMillis < from || nowMillis > to) {
            throw AcmErrors.notValidNow(nowMillis > to);
        }
        return new Certificates.New(
                new Certificate.Pem(body, chain),
                new Certificate.Key(PrivateKeys.pem(privateKey)),
                new Certificate.Subject(X509View.domains(certificate), algorithm),
                from,
                to);
    }

    /// Refuses what cannot take another certificate's place (ACM user guide, import-reimport): one
    /// without any of its domains, or with a key of another kind.
    static void replaces(Certificate before, Certificates.New brought) {
        List<String> old = before.subject().domains();
        if (!old.isEmpty() && brought.subject().domains().stream().noneMatch(old::contains)) {
            throw AcmErrors.unlike("domain names");
        }
        if (!before.subject().keyAlgorithm().equals(brought.subject().keyAlgorithm())) {
            throw AcmErrors.unlike("key type and size");
        }
    }

    private static String text(@Nullable SdkBytes bytes) {
        return bytes == null ? "" : bytes.asString(StandardCharsets.ISO_8859_1);
    }

    private static X509Certificate body(String text) {
        List<X509Certificate> all = X509View.certificates(text);
        if (all == null || all.isEmpty()) {
            throw AcmErrors.notPem();
        }
        if (all.size() > 1) {
            throw AcmErrors.moreThanOne();
        }
        return all.getFirst();
    }

    private static void chain(X509Certificate certificate, String text) {
        if (text.isBlank()) {
            return;
        }
        List<X509Certificate> chain = X509View.certificates(text);
        if (chain == null || chain.isEmpty()) {
            throw AcmErrors.chainNotPem();
        }
        if (chain.getFirst().equals(certificate) && !isSignedBy(certificate, certificate)) {
            throw AcmErrors.brokenChain(0);
        }
        if (!isSignedBy(certificate, chain.getFirst())) {
            throw AcmErrors.otherChain();
        }
        for (int i = 1; i < chain.size(); i++) {
            if (!isSignedBy(chain.get(i - 1), chain.get(i))) {
                throw AcmErrors.brokenChain(i);
            }
        }
    }

    private static boolean isSignedBy(X509Certificate certificate, X509Certificate issuer) {
        if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
