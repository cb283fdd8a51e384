package dev.kingtide.edge.proxy;

import static java.util.Objects.requireNonNull;

import dev.kingtide.core.traffic.Listener;
import dev.kingtide.core.traffic.Rewrites;
import dev.kingtide.edge.http.FieldName;
import dev.kingtide.edge.http.Fields;
import dev.kingtide.edge.http.Framing;
import dev.kingtide.edge.http.Request;
import dev.kingtide.edge.route.BalancerSettings;
import dev.kingtide.edge.route.BalancerSettings.ForwardedFor;
import dev.kingtide.edge.route.ListenerFields;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/// Writes the head that a target gets, from the one that the client sent (ELB user guide,
/// x-forwarded-headers and load-balancer-request-tracing; for what concerns one connection only RFC
/// 9110, section 7.6.1).
final class RequestWriter {
    private static final int OWN_BYTES = 512;

    private RequestWriter() {}

    /// The head for a target that speaks HTTP/1.1.
    ///
    /// @param rewritten what a rule's transforms made of the host and the URL
    static ByteBuf head(
            ByteBufAllocator allocator,
            Request request,
            Rewrites.Result rewritten,
            Exchange exchange) {
        BalancerSettings balancer = exchange.routes.balancer();
        Listener listener = exchange.routes.listener();
        ListenerFields own = exchange.routes.fields();
        Fields fields = request.fields();
        ByteBuf out = allocator.ioBuffer(request.end() + OWN_BYTES);
        out.writeBytes(
                request.bytes(), request.methodFrom(), request.methodTo() - request.methodFrom());
        out.writeByte(' ');
        if (rewritten.url() == null) {
            path(out, request);
        } else {
            HeadWriter.text(out, rewritten.url());
        }
        HeadWriter.text(out, " HTTP/1.1\r\n");
        if (balancer.forwardedFor() == ForwardedFor.APPEND) {
            forwardedFor(out, fields, exchange);
        }
        HeadWriter.text(
                out,
                exchange.routes.isTls()
                        ? "X-Forwarded-Proto: https\r\nX-Forwarded-Port: "
                        : "X-Forwarded-Proto: http\r\nX-Forwarded-Port: ");
        HeadWriter.decimal(out, listener.port());
        HeadWriter.text(out, "\r\nHost: ");
        HeadWriter.text(
                out,
                rewritten.host() == null
                        ? host(request.host(), balancer, listener.port())
                        : rewritten.host());
        HeadWriter.text(out, "\r\nX-Amzn-Trace-Id: ");
        String trace = TraceId.next(fields.first(FieldName.X_AMZN_TRACE_ID), exchange.lane.random);
        HeadWriter.text(out, trace);
        if (exchange.log != null) {
            exchange.log.traced(trace);
        }
        HeadWriter.endOfLine(out);
        if (balancer.tlsFields() && exchange.tls != null) {
            HeadWriter.field(out, own.tlsVersion(), exchange.tls.protocol());
            HeadWriter.field(out, own.tlsCipher(), exchange.tls.cipher());
        }
        if (exchange.tls != null) {
            exchange.tls
                    .client()
                    .forEach((field, value) ->
                            HeadWriter.field(out, requireNonNull(own.client().get(field)), value));
        }
        boolean isAsked = exchange.tellsCertificate();
        boolean mayCollide = balancer.tlsFields() && exchange.routes.isTls();
        HeadWriter.fields(
                out,
                fields,
                (all, i) ->
                        passes(all.name(i), balancer)
                                && isTaken(all, i, balancer)
                                && !(mayCollide && own.isOurs(all, i))
                                && !(isAsked && own.isOfCertificate(all.nameText(i))));
        framing(out, request);
        if (exchange.upgrades) {
            HeadWriter.text(out, "Connection: upgrade\r\nUpgrade: websocket\r\n");
        }
        HeadWriter.endOfLine(out);
        return out;
    }

    private static boolean isTaken(Fields fields, int i, BalancerSettings balancer) {
        return fields.isValid(i) || !balancer.dropsInvalidFields();
    }

    private static boolean passes(FieldName name, BalancerSettings balancer) {
        return switch (name) {
            case OTHER, CONTENT_TYPE, COOKIE, DATE, EXPECT, SET_COOKIE, USER_AGENT -> true;
            case X_FORWARDED_FOR -> balancer.forwardedFor() == ForwardedFor.PRESERVE;
            case X_AMZN_TLS_CIPHER_SUITE, X_AMZN_TLS_VERSION -> !balancer.tlsFields();
            case CONNECTION,
                    CONTENT_LENGTH,
                    HOST,
                    HTTP2_SETTINGS,
                    KEEP_ALIVE,
                    PROXY_CONNECTION,
                    TE,
                    TRAILER,
                    TRANSFER_ENCODING,
                    UPGRADE,
                    X_AMZN_TRACE_ID,
                    X_FORWARDED_PORT,
                    X_FORWARDED_PROTO ->
                    false;
        };
    }

    /// Path and query; blanks and control characters, which some servers take for the end of the
    /// path, percent-encoded.
    private static void path(ByteBuf out, Request request) {
        byte[] bytes = request.bytes();
        int from = request.pathFrom();
        int to = request.targetTo();
        if (from == to || bytes[from] == '?') {
            out.writeByte('/');
        }
        if (!request.mustEncodeTarget()) {
            out.writeBytes(bytes, from, to - from);
            return;
        }
        for (int i = from; i < to; i++) {
            int octet = bytes[i];
            if (octet == 0x7F || (octet >= 0 && octet <= ' ')) {
                HeadWriter.text(out, "%%%02X".formatted(octet));
            } else {
                out.writeByte(octet);
            }
        }
    }

    /// Path and query as a target would get them, as text.
    static String url(Request request) {
        ByteBuf out = Unpooled.buffer(request.targetTo() - request.pathFrom() + 1);
        path(out, request);
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private static void forwardedFor(ByteBuf out, Fields fields, Exchange exchange) {
        HeadWriter.text(out, "X-Forwarded-For: ");
        for (int i = 0; i < fields.count(); i++) {
            if (fields.name(i) == FieldName.X_FORWARDED_FOR
                    && fields.valueTo(i) > fields.valueFrom(i)) {
                int length = fields.valueTo(i) - fields.valueFrom(i);
                out.writeBytes(fields.bytes(), fields.valueFrom(i), length);
                HeadWriter.text(out, ", ");
            }
        }
        ClientAddress from = exchange.from;
        HeadWriter.text(out, exchange.routes.balancer().clientPort() ? from.withPort() : from.ip());
        HeadWriter.endOfLine(out);
    }

    /// The host with the listener's port behind it, unless it is a default one or the host is to be
    /// preserved (AWS re:Post, announcement of the host header and X-Forwarded-For enhancements;
    /// ELB user guide, edit-load-balancer-attributes).
    static String host(String sent, BalancerSettings balancer, int port) {
        if (balancer.preservesHost() || sent.isEmpty()) {
            return sent;
        }
        int colon = sent.lastIndexOf(':');
        boolean hasPort = colon > sent.lastIndexOf(']');
        boolean isDefault = port == 80 || port == 443;
        if (!isDefault) {
            return hasPort ? sent : sent + ':' + port;
        }
        return hasPort && sent.substring(colon + 1).equals(Integer.toString(port))
                ? sent.substring(0, colon)
                : sent;
    }

    private static void framing(ByteBuf out, Request request) {
        if (request.framing() == Framing.CHUNKED) {
            HeadWriter.text(out, "Transfer-Encoding: chunked\r\n");
        } else if (request.contentLength() >= 0) {
            HeadWriter.text(out, "Content-Length: ");
            HeadWriter.decimal(out, request.contentLength());
            HeadWriter.endOfLine(out);
        }
    }
}
