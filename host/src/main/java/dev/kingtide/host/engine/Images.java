package dev.kingtide.host.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/// The images that an Engine has.
///
/// @param engine the Engine
public record Images(Engine engine) {

    /// An image in a list.
    ///
    /// @param id `sha256:...`
    /// @param names with their tags, such as `web:7`; none of one that lost them
    public record Listed(String id, List<String> names) {}

    /// All of them, but for layers that only others are made of.
    public List<Listed> all() throws EngineFailure {
        List<Listed> all = new ArrayList<>();
        for (JsonNode one : engine.get("/images/json")) {
            List<String> names = new ArrayList<>();
            for (JsonNode name : one.path("RepoTags")) {
                if (!name.asText().startsWith("<none>")) {
                    names.add(name.asText());
                }
            }
            all.add(new Listed(one.path("Id").asText(), List.copyOf(names)));
        }
        return all;
    }

    /// When an image was made or got its last name, whichever is later: when it was built or pulled
    /// here.
    public long sinceMillis(String id) throws EngineFailure {
        JsonNode image = engine.get("/images/" + id + "/json");
        return Math.max(
                millis(image.path("Created").asText()),
                millis(image.at("/Metadata/LastTagTime").asText()));
    }

    /// Docker says year 1 for never.
    private static long millis(String time) {
        try {
            Instant instant = ZonedDateTime.parse(time).toInstant();
            return Math.max(0, instant.toEpochMilli());
        } catch (DateTimeParseException e) {
            return 0;
        }
    }
}
