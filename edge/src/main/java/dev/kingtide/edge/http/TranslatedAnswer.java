package dev.kingtide.edge.http;

import io.netty.handler.codec.http2.Http2Headers;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Writes the head of an HTTP/2 answer as HTTP/1.1 has it, and parses that: the rest of the edge
/// knows one form of answers.
public final class TranslatedAnswer {
    private final ResponseParser parser = new ResponseParser();
    private final StringBuilder text = new StringBuilder();

    /// A translator for one thread.
    public TranslatedAnswer() {}

    /// Translates a head.
    ///
    /// @param ends whether no body follows
    /// @param isHead whether it answers a HEAD request
    /// @return whether it is well-formed; if not, the load balancer answers 502
    public boolean parse(Http2Headers headers, boolean ends, boolean isHead, Response into) {
        CharSequence status = headers.status();
        if (status == null || status.length() != 3) {
            return false;
        }
        text.setLength(0);
        text.append("HTTP/1.1 ").append(status).append(" \r\n");
        for (Map.Entry<CharSequence, CharSequence> field : headers) {
            CharSequence name = field.getKey();
            if (name.charAt(0) != ':') {
                if (!isLine(name) || !isLine(field.getValue())) {
                    return false;
                }
                text.append(name).append(": ").append(field.getValue()).append("\r\n");
            }
        }
        byte[] bytes = text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length > ResponseParser.HEAD_BYTES
                || !parser.parse(bytes, 0, bytes.length, isHead, into)) {
            return false;
        }
        if (into.framing == Framing.UNTIL_CLOSE) {
            into.framing = ends ? Framing.NONE : Framing.CHUNKED;
        }
        return into.framing != Framing.LENGTH || !ends;
    }

    private static boolean isLine(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n' || c == 0) {
                return false;
            }
        }
        return true;
    }
}
