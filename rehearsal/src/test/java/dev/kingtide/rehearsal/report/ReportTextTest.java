package dev.kingtide.rehearsal.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.rehearsal.simulation.Recording.Loss;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class ReportTextTest {

    @Test
    void a_launch_that_does_not_hold_is_told_from_verdict_to_advice() {
        assertThat(ReportText.write(Reports.report(false), Paint.PLAIN))
                .isEqualTo(
                        """
                        Sale: DOES NOT HOLD since 20:01:01: 2 healthy tasks could not.
                        80.00 % of 10,000 requests served (goal 99.90 %), p99 12.3 s (goal 800 ms); seed 7
                        Once capacity was short, there was never enough again.
                        what if traffic.scale=2

                        from      demand/s  capacity/s  healthy  CPU %  served %  p99 ms  refused
                        20:00:00        33          40      1-2     97    100.00  12,345        -
                        20:01:00       133          40      1-2     97     75.00  12,345    2,000
                        all             83          40      1-2     97     80.00  12,345    2,000
                        No request was lost by: 503.

                        Where the time of a task start went (3 starts, median 43 s)
                                                      median     95 % in     longest
                          image pull                    21 s        25 s        26 s  ##############################
                          application boot              10 s        11 s        12 s  ##############

                        5 tasks were created, at most 2 ran at once; those that stopped:
                               3  Task failed ELB health checks in (target-group web)

                        Cost $0.06
                              $0.06  Fargate x86: 1.5 vCPU-hours

                        What to change first
                         1. Handle SIGTERM: 1,500 requests saved, -$0.25
                            it is ignored (ECS developer guide)
                            --what-if 'application.sigterm=handled'
                        """);
    }

    @Test
    void two_reports_are_shown_side_by_side() {
        assertThat(ComparisonText.write(Reports.report(false), Reports.report(true), Paint.PLAIN))
                .isEqualTo(
                        """
                                                 as it is   what if   difference
                        verdict             does not hold     holds
                        served                    80.00 %  100.00 %       +20.00
                        requests lost               2,000         0  2,000 saved
                        p99                        12.3 s    12.3 s         same
                        time to capacity            never   at once
                        task start, median           43 s      43 s         same
                        most tasks at once              2         2         same
                        cost                        $0.06     $0.06       +$0.00
                        """);
    }

    @Test
    void colours_add_escapes_and_nothing_else() {
        String coloured = ReportText.write(Reports.report(false), Paint.COLOURS);
        assertThat(coloured).contains("\u001B[31mDOES NOT HOLD\u001B[0m");
        assertThat(coloured.replaceAll("\u001B\\[[0-9;]*m", ""))
                .isEqualTo(ReportText.write(Reports.report(false), Paint.PLAIN));
    }

    @Test
    void all_but_the_verdict_and_commands_fits_into_100_columns_whatever_happens() {
        SequencedMap<String, Double> lost = new LinkedHashMap<>();
        for (Loss cause : Loss.values()) {
            lost.put(cause.words(), 123_456_789.0);
        }
        Report report = Reports.with(Reports.report(false), lost, "why ".repeat(80).strip());
        String text = ReportText.write(report, Paint.PLAIN);
        assertThat(text.lines().filter(line -> !line.contains("--what-if")).skip(1))
                .allMatch(line -> line.length() <= 100);
        assertThat(text)
                .contains("Requests lost, by cause")
                .contains(
                        """
                        from              503          502          504      timeout       killed      refused      gave up
                        """)
                .doesNotContain("No request was lost");
    }

    @Test
    void a_launch_that_loses_nothing_says_so_in_one_line() {
        assertThat(ReportText.write(Reports.report(true), Paint.PLAIN))
                .contains(
                        """
                        all             83          40      1-2     97    100.00  12,345
                        No request was lost.
                        """);
    }
}
