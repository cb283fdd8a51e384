package dev.kingtide.edge.http;

/// Parses the heads of targets' answers (RFC 9112, sections 4 to 6).
public final class ResponseParser {
    /// The longest head, in bytes (ELB user guide, load-balancer-limits).
    public static final int HEAD_BYTES = 32 << 10;

    private static final byte[] VERSION = Octets.ascii("HTTP/1.");
    private final HeadScanner scanner = new HeadScanner();

    /// A parser for one thread.
    public ResponseParser() {}

    /// Parses a whole head.
    ///
    /// @param isHead whether it answers a HEAD request
    /// @return whether it is well-formed; if not, the load balancer answers 502
    public boolean parse(byte[] bytes, int from, int to, boolean isHead, Response into) {
        into.fields.begin(bytes);
        into.ambiguous = false;
        into.contentLength = -1;
        int lineEnd = HeadScanner.lineFeed(bytes, from, to);
        int end = lineEnd > from && bytes[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
        if (!statusLine(bytes, from, end, into)) {
            return false;
        }
        scanner.begin(bytes, lineEnd + 1, to);
        while (scanner.next()) {
            scanner.addTo(into.fields);
        }
        boolean sound = !scanner.isBroken() && scanner.grade().tier() != Desync.Tier.SEVERE;
        return sound && framing(into, isHead);
    }

    private static boolean statusLine(byte[] bytes, int from, int to, Response into) {
        int digits = from + VERSION.length + 2;
        if (to - digits < 3 || bytes[digits - 1] != ' ') {
            return false;
        }
        for (int i = 0; i < VERSION.length; i++) {
            if (bytes[from + i] != VERSION[i]) {
                return false;
            }
        }
        int minor = bytes[from + VERSION.length] - '0';
        long status = RequestFraming.number(bytes, digits, digits + 3);
        boolean ends = to == digits + 3 || bytes[digits + 3] == ' ';
        if (minor < 0 || minor > 9 || status < 100 || !ends) {
            return false;
        }
        for (int i = digits + 3; i < to; i++) {
            if (bytes[i] == '\r' || bytes[i] == 0) {
                return false;
            }
        }
        into.minorVersion = Math.min(minor, 1);
        into.status = (int) status;
        into.reasonFrom = Math.min(digits + 4, to);
        into.reasonTo = to;
        return true;
    }

    private static boolean framing(Response into, boolean isHead) {
        boolean chunked = false;
        for (int i = 0; i < into.fields.count(); i++) {
            if (into.fields.name(i) == FieldName.CONTENT_LENGTH) {
                long length =
                        RequestFraming.number(
                                into.fields.bytes(),
                                into.fields.valueFrom(i),
                                into.fields.valueTo(i));
                if (length < 0 || (into.contentLength >= 0 && into.contentLength != length)) {
                    return false;
                }
                into.contentLength = length;
            } else if (into.fields.name(i) == FieldName.TRANSFER_ENCODING) {
                String coding = into.fields.value(i);
                boolean isChunked = coding.equalsIgnoreCase("chunked");
                if (chunked || (!isChunked && !coding.equalsIgnoreCase("identity"))) {
                    return false;
                }
                chunked = isChunked;
            }
        }
        if (chunked && into.contentLength >= 0) {
            into.ambiguous = true;
            into.contentLength = -1;
        }
        int status = into.status;
        if (isHead || status / 100 == 1 || status == 204 || status == 304) {
            into.framing = Framing.NONE;
        } else if (chunked) {
            into.framing = Framing.CHUNKED;
        } else if (into.contentLength >= 0) {
            into.framing = into.contentLength == 0 ? Framing.NONE : Framing.LENGTH;
        } else {
            into.framing = Framing.UNTIL_CLOSE;
        }
        return true;
    }
}
