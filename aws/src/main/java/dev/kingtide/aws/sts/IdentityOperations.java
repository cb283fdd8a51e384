package dev.kingtide.aws.sts;

import dev.kingtide.aws.Caller;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/// The operations on who somebody is.
final class IdentityOperations {

    private IdentityOperations() {}

    /// Who calls; nobody is refused that.
    static GetCallerIdentityResponse caller(Caller caller, GetCallerIdentityRequest request) {
        return IdentityView.of(caller);
    }
}
