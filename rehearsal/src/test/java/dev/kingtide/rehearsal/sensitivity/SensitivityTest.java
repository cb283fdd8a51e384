package dev.kingtide.rehearsal.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.rehearsal.report.Paint;
import dev.kingtide.rehearsal.report.Report;
import dev.kingtide.rehearsal.report.Report.Inputs;
import dev.kingtide.rehearsal.report.Reports;
import dev.kingtide.rehearsal.sensitivity.Sensitivity.Effect;
import dev.kingtide.rehearsal.sensitivity.Sensitivity.Turn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class SensitivityTest {
    private static final Report HOLDS = with(Reports.report(true));
    private static final Report FAILS = with(Reports.report(false));

    private final List<String> played = new ArrayList<>();

    private static Report with(Report report) {
        SequencedMap<String, String> settings = new LinkedHashMap<>();
        settings.put("requests.cpuMillis", "20");
        settings.put("clients.retries", "2");
        settings.put("images.a.b/c:1.compressedMib", "100");
        settings.put("applications.web.requests.waitMillis", "0");
        return new Report(
                report.header(),
                report.goal(),
                report.verdict(),
                report.total(),
                report.phases(),
                report.starts(),
                report.tasks(),
                report.bill(),
                report.advice(),
                report.moments(),
                report.landmarks(),
                new Inputs(List.of(), settings, List.of(), List.of()),
                report.series());
    }

    /// A launch that holds while a request takes no more CPU than a limit.
    private List<Report> play(List<String> changes, double most) {
        played.addAll(changes);
        return changes.stream()
                .map(change ->
                        change.startsWith("requests.cpuMillis=")
                                        && Double.parseDouble(
                                                        change.substring(change.indexOf('=') + 1))
                                                > most
                                ? FAILS
                                : HOLDS)
                .toList();
    }

    @Test
    void where_a_verdict_turns_is_found_and_told_first() {
        Sensitivity result = Sensitivity.measure(HOLDS, changes -> play(changes, 21.7));
        Effect first = result.effects().getFirst();
        assertThat(first.figure().key()).isEqualTo("requests.cpuMillis");
        assertThat(first.low().holds()).isTrue();
        assertThat(first.high().holds()).isFalse();
        Turn turn = first.turn();
        assertThat(turn).isNotNull();
        assertThat(turn.below()).isFalse();
        assertThat(turn.value()).isBetween(21.7, 21.7 + 4 / 64.0);
        assertThat(result.words())
                .isEqualTo(
                        "The verdict hangs on requests.cpuMillis: it does not hold from 21.75 on.");
        assertThat(SensitivityText.write(result, Paint.PLAIN))
                .contains("requests.cpuMillis", "Without effect here: timings.")
                .doesNotContain("clients.retries");
        assertThat(SensitivityJson.write(result)).contains("\"turnsAt\":21.75");
    }

    @Test
    void a_launch_that_does_not_hold_may_hold_with_less() {
        Sensitivity result =
                Sensitivity.measure(
                        FAILS,
                        changes ->
                                changes.stream()
                                        .map(change ->
                                                change.equals("requests.cpuMillis=16")
                                                        ? HOLDS
                                                        : FAILS)
                                        .toList());
        assertThat(result.words())
                .isEqualTo("The verdict hangs on requests.cpuMillis: it holds at 16 and below.");
    }

    @Test
    void a_verdict_that_nothing_turns_hangs_on_nothing_and_costs_no_search() {
        Sensitivity result = Sensitivity.measure(HOLDS, changes -> play(changes, 1_000));
        assertThat(result.words()).isEqualTo("No figure within its range changes the verdict.");
        assertThat(result.telling()).isEmpty();
        assertThat(played).hasSize(2 * result.effects().size());
    }

    @Test
    void what_is_tried_can_be_given_to_what_if() {
        Sensitivity.measure(HOLDS, changes -> play(changes, 1_000));
        assertThat(played)
                .contains(
                        "requests.cpuMillis=16",
                        "requests.cpuMillis=24",
                        "images.\"a.b/c:1\".compressedMib=80",
                        "timings.fargateInterfaceSeconds=[10, 10]",
                        "timings.downloadMibPerSecond=96")
                .noneMatch(change -> change.contains("waitMillis"));
    }
}
