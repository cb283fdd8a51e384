package dev.kingtide.core.scaling;

/// How an alarm compares a value with its threshold.
public enum Comparison {
    /// Breaching from the threshold up.
    GREATER_THAN_OR_EQUAL("GreaterThanOrEqualToThreshold", "greater than or equal to"),
    /// Breaching above the threshold.
    GREATER_THAN("GreaterThanThreshold", "greater than"),
    /// Breaching below the threshold.
    LESS_THAN("LessThanThreshold", "less than"),
    /// Breaching from the threshold down.
    LESS_THAN_OR_EQUAL("LessThanOrEqualToThreshold", "less than or equal to");

    private final String wireName;
    private final String words;

    Comparison(String wireName, String words) {
        this.wireName = wireName;
        this.words = words;
    }

    /// AWS's name, such as `GreaterThanThreshold`.
    public String wireName() {
        return wireName;
    }

    /// As in a state's reason: `greater than`.
    String words() {
        return words;
    }

    /// Whether a value is beyond the threshold.
    public boolean breaches(double value, double threshold) {
        return switch (this) {
            case GREATER_THAN_OR_EQUAL -> value >= threshold;
            case GREATER_THAN -> value > threshold;
            case LESS_THAN -> value < threshold;
            case LESS_THAN_OR_EQUAL -> value <= threshold;
        };
    }
}
