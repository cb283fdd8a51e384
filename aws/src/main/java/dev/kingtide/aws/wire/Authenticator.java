package dev.kingtide.aws.wire;

import dev.kingtide.aws.Caller;
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
        AccessKey key = signed == null ? null : credentials.find(signed.accessKeyId());
        String id = signed == null ? "" : signed.accessKeyId();
        return switch (auth) {
            case OFF -> Caller.root(key == null ? Scope.DEFAULT.account() : key.account(), id);
            case ON -> {
                if (signed == null) {
                    throw new Denied.Missing();
                }
                if (key == null) {
                    throw new Denied.UnknownKey();
                }
                checkScope(signed, service);
                signatures.verify(request, signed, key, bodyMayBeUnsigned, nowMillis);
                yield Caller.root(key.account(), id);
            }
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
