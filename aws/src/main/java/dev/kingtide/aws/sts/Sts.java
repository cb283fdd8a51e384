package dev.kingtide.aws.sts;

import static dev.kingtide.aws.Operations.opOf;

import dev.kingtide.aws.Operations;
import java.util.List;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;

/// The table of AWS Security Token Service's operations.
public final class Sts {

    private Sts() {}

    /// The operations.
    public static Operations operations() {
        return new Operations(
                "sts",
                new Operations.Errors(StsErrors::malformed, StsErrors::unsupported),
                List.of(opOf(GetCallerIdentityRequest.class, IdentityOperations::caller)));
    }
}
