package dev.kingtide.core.traffic;

/// What a listener asks of its clients besides speaking TLS: to show who they are (ELB user guide,
/// mutual-authentication).
public sealed interface MutualTls {

    /// Clients are asked for a certificate, and targets are told which one they showed, if any;
    /// nobody verifies it.
    record Passthrough() implements MutualTls {}

    /// Only clients are let in that show a certificate which a trust store vouches for.
    ///
    /// @param trustStoreArn the ARN of the [TrustStore]
    /// @param ignoresExpiry whether a client's certificate may have expired
    /// @param advertises whether clients are told whose certificates are accepted
    record Verify(String trustStoreArn, boolean ignoresExpiry, boolean advertises)
            implements MutualTls {}
}
