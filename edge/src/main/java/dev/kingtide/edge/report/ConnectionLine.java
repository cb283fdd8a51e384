package dev.kingtide.edge.report;

import java.util.Locale;

/// One line of a connection log: a client's connection that was established, or was not (ELB user
/// guide, load-balancer-connection-logs, syntax).
///
/// @param atMillis when that was clear
/// @param clientIp the client's address
/// @param clientPort its port
/// @param listenerPort the listener's
/// @param tls what there is to say of TLS
/// @param certificate what there is to say of the client's certificate
/// @param connection what access logs have as `conn_trace_id` too
/// @param balancer `app/<name>/<id>`
public record ConnectionLine(
        long atMillis,
        String clientIp,
        int clientPort,
        int listenerPort,
        Tls tls,
        Certificate certificate,
        long connection,
        String balancer)
        implements LogLine {

    /// What was agreed on with a client; texts are `-` when there is nothing to say.
    ///
    /// @param protocol such as `TLSv1.3`
    /// @param cipher by OpenSSL's name
    /// @param keyExchange the group of keys, such as `secp256r1`
    /// @param seconds that shaking hands took; -1 when it did not succeed
    /// @param status `Success`, or `Failed:` and why
    public record Tls(
            String protocol, String cipher, String keyExchange, double seconds, String status) {
        /// Of a connection without TLS.
        public static final Tls NONE =
                new Tls(LogText.NONE, LogText.NONE, LogText.NONE, -1, LogText.NONE);
    }

    /// A client's certificate; texts are `-` when it showed none, or was not asked for one.
    ///
    /// @param subject whom it names
    /// @param validity `NotBefore=<time>;NotAfter=<time>`
    /// @param serialNumber hexadecimal
    public record Certificate(String subject, String validity, String serialNumber) {
        /// There is none.
        public static final Certificate NONE =
                new Certificate(LogText.NONE, LogText.NONE, LogText.NONE);
    }

    @Override
    public String text() {
        return String.join(
                        " ",
                        LogText.time(atMillis),
                        clientIp,
                        Integer.toString(clientPort),
                        Integer.toString(listenerPort),
                        tls.protocol(),
                        tls.cipher(),
                        tls.seconds() < 0
                                ? LogText.NONE
                                : String.format(Locale.ROOT, "%.3f", tls.seconds()),
                        LogText.quoted(certificate.subject()),
                        certificate.validity(),
                        certificate.serialNumber(),
                        tls.status(),
                        LogText.connection(connection),
                        tls.keyExchange(),
                        balancer,
                        LogText.NODE)
                + '\n';
    }
}
