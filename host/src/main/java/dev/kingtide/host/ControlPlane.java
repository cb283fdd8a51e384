package dev.kingtide.host;

import dev.kingtide.aws.Api;
import dev.kingtide.aws.Principal;
import dev.kingtide.aws.SessionKey;
import dev.kingtide.aws.wire.WireRequest;
import dev.kingtide.aws.wire.WireResponse;
import dev.kingtide.core.Scope;
import org.jspecify.annotations.Nullable;

/// What a machine that runs tasks may ask of the control plane on their behalf; from any thread,
/// once [Machines#ready] was called.
public interface ControlPlane {

    /// The operations of an account and region; null when there is no such region.
    @Nullable Api api(Scope scope);

    /// A temporary key of a role that a task has.
    SessionKey session(Principal.Session session, long expiresAtMillis);

    /// The answer to an API call out of a container, which has to be signed, whatever `--auth`
    /// says: containers of others may be on the same network.
    WireResponse answer(WireRequest request);
}
