package dev.kingtide.aws;

import dev.kingtide.core.Digests;
import java.nio.charset.StandardCharsets;
import javax.crypto.spec.SecretKeySpec;

/// A lasting access key that vouches for the sessions that are begun with it: it signs, and does
/// not say its secret.
public final class Signer {

    /// Of a caller without a key.
    public static final Signer NOBODY = new Signer("", "");

    private final String accessKeyId;
    private final SecretKeySpec key;

    /// The signer of a key.
    public Signer(String accessKeyId, String secret) {
        this.accessKeyId = accessKeyId;
        this.key = Digests.key(("kingtide session " + secret).getBytes(StandardCharsets.UTF_8));
    }

    /// The key's id; empty when there is none.
    public String accessKeyId() {
        return accessKeyId;
    }

    /// What only this key can make of a text.
    byte[] sign(String text) {
        return Digests.hmac(key, text);
    }

    /// The id only: secrets are in no log.
    @Override
    public String toString() {
        return accessKeyId;
    }
}
