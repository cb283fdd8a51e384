package dev.kingtide.cli;

import dev.kingtide.host.docker.AgentSettings;
import dev.kingtide.host.docker.DockerMachines;
import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.engine.EngineAddress;
import dev.kingtide.host.engine.EngineFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The Docker Engine of this machine, and what to do where there is none.
final class LocalEngine {
    private static final String SOCKET = "unix:///var/run/docker.sock";

    private LocalEngine() {}

    /// Machines on the first Engine that answers; null when none does, and `say` has been told what
    /// to do.
    static @Nullable DockerMachines machines(Consumer<String> say) {
        Engine engine = find(say);
        return engine == null ? null : machines(engine, Map.of());
    }

    /// Machines on an Engine.
    ///
    /// @param instead settings of the agent that go before those of the environment
    static DockerMachines machines(Engine engine, Map<String, String> instead) {
        Map<String, String> settings = new TreeMap<>(System.getenv());
        settings.putAll(instead);
        return new DockerMachines(
                engine,
                AgentSettings.of(settings),
                dockerConfig(System.getenv()),
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
