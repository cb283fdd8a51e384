package dev.kingtide.edge.http;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes the head of an HTTP/2 request as HTTP/1.1 has it, and parses that: whatever is refused
/// there is refused here, and what comes out has the same one meaning (RFC 9113, section 8.3).
///
/// How long the body is does not come from fields: the end of the stream says it, and a
/// Content-Length only what it will be.
public final class TranslatedHead {
    /// The head is no request of HTTP/2 at all: its stream is reset (RFC 9113, section 8.1.1).
    public static final int MALFORMED = -1;

    private static final byte[] VERSION = Octets.ascii(" HTTP/1.1\r\nHost: ");
    private static final byte[] COOKIE = Octets.ascii("cookie: ");
    private static final byte[] TE = Octets.ascii("te: trailers\r\n");
    private static final byte[] LINE = Octets.ascii("\r\n");
    private final RequestParser parser = new RequestParser();
    private final byte[] bytes = new byte[RequestParser.HEAD_BYTES];
    private int length;
    private boolean tooLong;

    /// A translator for one thread.
    public TranslatedHead() {}

    /// Translates a head.
    ///
    /// @param ends whether no body follows
    /// @return as [RequestParser#parse], or [#MALFORMED]
    public int parse(Http2Headers headers, boolean ends, Request into) {
        into.clear();
        length = 0;
        tooLong = false;
        String method = only(headers, ":method");
        String path = only(headers, ":path");
        String authority = authority(headers);
        if (method == null || path == null || only(headers, ":scheme") == null) {
            return MALFORMED;
        }
        if (authority == null || method.isEmpty() || path.isEmpty()) {
            return MALFORMED;
        }
        if (hasBlank(method) || hasBlank(path) || hasBlank(authority)) {
            return MALFORMED;
        }
        put(method);
        put(' ');
        put(path);
        put(VERSION);
        put(authority);
        put(LINE);
        if (!fields(headers)) {
            return MALFORMED;
        }
        put(LINE);
        if (tooLong) {
            return 400;
        }
        int status = parser.parse(bytes, 0, length, into);
        into.majorVersion = 2;
        return status == 0 ? framing(headers, ends, into) : status;
    }

    /// The one value of a pseudo-header; null when there is none, or more than one.
    private static @Nullable String only(Http2Headers headers, String name) {
        String found = null;
        for (CharSequence value : headers.getAll(name)) {
            if (found != null) {
                return null;
            }
            found = value.toString();
        }
        return found;
    }

    /// What the client calls the host; null when it says two things.
    private static @Nullable String authority(Http2Headers headers) {
        int pseudo = headers.getAll(":authority").size();
        if (pseudo > 1 || headers.getAll("host").size() > 1) {
            return null;
        }
        String host = only(headers, "host");
        if (pseudo == 0) {
            return host == null ? "" : host;
        }
        String authority = only(headers, ":authority");
        return host == null || host.equals(authority) ? authority : null;
    }

    private static boolean hasBlank(String text) {
        return text.chars().anyMatch(c -> c <= ' ' || c == 0x7F);
    }

    /// What a target may be told of the fields behind a request's body: none that say how it is
    /// framed or where it goes (RFC 9110, section 6.5.1).
    ///
    /// @return null when one of them must not be there (RFC 9113, sections 8.1 and 8.2)
    public static @Nullable Http2Headers trailers(Http2Headers headers) {
        Http2Headers passed = new DefaultHttp2Headers(false);
        for (Map.Entry<CharSequence, CharSequence> field : headers) {
            CharSequence name = field.getKey();
            if (!isName(name) || name.charAt(0) == ':' || !isValue(field.getValue())) {
                return null;
            }
            switch (FieldName.of(name)) {
                case CONNECTION, KEEP_ALIVE, PROXY_CONNECTION, TRANSFER_ENCODING, UPGRADE -> {
                    return null;
                }
                case OTHER -> passed.add(name, field.getValue());
                default -> {}
            }
        }
        return passed;
    }

    /// @return false when one of them must not be there (RFC 9113, sections 8.2.1 and 8.2.2)
    private boolean fields(Http2Headers headers) {
        boolean hasCookie = false;
        for (Map.Entry<CharSequence, CharSequence> field : headers) {
            CharSequence name = field.getKey();
            CharSequence value = field.getValue();
            if (!isName(name) || !isValue(value)) {
                return false;
            }
            switch (FieldName.of(name)) {
                case CONNECTION, KEEP_ALIVE, PROXY_CONNECTION, TRANSFER_ENCODING, UPGRADE -> {
                    return false;
                }
                case TE -> {
                    if (!value.toString().equals("trailers")) {
                        return false;
                    }
                    put(TE);
                }
                case HOST, CONTENT_LENGTH, HTTP2_SETTINGS -> {}
                case COOKIE -> hasCookie = true;
                default -> {
                    if (name.charAt(0) != ':') {
                        put(name.toString());
                        put(": ");
                        put(value.toString());
                        put(LINE);
                    }
                }
            }
        }
        if (hasCookie) {
            cookies(headers);
        }
        return true;
    }

    /// Crumbs of a cookie become one field again (RFC 9113, section 8.2.3).
    private void cookies(Http2Headers headers) {
        put(COOKIE);
        boolean first = true;
        for (CharSequence crumb : headers.getAll("cookie")) {
            put(first ? "" : "; ");
            put(crumb.toString());
            first = false;
        }
        put(LINE);
    }

    private static boolean isName(CharSequence name) {
        for (int i = name.length() > 0 && name.charAt(0) == ':' ? 1 : 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c > 0x7F || (c >= 'A' && c <= 'Z') || !Octets.isToken((byte) c)) {
                return false;
            }
        }
        return name.length() > 0;
    }

    private static boolean isValue(CharSequence value) {
        int last = value.length() - 1;
        if (last >= 0 && (isBlank(value.charAt(0)) || isBlank(value.charAt(last)))) {
            return false;
        }
        for (int i = 0; i <= last; i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7F) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static int framing(Http2Headers headers, boolean ends, Request into) {
        String text = only(headers, "content-length");
        boolean several = headers.getAll("content-length").size() > 1;
        byte[] digits = Octets.ascii(text == null ? "" : text);
        long announced = text == null ? -1 : RequestFraming.number(digits, 0, digits.length);
        if (several || (text != null && announced < 0) || (ends && announced > 0)) {
            return MALFORMED;
        }
        into.contentLength = announced;
        into.framing =
                ends || announced == 0
                        ? Framing.NONE
                        : announced > 0 ? Framing.LENGTH : Framing.CHUNKED;
        return 0;
    }

    private void put(byte[] more) {
        if (length + more.length > bytes.length) {
            tooLong = true;
            return;
        }
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    private void put(char c) {
        put(String.valueOf(c));
    }

    /// Characters of HPACK are bytes.
    private void put(String text) {
        if (length + text.length() > bytes.length) {
            tooLong = true;
            return;
        }
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
    }
}
