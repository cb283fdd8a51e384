package dev.kingtide.cli;

import dev.kingtide.host.docker.AgentSettings;
import dev.kingtide.host.docker.DockerMachines;
import dev.kingtide.host.docker.FurtherHosts;
import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.engine.EngineAddress;
import dev.kingtide.host.engine.EngineFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The Docker Engine of this machine, and what to do where there is none.
final class LocalEngine {
    private static final String SOCKET = "unix:///var/run/docker.sock";

    private LocalEngine() {}

    /// Machines on the first Engine that answers, and on further hosts; null when none does, and
    /// `say` has been told what to do.
    ///
    /// @param hosts such as `big=tcp://10.0.0.7:2376`
    /// @param edges how many processes carry traffic
    /// @throws IllegalArgumentException when one of the hosts is none, and says why
    static @Nullable DockerMachines machines(List<String> hosts, int edges, Consumer<String> say) {
        SortedMap<String, Engine> further = furtherHosts().read(hosts);
        Engine engine = find(say);
        return engine == null
                ? null
                : machines(new DockerMachines.Engines(engine, further), edges, Map.of());
    }

    private static FurtherHosts furtherHosts() {
        return new FurtherHosts(System.getenv(), Path.of(home()));
    }

    /// The Engines that may have containers of a data directory, as far as they answer.
    static List<Engine> all(Path data, Consumer<String> say) {
        List<Engine> engines = new ArrayList<>();
        Engine own = find(say);
        if (own != null) {
            engines.add(own);
        }
        try {
            furtherHosts()
                    .kept(data)
                    .forEach((name, engine) -> {
                        try {
                            engine.info();
                            engines.add(engine);
                        } catch (EngineFailure failure) {
                            say.accept("kingtide: the host " + name + ": " + failure.text());
                        }
                    });
        } catch (IOException | IllegalArgumentException e) {
            say.accept("kingtide: further hosts: " + e.getMessage());
        }
        return engines;
    }

    /// Machines on Engines.
    ///
    /// @param instead settings of the agent that go before those of the environment
    static DockerMachines machines(
            DockerMachines.Engines engines, int edges, Map<String, String> instead) {
        Map<String, String> settings = new TreeMap<>(System.getenv());
        settings.putAll(instead);
        return new DockerMachines(
                engines,
                AgentSettings.of(settings),
                dockerConfig(System.getenv()),
                edges,
                CarryCommand::program);
    }

    /// The first Engine that answers, or null.
    static @Nullable Engine find(Consumer<String> say) {
        List<String> tried = new ArrayList<>();
        try {
            List<EngineAddress> candidates =
                    EngineAddress.candidates(System.getenv(), Path.of(home()));
            for (EngineAddress address : candidates) {
                try {
                    return Engine.connect(address);
                } catch (EngineFailure failure) {
                    tried.add(failure.text());
                }
            }
        } catch (IllegalArgumentException e) {
            tried.add("DOCKER_HOST: " + e.getMessage());
        }
        if (tried.isEmpty()) {
            tried.add("there is no " + SOCKET);
        }
        say.accept("kingtide: tasks run as containers of a Docker Engine, and none answers here:");
        tried.forEach(trouble -> say.accept("  " + trouble));
        boolean denied = tried.stream().anyMatch(trouble -> trouble.contains("ermission denied"));
        say.accept(
                denied
                        ? "You may not use it: sudo usermod -aG docker $USER, and log in again."
                        : "Install one (Debian, Ubuntu: sudo apt-get install docker.io; macOS,"
                                + " Windows: Docker Desktop) and start it, or say where it listens:"
                                + " DOCKER_HOST=unix:///path or tcp://host:port.");
        say.accept("Without one, kingtide up --driver simulated runs tasks on simulated machines.");
        return null;
    }

    private static String home() {
        return System.getProperty("user.home");
    }

    private static Path dockerConfig(Map<String, String> environment) {
        String given = environment.getOrDefault("DOCKER_CONFIG", "");
        Path directory = given.isEmpty() ? Path.of(home(), ".docker") : Path.of(given);
        return directory.resolve("config.json");
    }
}
