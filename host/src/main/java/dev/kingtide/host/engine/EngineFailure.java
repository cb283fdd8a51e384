package dev.kingtide.host.engine;

/// What an Engine answered instead of doing as asked, or that none answered at all.
///
/// Checked: whoever asks an Engine decides whether to ask again, to go without, or to report it.
public final class EngineFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /// No HTTP status: nobody answered, or the answer broke off.
    private static final int UNREACHABLE = 0;

    /// No HTTP status: it did not answer in time.
    private static final int TIMED_OUT = 1;

    /// No HTTP status: it had begun to do as asked, and then said why it cannot.
    private static final int BROKE_OFF = 2;

    private final int status;

    private EngineFailure(int status, String message) {
        super(message);
        this.status = status;
    }

    /// The Engine refused, with an HTTP status and its own words.
    static EngineFailure refused(int status, String message) {
        return new EngineFailure(status, message);
    }

    /// The Engine had begun, and its answer ends with why it cannot go on.
    static EngineFailure brokeOff(String message) {
        return new EngineFailure(BROKE_OFF, message);
    }

    /// The Engine could not be asked.
    static EngineFailure unreachable(String message) {
        return new EngineFailure(UNREACHABLE, message);
    }

    /// The Engine did not answer within what was allowed.
    static EngineFailure timedOut(String message) {
        return new EngineFailure(TIMED_OUT, message);
    }

    /// The message, which is never null.
    public String text() {
        return String.valueOf(getMessage());
    }

    /// Whether nobody answered; asking later may help.
    public boolean isUnreachable() {
        return status == UNREACHABLE;
    }

    /// Whether it took too long.
    public boolean isTimeout() {
        return status == TIMED_OUT;
    }

    /// Whether it had begun to do as asked; its words are those of whatever failed.
    public boolean isBrokenOff() {
        return status == BROKE_OFF;
    }

    /// Whether it is in trouble itself, such as while it ends; asking later may help.
    public boolean isTroubled() {
        return status >= 500;
    }

    /// Whether what was named is not there.
    public boolean isMissing() {
        return status == 404;
    }

    /// Whether the name is taken, or what is asked for is under way already.
    public boolean isConflict() {
        return status == 409;
    }
}
