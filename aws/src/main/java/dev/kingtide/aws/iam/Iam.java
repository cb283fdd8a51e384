package dev.kingtide.aws.iam;

import static dev.kingtide.aws.Operations.op;
import static dev.kingtide.aws.Operations.opOf;

import dev.kingtide.aws.Operations;
import java.util.List;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.GetUserRequest;
import software.amazon.awssdk.services.iam.model.ListAccountAliasesRequest;
import software.amazon.awssdk.services.iam.model.ListRolesRequest;

/// The table of AWS Identity and Access Management's operations.
public final class Iam {

    private Iam() {}

    /// The operations.
    public static Operations operations() {
        return new Operations(
                "iam",
                new Operations.Errors(IamErrors::malformed, IamErrors::unsupported),
                List.of(
                        opOf(GetUserRequest.class, AccountOperations::user),
                        op(ListAccountAliasesRequest.class, AccountOperations::aliases),
                        op(GetRoleRequest.class, AccountOperations::role),
                        op(ListRolesRequest.class, AccountOperations::roles)));
    }
}
