package dev.kingtide.aws.sts;

import static dev.kingtide.aws.Operations.opOf;

import dev.kingtide.aws.Operations;
import dev.kingtide.aws.Turns;
import java.util.List;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;

/// The table of AWS Security Token Service's operations.
public final class Sts {

    private Sts() {}

    /// The operations, over something that knows the time.
    public static Operations operations(Turns turns) {
        var roles = new RoleOperations(turns);
        return new Operations(
                "sts",
                new Operations.Errors(StsErrors::malformed, StsErrors::unsupported),
                List.of(
                        opOf(AssumeRoleRequest.class, roles::assume),
                        opOf(GetCallerIdentityRequest.class, IdentityOperations::caller)));
    }
}
