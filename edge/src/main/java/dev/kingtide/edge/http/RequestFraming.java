package dev.kingtide.edge.http;

/// Decides where the body of a request ends, from its Content-Length and Transfer-Encoding fields
/// and from those that only look like them (RFC 9112, sections 6.1 to 6.3; grades as
/// http-desync-guardian gives them).
final class RequestFraming {
    private static final long NONE = -1;
    private static final int DIGITS_MAX = 18;

    private int encodings;
    private int chunked;
    private int lookalikesChunked;
    private boolean chunkedIsLast;
    private boolean unsupported;
    private long length;
    private boolean exactLength;
    private boolean exactEncoding;
    private Desync grade = Desync.COMPLIANT;

    void begin() {
        encodings = 0;
        chunked = 0;
        lookalikesChunked = 0;
        chunkedIsLast = false;
        unsupported = false;
        length = NONE;
        exactLength = false;
        exactEncoding = false;
        grade = Desync.COMPLIANT;
    }

    /// Takes a field into account.
    ///
    /// @param name which of the two it is, or looks like
    /// @param exact whether it is that field
    void add(FieldName name, boolean exact, Fields fields, int i) {
        if (name == FieldName.CONTENT_LENGTH) {
            length(fields, i, exact);
        } else if (exact) {
            exactEncoding = true;
            encoding(fields.value(i));
        } else if (fields.value(i).equalsIgnoreCase("chunked")) {
            lookalikesChunked++;
        }
    }

    private void length(Fields fields, int i, boolean exact) {
        long value = number(fields.bytes(), fields.valueFrom(i), fields.valueTo(i));
        if (value < 0) {
            grade = exact ? grade.or(Desync.BAD_CONTENT_LENGTH) : grade;
            return;
        }
        if (length != NONE && length != value) {
            grade = grade.or(Desync.MULTIPLE_CONTENT_LENGTH);
        } else if (length != NONE) {
            grade = grade.or(Desync.DUPLICATE_CONTENT_LENGTH);
        }
        length = value;
        exactLength |= exact;
    }

    /// A number of decimal digits, or -1; more digits than a long has are no length.
    static long number(byte[] bytes, int from, int to) {
        if (from == to || to - from > DIGITS_MAX) {
            return NONE;
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return NONE;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private void encoding(String list) {
        for (String element : list.split(",", -1)) {
            String coding = withoutBlanks(element);
            encodings++;
            chunkedIsLast = false;
            if (coding.equalsIgnoreCase("chunked")) {
                chunked++;
                chunkedIsLast = true;
            } else if (!coding.equalsIgnoreCase("identity")) {
                if (isToken(coding) && !hasChunkedInIt(coding)) {
                    unsupported = true;
                } else {
                    grade = grade.or(Desync.BAD_TRANSFER_ENCODING);
                }
            } else if (chunked > 0) {
                grade = grade.or(Desync.BAD_TRANSFER_ENCODING);
            }
        }
    }

    /// Without blanks and tabs at the ends; anything else that looks like white space is none.
    private static String withoutBlanks(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && (text.charAt(from) == ' ' || text.charAt(from) == '\t')) {
            from++;
        }
        while (to > from && (text.charAt(to - 1) == ' ' || text.charAt(to - 1) == '\t')) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7F || !Octets.isToken((byte) text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /// Whether somebody could take it for `chunked`.
    private static boolean hasChunkedInIt(String coding) {
        StringBuilder letters = new StringBuilder();
        coding.chars()
                .map(Character::toLowerCase)
                .filter(c -> c >= 'a' && c <= 'z')
                .forEach(c -> letters.append((char) c));
        return letters.indexOf("chunked") >= 0;
    }

    /// Writes down how the request is framed.
    ///
    /// @return 0, or the status to answer with: 400 when the body has no one end, 501 for a
    ///   Transfer-Encoding other than chunked and identity (ELB user guide,
    ///   load-balancer-troubleshooting)
    int decide(Request into) {
        if (chunked > 1 || (chunked == 1 && lookalikesChunked > 0)) {
            grade = grade.or(Desync.MULTIPLE_TRANSFER_ENCODING);
        }
        if (exactEncoding && into.minorVersion == 0) {
            grade = grade.or(Desync.UNDEFINED_TRANSFER_ENCODING);
        }
        if (into.isGetOrHead() && encodings > 0) {
            grade = grade.or(Desync.UNDEFINED_TRANSFER_ENCODING);
        }
        if (into.isGetOrHead() && exactLength) {
            grade =
                    grade.or(
                            length == 0
                                    ? Desync.GET_HEAD_ZERO_CONTENT_LENGTH
                                    : Desync.UNDEFINED_CONTENT_LENGTH);
        }
        if (exactEncoding && exactLength) {
            grade = grade.or(Desync.BOTH_TE_CL_PRESENT);
        }
        into.desync = into.desync.or(grade);
        if (grade.tier() == Desync.Tier.SEVERE) {
            return 400;
        }
        if (unsupported) {
            return 501;
        }
        if (chunked == 1) {
            into.framing = chunkedIsLast ? Framing.CHUNKED : Framing.NONE;
        } else if (exactLength) {
            into.framing = length == 0 ? Framing.NONE : Framing.LENGTH;
            into.contentLength = length;
        }
        return 0;
    }
}
