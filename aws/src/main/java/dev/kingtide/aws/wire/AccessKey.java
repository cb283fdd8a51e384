package dev.kingtide.aws.wire;

import org.jspecify.annotations.Nullable;

/// What is known of an access key: whose it is, and the secret that signs.
///
/// @param account twelve digits
/// @param sessionToken what requests with a temporary key carry besides; null for a lasting key
public record AccessKey(String account, String secret, @Nullable String sessionToken) {

    /// A key without an end.
    public AccessKey(String account, String secret) {
        this(account, secret, null);
    }

    /// The account only: secrets are in no log.
    @Override
    public String toString() {
        return "AccessKey[account=" + account + "]";
    }
}
