package dev.kingtide.host.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.kingtide.core.Invariant;
import dev.kingtide.core.placement.PlacementRules;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How the values of one declared type are written and read.
abstract class ValueForm {

    /// Writes a value that is not null.
    abstract void write(JsonGenerator json, Object value) throws IOException;

    /// Reads a value whose first token is the parser's current one.
    abstract Object read(JsonParser json) throws IOException;

    /// What a member that is left out means.
    @Nullable Object nothing() {
        return null;
    }

    /// Whether a value says no more than a member that is left out.
    boolean isNothing(@Nullable Object value) {
        return value == null || value.equals(nothing());
    }

    /// The form of a type that components of the core's records are declared as.
    static ValueForm of(RecordCodec codec, Type type) {
        return switch (type) {
            case Class<?> plain -> of(codec, plain);
            case ParameterizedType generic -> of(codec, generic);
            case WildcardType wild -> of(codec, wild.getUpperBounds()[0]);
            default -> throw Invariant.broken("no rows can hold a " + type);
        };
    }

    private static ValueForm of(RecordCodec codec, Class<?> type) {
        ValueForm scalar = ScalarForm.of(type);
        if (scalar != null) {
            return scalar;
        }
        if (type == Object.class) {
            return new ShapeForm();
        }
        if (type == Pattern.class) {
            return text(p -> ((Pattern) p).pattern(), Pattern::compile);
        }
        if (ZoneId.class.isAssignableFrom(type)) {
            return text(Object::toString, ZoneId::of);
        }
        if (type == BitSet.class) {
            return new LongsForm();
        }
        if (type == PlacementRules.class) {
            return new ObjectForm(
                    codec,
                    RecordForm.of(type, List.of("strategies", "constraints", "requirements")));
        }
        return type.isSealed() || Modifier.isAbstract(type.getModifiers())
                ? new FamilyForm(codec, type)
                : new ObjectForm(codec, RecordForm.of(type));
    }

    private static ValueForm of(RecordCodec codec, ParameterizedType type) {
        Class<?> raw = (Class<?>) type.getRawType();
        Type[] arguments = type.getActualTypeArguments();
        if (Map.class.isAssignableFrom(raw)) {
            return new MapForm(codec, raw, arguments[0], arguments[1]);
        }
        if (SequencedSet.class.isAssignableFrom(raw) || raw == java.util.Set.class) {
            return new ListForm(codec, arguments[0], true);
        }
        if (Collection.class.isAssignableFrom(raw)) {
            return new ListForm(codec, arguments[0], false);
        }
        throw Invariant.broken("no rows can hold a " + type);
    }

    private static ValueForm text(Function<Object, String> write, Function<String, Object> read) {
        return new ValueForm() {
            @Override
            void write(JsonGenerator json, Object value) throws IOException {
                json.writeString(write.apply(value));
            }

            @Override
            Object read(JsonParser json) throws IOException {
                return read.apply(json.getText());
            }
        };
    }

    /// A bit set as its words.
    private static final class LongsForm extends ValueForm {
        @Override
        void write(JsonGenerator json, Object value) throws IOException {
            long[] words = ((BitSet) value).toLongArray();
            json.writeArray(words, 0, words.length);
        }

        @Override
        Object read(JsonParser json) throws IOException {
            List<Long> words = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                words.add(json.getLongValue());
            }
            return BitSet.valueOf(words.stream().mapToLong(Long::longValue).toArray());
        }
    }

    /// Named parts.
    private static final class ObjectForm extends ValueForm {
        private final RecordForm parts;
        private final ValueForm[] forms;

        ObjectForm(RecordCodec codec, RecordForm parts) {
            this.parts = parts;
            this.forms = new ValueForm[parts.parts().size()];
            for (int i = 0; i < forms.length; i++) {
                Type type = parts.parts().get(i).type();
                forms[i] = isRecursive(type) ? new LaterForm(codec, type) : codec.form(type);
            }
        }

        /// A type that could lead back here is looked up when it is needed.
        private static boolean isRecursive(Type type) {
            return type instanceof Class<?> plain && plain.isSealed();
        }

        @Override
        void write(JsonGenerator json, Object value) throws IOException {
            json.writeStartObject();
            writeParts(json, value);
            json.writeEndObject();
        }

        void writeParts(JsonGenerator json, Object value) throws IOException {
            for (int i = 0; i < forms.length; i++) {
                RecordForm.Part part = parts.parts().get(i);
                Object member = parts.read(part, value);
                if (member != null && !forms[i].isNothing(member)) {
                    json.writeFieldName(part.name());
                    forms[i].write(json, member);
                }
            }
        }

        @Override
        Object read(JsonParser json) throws IOException {
            json.nextToken();
            return readParts(json);
        }

        /// Reads the members from the current token on.
        Object readParts(JsonParser json) throws IOException {
            @Nullable Object[] values = new Object[forms.length];
            for (int i = 0; i < forms.length; i++) {
                values[i] = forms[i].nothing();
            }
            while (json.currentToken() != JsonToken.END_OBJECT) {
                int place = parts.place(json.currentName());
                json.nextToken();
                if (place < 0) {
                    RecordCodec.skip(json);
                } else {
                    values[place] = forms[place].read(json);
                }
                json.nextToken();
            }
            return parts.make(values);
        }
    }

    /// One of a sealed family of records (or enums), named under `@`.
    private static final class FamilyForm extends ValueForm {
        private final Map<String, ObjectForm> byName = new LinkedHashMap<>();
        private final Map<Class<?>, String> names = new LinkedHashMap<>();

        FamilyForm(RecordCodec codec, Class<?> family) {
            collect(codec, family);
        }

        private void collect(RecordCodec codec, Class<?> family) {
            Class<?>[] members = family.getPermittedSubclasses();
            Invariant.require(members != null, () -> "no rows can hold a " + family.getName());
            for (Class<?> member : members == null ? new Class<?>[0] : members) {
                if (member.isRecord()) {
                    byName.put(
                            member.getSimpleName(), new ObjectForm(codec, RecordForm.of(member)));
                    names.put(member, member.getSimpleName());
                } else {
                    collect(codec, member);
                }
            }
        }

        @Override
        void write(JsonGenerator json, Object value) throws IOException {
            String name = names.get(value.getClass());
            ObjectForm form = name == null ? null : byName.get(name);
            if (form == null) {
                throw Invariant.broken("no rows can hold a " + value.getClass().getName());
            }
            json.writeStartObject();
            json.writeStringField("@", name);
            form.writeParts(json, value);
            json.writeEndObject();
        }

        @Override
        Object read(JsonParser json) throws IOException {
            json.nextToken();
            json.nextToken();
            String name = json.getText();
            ObjectForm form = byName.get(name);
            if (form == null) {
                throw Invariant.broken("this version knows no " + name + ", but the store has one");
            }
            json.nextToken();
            return form.readParts(json);
        }
    }

    /// A form that is looked up at its first use, so that types may contain themselves.
    private static final class LaterForm extends ValueForm {
        private final RecordCodec codec;
        private final Type type;
        private @Nullable ValueForm form;

        LaterForm(RecordCodec codec, Type type) {
            this.codec = codec;
            this.type = type;
        }

        private ValueForm form() {
            ValueForm known = form;
            if (known == null) {
                known = codec.form(type);
                form = known;
            }
            return known;
        }

        @Override
        void write(JsonGenerator json, Object value) throws IOException {
            form().write(json, value);
        }

        @Override
        Object read(JsonParser json) throws IOException {
            return form().read(json);
        }
    }

    /// Like values in order.
    private static final class ListForm extends ValueForm {
        private final ValueForm item;
        private final boolean set;

        ListForm(RecordCodec codec, Type item, boolean set) {
            this.item = new LaterForm(codec, item);
            this.set = set;
        }

        @Override
        Object nothing() {
            return set ? Collections.emptySet() : List.of();
        }

        @Override
        void write(JsonGenerator json, Object value) throws IOException {
            json.writeStartArray();
            for (Object each : (Collection<?>) value) {
                item.write(json, each);
            }
            json.writeEndArray();
        }

        @Override
        Object read(JsonParser json) throws IOException {
            Collection<Object> values = set ? new LinkedHashSet<>() : new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                values.add(item.read(json));
            }
            return set
                    ? Collections.unmodifiableSequencedSet((LinkedHashSet<Object>) values)
                    : List.copyOf(values);
        }
    }

    /// Like values by keys that are texts or enums.
    private static final class MapForm extends ValueForm {
        private final ValueForm value;
        private final Class<?> key;
        private final boolean sorted;

        MapForm(RecordCodec codec, Class<?> raw, Type key, Type value) {
            this.value = new LaterForm(codec, value);
            this.key = (Class<?>) key;
            this.sorted = SortedMap.class.isAssignableFrom(raw);
            Invariant.require(
                    this.key == String.class || this.key.isEnum(),
                    () -> "no rows can hold a map by " + key);
        }

        @Override
        Object nothing() {
            return Collections.emptySortedMap();
        }

        @Override
        void write(JsonGenerator json, Object map) throws IOException {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) map).entrySet()) {
                Object name = entry.getKey();
                json.writeFieldName(name instanceof Enum<?> word ? word.name() : (String) name);
                value.write(json, entry.getValue());
            }
            json.writeEndObject();
        }

        @Override
        Object read(JsonParser json) throws IOException {
            Map<Object, Object> map = fresh();
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                json.nextToken();
                map.put(key == String.class ? name : ScalarForm.word(key, name), value.read(json));
            }
            return sorted
                    ? Collections.unmodifiableSortedMap((SortedMap<Object, Object>) map)
                    : Collections.unmodifiableMap(map);
        }

        @SuppressWarnings({"unchecked", "rawtypes"}) // a map by an enum that is known by name only
        private Map<Object, Object> fresh() {
            if (sorted) {
                return new TreeMap<>();
            }
            return key.isEnum() ? (Map) new EnumMap(key) : new LinkedHashMap<>();
        }
    }
}
