package dev.kingtide.core.traffic;

import org.jspecify.annotations.Nullable;

/// What a rule changes of a request before a target gets it (ELB user guide, rule-transforms).
///
/// @param of which part of the request
/// @param expression what is looked for in it
/// @param replacement what takes the place of the first part that fits
public record Transform(Part of, String expression, String replacement) {
    /// How long either text may be (ELB API reference, RewriteConfig).
    public static final int LENGTH_MAX = 1_024;

    /// The parts of a request that can be changed.
    public enum Part {
        /// The Host field.
        HOST("host-header-rewrite"),
        /// Path and query.
        URL("url-rewrite");

        private final String type;

        Part(String type) {
            this.type = type;
        }

        /// The type of such a transform, as AWS names it.
        public String type() {
            return type;
        }
    }

    /// What is wrong with a transform's texts; null when nothing is.
    public static @Nullable String fault(String expression, String replacement) {
        String fault = Expression.fault(expression);
        if (fault != null) {
            return fault;
        }
        int groups = Expression.groups(expression);
        int named = Replacement.of(replacement, groups).groupMax();
        return named <= groups ? null : "there is no capture group " + named;
    }
}
