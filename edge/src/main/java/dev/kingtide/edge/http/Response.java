package dev.kingtide.edge.http;

/// The head of a target's answer, as offsets into its bytes; reused from answer to answer.
public final class Response {
    final Fields fields = new Fields();
    int status;
    int minorVersion;
    int reasonFrom;
    int reasonTo;
    Framing framing = Framing.NONE;
    long contentLength;
    boolean ambiguous;

    /// An empty head, to be parsed into.
    public Response() {}

    public Fields fields() {
        return fields;
    }

    public int status() {
        return status;
    }

    /// Where the reason phrase begins; empty ends where it begins.
    public int reasonFrom() {
        return reasonFrom;
    }

    public int reasonTo() {
        return reasonTo;
    }

    public Framing framing() {
        return framing;
    }

    /// How long the body is or, when there is none in this answer, would be; -1 when unknown.
    public long contentLength() {
        return contentLength;
    }

    /// Whether it is only on the way to the answer, and another head follows.
    public boolean isInterim() {
        return status / 100 == 1 && status != 101;
    }

    /// Whether the target takes another request on this connection.
    public boolean keepsAlive() {
        if (ambiguous || framing == Framing.UNTIL_CLOSE || status == 101) {
            return false;
        }
        boolean closes = fields.lists(FieldName.CONNECTION, "close");
        return minorVersion == 0
                ? !closes && fields.lists(FieldName.CONNECTION, "keep-alive")
                : !closes;
    }
}
