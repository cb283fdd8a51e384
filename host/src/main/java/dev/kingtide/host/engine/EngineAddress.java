package dev.kingtide.host.engine;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where an Engine listens: `unix:///var/run/docker.sock` or `tcp://127.0.0.1:2375`, as
/// `DOCKER_HOST` has it (docs.docker.com, environment variables of the Docker CLI).
///
/// @param text as it was given
/// @param socket what to connect to
/// @param tls how to agree on TLS; null for a connection in the clear
public record EngineAddress(String text, SocketAddress socket, @Nullable EngineTls tls) {
    private static final int PLAIN_PORT = 2375;
    private static final int TLS_PORT = 2376;

    /// The addresses to try, in order: `DOCKER_HOST` alone if it is set, else the sockets of Docker
    /// Engine, Docker Desktop, Colima, OrbStack, Rancher Desktop and rootless Docker, as far as
    /// they are there.
    ///
    /// `DOCKER_TLS_VERIFY` and `DOCKER_CERT_PATH` count as with Docker's own client.
    ///
    /// @throws IllegalArgumentException when `DOCKER_HOST` is no address, or its certificates
    ///   cannot be read
    public static List<EngineAddress> candidates(Map<String, String> environment, Path home) {
        String given = environment.getOrDefault("DOCKER_HOST", "");
        if (!given.isEmpty()) {
            boolean verify = !environment.getOrDefault("DOCKER_TLS_VERIFY", "").isEmpty();
            return List.of(
                    verify && given.startsWith("tcp://")
                            ? secured(given, certificates(environment, home))
                            : parse(given));
        }
        List<Path> sockets = new ArrayList<>();
        sockets.add(Path.of("/var/run/docker.sock"));
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        if (!runtime.isEmpty()) {
            sockets.add(Path.of(runtime, "docker.sock"));
        }
        for (String known :
                List.of(
                        ".docker/run/docker.sock",
                        ".docker/desktop/docker.sock",
                        ".colima/default/docker.sock",
                        ".orbstack/run/docker.sock",
                        ".rd/docker.sock")) {
            sockets.add(home.resolve(known));
        }
        return sockets.stream()
                .filter(Files::exists)
                .map(socket -> parse("unix://" + socket))
                .toList();
    }

    /// Reads an address.
    ///
    /// @throws IllegalArgumentException when it is none, and says why
    public static EngineAddress parse(String text) {
        if (text.startsWith("unix://")) {
            return new EngineAddress(
                    text, UnixDomainSocketAddress.of(text.substring("unix://".length())), null);
        }
        return tcp(text, null);
    }

    /// Where Docker's own client looks for certificates.
    public static Path certificates(Map<String, String> environment, Path home) {
        String given = environment.getOrDefault("DOCKER_CERT_PATH", "");
        return given.isEmpty() ? home.resolve(".docker") : Path.of(given);
    }

    /// Reads an address of another machine, and the certificates of a directory.
    ///
    /// @throws IllegalArgumentException when it is none, or they cannot be read, and says why
    public static EngineAddress secured(String text, Path directory) {
        try {
            return tcp(text, EngineTls.read(directory));
        } catch (IOException e) {
            throw new IllegalArgumentException("no TLS to " + text + ": " + e.getMessage(), e);
        }
    }

    private static EngineAddress tcp(String text, @Nullable EngineTls tls) {
        URI uri = URI.create(text);
        if (!"tcp".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException(
                    "an Engine's address is unix:///path or tcp://host:port, not \"" + text + '"');
        }
        int usual = tls == null ? PLAIN_PORT : TLS_PORT;
        int port = uri.getPort() < 0 ? usual : uri.getPort();
        return new EngineAddress(text, new InetSocketAddress(uri.getHost(), port), tls);
    }

    /// The host that the Engine's certificate has to name.
    String hostName() {
        return socket instanceof InetSocketAddress address ? address.getHostString() : "";
    }

    /// Where the ports of the Engine's containers are reached from here: loopback where it is an
    /// Engine of this machine.
    public InetAddress reachedAt() {
        InetAddress own = socket instanceof InetSocketAddress address ? address.getAddress() : null;
        return own == null ? InetAddress.getLoopbackAddress() : own;
    }

    StandardProtocolFamily family() {
        return switch (socket) {
            case InetSocketAddress inet when inet.getAddress() instanceof Inet6Address ->
                    StandardProtocolFamily.INET6;
            case InetSocketAddress _ -> StandardProtocolFamily.INET;
            default -> StandardProtocolFamily.UNIX;
        };
    }
}
