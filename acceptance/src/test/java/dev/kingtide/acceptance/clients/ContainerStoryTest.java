package dev.kingtide.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The AWS CLI leads a service of real containers through its life; Docker's own command says after
/// each step what there is. The steps are in `src/test/clients/cli/containers.sh`.
class ContainerStoryTest {
    private static final Path STORY =
            Path.of("src", "test", "clients", "cli", "containers.sh").toAbsolutePath();

    @TempDir private Path directory;

    @Test
    void what_the_aws_cli_is_told_is_what_docker_has() throws IOException, InterruptedException {
        String image = Docker.image(directory);
        String aws = Machine.awsCli(2).toString();
        Path data = directory.resolve("data");
        Map<String, String> agent = Map.of("ECS_IMAGE_PULL_BEHAVIOR", "prefer-cached");
        String mine;
        try (Kingtide kingtide =
                Kingtide.start(data, agent, "--driver", "docker", "--settle-seconds", "1")) {
            String owner = Files.readString(data.resolve("identity")).strip();
            mine = "label=dev.kingtide.owner=" + owner;
            ProcessBuilder story =
                    new ProcessBuilder(
                                    STORY.toString(),
                                    aws,
                                    kingtide.endpoint().toString(),
                                    owner,
                                    image)
                            .directory(directory.toFile());
            AwsCli.setEnvironment(story, kingtide.environment(), directory);
            try (Program program = Program.start("containers.sh", story)) {
                program.succeed(300);
                assertThat(program.output()).contains("the end");
            }
            assertThat(Docker.run("ps", "-aq", "--filter", mine)).as("kept a while").isNotEmpty();
        } finally {
            try (Program down = Kingtide.command("down", data)) {
                down.succeed(60);
            }
        }
        assertThat(Docker.run("ps", "-aq", "--filter", mine)).isEmpty();
    }
}
