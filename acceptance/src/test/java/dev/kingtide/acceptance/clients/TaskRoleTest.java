package dev.kingtide.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Task;

/// The AWS CLI inside a container of a task, with nothing but what its environment says: it is the
/// task's role.
class TaskRoleTest {
    private static final Path CLI = Path.of("/usr/bin/aws");
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String ASK =
            "/usr/bin/python3 "
                    + CLI
                    + " sts get-caller-identity --query Arn --output text --no-cli-pager"
                    + " --endpoint-url \"$AWS_ENDPOINT_URL\"";

    @TempDir private Path directory;

    @Test
    @SuppressWarnings("unchecked") // builders of the SDK take arrays of lambdas
    void a_client_in_a_container_is_the_role_of_its_task()
            throws IOException, InterruptedException {
        String image = Docker.image(directory);
        assumeTrue(
                Files.exists(CLI) && Files.isDirectory(Path.of("/usr/lib64")),
                "no AWS CLI of Debian on this machine, which the container borrows");
        Path data = directory.resolve("data");
        try (Kingtide kingtide = Kingtide.start(data, "--driver", "docker");
                EcsClient ecs =
                        new Sdk(kingtide.endpoint(), kingtide.environment())
                                .client(EcsClient.builder())) {
            ecs.registerTaskDefinition(r ->
                    r.family("caller")
                            .taskRoleArn("arn:aws:iam::123456789012:role/shop/caller")
                            .networkMode("awsvpc")
                            .volumes(
                                    List.of(
                                            volume("/usr"),
                                            volume("/usr/lib"),
                                            volume("/usr/lib64")))
                            .containerDefinitions(c ->
                                    c.name("aws")
                                            .image(image)
                                            .memory(256)
                                            .command("/busybox", "sh", "-c", ASK)
                                            .mountPoints(
                                                    m ->
                                                            m.sourceVolume("usr")
                                                                    .containerPath("/usr"),
                                                    m ->
                                                            m.sourceVolume("usrlib")
                                                                    .containerPath("/lib"),
                                                    m ->
                                                            m.sourceVolume("usrlib64")
                                                                    .containerPath("/lib64"))));
            String arn =
                    ecs.runTask(r ->
                                    r.taskDefinition("caller")
                                            .networkConfiguration(n ->
                                                    n.awsvpcConfiguration(
                                                            v -> v.subnets("subnet-1"))))
                            .tasks()
                            .getFirst()
                            .taskArn();
            String id = arn.substring(arn.lastIndexOf('/') + 1);
            Task over =
                    Waiting.until(
                            LONG,
                            () -> ecs.describeTasks(r -> r.tasks(arn)).tasks().getFirst(),
                            task -> task.lastStatus().equals("STOPPED"));
            assertThat(Docker.run("logs", "ecs-caller-1-aws-" + id))
                    .as(over.toString())
                    .containsExactly("arn:aws:sts::123456789012:assumed-role/caller/" + id);
        } finally {
            try (Program down = Kingtide.command("down", data)) {
                down.succeed(60);
            }
        }
    }

    private static software.amazon.awssdk.services.ecs.model.Volume volume(String path) {
        return software.amazon.awssdk.services.ecs.model.Volume.builder()
                .name(path.substring(1).replace("/", ""))
                .host(h -> h.sourcePath(path))
                .build();
    }
}
