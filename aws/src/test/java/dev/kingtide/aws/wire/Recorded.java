package dev.kingtide.aws.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/// Requests as botocore sends them, one at least for each operation and protocol of the services
/// here, in an order in which most succeed; `aws/tools/record.py` made them.
public final class Recorded {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// The key that signed them.
    public static final String KEY = "AKIDRECORDED";

    /// The secret that signed them.
    public static final String SECRET = "recorded-secret";

    /// When the first was signed; the last was within the minutes for which a signature holds.
    public static final long AT_MILLIS = Instant.parse("2026-11-26T05:49:53Z").toEpochMilli();

    private Recorded() {}

    /// Those of botocore.
    public static List<WireRequest> requests() {
        return read("recorded.jsonl");
    }

    /// Those of the SDK for JavaScript v3: a small launch, which `aws/tools/record.mjs` made.
    public static List<WireRequest> ofJavaScript() {
        return read("recorded-javascript.jsonl");
    }

    private static List<WireRequest> read(String resource) {
        List<WireRequest> requests = new ArrayList<>();
        try (InputStream input = Recorded.class.getResourceAsStream(resource)) {
            String text =
                    new String(
                            Objects.requireNonNull(input).readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.lines().toList()) {
                requests.add(request(JSON.readTree(line)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return requests;
    }

    private static WireRequest request(JsonNode line) {
        List<Header> headers = new ArrayList<>();
        for (JsonNode header : line.get("headers")) {
            headers.add(new Header(header.get(0).asText(), header.get(1).asText()));
        }
        byte[] body =
                line.has("text")
                        ? line.get("text").asText().getBytes(StandardCharsets.UTF_8)
                        : Base64.getDecoder().decode(line.get("base64").asText());
        return new WireRequest(
                line.get("method").asText(),
                line.get("target").asText(),
                headers,
                body,
                "127.0.0.1");
    }
}
