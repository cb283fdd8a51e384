package dev.kingtide.core.admission;

import dev.kingtide.core.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A `clientToken` that a caller has used: the same request with the same token is answered with
/// what the first one made, and another request with it is refused (ECS API reference, ensuring
/// idempotency).
///
/// @param operation such as `RunTask`
/// @param token what the caller gave
/// @param request the first request, an object of the AWS SDK's model
/// @param made the ids of what it made
public record ClientToken(
        String operation, String token, @Nullable Object request, List<String> made)
        implements Row {

    /// How long a token is remembered (ECS API reference, ensuring idempotency: 24 hours).
    public static final long REMEMBERED_MILLIS = 86_400_000;

    /// Copies its list.
    public ClientToken {
        made = List.copyOf(made);
    }

    @Override
    public String key() {
        return keyOf(operation, token);
    }

    /// The key of a token.
    public static String keyOf(String operation, String token) {
        return operation + ' ' + token;
    }
}
