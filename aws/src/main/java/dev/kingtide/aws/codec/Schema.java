package dev.kingtide.aws.codec;

import java.util.SequencedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

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
    record ListOf(Schema item) implements Schema {

        @Override
        public String words() {
            return "a list";
        }
    }

    /// Like values by text keys.
    record MapOf(Schema value) implements Schema {

        @Override
        public String words() {
            return "an object";
        }
    }

    /// Named members; they are read from a fresh builder when the first value needs them.
    record StructureOf(Supplier<SdkPojo> builder) implements Schema {

        @Override
        public String words() {
            return "an object";
        }
    }

    /// What to call such a value in a message.
    String words();

    /// A member of a structure.
    ///
    /// @param name its name in AWS's model
    /// @param schema its shape
    /// @param facts what the model classes do not say about it
    /// @param field how it is read and set
    record Member(String name, Schema schema, Facts.Member facts, SdkField<?> field) {

        /// Its value in a model object, or null.
        @Nullable Object get(SdkPojo object) {
            return field.getValueOrDefault(object);
        }

        /// Sets it in a builder.
        void set(SdkPojo builder, Object value) {
            field.set(builder, value);
        }
    }

    /// A model class: its simple name and its members by name, in AWS's order.
    record Structure(String name, SequencedMap<String, Member> members) {}
}
