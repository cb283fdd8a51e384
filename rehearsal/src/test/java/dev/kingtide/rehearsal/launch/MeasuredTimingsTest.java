package dev.kingtide.rehearsal.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.rehearsal.simulation.Range;
import dev.kingtide.rehearsal.simulation.StartTimings;
import dev.kingtide.rehearsal.source.Problems;
import dev.kingtide.rehearsal.source.Sources;
import org.junit.jupiter.api.Test;

/// Timings that a file has.
class MeasuredTimingsTest {
    private static final String LAUNCH =
            """
            name: Smoke
            start: 2026-12-04T20:00
            length: 5m
            traffic: 10 rps
            calls: [{call: "ecs:CreateCluster", input: {clusterName: shop}}]
            """;

    private static StartTimings timings(String timings, String... whatIf) {
        Sources sources =
                new Sources(
                        new FakeFiles()
                                .with("launch.yaml", LAUNCH + timings)
                                .with(
                                        "machine.yaml",
                                        "createAndStartSeconds: [0.2, 0.4]\ndetachSeconds: 0.5\n"),
                        new Problems());
        for (String change : whatIf) {
            sources.change(change);
        }
        return LaunchLoader.load(sources, null).inputs().timings();
    }

    @Test
    void a_file_has_them_and_the_rest_is_as_published() {
        StartTimings timings = timings("timings: machine.yaml\n");
        assertThat(timings.createAndStart()).isEqualTo(new Range(0.2, 0.4));
        assertThat(timings.detach()).isEqualTo(new Range(0.5, 0.5));
        assertThat(timings.fargateInterface()).isEqualTo(StartTimings.DEFAULT.fargateInterface());
    }

    @Test
    void what_stands_beside_the_file_goes_before_it() {
        StartTimings timings = timings("timings: {file: machine.yaml, detachSeconds: 3}\n");
        assertThat(timings.createAndStart()).isEqualTo(new Range(0.2, 0.4));
        assertThat(timings.detach()).isEqualTo(new Range(3, 3));
    }

    @Test
    void a_what_if_reaches_the_file() {
        StartTimings timings =
                timings("timings: machine.yaml\n", "machine.yaml:createAndStartSeconds=1");
        assertThat(timings.createAndStart()).isEqualTo(new Range(1, 1));
    }
}
