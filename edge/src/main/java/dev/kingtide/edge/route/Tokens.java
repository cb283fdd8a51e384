package dev.kingtide.edge.route;

import dev.kingtide.core.Digests;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.spec.SecretKeySpec;

/// What cookies call targets and groups: names that nobody without the key can make or read, the
/// same in every edge that has the key.
public final class Tokens {
    private static final int BYTES = 18;
    private final SecretKeySpec key;

    /// Names under a secret key, which is not empty.
    public Tokens(String secret) {
        key = Digests.key(secret.getBytes(StandardCharsets.UTF_8));
    }

    /// The name of an ARN or a target's key.
    String of(String text) {
        return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(Digests.hmac(key, text), BYTES));
    }
}
