package dev.kingtide.aws.codec;

import com.fasterxml.jackson.core.io.SerializedString;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.DefaultValueTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/// The shape of a value, apart from the class that holds it.
sealed interface Schema {

    /// A value without parts.
    enum Scalar implements Schema {
        TEXT("a text"),
        INTEGER("a whole number"),
        LONG("a whole number"),
        SHORT("a whole number"),
        BYTE("a whole number"),
        FLOAT("a number"),
        DOUBLE("a number"),
        DECIMAL("a number"),
        BOOLEAN("true or false"),
        TIMESTAMP("a time, such as \"2026-11-27T19:45:00Z\" or seconds since 1970"),
        BLOB("bytes in Base64"),
        DOCUMENT("any JSON");

        private final String words;

        Scalar(String words) {
            this.words = words;
        }

        @Override
        public String words() {
            return words;
        }
    }

    /// A list of like values.
    ///
    /// @param wire how Query protocols name the items
    record ListOf(Schema item, Parts wire) implements Schema {

        @Override
        public String words() {
            return "a list";
        }
    }

    /// Like values by text keys.
    ///
    /// @param wire how Query protocols name keys and values
    record MapOf(Schema value, Entries wire) implements Schema {

        @Override
        public String words() {
            return "an object";
        }
    }

    /// The names of a list's items in Query protocols.
    ///
    /// @param request the word between a list's name and an item's number
    /// @param answer an item's element
    /// @param flat whether items stand without an element of the list around them
    record Parts(String request, String answer, boolean flat) {}

    /// The names of a map's keys and values in Query protocols.
    ///
    /// @param flat whether entries stand without an element of the map around them
    record Entries(String key, String value, boolean flat) {}

    /// Named members; they are read from a fresh builder when the first value needs them.
    final class StructureOf implements Schema {
        private final Supplier<SdkPojo> builder;

        /// Whoever reads it twice reads the same: it only saves the way to [Schemas].
        private @Nullable Structure known;

        StructureOf(Supplier<SdkPojo> builder) {
            this.builder = builder;
        }

        /// A fresh builder of the structure.
        SdkPojo builder() {
            return builder.get();
        }

        /// The members of such an object.
        Structure structure(Schemas schemas, SdkPojo object) {
            Structure structure = known;
            if (structure == null) {
                structure = schemas.of(object);
                known = structure;
            }
            return structure;
        }

        @Override
        public String words() {
            return "an object";
        }
    }

    /// What to call such a value in a message.
    String words();

    /// Where a member stands in a request or an answer.
    ///
    /// @param location the body, or a part of the HTTP message
    /// @param request its name in a request
    /// @param answer its name in an answer
    /// @param payload whether it is the body itself
    /// @param time the form of a time, where a member has one of its own
    record Place(
            MarshallLocation location,
            String request,
            String answer,
            boolean payload,
            @Nullable Format time) {

        /// Whether it is one of the members of the body.
        boolean isInBody() {
            return location == MarshallLocation.PAYLOAD && !payload;
        }
    }

    /// A member of a structure.
    ///
    /// @param name its name in AWS's model
    /// @param schema its shape
    /// @param facts what the model classes do not say about it
    /// @param place where it stands on the wire
    /// @param field how it is read and set
    /// @param json its name in an answer, encoded
    record Member(
            String name,
            Schema schema,
            Facts.Member facts,
            Place place,
            SdkField<?> field,
            SerializedString json) {

        /// Its value in a model object, or null. The SDK would make up an idempotency token that
        /// nobody has set.
        @Nullable Object get(SdkPojo object) {
            return object instanceof SdkRequest request
                            && field.containsTrait(DefaultValueTrait.class)
                    ? request.getValueForField(name, Object.class).orElse(null)
                    : field.getValueOrDefault(object);
        }

        /// Sets it in a builder.
        void set(SdkPojo builder, Object value) {
            field.set(builder, value);
        }
    }

    /// A model class: its simple name and its members by name, in AWS's order.
    ///
    /// @param byRequest the members by their names in a request; looked up only
    /// @param required those that a request must have
    record Structure(
            String name,
            SequencedMap<String, Member> members,
            Map<String, Member> byRequest,
            List<Member> required) {}

    /// Whether a value is the SDK's stand-in for a list or map that is not set, or null.
    static boolean isUnset(@Nullable Object value) {
        return value == null
                || value instanceof SdkAutoConstructList
                || value instanceof SdkAutoConstructMap;
    }
}
