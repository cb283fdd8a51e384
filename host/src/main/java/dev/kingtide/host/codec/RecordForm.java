package dev.kingtide.host.codec;

import dev.kingtide.core.Invariant;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A class of the core as its named parts, and how to make it of them again: a record, or a class
/// that is written as one ([#of(Class, List)]).
final class RecordForm {
    private final Class<?> type;
    private final List<Part> parts;
    private final Constructor<?> maker;
    private final Map<String, Integer> places = new LinkedHashMap<>();

    /// A part: its name, what it is declared as, and how to read it.
    record Part(String name, Type type, Method reader) {}

    private RecordForm(Class<?> type, List<Part> parts, Constructor<?> maker) {
        this.type = type;
        this.parts = parts;
        this.maker = maker;
        maker.setAccessible(true);
        for (Part part : parts) {
            places.put(part.name(), places.size());
        }
    }

    /// A record's components and its canonical constructor.
    static RecordForm of(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        if (components == null) {
            throw Invariant.broken("no rows can hold a " + type.getName());
        }
        try {
            Class<?>[] types = new Class<?>[components.length];
            List<Part> parts = new ArrayList<>();
            for (int i = 0; i < components.length; i++) {
                RecordComponent component = components[i];
                types[i] = component.getType();
                component.getAccessor().setAccessible(true);
                parts.add(
                        new Part(
                                component.getName(),
                                component.getGenericType(),
                                component.getAccessor()));
            }
            return new RecordForm(type, parts, type.getDeclaredConstructor(types));
        } catch (ReflectiveOperationException e) {
            throw Invariant.broken("cannot take " + type.getName() + " apart: " + e);
        }
    }

    /// A class whose only constructor takes what the accessors of these names give, in this order.
    static RecordForm of(Class<?> type, List<String> names) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructors()[0];
            List<Part> parts = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                parts.add(
                        new Part(
                                names.get(i),
                                constructor.getGenericParameterTypes()[i],
                                type.getMethod(names.get(i))));
            }
            return new RecordForm(type, parts, constructor);
        } catch (ReflectiveOperationException e) {
            throw Invariant.broken("cannot take " + type.getName() + " apart: " + e);
        }
    }

    List<Part> parts() {
        return parts;
    }

    /// The place of a part, or -1 when this version has none of that name.
    int place(String name) {
        return places.getOrDefault(name, -1);
    }

    /// What a part is in an object.
    @Nullable Object read(Part part, Object object) {
        try {
            return part.reader().invoke(object);
        } catch (ReflectiveOperationException e) {
            throw Invariant.broken(
                    "cannot read " + part.name() + " of " + type.getName() + ": " + e.getCause());
        }
    }

    /// The object that has these parts.
    Object make(@Nullable Object[] values) {
        try {
            return maker.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw Invariant.broken("cannot make a " + type.getName() + " again: " + e.getCause());
        }
    }
}
