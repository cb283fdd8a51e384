package dev.kingtide.aws;

/// Who calls an operation.
///
/// @param account twelve digits
/// @param arn of the user or role
/// @param userId as `sts:GetCallerIdentity` says it
/// @param accessKeyId empty when there was none
public record Caller(String account, String arn, String userId, String accessKeyId) {

    /// The owner of an account.
    public static Caller root(String account, String accessKeyId) {
        return new Caller(account, "arn:aws:iam::" + account + ":root", account, accessKeyId);
    }
}
