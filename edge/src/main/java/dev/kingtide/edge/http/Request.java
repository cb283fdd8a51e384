package dev.kingtide.edge.http;

import java.util.Arrays;

/// The head of a request, as offsets into its bytes; reused from request to request.
public final class Request {
    private static final byte[] NOTHING = {};
    private static final byte[] GET = Octets.ascii("GET");
    private static final byte[] HEAD = Octets.ascii("HEAD");

    final Fields fields = new Fields();
    int methodFrom;
    int methodTo;
    int targetFrom;
    int targetTo;
    int pathFrom;
    int authorityFrom;
    int authorityTo;
    int majorVersion = 1;
    int minorVersion;
    Framing framing = Framing.NONE;
    long contentLength;
    Desync desync = Desync.COMPLIANT;
    boolean suspicious;
    boolean encodeTarget;
    int end;

    /// An empty head, to be parsed into.
    public Request() {}

    void begin(byte[] bytes) {
        fields.begin(bytes);
        framing = Framing.NONE;
        contentLength = -1;
        desync = Desync.COMPLIANT;
        suspicious = false;
        majorVersion = 1;
        encodeTarget = false;
        authorityFrom = 0;
        authorityTo = 0;
    }

    /// Forgets the last one: the head of what was no request.
    public void clear() {
        begin(NOTHING);
        methodFrom = 0;
        methodTo = 0;
        targetFrom = 0;
        targetTo = 0;
        pathFrom = 0;
        minorVersion = 1;
        end = 0;
    }

    public Fields fields() {
        return fields;
    }

    public byte[] bytes() {
        return fields.bytes();
    }

    public int methodFrom() {
        return methodFrom;
    }

    public int methodTo() {
        return methodTo;
    }

    /// The method as it was sent.
    public String method() {
        return isMethod(GET) ? "GET" : Octets.text(bytes(), methodFrom, methodTo);
    }

    /// Whether answers to it have no body.
    public boolean isHead() {
        return isMethod(HEAD);
    }

    boolean isGetOrHead() {
        return isMethod(GET) || isMethod(HEAD);
    }

    private boolean isMethod(byte[] method) {
        return Arrays.equals(bytes(), methodFrom, methodTo, method, 0, method.length);
    }

    /// The target as it was sent.
    public String target() {
        return Octets.text(bytes(), targetFrom, targetTo);
    }

    /// Where path and query begin, which are what a target is sent: behind scheme and authority
    /// when the client sent a whole URI. Ends with [#targetTo]; empty then means `/`.
    public int pathFrom() {
        return pathFrom;
    }

    public int targetTo() {
        return targetTo;
    }

    /// Whether the path has bytes that must be percent-encoded before it is passed on.
    public boolean mustEncodeTarget() {
        return encodeTarget;
    }

    /// The path, without the query; `*` in `OPTIONS *`.
    public String path() {
        int to = pathFrom;
        while (to < targetTo && bytes()[to] != '?') {
            to++;
        }
        return to == pathFrom ? "/" : Octets.text(bytes(), pathFrom, to);
    }

    /// What follows the `?`; empty without one.
    public String query() {
        for (int i = pathFrom; i < targetTo; i++) {
            if (bytes()[i] == '?') {
                return Octets.text(bytes(), i + 1, targetTo);
            }
        }
        return "";
    }

    /// The host with its port as the client named it, in the target or the Host field; empty
    /// without either.
    public String host() {
        if (authorityTo > authorityFrom) {
            return Octets.text(bytes(), authorityFrom, authorityTo);
        }
        String host = fields.first(FieldName.HOST);
        return host == null ? "" : host;
    }

    /// Whether the target names the host, which then counts in the place of the Host field (RFC
    /// 9112, section 3.2.2).
    public boolean namesAuthority() {
        return authorityTo > authorityFrom;
    }

    /// 1 or 2.
    public int majorVersion() {
        return majorVersion;
    }

    /// 0 or 1: the x of HTTP/1.x; a later one counts as 1.
    public int minorVersion() {
        return minorVersion;
    }

    public Framing framing() {
        return framing;
    }

    /// How long the body is, when that is how it is framed.
    public long contentLength() {
        return contentLength;
    }

    /// How well it keeps to the RFCs.
    public Desync desync() {
        return desync;
    }

    /// Where the head ends in its bytes: behind the empty line.
    public int end() {
        return end;
    }

    /// Whether the client wants to send another request on this connection (RFC 9112, section 9.3).
    public boolean keepsAlive() {
        boolean closes = fields.lists(FieldName.CONNECTION, "close");
        return minorVersion == 0
                ? !closes
                        && framing != Framing.CHUNKED // RFC 9112, section 6.1
                        && fields.lists(FieldName.CONNECTION, "keep-alive")
                : !closes;
    }

    /// Whether it is a call of gRPC (gRPC over HTTP2, requests).
    public boolean isGrpc() {
        int type = majorVersion == 2 ? fields.find(FieldName.CONTENT_TYPE) : -1;
        return type >= 0
                && Octets.beginsWithWord(
                        bytes(), fields.valueFrom(type), fields.valueTo(type), "application/grpc");
    }

    /// Whether it takes fields behind the body.
    public boolean takesTrailers() {
        return majorVersion == 2 && fields.lists(FieldName.TE, "trailers");
    }

    /// Whether it asks for the connection to become a WebSocket (RFC 6455, section 4.1).
    public boolean isWebSocketUpgrade() {
        return minorVersion == 1
                && framing == Framing.NONE
                && isMethod(GET)
                && fields.lists(FieldName.UPGRADE, "websocket")
                && fields.lists(FieldName.CONNECTION, "upgrade");
    }
}
