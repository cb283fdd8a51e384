package dev.kingtide.aws.wire;

import dev.kingtide.aws.codec.Malformed;
import dev.kingtide.aws.codec.Rest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.zip.GZIPInputStream;

/// The head and body of a request, held to their limits.
final class Bodies {
    private Bodies() {}

    /// Refuses a head that is too large.
    static void checkHead(WireRequest request, Limits limits) {
        int bytes = request.target().length();
        for (Header header : request.headers()) {
            bytes += header.name().length() + header.value().length();
        }
        if (request.headers().size() > limits.headers() || bytes > limits.headerBytes()) {
            throw new WireFailure(
                    "RequestHeaderSectionTooLarge",
                    "Your request header section exceeds the maximum allowed size.",
                    400);
        }
    }

    /// The body as it was before it was sent: SDKs zip large ones.
    static byte[] read(WireRequest request, Limits limits) {
        if (request.body().length > limits.bodyBytes()) {
            throw tooLarge();
        }
        String encoding = request.header("content-encoding");
        if (encoding == null || !encoding.toLowerCase(Locale.ROOT).contains("gzip")) {
            return request.body();
        }
        try (var in = new GZIPInputStream(new ByteArrayInputStream(request.body()))) {
            byte[] body = in.readNBytes(limits.inflatedBytes());
            if (in.read() >= 0) {
                throw tooLarge();
            }
            return body;
        } catch (IOException e) {
            throw new Malformed("The body is no gzip");
        }
    }

    private static WireFailure tooLarge() {
        return new WireFailure(
                "RequestEntityTooLargeException",
                "RequestEntityTooLarge",
                "The request is larger than the service accepts.",
                413,
                Map.of());
    }

    /// The parts of a REST request.
    static Rest.Input rest(WireRequest request, Map<String, String> labels, byte[] body) {
        SequencedMap<String, List<String>> headers = new LinkedHashMap<>();
        for (Header header : request.headers()) {
            headers.computeIfAbsent(header.name().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                    .add(header.value().strip());
        }
        return new Rest.Input(labels, Canonical.query(request.query()), headers, body);
    }
}
