package dev.kingtide.edge.proxy;

import dev.kingtide.edge.report.ConnectionLine;
import dev.kingtide.edge.report.LogFiles;
import dev.kingtide.edge.route.ListenerRoutes;
import dev.kingtide.edge.tls.ClientField;
import dev.kingtide.edge.tls.ClientRefused;
import dev.kingtide.edge.tls.TlsTerms;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/// What a line of the connection log needs of a client's connection, until it is clear whether it
/// is established.
///
/// A connection without TLS is established when the listener has it; one with TLS when hands were
/// shaken. One that fails without a certificate to blame is AWS's `UnmappedConnectionError` (AWS
/// re:Post, client TLS negotiation errors); protocol and cipher are left out then, as what was said
/// before is gone.
final class ConnectionDraft {
    private static final String SUCCESS = "Success";
    private static final String FAILED = "Failed:";
    private static final String UNMAPPED = "UnmappedConnectionError";

    private final LogFiles logs;
    private final LogFiles.Place place;
    private final ListenerRoutes routes;
    private final Exchange.Origin origin;
    private final long startedNanos = System.nanoTime();

    private ConnectionDraft(
            LogFiles logs, LogFiles.Place place, ListenerRoutes routes, Exchange.Origin origin) {
        this.logs = logs;
        this.place = place;
        this.routes = routes;
        this.origin = origin;
    }

    /// The draft for a new connection; null when nobody wants to know.
    static @Nullable ConnectionDraft of(
            Reports reports, ListenerRoutes routes, Exchange.Origin origin) {
        LogFiles.Place place = routes.balancer().logs().connections();
        LogFiles logs = reports.log();
        return place == null || logs == null
                ? null
                : new ConnectionDraft(logs, place, routes, origin);
    }

    /// The connection is there, without TLS.
    void established() {
        write(ConnectionLine.Tls.NONE, null);
    }

    /// The connection is there, and hands were shaken.
    void established(SSLEngine engine) {
        double seconds = (System.nanoTime() - startedNanos) / 1e9;
        write(tls(TlsTerms.of(engine), seconds, SUCCESS), shown(engine));
    }

    private static @Nullable X509Certificate shown(SSLEngine engine) {
        try {
            return (X509Certificate) engine.getSession().getPeerCertificates()[0];
        } catch (SSLPeerUnverifiedException e) {
            return null; // it was not asked for one, or has none
        }
    }

    /// There will be no connection.
    void failed(@Nullable Throwable cause) {
        ClientRefused refused = ClientRefused.behind(cause);
        if (refused == null) {
            write(tls(TlsTerms.UNKNOWN, -1, FAILED + UNMAPPED), null);
        } else {
            write(tls(refused.terms(), -1, FAILED + refused.fault().code()), refused.certificate());
        }
    }

    private static ConnectionLine.Tls tls(TlsTerms terms, double seconds, String status) {
        return new ConnectionLine.Tls(
                terms.protocol(), terms.cipher(), terms.keyExchange(), seconds, status);
    }

    private void write(ConnectionLine.Tls tls, @Nullable X509Certificate shown) {
        logs.add(
                place,
                new ConnectionLine(
                        System.currentTimeMillis(),
                        origin.from().ip(),
                        origin.from().port(),
                        routes.listener().port(),
                        tls,
                        shown == null
                                ? ConnectionLine.Certificate.NONE
                                : new ConnectionLine.Certificate(
                                        ClientField.subject(shown),
                                        ClientField.validity(shown),
                                        ClientField.serialNumber(shown)),
                        origin.connection(),
                        routes.balancer().label()));
    }
}
