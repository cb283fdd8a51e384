package dev.kingtide.rehearsal.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kingtide.core.time.Dice;
import dev.kingtide.rehearsal.source.Problems;
import dev.kingtide.rehearsal.traffic.Trace.AfterEnd;
import dev.kingtide.rehearsal.traffic.TraceReader.Columns;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudWatchReaderTest {
    private static final String DATA =
            """
            {"MetricDataResults": [
              {"Id": "m1", "Label": "RequestCount", "StatusCode": "Complete",
               "Timestamps": ["2026-11-20T20:02:00+00:00", "2026-11-20T20:00:00+00:00"],
               "Values": [120.0, 60.0]},
              {"Id": "m2", "Label": "TargetResponseTime", "StatusCode": "Complete",
               "Timestamps": ["2026-11-20T20:00:00+00:00"], "Values": [0.2]}],
             "Messages": []}
            """;

    private static final String STATISTICS =
            """
            {"Label": "RequestCount", "Datapoints": [
              {"Timestamp": "2026-11-20T20:01:00Z", "Sum": 120.0, "Unit": "Count"},
              {"Timestamp": "2026-11-20T20:00:00Z", "Sum": 60.0, "Unit": "Count"}]}
            """;

    private final Problems problems = new Problems();

    private @Nullable Trace read(String text, String count, int intervalSeconds) {
        return TraceReader.read(
                "requests.json",
                ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)),
                new Columns("", count, intervalSeconds * 1000L),
                problems);
    }

    private double[] seconds(@Nullable Trace trace, int... seconds) {
        assertThat(problems.list()).isEmpty();
        assertThat(trace).isNotNull();
        double[] all = new double[200];
        trace.from(0, 1, AfterEnd.ZERO).addTo(all);
        double[] some = new double[seconds.length];
        for (int i = 0; i < some.length; i++) {
            some[i] = all[seconds[i]];
        }
        return some;
    }

    @Test
    void metric_data_newest_first_with_a_gap_is_the_same_traffic_again() {
        assertThat(seconds(read(DATA, "m1", 60), 0, 59, 60, 119, 120, 179, 180))
                .containsExactly(new double[] {1, 1, 0, 0, 2, 2, 0}, within(1e-9));
    }

    @Test
    void a_result_is_named_by_its_label_too() {
        assertThat(seconds(read(DATA, "RequestCount", 60), 120))
                .containsExactly(new double[] {2}, within(1e-9));
    }

    @Test
    void datapoints_are_summed_up_in_any_order() {
        assertThat(seconds(read(STATISTICS, "", 0), 0, 59, 60, 119, 120))
                .containsExactly(new double[] {1, 1, 2, 2, 0}, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "DATA | | requests.json:1:23: 2 results; name one by countColumn: m1, m2",
                "DATA | m3 | no result with Id or Label \"m3\"; name one by countColumn: m1, m2",
                "DATA, NextToken | m1 | NextToken: this is one page of several; fetch them all",
                "DATA, Partial | m1 | StatusCode is PartialData; fetch it again, in pages",
                "DATA, short | m1 | Timestamps and Values are not lists of one length",
                "DATA, minus | m1 | requests.json:4:15: value \"-120.0\"; expected a number",
                "DATA, twice | m1 | twice; fetch one metric alone",
                "STATISTICS, average | | a datapoint without Sum (it has Timestamp, Average, Unit)",
                "STATISTICS, time | | requests.json:2:17: time \"soon\"; expected a date",
                "{} | | neither MetricDataResults nor Datapoints; expected the output of aws",
                "{\"Datapoints\": []} | | no datapoint; fetch a time in which there were requests",
                "{\"Datapoints\": | | requests.json",
            })
    void what_is_wrong_is_named_by_file_and_line(
            String text, @Nullable String count, String problem) {
        assertThat(read(text(text), count == null ? "" : count, 0)).isNull();
        assertThat(problems.list().getFirst().toString()).contains(problem);
    }

    private static String text(String which) {
        return switch (which) {
            case "DATA" -> DATA;
            case "DATA, NextToken" -> DATA.replace("\"Messages\": []", "\"NextToken\": \"x\"");
            case "DATA, Partial" -> DATA.replaceFirst("Complete", "PartialData");
            case "DATA, short" -> DATA.replace("[120.0, 60.0]", "[120.0]");
            case "DATA, minus" -> DATA.replace("[120.0", "[-120.0");
            case "DATA, twice" -> DATA.replace("20:02:00", "20:00:00");
            case "STATISTICS, average" -> STATISTICS.replace("Sum", "Average");
            case "STATISTICS, time" -> STATISTICS.replace("2026-11-20T20:01:00Z", "soon");
            default -> which;
        };
    }

    @Test
    void whatever_is_cut_out_it_is_read_or_refused() {
        for (int seed = 0; seed < 400; seed++) {
            Dice dice = new Dice(seed);
            String whole = seed % 2 == 0 ? DATA : STATISTICS;
            int from = 1 + (int) (dice.uniform("from", 0) * (whole.length() - 1));
            int to = Math.min(whole.length(), from + (int) (dice.uniform("length", 0) * 30));
            Problems own = new Problems();
            Trace trace =
                    TraceReader.read(
                            "r.json",
                            ByteBuffer.wrap(
                                    (whole.substring(0, from) + whole.substring(to))
                                            .getBytes(StandardCharsets.UTF_8)),
                            new Columns("", "", 0),
                            own);
            assertThat(trace == null && own.none()).as("seed %s", seed).isFalse();
        }
    }

    @Test
    void both_forms_of_one_hour_are_the_same_demand() {
        Demand one = Demand.sum(List.of(source(DATA, "m1", 60)), 180, 1, 0);
        Demand other =
                Demand.sum(
                        List.of(source(STATISTICS.replace("20:01:00Z", "20:02:00Z"), "", 60)),
                        180,
                        1,
                        0);
        assertThat(one.perSecond()).isEqualTo(other.perSecond());
    }

    private Demand.Source source(String text, String count, int intervalSeconds) {
        Trace trace = read(text, count, intervalSeconds);
        assertThat(trace).isNotNull();
        return trace.from(0, 1, AfterEnd.ZERO);
    }
}
