package dev.kingtide.core;

/// The account and region to which a [World] belongs; accounts and regions share nothing.
///
/// @param account twelve digits
/// @param region such as `us-east-1`
public record Scope(String account, String region) {

    /// The scope that clients of local AWS emulators expect.
    public static final Scope DEFAULT = new Scope("123456789012", "us-east-1");

    /// An Amazon Resource Name in this scope: `arn:aws:<service>:<region>:<account>:<resource>`.
    public String arn(String service, String resource) {
        return "arn:aws:" + service + ":" + region + ":" + account + ":" + resource;
    }
}
