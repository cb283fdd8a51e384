package dev.kingtide.rehearsal.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.time.Dice;
import dev.kingtide.rehearsal.report.Series;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedTest {
    private static final int DAY_SECONDS = 86_400;

    /// What the page's script does, in Java.
    private static double[] unpacked(Packed packed, int seconds) {
        byte[] bytes = Base64.getDecoder().decode(packed.base64());
        double[] values = new double[seconds];
        int[] at = {0};
        int next = 0;
        long value = 0;
        while (at[0] < bytes.length) {
            long difference = number(bytes, at);
            if (difference == 0) {
                for (long more = number(bytes, at); more >= 0; more--) {
                    values[next++] = (double) value / packed.scale();
                }
            } else {
                value += difference >>> 1 ^ -(difference & 1);
                values[next++] = (double) value / packed.scale();
            }
        }
        assertThat(next).isEqualTo(seconds);
        return values;
    }

    private static long number(byte[] bytes, int[] at) {
        long number = 0;
        int shift = 0;
        while (bytes[at[0]] < 0) {
            number |= (long) (bytes[at[0]++] & 0x7F) << shift;
            shift += 7;
        }
        return number | (long) bytes[at[0]++] << shift;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void every_second_comes_back_to_a_thousandth_of_the_largest(long seed) {
        Dice dice = new Dice(seed);
        double[] values = new double[500 + (int) seed];
        double most = StrictMath.pow(10, seed - 3.0);
        for (int i = 0; i < values.length; i++) {
            boolean same = i > 0 && dice.uniform("same", i) < 0.5;
            values[i] = same ? values[i - 1] : most * dice.uniform("value", i);
        }
        double[] back = unpacked(Packed.of(new Series(values)), values.length);
        for (int i = 0; i < values.length; i++) {
            double error = Math.abs(back[i] - values[i]);
            assertThat(error)
                    .as("seed %d, second %d", seed, i)
                    .isLessThanOrEqualTo(Math.max(0.005, most / 1000) + 1e-9);
        }
    }

    @Test
    void a_day_of_one_value_takes_a_few_bytes_and_no_value_none() {
        double[] day = new double[DAY_SECONDS];
        assertThat(Packed.of(new Series(day)).base64()).hasSizeLessThan(10);
        java.util.Arrays.fill(day, 123_456);
        assertThat(Packed.of(new Series(day)).base64()).hasSizeLessThan(16);
        assertThat(unpacked(Packed.of(new Series(day)), DAY_SECONDS)).containsOnly(123_456);
        assertThat(Packed.of(new Series(new double[0])).base64()).isEmpty();
    }
}
