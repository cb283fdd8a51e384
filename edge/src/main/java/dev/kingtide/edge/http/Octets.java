package dev.kingtide.edge.http;

import java.nio.charset.StandardCharsets;

/// What single bytes of a head may be, and comparisons of stretches of bytes (RFC 9110, section
/// 5.6.2; RFC 3986, section 2).
final class Octets {
    private static final int TOKEN = 1;
    private static final int URI = 2;
    private static final int PLAIN_NAME = 4;
    private static final byte[] KINDS = kinds();

    private Octets() {}

    /// Whether it may be part of a token: a method, a field name.
    static boolean isToken(byte octet) {
        return (KINDS[octet & 0xFF] & TOKEN) != 0;
    }

    /// Whether a URI may have it as it is.
    static boolean isUri(byte octet) {
        return (KINDS[octet & 0xFF] & URI) != 0;
    }

    /// Whether Elastic Load Balancing takes it in the name of a valid header field: letters, digits
    /// and hyphens (API reference, LoadBalancerAttribute).
    static boolean isPlainName(byte octet) {
        return (KINDS[octet & 0xFF] & PLAIN_NAME) != 0;
    }

    static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    static int lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + 32 : octet;
    }

    /// The value of a hexadecimal digit, or -1.
    static int hexDigit(byte octet) {
        int letter = lower(octet);
        if (octet >= '0' && octet <= '9') {
            return octet - '0';
        }
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }

    /// Whether a stretch is this word, in whatever case; the word is in lower case.
    static boolean isWord(byte[] bytes, int from, int to, String word) {
        if (to - from != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (lower(bytes[from + i]) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// Whether a stretch begins with this word, in whatever case; the word is in lower case.
    static boolean beginsWithWord(byte[] bytes, int from, int to, String word) {
        return to - from >= word.length() && isWord(bytes, from, from + word.length(), word);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// The text of a stretch, a character for each byte.
    static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static byte[] kinds() {
        byte[] kinds = new byte[256];
        for (int octet = 0; octet < 256; octet++) {
            boolean letterOrDigit =
                    (octet >= '0' && octet <= '9')
                            || (octet >= 'A' && octet <= 'Z')
                            || (octet >= 'a' && octet <= 'z');
            int kind = letterOrDigit ? TOKEN | URI | PLAIN_NAME : 0;
            kind |= octet == '-' ? PLAIN_NAME : 0;
            kind |= octet > 0 && octet < 128 && "!#$%&'*+-.^_`|~".indexOf(octet) >= 0 ? TOKEN : 0;
            kind |=
                    octet > 0 && octet < 128 && "-._~:/?[]@!$&'()*+,;=%".indexOf(octet) >= 0
                            ? URI
                            : 0;
            kinds[octet] = (byte) kind;
        }
        return kinds;
    }
}
