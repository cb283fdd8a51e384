package dev.kingtide.edge.http;

import java.util.Arrays;
import java.util.List;

/// Parses the heads of requests, as strictly as forwarding them safely asks for, and grades them.
///
/// What has more than one meaning to servers is either refused or stripped of the others: a field
/// that only looks like Content-Length or Transfer-Encoding is left out, a Content-Length beside
/// chunks too, and all forms of a target become a path. Sources: RFC 9112; sizes ELB user guide,
/// load-balancer-limits; grades [Desync].
public final class RequestParser {
    /// The longest request line and the longest single header, in bytes.
    public static final int LINE_BYTES = 16 << 10;

    /// The longest head, in bytes.
    public static final int HEAD_BYTES = 64 << 10;

    private static final int OK = 0;
    private static final int BAD_REQUEST = 400;
    private static final List<String> SCHEMES = List.of("http://", "https://");
    private static final byte[] VERSION = Octets.ascii("HTTP/");

    private final HeadScanner scanner = new HeadScanner();
    private final RequestFraming framing = new RequestFraming();

    /// A parser for one thread.
    public RequestParser() {}

    /// Parses a whole head: what is before its empty line, and that.
    ///
    /// @return 0 when the request can be passed on, as far as its form goes, else the status to
    ///   answer with; [Request#desync()] says how it is graded in either case
    public int parse(byte[] bytes, int from, int to, Request into) {
        into.begin(bytes);
        int lineEnd = HeadScanner.lineFeed(bytes, from, to);
        if (lineEnd - from > LINE_BYTES) {
            return 414;
        }
        int end = withoutReturn(bytes, from, lineEnd);
        int status = line(bytes, from, end, into);
        if (status != OK) {
            return status;
        }
        if (end == lineEnd) {
            into.desync = into.desync.or(Desync.NON_COMPLIANT_HEADER);
        }
        framing.begin();
        scanner.begin(bytes, lineEnd + 1, to);
        while (scanner.next()) {
            if (scanner.lineTo() - scanner.nameFrom() > LINE_BYTES) {
                return BAD_REQUEST;
            }
            field(into);
        }
        into.desync = into.desync.or(scanner.grade());
        into.end = scanner.end();
        if (into.desync.tier() == Desync.Tier.SEVERE || scanner.isBroken()) {
            return BAD_REQUEST;
        }
        status = framing.decide(into);
        return status == OK ? host(into) : status;
    }

    private int line(byte[] bytes, int from, int to, Request into) {
        int methodTo = from;
        while (methodTo < to && bytes[methodTo] != ' ') {
            if (!Octets.isToken(bytes[methodTo])) {
                return severe(into, Desync.BAD_METHOD);
            }
            methodTo++;
        }
        if (methodTo == from) {
            return severe(into, Desync.BAD_METHOD);
        }
        into.methodFrom = from;
        into.methodTo = methodTo;
        int versionFrom = to;
        while (versionFrom > methodTo && bytes[versionFrom - 1] != ' ') {
            versionFrom--;
        }
        if (versionFrom <= methodTo + 1) {
            return severe(into, Desync.BAD_VERSION);
        }
        int status = version(bytes, versionFrom, to, into);
        return status == OK ? target(bytes, methodTo + 1, versionFrom - 1, into) : status;
    }

    private static int version(byte[] bytes, int from, int to, Request into) {
        boolean wellFormed =
                to - from == 8
                        && Arrays.equals(
                                bytes, from, from + VERSION.length, VERSION, 0, VERSION.length)
                        && isDigit(bytes[from + 5])
                        && bytes[from + 6] == '.'
                        && isDigit(bytes[from + 7]);
        if (!wellFormed) {
            return severe(into, Desync.BAD_VERSION);
        }
        if (bytes[from + 5] != '1') {
            into.desync = into.desync.or(Desync.BAD_VERSION);
            return 505;
        }
        into.minorVersion = bytes[from + 7] == '0' ? 0 : 1;
        if (bytes[from + 7] > '1') {
            into.desync = into.desync.or(Desync.NON_COMPLIANT_VERSION);
        }
        return OK;
    }

    private static int target(byte[] bytes, int from, int to, Request into) {
        into.targetFrom = from;
        into.targetTo = to;
        into.pathFrom = from;
        if (from == to) {
            return severe(into, Desync.BAD_URI);
        }
        for (int i = from; i < to; i++) {
            byte octet = bytes[i];
            if (!Octets.isUri(octet)) {
                if (octet == 0 || octet == '\r') {
                    return severe(into, Desync.BAD_URI);
                }
                into.encodeTarget |= octet == ' ' || octet == 0x7F || (octet > 0 && octet < ' ');
                into.desync =
                        into.desync.or(octet == ' ' ? Desync.SPACE_IN_URI : Desync.AMBIGUOUS_URI);
            }
        }
        boolean isAsterisk =
                to - from == 1 && bytes[from] == '*' && into.method().equals("OPTIONS");
        if (bytes[from] == '/' || isAsterisk) {
            return OK;
        }
        for (String scheme : SCHEMES) {
            if (Octets.beginsWithWord(bytes, from, to, scheme)) {
                return absolute(bytes, from + scheme.length(), to, into);
            }
        }
        return severe(into, Desync.BAD_URI);
    }

    private static int absolute(byte[] bytes, int from, int to, Request into) {
        int end = from;
        while (end < to && bytes[end] != '/' && bytes[end] != '?') {
            end++;
        }
        if (end == from || !isAuthority(bytes, from, end)) {
            return severe(into, Desync.BAD_URI);
        }
        into.authorityFrom = from;
        into.authorityTo = end;
        into.pathFrom = end;
        return OK;
    }

    private void field(Request into) {
        byte[] bytes = into.fields.bytes();
        FieldName lookalike = null;
        int before = into.fields.count();
        scanner.addTo(into.fields);
        if (into.fields.count() == before) {
            return;
        }
        if (into.fields.name(before) == FieldName.OTHER) {
            lookalike = FieldName.lookalike(bytes, scanner.nameFrom(), scanner.rawNameTo());
        } else if (scanner.rawNameTo() != scanner.nameTo()) {
            lookalike = into.fields.name(before);
        }
        boolean exact = into.fields.name(before) != FieldName.OTHER && lookalike == null;
        FieldName means = exact ? into.fields.name(before) : lookalike;
        if (means == FieldName.TRANSFER_ENCODING || means == FieldName.CONTENT_LENGTH) {
            framing.add(means, exact, into.fields, before);
            if (!exact) {
                into.fields.removeLast();
                into.suspicious = true;
                into.desync = into.desync.or(Desync.SUSPICIOUS_HEADER);
            }
        }
    }

    private static int host(Request into) {
        int found = 0;
        for (int i = 0; i < into.fields.count(); i++) {
            if (into.fields.name(i) == FieldName.HOST) {
                found++;
                int from = into.fields.valueFrom(i);
                int to = into.fields.valueTo(i);
                if (!isAuthority(into.fields.bytes(), from, to)) {
                    return BAD_REQUEST;
                }
            }
        }
        boolean missing = found == 0 && into.minorVersion == 1;
        return missing || found > 1 ? BAD_REQUEST : OK;
    }

    /// Host and port only: no user, no blanks, no list (RFC 9110, section 7.2). May be empty.
    private static boolean isAuthority(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            byte octet = bytes[i];
            if (!Octets.isUri(octet) || octet == '/' || octet == '@' || octet == ',') {
                return false;
            }
        }
        return true;
    }

    private static int severe(Request into, Desync reason) {
        into.desync = into.desync.or(reason);
        return BAD_REQUEST;
    }

    private static int withoutReturn(byte[] bytes, int from, int lineEnd) {
        return lineEnd > from && bytes[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
    }

    private static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }
}
