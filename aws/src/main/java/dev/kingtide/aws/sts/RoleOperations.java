package dev.kingtide.aws.sts;

import dev.kingtide.aws.Caller;
import dev.kingtide.aws.Principal;
import dev.kingtide.aws.Principal.Role;
import dev.kingtide.aws.SessionKey;
import dev.kingtide.aws.Turns;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;

/// The operations that begin sessions (STS API reference, AssumeRole).
///
/// Kingtide keeps no roles, so every caller may assume every role, of every account, for as long as
/// AWS lets a role be assumed at most; policies, tags and devices are taken and decide nothing.
final class RoleOperations {
    private static final int SECONDS = 3_600;

    /// Of a role that is assumed by a session of another (IAM user guide,
    /// id_roles_terms-and-concepts: role chaining).
    private static final int CHAINED_SECONDS_MAX = 3_600;

    private final Turns turns;

    RoleOperations(Turns turns) {
        this.turns = turns;
    }

    /// A temporary key of a role.
    AssumeRoleResponse assume(Caller caller, AssumeRoleRequest request) {
        Role role = Role.of(request.roleArn());
        if (role == null) {
            throw StsErrors.roleArn();
        }
        int seconds = request.durationSeconds() == null ? SECONDS : request.durationSeconds();
        if (caller.principal() instanceof Principal.Session && seconds > CHAINED_SECONDS_MAX) {
            throw StsErrors.chainedTooLong();
        }
        long now = turns.decide(turn -> turn.nowMillis());
        return SessionView.of(
                SessionKey.issue(
                        caller.signer(),
                        new Principal.Session(role, request.roleSessionName()),
                        (now / 1_000 + seconds) * 1_000),
                request.sourceIdentity());
    }
}
