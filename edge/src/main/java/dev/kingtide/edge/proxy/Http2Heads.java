package dev.kingtide.edge.proxy;

import dev.kingtide.edge.http.FieldName;
import dev.kingtide.edge.http.Fields;
import dev.kingtide.edge.http.Response;
import dev.kingtide.edge.route.ListenerFields;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes the heads that a client of HTTP/2 gets (RFC 9113, section 8.3.2).
final class Http2Heads {

    private Http2Heads() {}

    /// The head of a target's answer.
    static Http2Headers of(Response response, Exchange exchange) {
        Http2Headers headers = new DefaultHttp2Headers(false);
        headers.status(Integer.toString(response.status()));
        ListenerFields own = exchange.routes.fields();
        fields(headers, response.fields(), own);
        set(headers, own);
        if (!response.fields().has(FieldName.DATE)) { // RFC 9110, section 6.6.1
            headers.add("date", exchange.lane.date());
        }
        if (response.contentLength() >= 0) {
            headers.add("content-length", Long.toString(response.contentLength()));
        }
        for (String cookie : Cookies.toSet(exchange, response.fields())) {
            headers.add("set-cookie", cookie);
        }
        return headers;
    }

    /// An interim head, such as 100 Continue.
    static Http2Headers interim(Response response) {
        Http2Headers headers = new DefaultHttp2Headers(false);
        headers.status(Integer.toString(response.status()));
        fields(headers, response.fields(), null);
        return headers;
    }

    /// The head of an answer of our own.
    static Http2Headers of(Answer answer, Exchange exchange) {
        Http2Headers headers = new DefaultHttp2Headers(false);
        headers.status(Integer.toString(answer.status()));
        if (exchange.routes.fields().server()) {
            headers.add("server", "awselb/2.0");
        }
        set(headers, exchange.routes.fields());
        headers.add("date", exchange.lane.date());
        headers.add("content-type", answer.contentType());
        headers.add("content-length", Integer.toString(ByteBufUtil.utf8Bytes(answer.body())));
        if (answer.location() != null) {
            headers.add("location", answer.location());
        }
        return headers;
    }

    /// Fields behind an answer, without those that can only be before it.
    static Http2Headers trailers(Http2Headers from) {
        Http2Headers headers = new DefaultHttp2Headers(false);
        for (Map.Entry<CharSequence, CharSequence> field : from) {
            if (field.getKey().charAt(0) != ':') {
                headers.add(field.getKey(), field.getValue());
            }
        }
        return headers;
    }

    /// The head of a request, from the one that a target of HTTP/1.1 would get.
    static Http2Headers request(ByteBuf head, String scheme, boolean takesTrailers) {
        Http2Headers headers = new DefaultHttp2Headers(false);
        String[] lines = head.toString(StandardCharsets.ISO_8859_1).split("\r\n", -1);
        String[] words = lines[0].split(" ", 3);
        headers.method(words[0]).scheme(scheme).path(words[1]);
        for (int i = 1; i < lines.length && !lines[i].isEmpty(); i++) {
            int colon = lines[i].indexOf(':');
            String name = lines[i].substring(0, colon).toLowerCase(Locale.ROOT);
            String value = lines[i].substring(colon + 1).strip();
            switch (name) {
                case "host" -> headers.authority(value);
                case "transfer-encoding", "connection" -> {}
                default -> headers.add(name, value);
            }
        }
        if (takesTrailers) {
            headers.add("te", "trailers");
        }
        return headers;
    }

    /// What the listener adds to every answer.
    private static void set(Http2Headers headers, ListenerFields own) {
        for (ListenerFields.Field field : own.set()) {
            headers.add(field.name().toLowerCase(Locale.ROOT), field.value());
        }
    }

    /// @param own what is said in their place
    private static void fields(Http2Headers headers, Fields fields, @Nullable ListenerFields own) {
        for (int i = 0; i < fields.count(); i++) {
            FieldName name = fields.name(i);
            boolean passes =
                    name != FieldName.CONTENT_LENGTH
                            && !name.isHopByHop()
                            && fields.isPassable(i)
                            && !fields.isConnectionOption(i)
                            && (own == null || !own.replaces(fields, i));
            if (passes) {
                headers.add(fields.nameText(i).toLowerCase(Locale.ROOT), fields.value(i));
            }
        }
    }
}
