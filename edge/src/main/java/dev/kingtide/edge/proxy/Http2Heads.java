package dev.kingtide.edge.proxy;

import dev.kingtide.edge.http.FieldName;
import dev.kingtide.edge.http.Fields;
import dev.kingtide.edge.http.Response;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Locale;

/// Makes the heads that a client of HTTP/2 gets (RFC 9113, section 8.3.2).
final class Http2Heads {

    private Http2Heads() {}

    /// The head of a target's answer.
    static Http2Headers of(Response response, Exchange exchange) {
        Http2Headers headers = new DefaultHttp2Headers(false);
        headers.status(Integer.toString(response.status()));
        fields(headers, response.fields());
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
        fields(headers, response.fields());
        return headers;
    }

    /// The head of an answer of our own.
    static Http2Headers of(Answer answer, Exchange exchange) {
        Http2Headers headers = new DefaultHttp2Headers(false);
        headers.status(Integer.toString(answer.status()));
        headers.add("server", "awselb/2.0");
        headers.add("date", exchange.lane.date());
        headers.add("content-type", answer.contentType());
        headers.add("content-length", Integer.toString(ByteBufUtil.utf8Bytes(answer.body())));
        if (answer.location() != null) {
            headers.add("location", answer.location());
        }
        return headers;
    }

    private static void fields(Http2Headers headers, Fields fields) {
        for (int i = 0; i < fields.count(); i++) {
            FieldName name = fields.name(i);
            boolean passes =
                    name != FieldName.CONTENT_LENGTH
                            && !name.isHopByHop()
                            && fields.isPassable(i)
                            && !fields.isConnectionOption(i);
            if (passes) {
                headers.add(fields.nameText(i).toLowerCase(Locale.ROOT), fields.value(i));
            }
        }
    }
}
