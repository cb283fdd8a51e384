package dev.kingtide.core.placement;

/// The operators of the cluster query language (ECS developer guide, cluster-query-language).
enum Operator {
    EQUALS("==", "equals"),
    NOT_EQUALS("!=", "not_equals"),
    GREATER_THAN_EQUAL(">=", "greater_than_equal"),
    GREATER_THAN(">", "greater_than"),
    LESS_THAN_EQUAL("<=", "less_than_equal"),
    LESS_THAN("<", "less_than"),
    EXISTS("exists", "exists"),
    NOT_EXISTS("!exists", "not_exists"),
    IN("in", "in"),
    NOT_IN("!in", "not_in"),
    MATCHES("=~", "matches"),
    NOT_MATCHES("!~", "not_matches");

    private final String symbol;
    private final String word;

    Operator(String symbol, String word) {
        this.symbol = symbol;
        this.word = word;
    }

    String symbol() {
        return symbol;
    }

    String word() {
        return word;
    }

    boolean isNegation() {
        return this == NOT_EQUALS || this == NOT_IN || this == NOT_MATCHES;
    }

    /// Whether it orders: the only kind, with equality, for numbers, times and versions.
    boolean isOrder() {
        return switch (this) {
            case GREATER_THAN, GREATER_THAN_EQUAL, LESS_THAN, LESS_THAN_EQUAL -> true;
            case EQUALS, NOT_EQUALS, EXISTS, NOT_EXISTS, IN, NOT_IN, MATCHES, NOT_MATCHES -> false;
        };
    }

    /// Whether the sign of a comparison satisfies it.
    boolean accepts(int sign) {
        return switch (this) {
            case EQUALS -> sign == 0;
            case NOT_EQUALS -> sign != 0;
            case GREATER_THAN -> sign > 0;
            case GREATER_THAN_EQUAL -> sign >= 0;
            case LESS_THAN -> sign < 0;
            case LESS_THAN_EQUAL -> sign <= 0;
            case EXISTS, NOT_EXISTS, IN, NOT_IN, MATCHES, NOT_MATCHES -> false;
        };
    }
}
