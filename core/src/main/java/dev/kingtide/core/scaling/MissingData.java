package dev.kingtide.core.scaling;

/// What an alarm makes of periods without data.
public enum MissingData {
    /// It does not count them; without any data it has INSUFFICIENT_DATA. The default.
    MISSING("missing"),
    /// It keeps its state.
    IGNORE("ignore"),
    /// They are beyond the threshold.
    BREACHING("breaching"),
    /// They are within the threshold.
    NOT_BREACHING("notBreaching");

    private final String wireName;

    MissingData(String wireName) {
        this.wireName = wireName;
    }

    /// AWS's name, such as `notBreaching`.
    public String wireName() {
        return wireName;
    }
}
