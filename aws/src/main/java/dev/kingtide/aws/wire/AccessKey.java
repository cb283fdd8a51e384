package dev.kingtide.aws.wire;

import dev.kingtide.aws.Principal;
import org.jspecify.annotations.Nullable;

/// What is known of an access key: whose it is, and the secret that signs.
///
/// @param sessionToken what requests with a temporary key carry besides; null for a lasting key
public record AccessKey(Principal principal, String secret, @Nullable String sessionToken) {

    /// A key of an account's owner, without an end.
    public AccessKey(String account, String secret) {
        this(new Principal.Root(account), secret, null);
    }

    /// Whose it is only: secrets are in no log.
    @Override
    public String toString() {
        return "AccessKey[" + principal.arn() + "]";
    }
}
