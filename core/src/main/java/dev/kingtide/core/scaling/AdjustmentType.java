package dev.kingtide.core.scaling;

/// What the number of a step means.
public enum AdjustmentType {
    /// To be added to the capacity.
    CHANGE("ChangeInCapacity"),
    /// To be added to the capacity, in percent of it.
    PERCENT("PercentChangeInCapacity"),
    /// To be the capacity.
    EXACT("ExactCapacity");

    private final String wireName;

    AdjustmentType(String wireName) {
        this.wireName = wireName;
    }

    /// AWS's name, such as `ChangeInCapacity`.
    public String wireName() {
        return wireName;
    }
}
