package dev.kingtide.aws;

import dev.kingtide.core.Digests;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Who an access key stands for (IAM user guide, reference_identifiers and
/// reference_policies_elements_principal): an account's owner, a user of it, or a role that
/// somebody has assumed.
///
/// Kingtide keeps no users and no roles: whoever a key or a session names is there.
public sealed interface Principal {

    /// Twelve digits.
    String account();

    /// Its ARN, as `sts:GetCallerIdentity` says it.
    String arn();

    /// Its unique id, as `sts:GetCallerIdentity` says it.
    String userId();

    /// The ARN of whom IAM knows: of a session, that of its role. What ECS calls the creator of a
    /// service, and whose account settings hold.
    String iamArn();

    /// The owner of an account.
    ///
    /// @param account twelve digits
    record Root(String account) implements Principal {

        @Override
        public String arn() {
            return "arn:aws:iam::" + account + ":root";
        }

        @Override
        public String userId() {
            return account;
        }

        @Override
        public String iamArn() {
            return arn();
        }
    }

    /// A user.
    ///
    /// @param account twelve digits
    /// @param path from slash to slash, `/` at least
    /// @param name without the path
    record User(String account, String path, String name) implements Principal {

        @Override
        public String arn() {
            return "arn:aws:iam::" + account + ":user" + path + name;
        }

        @Override
        public String userId() {
            return uniqueId("AIDA", arn());
        }

        @Override
        public String iamArn() {
            return arn();
        }
    }

    /// A role.
    ///
    /// @param account twelve digits
    /// @param path from slash to slash, `/` at least
    /// @param name without the path
    record Role(String account, String path, String name) {
        private static final Pattern ARN =
                Pattern.compile("arn:aws:iam::(\\d{12}):role(/(?:[!-~]+/)?)([\\w+=,.@-]{1,64})");

        /// The role of an ARN; null when it is none of a role.
        public static @Nullable Role of(String arn) {
            Matcher parts = ARN.matcher(arn);
            return parts.matches()
                    ? new Role(parts.group(1), parts.group(2), parts.group(3))
                    : null;
        }

        /// Its ARN.
        public String arn() {
            return "arn:aws:iam::" + account + ":role" + path + name;
        }
    }

    /// A role that somebody has assumed.
    ///
    /// @param name of the session
    record Session(Role role, String name) implements Principal {

        @Override
        public String account() {
            return role.account();
        }

        @Override
        public String arn() {
            return "arn:aws:sts::" + account() + ":assumed-role/" + role.name() + '/' + name;
        }

        @Override
        public String userId() {
            return uniqueId("AROA", role.arn()) + ':' + name;
        }

        @Override
        public String iamArn() {
            return role.arn();
        }
    }

    /// The unique id of what an ARN names: 21 letters and digits that follow from the ARN.
    private static String uniqueId(String prefix, String arn) {
        return prefix + UniqueIds.letters(Digests.sha256(arn), 17);
    }
}
