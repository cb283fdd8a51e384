package dev.kingtide.core;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// SHA-256, keyed and not: what signatures are made of, and names that follow from what they stand
/// for.
public final class Digests {
    private Digests() {}

    /// The hash of some bytes.
    public static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw Invariant.broken("every JDK has SHA-256: " + e);
        }
    }

    /// The hash of a text.
    public static byte[] sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    /// A key for [#hmac].
    public static SecretKeySpec key(byte[] bytes) {
        return new SecretKeySpec(bytes, "HmacSHA256");
    }

    /// The hash of a text that only who has the key can make (RFC 2104).
    public static byte[] hmac(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw Invariant.broken("every JDK has HmacSHA256: " + e);
        }
    }
}
