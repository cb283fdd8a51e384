package dev.kingtide.core.traffic;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which certificates mutual TLS takes, of authorities and of clients (ELB user guide,
/// mutual-authentication, requirements for certificates).
public final class MutualTlsRules {
    private static final int RSA_BITS_MIN = 2048;
    private static final int RSA_BITS_MAX = 8192;
    private static final List<Integer> CURVE_BITS = List.of(256, 384, 521);
    private static final Pattern SIGNATURES =
            Pattern.compile("(?i)SHA-?(256|384|512)WITH(RSA|ECDSA)|RSASSA-PSS");

    private MutualTlsRules() {}

    /// What speaks against a certificate, such as `has a public key that is not supported`; null
    /// for nothing.
    public static @Nullable String fault(X509Certificate certificate) {
        if (certificate.getVersion() != 3) {
            return "is not of X.509 version 3";
        }
        if (!isSupported(certificate.getPublicKey())) {
            return "has a public key that is not supported";
        }
        return isSupported(certificate.getSigAlgName())
                ? null
                : "has a signature algorithm that is not supported";
    }

    private static boolean isSupported(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa ->
                    rsa.getModulus().bitLength() >= RSA_BITS_MIN
                            && rsa.getModulus().bitLength() <= RSA_BITS_MAX;
            case ECPublicKey curve -> CURVE_BITS.contains(curve.getParams().getOrder().bitLength());
            default -> false;
        };
    }

    /// Whether a signature may be made so, in the words of [java.security].
    public static boolean isSupported(String signature) {
        return SIGNATURES.matcher(signature).matches();
    }
}
