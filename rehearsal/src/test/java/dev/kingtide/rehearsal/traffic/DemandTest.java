package dev.kingtide.rehearsal.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kingtide.core.time.Dice;
import dev.kingtide.rehearsal.source.Problems;
import dev.kingtide.rehearsal.traffic.Trace.AfterEnd;
import dev.kingtide.rehearsal.traffic.TraceReader.Columns;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemandTest {

    private static Trace trace(String text, Columns columns) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        return Objects.requireNonNull(TraceReader.read("t.csv", bytes, columns, new Problems()));
    }

    private static double[] first(Demand.Source source, int seconds) {
        return Demand.sum(List.of(source), seconds, 1, 0).perSecond();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "second,requests/0,4/1,6 | 4 6 0",
                "0,4/1,6 | 4 6 0",
                "0;4/1;6 | 4 6 0",
                "# a comment/0,4//1,6 | 4 6 0",
                "5,4/7,6/8,2 | 4 0 6",
                "count,time/4,1780000000/6,1780000001 | 4 6 0",
                "1780000000500,4/1780000001500,6 | 4 6 0",
                "time,value/2026-06-01T20:00:00Z,4/2026-06-01T20:00:02Z,8 | 2 2 4",
                "time,value/2026-06-01 20:00:00,120/2026-06-01 20:01:00,60 | 2 2 2",
                "\"second\",\"requests\"/\"0\",\"4\"/\"1\",\"6\" | 4 6 0",
                "0,3/0.5,5/1,7 | 8 7 0",
            })
    void a_trace_is_read_in_any_usual_form(String rows, String expected) {
        Trace trace = trace(rows.replace('/', '\n'), Columns.FOUND);
        double[] wanted =
                List.of(expected.split(" ")).stream().mapToDouble(Double::parseDouble).toArray();
        assertThat(first(trace.from(0, 1, AfterEnd.ZERO), 3)).containsExactly(wanted, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"ZERO, 6 0 0 0", "HOLD, 6 6 6 6", "REPEAT, 6 4 6 4"})
    void what_comes_after_a_trace_is_as_asked(AfterEnd after, String expected) {
        Trace trace = trace("0,4\n1,6\n", Columns.FOUND);
        double[] wanted =
                List.of(expected.split(" ")).stream().mapToDouble(Double::parseDouble).toArray();
        assertThat(first(trace.from(1000, 1, after), 4)).containsExactly(wanted, within(1e-9));
    }

    @Test
    void columns_are_chosen_by_name_or_by_number() {
        String text = "a,b,c\n0,9,4\n1,9,6\n";
        assertThat(first(trace(text, new Columns("a", "c", 0)).from(0, 1, AfterEnd.ZERO), 2))
                .containsExactly(4, 6);
        assertThat(first(trace(text, new Columns("1", "3", 0)).from(0, 1, AfterEnd.ZERO), 2))
                .containsExactly(4, 6);
    }

    @Test
    void two_days_of_seconds_packed_by_gzip_are_read_whole() {
        StringBuilder text = new StringBuilder("second,requests\n");
        for (int i = 0; i < 172_800; i++) {
            text.append(i).append(',').append(i % 100).append('\n');
        }
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException bad) {
            throw new UncheckedIOException(bad);
        }
        Trace trace =
                Objects.requireNonNull(
                        TraceReader.read(
                                "t.csv.gz",
                                ByteBuffer.wrap(packed.toByteArray()),
                                Columns.FOUND,
                                new Problems()));
        Demand demand = Demand.sum(List.of(trace.from(0, 1, AfterEnd.ZERO)), 172_800, 1, 0);
        assertThat(trace.rows()).isEqualTo(172_800);
        assertThat(demand.total()).isCloseTo(172_800 * 49.5, within(1e-3));
        assertThat(demand.peakSecond()).isEqualTo(99);
    }

    @ParameterizedTest
    @CsvSource({"5, 0, 50", "9, 0, 90", "12, 0, 100", "39, 0, 100", "49, 0, 70.71", "59, 0, 50"})
    void a_spike_rises_holds_and_is_halved_again_and_again(int second, double low, double rate) {
        Shape spike = new Shape.Spike(0, 100, 10, 29, 20);
        assertThat(spike.at(second)).isBetween(low, 100.0).isCloseTo(rate, within(0.01));
    }

    @Test
    void a_ramp_is_level_before_and_after() {
        Shape ramp = new Shape.Ramp(10, 20, 100, 200);
        assertThat(List.of(ramp.at(0), ramp.at(15), ramp.at(99)))
                .containsExactly(100.0, 150.0, 200.0);
    }

    @Test
    void a_day_is_highest_and_lowest_twelve_hours_apart() {
        Shape daily = new Shape.Daily(10, 110, 3600);
        assertThat(daily.at(3600)).isCloseTo(110, within(1e-9));
        assertThat(daily.at(3600 + 43_200)).isCloseTo(10, within(1e-9));
        assertThat(daily.at(3600 + 21_600)).isCloseTo(60, within(1e-9));
    }

    @Test
    void sources_add_up_and_are_scaled_and_shifted() {
        Demand demand =
                Demand.sum(
                        List.of(new Shape.Constant(1), new Shape.Spike(2, 10, 0, 1, 0.1)), 5, 2, 1);
        assertThat(demand.perSecond()[2]).isCloseTo(2, within(1e-9));
        assertThat(demand.perSecond()[3]).isCloseTo(22, within(1e-9));
        assertThat(demand.peakSecond()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"0.3", "7", "120", "480", "520", "20000"})
    void arrivals_have_the_mean_and_the_variance_of_a_poisson_process(double mean) {
        int seconds = 20_000;
        double[] rates = new double[seconds];
        java.util.Arrays.fill(rates, mean);
        Arrivals arrivals = new Arrivals(Demand.of(rates), new Dice(7));
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < seconds; i++) {
            double people = arrivals.at(i);
            assertThat(people).isEqualTo(Math.rint(people));
            sum += people;
            squares += (people - mean) * (people - mean);
        }
        assertThat(sum / seconds).isCloseTo(mean, within(4 * Math.sqrt(mean / seconds)));
        assertThat(squares / seconds / mean).isCloseTo(1, within(0.05));
    }

    @Test
    void arrivals_depend_on_seed_and_second_alone() {
        Demand demand = Demand.of(50, 60, 70);
        Arrivals once = new Arrivals(demand, new Dice(1));
        double last = once.at(2);
        once.at(0);
        assertThat(once.at(2)).isEqualTo(last);
        assertThat(new Arrivals(demand, new Dice(2)).at(2)).isNotEqualTo(last);
    }
}
