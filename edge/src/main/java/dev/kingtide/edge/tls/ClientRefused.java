package dev.kingtide.edge.tls;

import java.io.Serial;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/// A client's certificate was not accepted, which ends shaking hands.
public final class ClientRefused extends CertificateException {
    @Serial private static final long serialVersionUID = 1L;

    private final CertificateFault fault;
    private final transient TlsTerms terms;
    private final transient @Nullable X509Certificate certificate;

    ClientRefused(CertificateFault fault, @Nullable Throwable cause) {
        this(fault, TlsTerms.UNKNOWN, null, cause);
    }

    private ClientRefused(
            CertificateFault fault,
            TlsTerms terms,
            @Nullable X509Certificate certificate,
            @Nullable Throwable cause) {
        super(fault.code(), cause);
        this.fault = fault;
        this.terms = terms;
        this.certificate = certificate;
    }

    /// The same, with what is known of the handshake that it ended.
    ClientRefused during(TlsTerms agreed, X509Certificate shown) {
        return new ClientRefused(fault, agreed, shown, this);
    }

    /// The one that is behind the end of a handshake; null when something else is.
    public static @Nullable ClientRefused behind(@Nullable Throwable end) {
        for (Throwable each = end; each != null; each = each.getCause()) {
            if (each instanceof ClientRefused refused) {
                return refused;
            }
        }
        return null;
    }

    /// What speaks against it.
    public CertificateFault fault() {
        return fault;
    }

    /// What had been agreed on by then.
    public TlsTerms terms() {
        return terms;
    }

    /// The certificate; null when there is none.
    public @Nullable X509Certificate certificate() {
        return certificate;
    }
}
