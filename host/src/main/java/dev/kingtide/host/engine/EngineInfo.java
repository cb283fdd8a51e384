package dev.kingtide.host.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What an Engine says of itself and its machine (Docker Engine API, SystemInfo).
///
/// @param version such as `28.2.2`
/// @param cpus of the machine
/// @param memoryBytes of the machine
/// @param architecture such as `x86_64`
/// @param cgroupDriver `cgroupfs` or `systemd`
/// @param cgroupVersion `1` or `2`
/// @param gpus the ids of the GPUs that it was told of (`node-generic-resources`)
public record EngineInfo(
        String version,
        int cpus,
        long memoryBytes,
        String architecture,
        String cgroupDriver,
        String cgroupVersion,
        List<String> gpus) {

    static EngineInfo of(JsonNode info) {
        List<String> gpus = new ArrayList<>();
        for (JsonNode one : info.path("GenericResources")) {
            JsonNode named = one.path("NamedResourceSpec");
            if (named.path("Kind").asText().toUpperCase(Locale.ROOT).endsWith("GPU")) {
                gpus.add(named.path("Value").asText());
            }
        }
        return new EngineInfo(
                info.path("ServerVersion").asText(),
                info.path("NCPU").asInt(),
                info.path("MemTotal").asLong(),
                info.path("Architecture").asText(),
                info.path("CgroupDriver").asText(),
                info.path("CgroupVersion").asText(),
                List.copyOf(gpus));
    }
}
