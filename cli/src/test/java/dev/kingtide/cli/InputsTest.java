package dev.kingtide.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.rehearsal.Progress;
import dev.kingtide.rehearsal.Rehearsal;
import dev.kingtide.rehearsal.report.Report;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The example that says one crowd four times.
class InputsTest {
    private static final LaunchDirectory INPUTS =
            new LaunchDirectory(Path.of("..", "examples", "inputs"));

    @ParameterizedTest
    @ValueSource(strings = {"cloudwatch.yaml", "k6.yaml", "locust.yaml"})
    void the_same_crowd_is_the_same_demand_whoever_says_it(String file) {
        Report words = play(List.of());
        Report other = play(List.of(file));
        assertThat(words.total().demandRequests()).isGreaterThan(100_000);
        assertThat(other.total().demandRequests())
                .isCloseTo(words.total().demandRequests(), Percentage.withPercentage(4));
        assertThat(other.total().peakDemandPerSecond())
                .isCloseTo(words.total().peakDemandPerSecond(), Percentage.withPercentage(4));
    }

    private static Report play(List<String> changes) {
        return Rehearsal.play(INPUTS.load(changes, null), changes, Progress.NONE);
    }
}
