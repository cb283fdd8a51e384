package dev.kingtide.rehearsal.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kingtide.core.time.Dice;
import dev.kingtide.rehearsal.source.Json;
import dev.kingtide.rehearsal.source.Node;
import dev.kingtide.rehearsal.source.Problems;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StagesTest {
    private static final String USERS =
            """
            {"stages": [
              {"duration": "1m", "target": 60}, {"duration": "1m30s", "target": 60},
              {"duration": "500ms", "target": 0}]}
            """;

    private static final String RATES =
            """
            {"scenarios": {
              "base": {"executor": "constant-arrival-rate", "rate": 600, "timeUnit": "1m",
                       "duration": "100s", "preAllocatedVUs": 5},
              "rush": {"executor": "ramping-arrival-rate", "startTime": "20s", "startRate": 10,
                       "stages": [{"duration": "10s", "target": 110}]}}}
            """;

    private static final String LOCUST =
            """
            [{"duration": 60, "users": 10, "spawn_rate": 10},
             {"duration": 100, "users": 50, "spawn_rate": 2},
             {"duration": 110, "users": 0, "spawn_rate": 100}]
            """;

    private final Problems problems = new Problems();

    private double @Nullable [] read(String text, double perUser) {
        Node root = Json.read("k6.json", text, problems);
        Demand.Source source = root == null ? null : Stages.read(root, perUser, problems);
        if (source == null) {
            return null;
        }
        double[] perSecond = new double[200];
        source.addTo(perSecond);
        return perSecond;
    }

    private static String text(String which) {
        return switch (which) {
            case "USERS" -> USERS;
            case "RATES" -> RATES;
            case "LOCUST" -> LOCUST;
            default -> which;
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // one user at the start; half a request a second of each
                "USERS | 0.5 | 0: 0.75, 30: 15.5, 60: 30, 149: 30, 151: 0",
                "RATES | 0 | 0: 10, 19: 10, 20: 25, 29: 115, 30: 10, 99: 10, 100: 0",
                "LOCUST | 2 | 0: 10, 1: 20, 59: 20, 60: 22, 79: 98, 99: 100, 100: 0",
            })
    void a_load_test_means_the_rates_that_it_makes(String which, double perUser, String expected) {
        double[] perSecond = read(text(which), perUser);
        assertThat(problems.list()).isEmpty();
        assertThat(perSecond).isNotNull();
        for (String one : expected.split(", ", -1)) {
            String[] parts = one.split(": ", -1);
            assertThat(perSecond[Integer.parseInt(parts[0])])
                    .as("%s at %s", which, parts[0])
                    .isCloseTo(Double.parseDouble(parts[1]), within(0.6));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "USERS | k6.json:1:12: stages count virtual users; say how many requests a second",
                "LOCUST | k6.json:1:1: stages count users; say how many requests a second one",
                "{} | neither stages nor scenarios; expected k6's options",
                "7 | k6.json:1:1",
                "{\"scenarios\": {\"a\": 1}} | expected a scenario",
                "{\"scenarios\": {\"a\": {}}} | executor \"\" of a; expected constant-arrival-rate",
                "{\"scenarios\": {\"a\": {\"executor\": \"ramping-vus\"}}} | counts virtual users",
            })
    void what_is_wrong_is_named_by_file_and_line(String which, String problem) {
        assertThat(read(text(which), 0)).isNull();
        assertThat(problems.list().getFirst().toString()).contains(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1m30s | soon | duration is \"soon\"; expected a time such as 30s, 1m30s or 2h",
                "\"target\": 0 | \"target\": -1 | target is \"-1\"; expected a number that is not",
                "\"target\": 0 | \"goal\": 0 | k6.json:3:3: target is missing; expected a number",
            })
    void a_bad_stage_is_named(String from, String to, String problem) {
        assertThat(read(USERS.replace(from, to), 1)).isNull();
        assertThat(problems.list().getFirst().toString()).contains(problem);
    }

    @Test
    void locust_stages_that_do_not_go_on_are_refused() {
        assertThat(read(LOCUST.replace("100, \"users", "10, \"users"), 1)).isNull();
        assertThat(problems.list().getFirst().toString())
                .contains("k6.json:2:2: a stage that ends before it begins; durations count from");
    }

    @Test
    void whatever_is_cut_out_it_is_read_or_refused() {
        for (int seed = 0; seed < 600; seed++) {
            Dice dice = new Dice(seed);
            String whole = seed % 3 == 0 ? USERS : seed % 3 == 1 ? RATES : LOCUST;
            int from = (int) (dice.uniform("from", 0) * whole.length());
            int to = Math.min(whole.length(), from + (int) (dice.uniform("length", 0) * 25));
            StagesTest own = new StagesTest();
            double[] perSecond = own.read(whole.substring(0, from) + whole.substring(to), 1);
            assertThat(perSecond == null && own.problems.none()).as("seed %s", seed).isFalse();
            if (perSecond != null) {
                assertThat(perSecond).as("seed %s", seed).doesNotContain(Double.NaN);
            }
        }
    }
}
