package dev.kingtide.rehearsal.source;

import java.util.List;
import java.util.stream.Collectors;

/// A launch that cannot be rehearsed as it is written; it carries every problem that was found.
///
/// Without a stack trace: it is an answer to a person, not a failure.
public final class BadLaunch extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient List<Problem> problems;

    /// A launch with these problems, at least one.
    public BadLaunch(List<Problem> problems) {
        super(
                problems.stream().map(Problem::toString).collect(Collectors.joining("\n")),
                null,
                false,
                false);
        this.problems = List.copyOf(problems);
    }

    /// What was found, in order.
    public List<Problem> problems() {
        return problems;
    }
}
