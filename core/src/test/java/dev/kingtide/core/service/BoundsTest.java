package dev.kingtide.core.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundsTest {

    @ParameterizedTest
    @CsvSource({
        "4, 100, 200, 4, 8",
        "1, 50, 150, 1, 1",
        "3, 50, 150, 2, 4",
        "10, 33, 133, 4, 13",
        "7, 0, 100, 0, 7",
        "5000, 100, 200, 5000, 10000",
        "0, 100, 200, 0, 0",
    })
    void the_lower_bound_is_rounded_up_and_the_upper_bound_down(
            int desired, int minimum, int maximum, int lower, int upper) {
        var bounds = new DeploymentConfiguration(minimum, maximum, CircuitBreaker.OFF);
        assertThat(bounds.lowerBound(desired)).isEqualTo(lower);
        assertThat(bounds.upperBound(desired)).isEqualTo(upper);
    }

    @ParameterizedTest
    @CsvSource({
        "BOUNDED_PERCENT, 50, 1, 3",
        "BOUNDED_PERCENT, 50, 25, 13",
        "BOUNDED_PERCENT, 50, 400, 200",
        "BOUNDED_PERCENT, 50, 800, 200",
        "UNBOUNDED_PERCENT, 50, 800, 400",
        "UNBOUNDED_PERCENT, 10, 1, 1",
        "COUNT, 7, 800, 7",
    })
    void the_circuit_breaker_trips_at_the_documented_count(
            CircuitBreaker.Threshold type, int value, int desired, int failures) {
        assertThat(new CircuitBreaker(true, true, true, type, value).failures(desired))
                .isEqualTo(failures);
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 10", "3, 20", "4, 40", "8, 640", "9, 900", "40, 900", "1000, 900"})
    void launches_that_fail_rest_longer_and_longer_up_to_fifteen_minutes(int rounds, long seconds) {
        assertThat(SchedulerTimings.DEFAULT.backoffMillis(rounds)).isEqualTo(seconds * 1000);
    }
}
