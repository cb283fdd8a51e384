package dev.kingtide.core.scaling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What can be wrong with the steps of a step scaling policy.
///
/// Source: Application Auto Scaling user guide, step adjustments.
public final class StepChecks {

    private StepChecks() {}

    /// A broken rule.
    public enum Problem {
        /// There is no step.
        NONE,
        /// A step has neither bound.
        UNBOUNDED,
        /// A step's lower bound is not below its upper bound.
        EMPTY,
        /// Two steps cover the same values.
        OVERLAP,
        /// Values between two steps are covered by none.
        GAP,
        /// A step has a negative lower bound, and none is without lower bound.
        NO_LOWEST,
        /// A step has a positive upper bound, and none is without upper bound.
        NO_HIGHEST
    }

    /// The first rule that the steps break, or null.
    public static @Nullable Problem problem(List<StepAdjustment> steps) {
        if (steps.isEmpty()) {
            return Problem.NONE;
        }
        List<StepAdjustment> sorted = new ArrayList<>(steps);
        sorted.sort(Comparator.comparingDouble(StepChecks::lower));
        for (StepAdjustment step : sorted) {
            if (step.lowerBound() == null && step.upperBound() == null) {
                return Problem.UNBOUNDED;
            }
            if (lower(step) >= upper(step)) {
                return Problem.EMPTY;
            }
        }
        for (int i = 1; i < sorted.size(); i++) {
            int order = Double.compare(upper(sorted.get(i - 1)), lower(sorted.get(i)));
            if (order != 0) {
                return order > 0 ? Problem.OVERLAP : Problem.GAP;
            }
        }
        double lowest = lower(sorted.getFirst());
        double highest = upper(sorted.getLast());
        if (lowest < 0 && lowest != Double.NEGATIVE_INFINITY) {
            return Problem.NO_LOWEST;
        }
        return highest > 0 && highest != Double.POSITIVE_INFINITY ? Problem.NO_HIGHEST : null;
    }

    private static double lower(StepAdjustment step) {
        Double bound = step.lowerBound();
        return bound == null ? Double.NEGATIVE_INFINITY : bound;
    }

    private static double upper(StepAdjustment step) {
        Double bound = step.upperBound();
        return bound == null ? Double.POSITIVE_INFINITY : bound;
    }
}
