package dev.kingtide.aws.acm;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Private keys as people have them: PKCS #8, and the older forms of RSA (PKCS #1) and of elliptic
/// curves (SEC 1), which say nothing of their algorithm and take that of the certificate.
public final class PrivateKeys {
    private static final byte[] VERSION_0 = {2, 1, 0};
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 4;

    private PrivateKeys() {}

    /// The key that a text has, which belongs to a certificate with this public key; null when the
    /// text is no key that is not encrypted, or one of another algorithm.
    public static @Nullable PrivateKey read(String text, PublicKey other) {
        List<PemText.Block> blocks = PemText.blocks(text);
        if (blocks == null) {
            return null;
        }
        for (PemText.Block block : blocks) {
            switch (block.label()) {
                case "PRIVATE KEY" -> {
                    return key(block.bytes(), other);
                }
                case "RSA PRIVATE KEY", "EC PRIVATE KEY" -> {
                    boolean same = block.label().startsWith(other.getAlgorithm());
                    return same ? key(pkcs8(block.bytes(), other), other) : null;
                }
                default -> {} // such as EC PARAMETERS
            }
        }
        return null;
    }

    private static @Nullable PrivateKey key(byte[] pkcs8, PublicKey other) {
        try {
            return KeyFactory.getInstance(other.getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    /// A key as PKCS #8 in PEM, the one form in which keys are kept.
    static String pem(PrivateKey key) {
        Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
        return "-----BEGIN PRIVATE KEY-----\n"
                + lines.encodeToString(key.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    /// Whether the two are one pair: they have one modulus and exponent, as RSA keys have it from
    /// one making, or what one signs the other verifies. To sign with RSA takes a fifth of a second
    /// the first time.
    static boolean isPair(PrivateKey key, PublicKey other) {
        if (key instanceof RSAPrivateCrtKey own && other instanceof RSAPublicKey its) {
            return own.getModulus().equals(its.getModulus())
                    && own.getPublicExponent().equals(its.getPublicExponent());
        }
        String algorithm = other.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
        byte[] message = other.getEncoded();
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(message);
            byte[] signed = signature.sign();
            signature.initVerify(other);
            signature.update(message);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /// PKCS #8 (RFC 5958): version, algorithm, and the older form in octets. The algorithm is the
    /// first member of a public key's own form (RFC 5280, section 4.1).
    private static byte[] pkcs8(byte[] key, PublicKey other) {
        byte[] subject = other.getEncoded();
        int from = 2 + lengthOctets(subject, 1);
        int to = from + 2 + lengthOctets(subject, from + 1) + length(subject, from + 1);
        ByteArrayOutputStream inner = new ByteArrayOutputStream();
        inner.writeBytes(VERSION_0);
        inner.write(subject, from, to - from);
        put(inner, OCTETS, key);
        ByteArrayOutputStream outer = new ByteArrayOutputStream();
        put(outer, SEQUENCE, inner.toByteArray());
        return outer.toByteArray();
    }

    /// How many octets a length has beyond its first (X.690, section 8.1.3).
    private static int lengthOctets(byte[] der, int at) {
        return der[at] >= 0 ? 0 : der[at] & 0x7F;
    }

    private static int length(byte[] der, int at) {
        int octets = lengthOctets(der, at);
        int length = octets == 0 ? der[at] : 0;
        for (int i = 1; i <= octets; i++) {
            length = length << 8 | (der[at + i] & 0xFF);
        }
        return length;
    }

    private static void put(ByteArrayOutputStream out, int tag, byte[] content) {
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
    }
}
