package dev.kingtide.core.driver;

/// A [Store] could not keep what it was given: nothing of the commit is kept.
///
/// The message says what was tried, why it failed and what to do, for whoever runs the control
/// plane. Thrown, unlike other ports' faults, because a commit has no later moment at which it
/// could be observed.
public final class StoreFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// A failure and what the store itself said.
    public StoreFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
