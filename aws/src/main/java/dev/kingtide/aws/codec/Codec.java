package dev.kingtide.aws.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.aws.codec.Validator.Speaker;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.Buildable;

/// Turns JSON into the SDK's model objects and back: the form that `aws ... --cli-input-json` takes
/// and that `aws ... --output json` prints, with AWS's member names.
///
/// Safe for many threads: what it remembers is only what it has read of the model classes.
public final class Codec {
    private final Schemas schemas = new Schemas();

    /// Sets the members of a builder from an input, and returns it. A member that is null counts as
    /// absent, as on the wire.
    ///
    /// @throws InvalidInput with everything in which the input does not fit the shape
    public <B extends SdkPojo> B read(B builder, JsonNode input) {
        Reader reader = new Reader(schemas);
        reader.structure(builder, input, Path.ROOT);
        List<BadInput> problems = new ArrayList<>(reader.problems());
        SdkPojo read = builder instanceof Buildable filled ? (SdkPojo) filled.build() : builder;
        problems.addAll(new Validator(schemas, Speaker.COMMAND_LINE, problems).check(read));
        if (!problems.isEmpty()) {
            throw new InvalidInput(problems);
        }
        return builder;
    }

    /// Sets the members of a builder from what [#write] has written, perhaps in another version:
    /// the model's constraints do not count, and members that this version does not know are passed
    /// over.
    ///
    /// @throws InvalidInput when a value is of another type
    public <B extends SdkPojo> B recall(B builder, JsonNode written) {
        Reader reader = new Reader(schemas);
        reader.structure(builder, written, Path.ROOT);
        List<BadInput> problems =
                reader.problems().stream()
                        .filter(problem -> problem.kind() == BadInput.Kind.WRONG_TYPE)
                        .toList();
        if (!problems.isEmpty()) {
            throw new InvalidInput(problems);
        }
        return builder;
    }

    /// A model object as JSON: members that are not set are left out, times are ISO 8601 in UTC.
    public ObjectNode write(SdkPojo object) {
        return new JsonWriter(schemas, true).structure(object);
    }
}
