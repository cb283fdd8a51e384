package dev.kingtide.host.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.core.task.NetworkMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.LogConfiguration;
import software.amazon.awssdk.services.ecs.model.PortMapping;

/// Parts of a container's document.
///
/// @param json where they are put
/// @param docker what the Engine says, null before there is such a container
/// @param shape as it is defined
record ContainerParts(ObjectNode json, @Nullable JsonNode docker, ContainerDefinition shape) {

    /// How far it has come, in the agent's words.
    static String status(@Nullable JsonNode docker, Container known) {
        if (docker == null) {
            return "STOPPED".equals(known.lastStatus()) ? "STOPPED" : "NONE";
        }
        return switch (docker.path("State").path("Status").asText()) {
            case "running", "paused", "restarting" -> "RUNNING";
            case "created" -> "CREATED";
            default -> "STOPPED";
        };
    }

    /// When it was made, started and ended; the exit code once it has.
    static void times(ObjectNode json, @Nullable JsonNode docker) {
        if (docker == null) {
            return;
        }
        JsonNode state = docker.path("State");
        boolean over = state.path("Status").asText().equals("exited");
        if (over) {
            json.put("ExitCode", state.path("ExitCode").asInt());
        }
        time(json, "CreatedAt", docker.path("Created").asText(""));
        time(json, "StartedAt", state.path("StartedAt").asText(""));
        if (over) {
            time(json, "FinishedAt", state.path("FinishedAt").asText(""));
        }
    }

    /// Docker says year 1 for never.
    private static void time(ObjectNode json, String name, String time) {
        if (!time.isEmpty() && !time.startsWith("0001-")) {
            json.put(name, time);
        }
    }

    /// Its ports, with those of this machine that lead to them.
    void ports(NetworkMode mode) {
        if (shape.portMappings().isEmpty() || mode == NetworkMode.NONE) {
            return;
        }
        ArrayNode ports = json.putArray("Ports");
        switch (mode) {
            case AWSVPC, HOST -> {
                for (PortMapping mapping : shape.portMappings()) {
                    if (mapping.containerPort() != null) {
                        ports.addObject()
                                .put("ContainerPort", mapping.containerPort())
                                .put("Protocol", protocol(mapping))
                                .put("HostPort", mapping.containerPort());
                    }
                }
            }
            case BRIDGE ->
                    (docker == null ? json : docker)
                            .path("NetworkSettings")
                            .path("Ports")
                            .properties()
                            .forEach(port -> bound(ports, port.getKey(), port.getValue()));
            case NONE -> {}
        }
    }

    private static String protocol(PortMapping mapping) {
        return mapping.protocolAsString() == null ? "tcp" : mapping.protocolAsString();
    }

    private static void bound(ArrayNode ports, String port, JsonNode bindings) {
        int slash = port.indexOf('/');
        for (JsonNode binding : bindings) {
            ports.addObject()
                    .put("ContainerPort", Integer.parseInt(port.substring(0, slash)))
                    .put("Protocol", port.substring(slash + 1))
                    .put("HostPort", binding.path("HostPort").asInt())
                    .put("HostIp", binding.path("HostIp").asText());
        }
    }

    /// What its own check says; since when, as far as the Engine remembers: five results.
    void health() {
        JsonNode health = docker == null ? json : docker.path("State").path("Health");
        if (shape.healthCheck() == null || !health.has("Status")) {
            return;
        }
        ObjectNode made = json.putObject("Health");
        String status = health.path("Status").asText();
        made.put("status", status.equals("starting") ? "UNKNOWN" : status.toUpperCase(Locale.ROOT));
        JsonNode results = health.path("Log");
        if (results.isEmpty()) {
            return;
        }
        JsonNode last = results.get(results.size() - 1);
        int first = results.size() - 1;
        while (first > 0 && exit(results.get(first - 1)) == exit(last)) {
            first--;
        }
        made.put("statusSince", results.get(first).path("End").asText());
        made.put("exitCode", exit(last));
        made.put("output", last.path("Output").asText());
    }

    private static int exit(JsonNode result) {
        return result.path("ExitCode").asInt();
    }

    /// Where it logs, as its definition says.
    void log() {
        LogConfiguration log = shape.logConfiguration();
        if (log == null || log.logDriverAsString() == null) {
            return;
        }
        json.put("LogDriver", log.logDriverAsString());
        ObjectNode options = json.putObject("LogOptions");
        log.options().forEach(options::put);
    }

    /// The block of addresses that an address is in, such as `172.17.0.0/16`.
    static String block(String address, int bits) {
        long value = 0;
        for (String part : address.split("\\.", -1)) {
            value = (value << 8) | Integer.parseInt(part);
        }
        value &= bits == 0 ? 0 : -1L << (32 - bits);
        return ((value >> 24) & 255)
                + "."
                + ((value >> 16) & 255)
                + "."
                + ((value >> 8) & 255)
                + "."
                + (value & 255)
                + "/"
                + bits;
    }
}
