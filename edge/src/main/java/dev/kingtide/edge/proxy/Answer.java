package dev.kingtide.edge.proxy;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An answer of the load balancer itself.
///
/// @param status its status
/// @param reason the phrase that goes with it
/// @param contentType of the body
/// @param body small
/// @param location where a redirect leads, else null
record Answer(
        int status, String reason, String contentType, String body, @Nullable String location) {

    private static final Map<Integer, String> REASONS =
            Map.ofEntries(
                    Map.entry(200, "OK"),
                    Map.entry(301, "Moved Permanently"),
                    Map.entry(302, "Found"),
                    Map.entry(400, "Bad Request"),
                    Map.entry(403, "Forbidden"),
                    Map.entry(404, "Not Found"),
                    Map.entry(405, "Not Allowed"),
                    Map.entry(408, "Request Time-out"),
                    Map.entry(413, "Request Entity Too Large"),
                    Map.entry(414, "Request-URI Too Large"),
                    Map.entry(463, "Bad Request"),
                    Map.entry(464, "Bad Request"),
                    Map.entry(500, "Internal Server Error"),
                    Map.entry(501, "Not Implemented"),
                    Map.entry(502, "Bad Gateway"),
                    Map.entry(503, "Service Temporarily Unavailable"),
                    Map.entry(504, "Gateway Time-out"),
                    Map.entry(505, "HTTP Version Not Supported"));

    /// The page that goes with an error.
    static Answer error(int status) {
        String reason = REASONS.getOrDefault(status, "");
        return new Answer(status, reason, "text/html", page(status, reason), null);
    }

    /// What a rule says.
    static Answer fixed(int status, String contentType, String body) {
        String reason = REASONS.getOrDefault(status, "");
        return new Answer(
                status,
                reason,
                contentType.isEmpty()
                        ? "text/plain; charset=utf-8"
                        : contentType + "; charset=utf-8",
                body,
                null);
    }

    /// A redirect to a place.
    static Answer redirect(int status, String location) {
        String reason = REASONS.getOrDefault(status, "");
        return new Answer(status, reason, "text/html", page(status, reason), location);
    }

    /// The form of pages that clients of load balancers know, and look for in logs.
    private static String page(int status, String reason) {
        String title = status + " " + reason;
        return """
        <html>\r
        <head><title>%s</title></head>\r
        <body>\r
        <center><h1>%s</h1></center>\r
        </body>\r
        </html>\r
        """
                .formatted(title, title);
    }
}
