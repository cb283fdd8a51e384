package dev.kingtide.aws.iam;

import dev.kingtide.aws.Caller;
import dev.kingtide.aws.Principal;
import java.util.List;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.GetRoleResponse;
import software.amazon.awssdk.services.iam.model.GetUserRequest;
import software.amazon.awssdk.services.iam.model.GetUserResponse;
import software.amazon.awssdk.services.iam.model.ListAccountAliasesRequest;
import software.amazon.awssdk.services.iam.model.ListAccountAliasesResponse;
import software.amazon.awssdk.services.iam.model.ListRolesRequest;
import software.amazon.awssdk.services.iam.model.ListRolesResponse;

/// The operations on what an account has: who calls, and nothing else.
final class AccountOperations {

    private AccountOperations() {}

    /// The caller, when no user or he himself is named.
    static GetUserResponse user(Caller caller, GetUserRequest request) {
        String name = request.userName();
        boolean own = caller.principal() instanceof Principal.User user && user.name().equals(name);
        if (name != null && !own) {
            throw IamErrors.userNotFound(name);
        }
        var user =
                switch (caller.principal()) {
                    case Principal.Root owner -> UserView.owner(owner);
                    case Principal.User its -> UserView.user(its);
                    case Principal.Session _ -> throw IamErrors.userNameNeeded();
                };
        return GetUserResponse.builder().user(user).build();
    }

    /// No aliases.
    static ListAccountAliasesResponse aliases(ListAccountAliasesRequest request) {
        return ListAccountAliasesResponse.builder()
                .accountAliases(List.of())
                .isTruncated(false)
                .build();
    }

    /// No role is there.
    @SuppressWarnings("DoNotCallSuggester") // It is called as a row of the table.
    static GetRoleResponse role(GetRoleRequest request) {
        throw IamErrors.roleNotFound(request.roleName());
    }

    /// No roles.
    static ListRolesResponse roles(ListRolesRequest request) {
        return ListRolesResponse.builder().roles(List.of()).isTruncated(false).build();
    }
}
