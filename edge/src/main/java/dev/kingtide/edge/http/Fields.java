package dev.kingtide.edge.http;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The header fields of one message, as offsets into its bytes; reused from message to message.
public final class Fields {
    private static final int OFFSETS = 5;
    private static final byte[] NOTHING = {};

    private byte[] bytes = NOTHING;
    private int count;
    private int[] offsets = new int[32 * OFFSETS];
    private FieldName[] names = new FieldName[32];
    private boolean[] plain = new boolean[32];
    private boolean[] valid = new boolean[32];

    /// Forgets all fields; those to come lie in these bytes.
    public void begin(byte[] source) {
        bytes = source;
        count = 0;
    }

    /// Adds a field whose line begins with its name.
    ///
    /// @param lineTo where the next line begins
    /// @param isPlain whether the line may be passed on as it is
    /// @param isValid whether Elastic Load Balancing takes its name for valid
    void add(
            int nameFrom,
            int nameTo,
            int valueFrom,
            int valueTo,
            int lineTo,
            boolean isPlain,
            boolean isValid) {
        if (count == names.length) {
            offsets = Arrays.copyOf(offsets, offsets.length * 2);
            names = Arrays.copyOf(names, names.length * 2);
            plain = Arrays.copyOf(plain, plain.length * 2);
            valid = Arrays.copyOf(valid, valid.length * 2);
        }
        int at = count * OFFSETS;
        offsets[at] = nameFrom;
        offsets[at + 1] = nameTo;
        offsets[at + 2] = valueFrom;
        offsets[at + 3] = valueTo;
        offsets[at + 4] = lineTo;
        names[count] = FieldName.of(bytes, nameFrom, nameTo);
        valid[count] = isValid;
        plain[count++] = isPlain;
    }

    void removeLast() {
        count--;
    }

    /// How many there are.
    public int count() {
        return count;
    }

    /// The bytes that the offsets mean.
    public byte[] bytes() {
        return bytes;
    }

    /// Which field the i-th is.
    public FieldName name(int i) {
        return names[i];
    }

    /// Whether the line of the i-th may be passed on as it is: `name: value`, CR and LF.
    public boolean isPlain(int i) {
        return plain[i];
    }

    /// Whether the name of the i-th has letters, digits and hyphens only (API reference,
    /// LoadBalancerAttribute, `routing.http.drop_invalid_header_fields.enabled`).
    public boolean isValid(int i) {
        return valid[i];
    }

    /// Whether the name of the i-th may be passed on at all: no blanks, no control characters.
    public boolean isPassable(int i) {
        for (int at = nameFrom(i); at < nameTo(i); at++) {
            if ((bytes[at] >= 0 && bytes[at] <= ' ') || bytes[at] == 0x7F) {
                return false;
            }
        }
        return true;
    }

    public int nameFrom(int i) {
        return offsets[i * OFFSETS];
    }

    public int nameTo(int i) {
        return offsets[i * OFFSETS + 1];
    }

    public int valueFrom(int i) {
        return offsets[i * OFFSETS + 2];
    }

    public int valueTo(int i) {
        return offsets[i * OFFSETS + 3];
    }

    public int lineTo(int i) {
        return offsets[i * OFFSETS + 4];
    }

    /// Whether the i-th has this name, in whatever case.
    public boolean isNamed(int i, String name) {
        int from = nameFrom(i);
        if (nameTo(i) - from != name.length()) {
            return false;
        }
        for (int at = 0; at < name.length(); at++) {
            if (Octets.lower(bytes[from + at]) != Octets.lower((byte) name.charAt(at))) {
                return false;
            }
        }
        return true;
    }

    /// The name of the i-th as it was sent.
    public String nameText(int i) {
        return Octets.text(bytes, nameFrom(i), nameTo(i));
    }

    /// The value of the i-th.
    public String value(int i) {
        return Octets.text(bytes, valueFrom(i), valueTo(i));
    }

    /// The first field of this name, or -1.
    public int find(FieldName name) {
        for (int i = 0; i < count; i++) {
            if (names[i] == name) {
                return i;
            }
        }
        return -1;
    }

    /// Whether there is a field of this name.
    public boolean has(FieldName name) {
        return find(name) >= 0;
    }

    /// The value of the first field of this name, or null.
    public @Nullable String first(FieldName name) {
        int i = find(name);
        return i < 0 ? null : value(i);
    }

    /// Whether a field of this name has this element in its comma-separated list, in whatever case;
    /// the element is in lower case.
    public boolean lists(FieldName name, String element) {
        for (int i = 0; i < count; i++) {
            if (names[i] == name && listed(i, element)) {
                return true;
            }
        }
        return false;
    }

    /// Whether the field is named in a Connection field of the same message, and so is for this
    /// connection only (RFC 9110, section 7.6.1).
    public boolean isConnectionOption(int field) {
        for (int i = 0; i < count; i++) {
            if (names[i] == FieldName.CONNECTION
                    && listed(i, nameText(field).toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }

    private boolean listed(int i, String element) {
        int from = valueFrom(i);
        int end = valueTo(i);
        while (from < end) {
            int to = from;
            while (to < end && bytes[to] != ',') {
                to++;
            }
            int first = from;
            int last = to;
            while (first < last && Octets.isBlank(bytes[first])) {
                first++;
            }
            while (last > first && Octets.isBlank(bytes[last - 1])) {
                last--;
            }
            if (Octets.isWord(bytes, first, last, element)) {
                return true;
            }
            from = to + 1;
        }
        return false;
    }
}
