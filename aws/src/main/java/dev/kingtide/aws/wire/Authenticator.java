package dev.kingtide.aws.wire;

import dev.kingtide.aws.Caller;
import dev.kingtide.aws.Principal.Root;
import dev.kingtide.aws.SessionKey;
import dev.kingtide.aws.Signer;
import dev.kingtide.aws.wire.Gateway.Auth;
import dev.kingtide.core.Scope;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds out who calls.
final class Authenticator {
    private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+){1,3}-\\d{1,2}");
    private final Credentials credentials;
    private final Auth auth;
    private final SigV4 signatures = new SigV4();

    Authenticator(Credentials credentials, Auth auth) {
        this.credentials = credentials;
        this.auth = auth;
    }

    /// What a request says of its signature; null when it says nothing, or nothing that can be read
    /// and nobody has to.
    @Nullable Signed read(WireRequest request) {
        return switch (auth) {
            case ON -> Signed.of(request);
            case OFF -> {
                try {
                    Signed signed = Signed.of(request);
                    yield signed != null && REGION.matcher(signed.region()).matches()
                            ? signed
                            : null;
                } catch (Denied denied) {
                    yield null;
                }
            }
        };
    }

    /// The caller of a request.
    ///
    /// @throws Denied when the request does not prove it
    Caller caller(
            WireRequest request,
            @Nullable Signed signed,
            ServiceModel service,
            boolean bodyMayBeUnsigned,
            long nowMillis) {
        if (signed == null) {
            return switch (auth) {
                case OFF -> Caller.root(Scope.DEFAULT.account());
                case ON -> throw new Denied.Missing();
            };
        }
        Known known = find(signed, nowMillis);
        return switch (auth) {
            case OFF -> known == null ? anybody(signed) : known.caller();
            case ON -> {
                if (known == null) {
                    throw new Denied.UnknownKey();
                }
                checkScope(signed, service);
                signatures.verify(request, signed, known.key(), bodyMayBeUnsigned, nowMillis);
                yield known.caller();
            }
        };
    }

    /// Whom a key that is not known stands for when nobody has to prove anything.
    private static Caller anybody(Signed signed) {
        String id = signed.accessKeyId();
        return new Caller(new Root(Scope.DEFAULT.account()), id, new Signer(id, ""));
    }

    /// A key, and who has it.
    private record Known(AccessKey key, Caller caller) {}

    /// The key that a request names, lasting or of a session; null when there is none.
    private @Nullable Known find(Signed signed, long nowMillis) {
        String id = signed.accessKeyId();
        AccessKey lasting = credentials.find(id);
        if (lasting != null) {
            return new Known(
                    lasting, new Caller(lasting.principal(), id, new Signer(id, lasting.secret())));
        }
        String token = signed.sessionToken();
        SessionKey session = token == null ? null : SessionKey.open(token, this::signer);
        if (session == null || !session.accessKeyId().equals(id)) {
            return null;
        }
        if (auth == Auth.ON && session.expiresAtMillis() <= nowMillis) {
            throw new Denied.ExpiredToken();
        }
        return new Known(
                new AccessKey(session.session(), session.secret(), token),
                new Caller(session.session(), id, session.signer()));
    }

    /// The lasting key that vouches for a session; null when there is none.
    private @Nullable Signer signer(String id) {
        AccessKey lasting = credentials.find(id);
        return switch (auth) {
            case ON -> lasting == null ? null : new Signer(id, lasting.secret());
            case OFF -> new Signer(id, lasting == null ? "" : lasting.secret());
        };
    }

    private static void checkScope(Signed signed, ServiceModel service) {
        if (!signed.service().equals(service.signing())) {
            throw new Denied.BadScope(
                    "Credential should be scoped to correct service: '"
                            + service.signing()
                            + "'. ");
        }
        if (!REGION.matcher(signed.region()).matches()) {
            throw new Denied.BadScope(
                    "Credential should be scoped to a valid region, not '"
                            + signed.region()
                            + "'. ");
        }
    }
}
