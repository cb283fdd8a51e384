package dev.kingtide.rehearsal.traffic;

/// A forecast written as a formula; moments are in seconds from the start of the launch, rates in
/// requests per second.
public sealed interface Shape extends Demand.Source {

    /// The rate at a moment.
    double at(double second);

    @Override
    default void addTo(double[] perSecond) {
        for (int i = 0; i < perSecond.length; i++) {
            perSecond[i] += at(i + 0.5);
        }
    }

    /// The same rate all the time.
    record Constant(double rate) implements Shape {

        @Override
        public double at(double second) {
            return rate;
        }
    }

    /// One rate until `fromSecond`, another from `toSecond` on, and a straight line between.
    record Ramp(double fromSecond, double toSecond, double fromRate, double toRate)
            implements Shape {

        @Override
        public double at(double second) {
            if (second <= fromSecond) {
                return fromRate;
            }
            if (second >= toSecond) {
                return toRate;
            }
            double share = (second - fromSecond) / (toSecond - fromSecond);
            return fromRate + share * (toRate - fromRate);
        }
    }

    /// Nothing until `atSecond`, then up to the peak in a straight line, held, and halved again and
    /// again.
    record Spike(
            double atSecond,
            double peakRate,
            double riseSeconds,
            double holdSeconds,
            double halfLifeSeconds)
            implements Shape {

        @Override
        public double at(double second) {
            double since = second - atSecond;
            if (since < 0) {
                return 0;
            }
            if (since < riseSeconds) {
                return peakRate * since / riseSeconds;
            }
            double after = since - riseSeconds - holdSeconds;
            return after <= 0 ? peakRate : peakRate * StrictMath.pow(0.5, after / halfLifeSeconds);
        }
    }

    /// The day's wave: highest at `highSecond`, lowest twelve hours from it, a cosine between.
    record Daily(double lowRate, double highRate, double highSecond) implements Shape {
        private static final double DAY_SECONDS = 86_400;

        @Override
        public double at(double second) {
            double phase = 2 * Math.PI * (second - highSecond) / DAY_SECONDS;
            return lowRate + (highRate - lowRate) * (1 + StrictMath.cos(phase)) / 2;
        }
    }
}
