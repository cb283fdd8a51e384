package dev.kingtide.edge.tls;

/// What speaks against a client's certificate, in the words of connection logs (ELB user guide,
/// load-balancer-connection-logs, error reason codes).
///
/// Those are the words of AWS's own TLS library, s2n, which calls untrusted what nobody vouches
/// for, a wrong signature too. AWS has more of them for what does not come about here.
public enum CertificateFault {
    /// The chain is longer than is allowed.
    TOO_DEEP("ClientCertMaxChainDepthExceeded"),
    /// All that the client sends is more than is allowed.
    TOO_LARGE("ClientCertMaxSizeExceeded"),
    /// It was revoked, or one between it and the authority was.
    REVOKED("ClientCertCrlHit"),
    /// Nobody in the trust store vouches for it.
    UNTRUSTED("ClientCertUntrusted"),
    /// It is not valid yet, or one between it and the authority is not.
    EARLY("ClientCertNotYetValid"),
    /// It has expired, or one between it and the authority has.
    EXPIRED("ClientCertExpired"),
    /// Its key, its signature or its version is not supported.
    UNSUPPORTED("ClientCertTypeUnsupported"),
    /// It cannot be read.
    INVALID("ClientCertInvalid"),
    /// It is for something else than clients of TLS.
    OTHER_PURPOSE("ClientCertPurposeInvalid");

    private final String code;

    CertificateFault(String code) {
        this.code = code;
    }

    /// The word for it.
    public String code() {
        return code;
    }
}
