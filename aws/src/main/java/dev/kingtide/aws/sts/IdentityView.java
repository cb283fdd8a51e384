package dev.kingtide.aws.sts;

import dev.kingtide.aws.Caller;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/// Callers in AWS's shape.
final class IdentityView {

    private IdentityView() {}

    static GetCallerIdentityResponse of(Caller caller) {
        return GetCallerIdentityResponse.builder()
                .account(caller.principal().account())
                .arn(caller.principal().arn())
                .userId(caller.principal().userId())
                .build();
    }
}
