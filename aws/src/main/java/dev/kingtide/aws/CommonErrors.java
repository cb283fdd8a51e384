package dev.kingtide.aws;

import dev.kingtide.aws.codec.BadInput;
import dev.kingtide.aws.codec.BadInput.Kind;
import dev.kingtide.aws.codec.InvalidInput;
import dev.kingtide.core.Refusal;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The errors that every AWS service can return.
public final class CommonErrors {

    private CommonErrors() {}

    /// There is no such operation (AWS JSON protocol).
    static Refusal unknownOperation(String name) {
        return new Refusal("UnknownOperationException", "Kingtide does not serve " + name + ".");
    }

    /// An input that does not fit its shape, as services that speak JSON say it.
    ///
    /// @param validation the service's refusal of a value
    public static Refusal malformed(InvalidInput invalid, Function<String, Refusal> validation) {
        boolean type = invalid.problems().stream().anyMatch(p -> p.kind() == Kind.WRONG_TYPE);
        return type
                ? new Refusal("SerializationException", invalid.problems().getFirst().message())
                : validation.apply(violations(invalid));
    }

    /// The sentences of AWS's services about values that break the bounds of their API model.
    public static String violations(InvalidInput invalid) {
        List<BadInput> problems = invalid.problems();
        String count =
                problems.size() == 1
                        ? "1 validation error detected: "
                        : problems.size() + " validation errors detected: ";
        return count + problems.stream().map(BadInput::message).collect(Collectors.joining("; "));
    }
}
