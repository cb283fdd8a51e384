package dev.kingtide.aws.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The parameters of a Query request, as the tree that the points in their names make:
/// `Filter.1.Name=a` is the value `a` of `Name` of `1` of `Filter`.
public final class Form {
    private final Map<String, Form> parts = new LinkedHashMap<>();
    private @Nullable String value;

    private Form() {}

    /// What a form may hold.
    ///
    /// @param parameters how many
    /// @param depth how many points a name may have
    public record Bounds(int parameters, int depth) {}

    /// Reads `application/x-www-form-urlencoded` texts, a body or a query string, each after the
    /// other.
    ///
    /// @throws Malformed when an escape is cut short or is no UTF-8, or there is too much
    public static Form read(Bounds bounds, String... texts) {
        Form form = new Form();
        int parameters = 0;
        for (String text : texts) {
            for (int start = 0; start < text.length(); ) {
                int and = text.indexOf('&', start);
                int end = and < 0 ? text.length() : and;
                if (end > start) {
                    if (++parameters > bounds.parameters()) {
                        throw new Malformed(
                                "A request has at most " + bounds.parameters() + " parameters");
                    }
                    form.add(text.substring(start, end), bounds);
                }
                start = end + 1;
            }
        }
        return form;
    }

    private void add(String parameter, Bounds bounds) {
        int equals = parameter.indexOf('=');
        String name = decoded(equals < 0 ? parameter : parameter.substring(0, equals));
        Form place = this;
        int depth = 0;
        for (int start = 0; start <= name.length(); ) {
            int point = name.indexOf('.', start);
            int end = point < 0 ? name.length() : point;
            if (++depth > bounds.depth()) {
                throw new Malformed("A parameter is nested too deeply");
            }
            place = place.parts.computeIfAbsent(name.substring(start, end), _ -> new Form());
            start = end + 1;
        }
        place.value = equals < 0 ? "" : decoded(parameter.substring(equals + 1));
    }

    /// The value of a parameter whose name has no point; null when it is not there.
    public @Nullable String value(String name) {
        Form part = parts.get(name);
        return part == null ? null : part.value;
    }

    @Nullable String value() {
        return value;
    }

    Map<String, Form> parts() {
        return parts;
    }

    /// A text without its escapes; `+` is a space.
    static String decoded(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        byte[] given = text.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[given.length];
        int size = 0;
        for (int i = 0; i < given.length; i++) {
            byte some = given[i];
            if (some == '%') {
                int high = i + 2 < given.length ? Character.digit(given[i + 1], 16) : -1;
                int low = i + 2 < given.length ? Character.digit(given[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw new Malformed("The query string contains a syntax error.");
                }
                bytes[size++] = (byte) (high << 4 | low);
                i += 2;
            } else {
                bytes[size++] = some == '+' ? (byte) ' ' : some;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, size))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Malformed("The query string is no UTF-8.");
        }
    }
}
