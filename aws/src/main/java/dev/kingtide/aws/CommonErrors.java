package dev.kingtide.aws;

import dev.kingtide.aws.codec.BadInput;
import dev.kingtide.aws.codec.InvalidInput;
import dev.kingtide.core.Refusal;
import java.util.List;
import java.util.stream.Collectors;

/// The errors that every AWS service can return.
public final class CommonErrors {

    private CommonErrors() {}

    /// There is no such operation (AWS JSON protocol).
    static Refusal unknownOperation(String name) {
        return new Refusal("UnknownOperationException", "Kingtide does not serve " + name + ".");
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
