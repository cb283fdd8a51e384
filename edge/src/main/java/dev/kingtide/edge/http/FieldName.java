package dev.kingtide.edge.http;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The header fields that a load balancer looks at or writes; every other is [#OTHER].
public enum FieldName {
    OTHER(""),
    CONNECTION("Connection"),
    CONTENT_LENGTH("Content-Length"),
    CONTENT_TYPE("Content-Type"),
    COOKIE("Cookie"),
    DATE("Date"),
    EXPECT("Expect"),
    HOST("Host"),
    HTTP2_SETTINGS("HTTP2-Settings"),
    KEEP_ALIVE("Keep-Alive"),
    PROXY_CONNECTION("Proxy-Connection"),
    SET_COOKIE("Set-Cookie"),
    TE("TE"),
    TRAILER("Trailer"),
    TRANSFER_ENCODING("Transfer-Encoding"),
    UPGRADE("Upgrade"),
    USER_AGENT("User-Agent"),
    X_AMZN_TLS_CIPHER_SUITE("X-Amzn-Tls-Cipher-Suite"),
    X_AMZN_TLS_VERSION("X-Amzn-Tls-Version"),
    X_AMZN_TRACE_ID("X-Amzn-Trace-Id"),
    X_FORWARDED_FOR("X-Forwarded-For"),
    X_FORWARDED_PORT("X-Forwarded-Port"),
    X_FORWARDED_PROTO("X-Forwarded-Proto");

    private static final FieldName[][] BY_LENGTH = byLength();
    private static final FieldName[] FRAMING = {TRANSFER_ENCODING, CONTENT_LENGTH};

    private final String text;
    private final String lower;

    /// The name in lower case without its hyphens.
    private final String letters;

    FieldName(String text) {
        this.text = text;
        this.lower = text.toLowerCase(Locale.ROOT);
        this.letters = text.toLowerCase(Locale.ROOT).replace("-", "");
    }

    /// The name as it is written.
    public String text() {
        return text;
    }

    /// Whether it concerns one connection only and is never passed on (RFC 9110, section 7.6.1).
    public boolean isHopByHop() {
        return switch (this) {
            case CONNECTION,
                    HTTP2_SETTINGS,
                    KEEP_ALIVE,
                    PROXY_CONNECTION,
                    TE,
                    TRAILER,
                    TRANSFER_ENCODING,
                    UPGRADE ->
                    true;
            case OTHER,
                    CONTENT_LENGTH,
                    CONTENT_TYPE,
                    COOKIE,
                    DATE,
                    EXPECT,
                    HOST,
                    SET_COOKIE,
                    USER_AGENT,
                    X_AMZN_TLS_CIPHER_SUITE,
                    X_AMZN_TLS_VERSION,
                    X_AMZN_TRACE_ID,
                    X_FORWARDED_FOR,
                    X_FORWARDED_PORT,
                    X_FORWARDED_PROTO ->
                    false;
        };
    }

    /// The name in a stretch of bytes.
    static FieldName of(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length < BY_LENGTH.length) {
            for (FieldName name : BY_LENGTH[length]) {
                if (Octets.isWord(bytes, from, to, name.lower)) {
                    return name;
                }
            }
        }
        return OTHER;
    }

    /// The name of these letters.
    static FieldName of(CharSequence name) {
        byte[] bytes = new byte[name.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) name.charAt(i);
        }
        return of(bytes, 0, bytes.length);
    }

    /// [#TRANSFER_ENCODING] or [#CONTENT_LENGTH] when the letters of a name are those of one of the
    /// two, though the name is not: `Transfer_Encoding`, `Content-Length` with a space behind. A
    /// careless target may take it for the real one.
    static @Nullable FieldName lookalike(byte[] bytes, int from, int to) {
        int letters = 0;
        boolean foreign = false;
        for (int i = from; i < to; i++) {
            letters += isLetter(bytes[i]) ? 1 : 0;
            foreign |= bytes[i] < 0;
        }
        for (FieldName name : FRAMING) {
            int missing = name.letters.length() - letters;
            if ((missing <= 0 || (foreign && missing == 1)) && name.isLike(bytes, from, to)) {
                return name;
            }
        }
        return null;
    }

    /// Compares letters only, up to a blank behind the last; bytes beyond ASCII may stand for one
    /// letter, as those of the long s of UTF-8 do.
    private boolean isLike(byte[] bytes, int from, int to) {
        int next = 0;
        boolean stoodIn = false;
        for (int i = from; i < to; i++) {
            int letter = Octets.lower(bytes[i]);
            if (next == letters.length() && Octets.isBlank(bytes[i])) {
                return true;
            } else if (bytes[i] < 0 && !stoodIn && stands(bytes, i, to, next)) {
                stoodIn = true;
                next++;
            } else if (isLetter(bytes[i])) {
                if (next == letters.length() || letter != letters.charAt(next)) {
                    return false;
                }
                next++;
            }
        }
        return next == letters.length();
    }

    /// Whether the bytes beyond ASCII from here stand where a letter is missing.
    private boolean stands(byte[] bytes, int at, int to, int next) {
        int after = at;
        while (after < to && !isLetter(bytes[after])) {
            after++;
        }
        if (after == to) {
            return next + 1 == letters.length();
        }
        return next + 1 < letters.length()
                && Octets.lower(bytes[after]) == letters.charAt(next + 1)
                && Octets.lower(bytes[after]) != letters.charAt(next);
    }

    private static boolean isLetter(byte octet) {
        int letter = Octets.lower(octet);
        return letter >= 'a' && letter <= 'z';
    }

    private static FieldName[][] byLength() {
        int longest = 0;
        for (FieldName name : values()) {
            longest = Math.max(longest, name.lower.length());
        }
        FieldName[][] byLength = new FieldName[longest + 1][0];
        for (FieldName name : values()) {
            if (name != OTHER) {
                FieldName[] before = byLength[name.lower.length()];
                FieldName[] after = Arrays.copyOf(before, before.length + 1);
                after[before.length] = name;
                byLength[name.lower.length()] = after;
            }
        }
        return byLength;
    }
}
