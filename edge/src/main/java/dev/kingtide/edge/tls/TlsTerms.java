package dev.kingtide.edge.tls;

import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.internal.tcnative.SSL;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// How a connection is encrypted; each is `-` when it is not known.
///
/// @param protocol such as `TLSv1.3`
/// @param cipher by OpenSSL's name
/// @param keyExchange the group of keys by the IANA's name, such as `secp256r1`; the JDK's own TLS
///   does not tell
public record TlsTerms(String protocol, String cipher, String keyExchange) {
    private static final String NONE = "-";

    /// The groups that BoringSSL calls otherwise than the IANA does (TLS supported groups).
    private static final Map<String, String> GROUPS =
            Map.of(
                    "P-256", "secp256r1",
                    "P-384", "secp384r1",
                    "P-521", "secp521r1",
                    "X25519", "x25519");

    /// Nothing was agreed on.
    public static final TlsTerms UNKNOWN = new TlsTerms(NONE, NONE, NONE);

    /// What an engine has agreed on, also while it still shakes hands.
    public static TlsTerms of(SSLEngine engine) {
        if (engine instanceof ReferenceCountedOpenSslEngine boring) {
            long pointer = boring.sslPointer();
            return pointer == 0
                    ? UNKNOWN
                    : new TlsTerms(
                            known(SSL.getVersion(pointer)),
                            known(SSL.getCipherForSSL(pointer)),
                            group(pointer));
        }
        SSLSession shaking = engine.getHandshakeSession();
        SSLSession session = shaking == null ? engine.getSession() : shaking;
        return new TlsTerms(session.getProtocol(), Ciphers.openSsl(session.getCipherSuite()), NONE);
    }

    private static String known(@Nullable String text) {
        return text == null || text.isEmpty() ? NONE : text;
    }

    /// By way of a future, as the call says that it throws anything at all.
    private static String group(long pointer) {
        Future<String> named =
                ImmediateEventExecutor.INSTANCE.submit(() -> SSL.getGroupName(pointer));
        String name = known(named.isSuccess() ? named.getNow() : null);
        return GROUPS.getOrDefault(name, name);
    }
}
