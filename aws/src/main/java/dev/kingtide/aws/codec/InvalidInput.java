package dev.kingtide.aws.codec;

import java.util.List;
import java.util.stream.Collectors;

/// An input that does not fit its shape: everything that is wrong with it, at once.
public final class InvalidInput extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient List<BadInput> problems;

    /// At least one problem, in the order of the input.
    public InvalidInput(List<BadInput> problems) {
        super(text(problems), null, false, false);
        this.problems = List.copyOf(problems);
    }

    /// What is wrong, in the order of the input.
    public List<BadInput> problems() {
        return problems;
    }

    private static String text(List<BadInput> problems) {
        return problems.stream().map(BadInput::toString).collect(Collectors.joining("\n"));
    }
}
