package dev.kingtide.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `kingtide calibrate` measures is what a rehearsal takes.
class CalibrateTest {
    private static final String LAUNCH =
            """
            name: Smoke
            start: 2026-12-04T20:00
            length: 5m
            traffic: 10 rps
            calls: [{call: "ecs:CreateCluster", input: {clusterName: shop}}]
            timings: machine.yaml
            """;

    @TempDir private Path directory;

    @Test
    void a_launch_takes_what_was_measured_and_nothing_is_left_behind()
            throws IOException, InterruptedException {
        Docker.image(directory);
        Path file = directory.resolve("machine.yaml");
        try (Program measuring =
                Kingtide.command("calibrate", "--tasks", "3", "--output", file.toString())) {
            measuring.succeed(120);
        }
        assertThat(Files.readString(file))
                .contains("fargateInterfaceSeconds: [", "createAndStartSeconds: [");
        assertThat(Docker.run("ps", "-aq", "--filter", "name=ecs-calibrate-")).isEmpty();
        Files.writeString(directory.resolve("launch.yaml"), LAUNCH);
        try (Program rehearsal = Kingtide.command("rehearse", directory.toString())) {
            assertThat(rehearsal.end(120)).as("nobody serves").isEqualTo(1);
            assertThat(rehearsal.output()).contains("Smoke: DOES NOT HOLD");
        }
    }
}
