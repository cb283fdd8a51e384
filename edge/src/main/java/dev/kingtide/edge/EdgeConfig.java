package dev.kingtide.edge;

import dev.kingtide.core.traffic.Target;
import dev.kingtide.edge.proxy.Limits;
import dev.kingtide.edge.proxy.NamedPort;
import dev.kingtide.edge.proxy.Transport;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// How an edge is set up.
///
/// @param threads event loops that carry requests
/// @param transport how they wait for bytes
/// @param limits what is too much
/// @param ports where listeners listen
/// @param sharing whether other processes listen there too
/// @param addresses where targets are
/// @param cookieKey the secret that sticky cookies are made with; edges that share a load
///   balancer's traffic share it
/// @param logs the directory that stands for the buckets of logs; null without logs
/// @param named a port that this edge shares with others, whose event loops it carries with; null
///   without
public record EdgeConfig(
        int threads,
        Transport transport,
        Limits limits,
        Ports ports,
        Sharing sharing,
        Addresses addresses,
        String cookieKey,
        @Nullable Path logs,
        @Nullable NamedPort named) {
    private static final int KEY_BYTES = 32;

    /// Where listeners listen.
    public enum Ports {
        /// Each load balancer on a loopback address of its own and the listener's real port, where
        /// the machine allows that; else as [#ALLOCATED].
        REAL,
        /// On 127.0.0.1, on ports that the machine chooses.
        ALLOCATED
    }

    /// Whether the listeners' addresses are shared with other processes that carry the same; the
    /// kernel deals new connections out among them.
    public enum Sharing {
        /// Nobody else listens there.
        ALONE,
        /// Others may, and what cannot be shared is this one's: ports that the machine chooses.
        FIRST,
        /// Others may, and what cannot be shared is not opened.
        FURTHER
    }

    /// Says where a target takes requests.
    @FunctionalInterface
    public interface Addresses {

        /// The address of a target; null when it cannot be reached.
        @Nullable InetSocketAddress of(Target target);
    }

    /// As it is for one machine: a loop for each processor, the best transport, targets where their
    /// ids say if those are IP addresses.
    public static EdgeConfig standard() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return new EdgeConfig(
                Runtime.getRuntime().availableProcessors(),
                Transport.best(),
                Limits.DEFAULT,
                Ports.REAL,
                Sharing.ALONE,
                EdgeConfig::byId,
                HexFormat.of().formatHex(key),
                null,
                null);
    }

    public EdgeConfig with(Transport other) {
        return new EdgeConfig(
                threads, other, limits, ports, sharing, addresses, cookieKey, logs, named);
    }

    public EdgeConfig with(Limits other) {
        return new EdgeConfig(
                threads, transport, other, ports, sharing, addresses, cookieKey, logs, named);
    }

    public EdgeConfig with(Ports other) {
        return new EdgeConfig(
                threads, transport, limits, other, sharing, addresses, cookieKey, logs, named);
    }

    public EdgeConfig with(Sharing other) {
        return new EdgeConfig(
                threads, transport, limits, ports, other, addresses, cookieKey, logs, named);
    }

    public EdgeConfig with(Addresses other) {
        return new EdgeConfig(
                threads, transport, limits, ports, sharing, other, cookieKey, logs, named);
    }

    public EdgeConfig withLogs(Path other) {
        return new EdgeConfig(
                threads, transport, limits, ports, sharing, addresses, cookieKey, other, named);
    }

    public EdgeConfig withCookieKey(String other) {
        return new EdgeConfig(
                threads, transport, limits, ports, sharing, addresses, other, logs, named);
    }

    public EdgeConfig withThreads(int other) {
        return new EdgeConfig(
                other, transport, limits, ports, sharing, addresses, cookieKey, logs, named);
    }

    /// With a port that it shares with others.
    public EdgeConfig with(NamedPort other) {
        return new EdgeConfig(
                threads, transport, limits, ports, sharing, addresses, cookieKey, logs, other);
    }

    /// The address that a target's id is, with its port; null when the id is no address.
    public static @Nullable InetSocketAddress byId(Target target) {
        byte[] address = NetUtil.createByteArrayFromIpAddressString(target.id());
        if (address == null) {
            return null;
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), target.port());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }
}
