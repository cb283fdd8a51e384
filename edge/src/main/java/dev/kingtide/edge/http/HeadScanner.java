package dev.kingtide.edge.http;

/// Goes through the header fields of a head, line by line (RFC 9112, section 5).
final class HeadScanner {
    private byte[] bytes = {};
    private int at;
    private int to;
    private int nameFrom;
    private int nameTo;
    private int rawNameTo;
    private int valueFrom;
    private int valueTo;
    private int lineTo;
    private boolean plain;
    private boolean valid;
    private boolean broken;
    private Desync grade = Desync.COMPLIANT;

    /// Begins with the line that starts at an offset; the head ends before another one.
    void begin(byte[] source, int from, int end) {
        bytes = source;
        at = from;
        to = end;
        broken = false;
        grade = Desync.COMPLIANT;
    }

    /// Goes to the next field; false behind the last, or at a line that is no field.
    boolean next() {
        if (at >= to) {
            broken = true;
            return false;
        }
        byte first = bytes[at];
        if (first == '\n' || (first == '\r' && at + 1 < to && bytes[at + 1] == '\n')) {
            at += first == '\n' ? 1 : 2;
            return false;
        }
        if (Octets.isBlank(first)) { // a folded line: refused, as RFC 9112, section 5.2 allows
            return broken();
        }
        plain = true;
        nameFrom = at;
        return name() && value();
    }

    private boolean name() {
        int i = nameFrom;
        valid = true;
        while (i < to && Octets.isToken(bytes[i])) {
            valid &= Octets.isPlainName(bytes[i]);
            i++;
        }
        while (i < to && bytes[i] != ':') {
            byte octet = bytes[i];
            if (octet == '\n' || octet == '\r' || octet == 0) {
                return broken();
            }
            plain = false;
            valid = false;
            i++;
        }
        if (i >= to) {
            return broken();
        }
        rawNameTo = i;
        nameTo = i;
        while (nameTo > nameFrom && Octets.isBlank(bytes[nameTo - 1])) {
            nameTo--;
        }
        if (nameTo == nameFrom) {
            grade = grade.or(Desync.EMPTY_HEADER);
        } else if (!plain) {
            grade = grade.or(Desync.NON_COMPLIANT_HEADER);
        }
        return true;
    }

    private boolean value() {
        int i = rawNameTo + 1;
        while (i < to && Octets.isBlank(bytes[i])) {
            i++;
        }
        valueFrom = i;
        byte octet = 0;
        while (i < to && (octet = bytes[i]) != '\n') {
            if ((octet >= 0 && octet < ' ' && octet != '\t' && isControl(i)) || octet == 0x7F) {
                grade = grade.or(Desync.NON_COMPLIANT_HEADER);
            }
            i++;
        }
        if (i >= to) {
            return broken();
        }
        boolean returned = i > valueFrom && bytes[i - 1] == '\r';
        if (!returned && !(i > rawNameTo + 1 && bytes[i - 1] == '\r')) {
            plain = false;
            grade = grade.or(Desync.NON_COMPLIANT_HEADER);
        }
        valueTo = returned ? i - 1 : i;
        while (valueTo > valueFrom && Octets.isBlank(bytes[valueTo - 1])) {
            valueTo--;
        }
        lineTo = i + 1;
        at = lineTo;
        return true;
    }

    /// Whether a byte below the blank is worse than its line's own CR; what could end a line or a
    /// string in the middle of a value is severe.
    private boolean isControl(int i) {
        if (bytes[i] == '\r' && i + 1 < to && bytes[i + 1] == '\n') {
            return false;
        }
        if (bytes[i] == '\r' || bytes[i] == 0) {
            grade = grade.or(Desync.BAD_HEADER);
        }
        return true;
    }

    private boolean broken() {
        broken = true;
        grade = grade.or(Desync.BAD_HEADER);
        return false;
    }

    /// Keeps the field, unless it has no name.
    void addTo(Fields fields) {
        if (nameTo > nameFrom && bytes[nameFrom] != ':') {
            fields.add(nameFrom, nameTo, valueFrom, valueTo, lineTo, plain, valid);
        }
    }

    int nameFrom() {
        return nameFrom;
    }

    int nameTo() {
        return nameTo;
    }

    /// Where the colon is.
    int rawNameTo() {
        return rawNameTo;
    }

    int lineTo() {
        return lineTo;
    }

    /// Where the head ends: behind its empty line.
    int end() {
        return at;
    }

    /// Whether it stopped at something that is no field.
    boolean isBroken() {
        return broken;
    }

    /// The worst of what was seen.
    Desync grade() {
        return grade;
    }

    /// Where the line that begins here ends: at its line feed, or the end.
    static int lineFeed(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] != '\n') {
            i++;
        }
        return i;
    }
}
