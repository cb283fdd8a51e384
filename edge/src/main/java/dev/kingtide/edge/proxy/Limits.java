package dev.kingtide.edge.proxy;

/// What is too much for an edge, beyond what load balancers' own attributes say.
///
/// @param connections of clients at once; more are closed as they come
/// @param idle connections to targets that each event loop keeps open without a request; more are
///   closed as they become free
/// @param connectMillis for a connection to a target (ELB user guide,
///   load-balancer-troubleshooting: 10 s)
/// @param handshakeMillis for TLS, with clients and with targets (the same page: 10 s for targets)
/// @param lingerMillis how long an answered client is listened to before its connection is closed
public record Limits(
        int connections, int idle, int connectMillis, int handshakeMillis, int lingerMillis) {
    public static final Limits DEFAULT = new Limits(50_000, 16_384, 10_000, 10_000, 1_000);

    /// With the usual time for handshakes.
    public Limits(int connections, int idle, int connectMillis, int lingerMillis) {
        this(connections, idle, connectMillis, 10_000, lingerMillis);
    }
}
