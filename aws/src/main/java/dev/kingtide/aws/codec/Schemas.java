package dev.kingtide.aws.codec;

import com.fasterxml.jackson.core.io.SerializedString;
import dev.kingtide.aws.codec.Schema.Entries;
import dev.kingtide.aws.codec.Schema.ListOf;
import dev.kingtide.aws.codec.Schema.MapOf;
import dev.kingtide.aws.codec.Schema.Member;
import dev.kingtide.aws.codec.Schema.Parts;
import dev.kingtide.aws.codec.Schema.Place;
import dev.kingtide.aws.codec.Schema.Scalar;
import dev.kingtide.aws.codec.Schema.Structure;
import dev.kingtide.aws.codec.Schema.StructureOf;
import dev.kingtide.core.Invariant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.PayloadTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;
import software.amazon.awssdk.core.traits.Trait;

/// The structures that have been met so far, each read from the SDK's fields once.
final class Schemas {
    private final Facts facts = new Facts();
    private final ConcurrentSkipListMap<String, Structure> structures =
            new ConcurrentSkipListMap<>();

    /// The structure of a model object or of a builder of one.
    Structure of(SdkPojo object) {
        Class<?> type = object.getClass();
        // A builder is nested in the class that it builds.
        Class<?> outer = type.getDeclaringClass();
        Class<?> model = outer == null ? type : outer;
        Structure known = structures.get(model.getName());
        return known != null
                ? known
                : structures.computeIfAbsent(model.getName(), _ -> read(model, object));
    }

    /// Reads the structure of an object, and of everything that may be in it.
    ///
    /// @param read the classes that need not be read any more
    void readAll(SdkPojo object, Set<Class<?>> read) {
        if (read.add(object.getClass())) {
            for (Member member : of(object).members().values()) {
                readBelow(member.schema(), read);
            }
        }
    }

    private void readBelow(Schema schema, Set<Class<?>> read) {
        switch (schema) {
            case Scalar _ -> {}
            case ListOf list -> readBelow(list.item(), read);
            case MapOf map -> readBelow(map.value(), read);
            case StructureOf structure -> readAll(structure.builder(), read);
        }
    }

    private Structure read(Class<?> model, SdkPojo object) {
        var known = facts.of(model.getPackageName(), model.getSimpleName());
        var members = new LinkedHashMap<String, Member>();
        var byRequest = new HashMap<String, Member>();
        for (SdkField<?> field : object.sdkFields()) {
            String name = field.memberName();
            Facts.Member about = known.getOrDefault(name, Facts.Member.NONE);
            Place place = place(field);
            var json = new SerializedString(place.answer());
            Member member = new Member(name, schema(field), about, place, field, json);
            members.put(name, member);
            byRequest.put(place.request(), member);
        }
        List<Member> required =
                members.values().stream().filter(m -> m.facts().required()).toList();
        return new Structure(model.getSimpleName(), members, byRequest, required);
    }

    private static Place place(SdkField<?> field) {
        var time = field.getTrait(TimestampFormatTrait.class);
        return new Place(
                field.location(),
                field.locationName(),
                field.unmarshallLocationName(),
                field.containsTrait(PayloadTrait.class),
                time == null ? null : time.format());
    }

    private static Schema schema(SdkField<?> field) {
        return switch (field.marshallingType().getKnownType()) {
            case STRING -> Scalar.TEXT;
            case INTEGER -> Scalar.INTEGER;
            case LONG -> Scalar.LONG;
            case SHORT -> Scalar.SHORT;
            case BYTE -> Scalar.BYTE;
            case FLOAT -> Scalar.FLOAT;
            case DOUBLE -> Scalar.DOUBLE;
            case BIG_DECIMAL -> Scalar.DECIMAL;
            case BOOLEAN -> Scalar.BOOLEAN;
            case INSTANT -> Scalar.TIMESTAMP;
            case SDK_BYTES -> Scalar.BLOB;
            case DOCUMENT -> Scalar.DOCUMENT;
            case LIST -> list(trait(field, ListTrait.class));
            case MAP -> map(trait(field, MapTrait.class));
            case SDK_POJO -> new StructureOf(field.constructor());
            case NULL -> throw Invariant.broken("no value has the type of " + field.memberName());
        };
    }

    private static Schema list(ListTrait list) {
        SdkField<?> item = list.memberFieldInfo();
        return new ListOf(
                schema(item),
                new Parts(item.locationName(), item.unmarshallLocationName(), list.isFlattened()));
    }

    private static Schema map(MapTrait map) {
        return new MapOf(
                schema(map.valueFieldInfo()),
                new Entries(map.keyLocationName(), map.valueLocationName(), map.isFlattened()));
    }

    private static <T extends Trait> T trait(SdkField<?> field, Class<T> trait) {
        return field.getRequiredTrait(trait);
    }
}
