package dev.kingtide.host.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.kingtide.core.Invariant;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Texts, numbers, truths and words of an enum.
final class ScalarForm extends ValueForm {
    private static final Map<Class<?>, Object> NOTHING =
            Map.of(int.class, 0, long.class, 0L, double.class, 0.0, boolean.class, false);

    private final Class<?> type;
    private final @Nullable Object nothing;

    private ScalarForm(Class<?> type) {
        this.type = type;
        this.nothing = NOTHING.get(type);
    }

    /// The form of a type without parts, or null when it has parts.
    static @Nullable ValueForm of(Class<?> type) {
        boolean scalar =
                NOTHING.containsKey(type)
                        || type == String.class
                        || type == Integer.class
                        || type == Long.class
                        || type == Double.class
                        || type == Boolean.class
                        || type.isEnum();
        return scalar ? new ScalarForm(type) : null;
    }

    /// The enum's constant of this name.
    static Object word(Class<?> type, String name) {
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }
        throw Invariant.broken(
                "this version knows no " + name + " of " + type.getName() + ", but the store does");
    }

    @Override
    @Nullable Object nothing() {
        return nothing;
    }

    @Override
    void write(JsonGenerator json, Object value) throws IOException {
        switch (value) {
            case String text -> json.writeString(text);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            case Boolean truth -> json.writeBoolean(truth);
            case Enum<?> word -> json.writeString(word.name());
            default -> throw Invariant.broken("no rows can hold a " + value.getClass());
        }
    }

    @Override
    Object read(JsonParser json) throws IOException {
        if (type == String.class) {
            return json.getText();
        }
        if (type == int.class || type == Integer.class) {
            return json.getIntValue();
        }
        if (type == long.class || type == Long.class) {
            return json.getLongValue();
        }
        if (type == double.class || type == Double.class) {
            // NaN and the infinities are written as texts.
            return json.currentToken().isNumeric()
                    ? json.getDoubleValue()
                    : Double.parseDouble(json.getText());
        }
        return type.isEnum() ? word(type, json.getText()) : json.getBooleanValue();
    }
}
