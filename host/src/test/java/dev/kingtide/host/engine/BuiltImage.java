package dev.kingtide.host.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;

/// An image out of a Dockerfile, for what an import cannot say.
public final class BuiltImage {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private BuiltImage() {}

    /// Builds it.
    ///
    /// @param context a tar archive with the Dockerfile
    public static void build(Engine engine, String name, byte[] context) throws EngineFailure {
        Exchange.Request plain = engine.request("POST", "/build?t=" + name, LIMIT);
        try (Exchange exchange =
                Exchange.of(
                        engine.address(),
                        new Exchange.Request(
                                plain.what(), Map.of(), "application/x-tar", context, LIMIT))) {
            for (JsonNode line = exchange.next(); line != null; line = exchange.next()) {
                if (line.hasNonNull("error")) {
                    throw EngineFailure.brokeOff(line.path("error").asText());
                }
            }
        }
    }
}
