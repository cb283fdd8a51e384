package dev.kingtide.edge.proxy;

import dev.kingtide.edge.http.FieldName;
import dev.kingtide.edge.http.Fields;
import dev.kingtide.edge.http.Framing;
import dev.kingtide.edge.http.Response;
import dev.kingtide.edge.route.ListenerFields;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;

/// Writes the heads that a client of HTTP/1.x gets.
final class ResponseWriter {
    private static final int OWN_BYTES = 256;

    private ResponseWriter() {}

    /// The head of a target's answer, with the date if it has none (RFC 9110, section 6.6.1).
    ///
    /// @param chunked whether the body goes out in chunks of ours
    /// @param keepAlive whether the connection takes another request
    static ByteBuf head(
            ByteBufAllocator allocator,
            Response response,
            Exchange exchange,
            boolean chunked,
            boolean keepAlive) {
        ByteBuf out = allocator.ioBuffer(1024 + OWN_BYTES);
        statusLine(out, response);
        ListenerFields own = exchange.routes.fields();
        if (own.set().isEmpty()) {
            HeadWriter.fields(out, response.fields(), ResponseWriter::passes);
        } else {
            HeadWriter.fields(
                    out, response.fields(), (all, i) -> passes(all, i) && !own.replaces(all, i));
            set(out, own);
        }
        if (!response.fields().has(FieldName.DATE)) {
            HeadWriter.field(out, FieldName.DATE, exchange.lane.date());
        }
        if (chunked) {
            HeadWriter.text(out, "Transfer-Encoding: chunked\r\n");
        } else if (response.contentLength() >= 0) {
            HeadWriter.text(out, "Content-Length: ");
            HeadWriter.decimal(out, response.contentLength());
            HeadWriter.endOfLine(out);
        } else if (response.framing() == Framing.NONE && hasLength(response, exchange)) {
            HeadWriter.text(out, "Content-Length: 0\r\n");
        }
        for (String cookie : Cookies.toSet(exchange, response.fields())) {
            HeadWriter.field(out, FieldName.SET_COOKIE, cookie);
        }
        if (response.status() == 101) {
            HeadWriter.text(out, "Connection: upgrade\r\nUpgrade: websocket\r\n");
        } else {
            connection(out, keepAlive);
        }
        HeadWriter.endOfLine(out);
        return out;
    }

    /// An interim head, such as 100 Continue.
    static ByteBuf interim(ByteBufAllocator allocator, Response response) {
        ByteBuf out = allocator.ioBuffer(OWN_BYTES);
        statusLine(out, response);
        HeadWriter.fields(out, response.fields(), ResponseWriter::passes);
        HeadWriter.endOfLine(out);
        return out;
    }

    /// A whole answer of our own.
    static ByteBuf answer(
            ByteBufAllocator allocator, Answer answer, Exchange exchange, boolean keepAlive) {
        int length = ByteBufUtil.utf8Bytes(answer.body());
        ByteBuf out = allocator.ioBuffer(OWN_BYTES + length);
        HeadWriter.text(out, "HTTP/1.1 ");
        HeadWriter.decimal(out, answer.status());
        out.writeByte(' ');
        HeadWriter.text(out, answer.reason());
        HeadWriter.text(
                out,
                exchange.routes.fields().server()
                        ? "\r\nServer: awselb/2.0\r\nDate: "
                        : "\r\nDate: ");
        HeadWriter.text(out, exchange.lane.date());
        HeadWriter.text(out, "\r\nContent-Type: ");
        HeadWriter.text(out, answer.contentType());
        HeadWriter.text(out, "\r\nContent-Length: ");
        HeadWriter.decimal(out, length);
        HeadWriter.endOfLine(out);
        connection(out, keepAlive);
        set(out, exchange.routes.fields());
        if (answer.location() != null) {
            HeadWriter.field(out, "Location", answer.location());
        }
        HeadWriter.endOfLine(out);
        if (!exchange.isHead) {
            ByteBufUtil.writeUtf8(out, answer.body());
        }
        return out;
    }

    /// What the listener adds to every answer.
    private static void set(ByteBuf out, ListenerFields own) {
        for (ListenerFields.Field field : own.set()) {
            HeadWriter.field(out, field.name(), field.value());
        }
    }

    private static void statusLine(ByteBuf out, Response response) {
        HeadWriter.text(out, "HTTP/1.1 ");
        HeadWriter.decimal(out, response.status());
        out.writeByte(' ');
        int from = response.reasonFrom();
        out.writeBytes(response.fields().bytes(), from, response.reasonTo() - from);
        HeadWriter.endOfLine(out);
    }

    private static void connection(ByteBuf out, boolean keepAlive) {
        HeadWriter.text(out, keepAlive ? "Connection: keep-alive\r\n" : "Connection: close\r\n");
    }

    /// Whether an answer without a body must say so.
    private static boolean hasLength(Response response, Exchange exchange) {
        int status = response.status();
        return status >= 200 && status != 204 && status != 304 && !exchange.isHead;
    }

    private static boolean passes(Fields fields, int i) {
        FieldName name = fields.name(i);
        return name != FieldName.CONTENT_LENGTH && !name.isHopByHop();
    }
}
