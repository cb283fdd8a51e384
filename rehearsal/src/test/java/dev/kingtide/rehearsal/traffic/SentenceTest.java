package dev.kingtide.rehearsal.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kingtide.core.time.Dice;
import dev.kingtide.rehearsal.traffic.Sentence.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentenceTest {

    /// `20:00` is 1,800 s after the start, `+5m` is not known to this clock.
    private static Reading read(String words) {
        return Sentence.read(words, time -> time.equals("20:00") ? 1_800 : Double.NaN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 rps | 0: 200, 7000: 200",
                "from 200 to 5,000 rps in 3 minutes | 0: 213, 89: 2587, 179: 4987, 180: 5000",
                "From 0.2k to 5k requests/s over 3 min. | 0: 213, 180: 5000",
                "60 requests per minute, hold 10 minutes, to 7,200 per hour in 1 s | 0: 1, 601: 2",
                "1.2 million requests per hour | 10: 333.33",
                "100 rps, hold for 1 min 30 s, then to 0 rps | 89: 100, 90: 0",
                "100 rps; at 20:00 to 400 rps within 10 seconds | 1799: 100, 1805: 265, 1810: 400",
                "100 rps, at 20:00 from 200 to 400 rps in 10 seconds | 1799: 100, 1800: 210",
                "at 20:00 50 rps | 0: 0, 1799: 0, 1800: 50",
                "from 100 rps to 300 rps in 100 s then hold 1 h then to 0 rps | 200: 300, 3701: 0",
            })
    void words_mean_the_rates_that_people_read(String words, String expected) {
        double[] perSecond = new double[7_200];
        switch (read(words)) {
            case Reading.Good(var source) -> source.addTo(perSecond);
            case Reading.Bad(var found) -> throw new AssertionError(found);
        }
        for (String one : expected.split(", ", -1)) {
            String[] parts = one.split(": ", -1);
            assertThat(perSecond[Integer.parseInt(parts[0])])
                    .as("%s at %s", words, parts[0])
                    .isCloseTo(Double.parseDouble(parts[1]), within(0.7));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | nothing is said",
                "many | \"many\" at character 1 where a number should be",
                "200 | the sentence ends where a unit: rps, per second, per minute or per hour",
                "200 rps 300 rps | \"300\" at character 9 where a comma or then before the next",
                "from 200 to 500 in 3 minutes | \"in\" at character 17 where a unit",
                "from 200 rps to 500 rps in 3 | the sentence ends where seconds, minutes, hours or",
                "to 500 rps in 1 hour | where a rate first, such as 200 rps should be",
                "hold 3 minutes | where a rate first, such as 200 rps should be",
                "200 rps, at noon to 300 rps | \"noon\" at character 13 where a time such as 20:00",
                "200 rps, hold 2 hours, at 20:00 to 3 rps | \"20:00\" at character 27 where a time",
                "200 rps § | \"§\" is not understood",
                "5 requests | the sentence ends where per second, per minute or per hour should be",
            })
    void what_is_not_understood_is_told_with_its_place(String words, String problem) {
        assertThat(read(words))
                .isInstanceOfSatisfying(
                        Reading.Bad.class, bad -> assertThat(bad.found()).contains(problem));
    }

    @Test
    void whatever_words_come_they_are_read_or_refused() {
        String[] words = {
            "from",
            "to",
            "in",
            "at",
            "20:00",
            "hold",
            "5",
            "1,000",
            "k",
            "rps",
            "per",
            "minute",
            ",",
            "then",
            ".",
            "seconds",
            "-",
            "x",
            ",,",
            "9999999999999999999999"
        };
        for (int seed = 0; seed < 2_000; seed++) {
            Dice dice = new Dice(seed);
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < dice.uniform("length", 0) * 12; i++) {
                text.append(words[(int) (dice.uniform("word", i) * words.length)]).append(' ');
            }
            double[] perSecond = new double[60];
            if (read(text.toString()) instanceof Reading.Good(var source)) {
                source.addTo(perSecond);
                assertThat(perSecond).as("seed %s: %s", seed, text).doesNotContain(Double.NaN);
            }
        }
    }
}
