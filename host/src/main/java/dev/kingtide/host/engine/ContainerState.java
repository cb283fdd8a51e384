package dev.kingtide.host.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A container as an Engine has it (Docker Engine API, ContainerInspect).
///
/// @param id 64 hexadecimal digits
/// @param imageId the image's digest, `sha256:...`
/// @param status `created`, `running`, `exited`, `dead`, ...
/// @param exitCode of the last run, 0 before
/// @param oomKilled whether the kernel killed it for its memory
/// @param error why it could not be started, empty without
/// @param health `healthy`, `unhealthy`, `starting`, or empty without a check
/// @param startedAtMillis when it was last started, 0 before
/// @param finishedAtMillis when it last ended, 0 before
/// @param address in its network, empty without
/// @param ports its published ports
/// @param labels its labels, as an object
public record ContainerState(
        String id,
        String imageId,
        String status,
        int exitCode,
        boolean oomKilled,
        String error,
        String health,
        long startedAtMillis,
        long finishedAtMillis,
        String address,
        List<Published> ports,
        JsonNode labels) {

    /// A container's port and the host's port that leads to it.
    ///
    /// @param address of the host
    public record Published(int containerPort, String protocol, String address, int hostPort) {}

    static ContainerState of(JsonNode json) {
        JsonNode state = json.path("State");
        JsonNode network = json.path("NetworkSettings");
        List<Published> ports = new ArrayList<>();
        network.path("Ports")
                .properties()
                .forEach(port -> {
                    int slash = port.getKey().indexOf('/');
                    JsonNode first = port.getValue().path(0);
                    if (slash > 0 && first.hasNonNull("HostPort")) {
                        ports.add(
                                new Published(
                                        Integer.parseInt(port.getKey().substring(0, slash)),
                                        port.getKey().substring(slash + 1),
                                        first.path("HostIp").asText("0.0.0.0"),
                                        first.path("HostPort").asInt()));
                    }
                });
        return new ContainerState(
                json.path("Id").asText(),
                json.path("Image").asText(),
                state.path("Status").asText(),
                state.path("ExitCode").asInt(),
                state.path("OOMKilled").asBoolean(),
                state.path("Error").asText(""),
                state.path("Health").path("Status").asText("").replace("none", ""),
                millis(state.path("StartedAt").asText("")),
                millis(state.path("FinishedAt").asText("")),
                address(network.path("Networks")),
                List.copyOf(ports),
                json.path("Config").path("Labels"));
    }

    /// In the first of its networks.
    private static String address(JsonNode networks) {
        for (JsonNode one : networks) {
            if (!one.path("IPAddress").asText("").isEmpty()) {
                return one.path("IPAddress").asText();
            }
        }
        return "";
    }

    /// Docker says year 1 for never.
    private static long millis(String time) {
        try {
            Instant instant = ZonedDateTime.parse(time).toInstant();
            return Math.max(0, instant.toEpochMilli());
        } catch (DateTimeException e) {
            return 0;
        }
    }

    /// Whether its process runs.
    public boolean isRunning() {
        return status.equals("running") || status.equals("paused") || status.equals("restarting");
    }

    /// Whether it was made but never ran.
    public boolean isFresh() {
        return status.equals("created") && startedAtMillis == 0;
    }

    /// The host's port of a container's port, or 0.
    public int hostPort(int containerPort, String protocol) {
        Published port = published(containerPort, protocol);
        return port == null ? 0 : port.hostPort();
    }

    /// What leads to a container's port, or null.
    public @Nullable Published published(int containerPort, String protocol) {
        for (Published port : ports) {
            if (port.containerPort() == containerPort && port.protocol().equals(protocol)) {
                return port;
            }
        }
        return null;
    }

    /// Its own words on why it did not start, or null.
    public @Nullable String trouble() {
        return error.isEmpty() ? null : error;
    }
}
