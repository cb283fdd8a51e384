package dev.kingtide.rehearsal;

/// Whoever wants to know how far a rehearsal has come.
@FunctionalInterface
public interface Progress {
    /// Nobody.
    Progress NONE = (second, ofSeconds) -> {};

    /// The rehearsal has come to a second of its length.
    void at(int second, int ofSeconds);
}
