package dev.kingtide.host.engine;

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

/// Where an Engine listens: `unix:///var/run/docker.sock` or `tcp://127.0.0.1:2375`, as
/// `DOCKER_HOST` has it (docs.docker.com, environment variables of the Docker CLI).
///
/// @param text as it was given
/// @param socket what to connect to
public record EngineAddress(String text, SocketAddress socket) {

    /// The addresses to try, in order: `DOCKER_HOST` alone if it is set, else the sockets of Docker
    /// Engine, Docker Desktop, Colima, OrbStack, Rancher Desktop and rootless Docker, as far as
    /// they are there.
    ///
    /// @throws IllegalArgumentException when `DOCKER_HOST` is no address
    public static List<EngineAddress> candidates(Map<String, String> environment, Path home) {
        String given = environment.getOrDefault("DOCKER_HOST", "");
        if (!given.isEmpty()) {
            return List.of(parse(given));
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
                    text, UnixDomainSocketAddress.of(text.substring("unix://".length())));
        }
        URI uri = URI.create(text);
        if (!"tcp".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException(
                    "an Engine's address is unix:///path or tcp://host:port, not \"" + text + '"');
        }
        int port = uri.getPort() < 0 ? 2375 : uri.getPort();
        return new EngineAddress(text, new InetSocketAddress(uri.getHost(), port));
    }

    StandardProtocolFamily family() {
        return socket instanceof UnixDomainSocketAddress
                ? StandardProtocolFamily.UNIX
                : StandardProtocolFamily.INET;
    }
}
