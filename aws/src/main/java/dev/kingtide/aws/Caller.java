package dev.kingtide.aws;

/// Who calls an operation.
///
/// @param accessKeyId empty when there was none
/// @param signer the lasting key that vouches for the caller: its own, or the one with which its
///   session was begun
public record Caller(Principal principal, String accessKeyId, Signer signer) {

    /// The owner of an account, without a key.
    public static Caller root(String account) {
        return new Caller(new Principal.Root(account), "", Signer.NOBODY);
    }
}
