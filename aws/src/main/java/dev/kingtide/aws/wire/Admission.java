package dev.kingtide.aws.wire;

import dev.kingtide.aws.Caller;
import dev.kingtide.core.Refusal;
import dev.kingtide.core.Scope;

/// Says which calls are let in: where throttles stand.
@FunctionalInterface
public interface Admission {

    /// Lets every call in.
    Admission ALL = _ -> {};

    /// Lets a call in, before it is run.
    ///
    /// @throws Refusal with the service's throttling error
    void admit(Ask ask);

    /// A call that wants to be let in.
    ///
    /// @param service its name in `aws <service> <operation>`
    record Ask(Caller caller, Scope scope, String service, String operation, long nowMillis) {}
}
