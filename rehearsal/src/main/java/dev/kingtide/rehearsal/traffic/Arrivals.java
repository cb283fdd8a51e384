package dev.kingtide.rehearsal.traffic;

import dev.kingtide.core.time.Dice;

/// How many people really come in each second: random around a forecast.
///
/// The arrivals of many independent people are Poisson distributed (Palm, 1943; Khinchin, 1955).
/// Small means are drawn by inversion; from 500 on the normal distribution of the same mean and
/// variance is used, which differs by less than the rounding to whole people does. A second's draw
/// depends on the seed and the second alone, so that a change of a setting meets the same crowd.
public final class Arrivals {
    private static final double NORMAL_FROM = 500;
    private final Demand forecast;
    private final Dice dice;

    /// Arrivals around a forecast.
    public Arrivals(Demand forecast, Dice dice) {
        this.forecast = forecast;
        this.dice = dice.fork("arrivals");
    }

    /// The people who come in a second.
    public double at(long second) {
        double mean = forecast.at(Math.toIntExact(second));
        if (mean <= 0) {
            return 0;
        }
        double u = dice.uniform("people", second);
        if (mean < NORMAL_FROM) {
            return inversion(mean, u);
        }
        double v = dice.uniform("people-too", second);
        double normal = Math.sqrt(-2 * StrictMath.log(1 - u)) * StrictMath.cos(2 * Math.PI * v);
        return Math.max(0, Math.rint(mean + Math.sqrt(mean) * normal));
    }

    private static double inversion(double mean, double u) {
        double probability = StrictMath.exp(-mean);
        double sum = probability;
        int people = 0;
        double most = mean + 20 * Math.sqrt(mean) + 20;
        while (u > sum && people < most) {
            people++;
            probability *= mean / people;
            sum += probability;
        }
        return people;
    }
}
