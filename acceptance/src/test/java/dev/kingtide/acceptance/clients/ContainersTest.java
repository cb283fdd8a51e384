package dev.kingtide.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Service;

/// A service of real containers through AWS's SDK, each step looked at with Docker's own command,
/// while `kingtide up` is killed at moments that a seed chooses.
///
/// `-Dkingtide.containerKills=N` and `-Dkingtide.seed=N` say how often, and at which moments.
@SuppressWarnings("unchecked") // builders of the SDK take arrays of lambdas
class ContainersTest {
    private static final int KILLS = Integer.getInteger("kingtide.containerKills", 6);
    private static final long SEED = Long.getLong("kingtide.seed", 4);
    private static final int MILLIS_MOST = 2_500;
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final Duration TO_END = Duration.ofSeconds(30);
    private static final List<String> COMMAND =
            List.of(
                    "/busybox",
                    "sh",
                    "-c",
                    "trap 'exit 0' TERM; while :; do /busybox sleep 1000 & wait $!; done");

    @TempDir private Path directory;
    private final Random moments = new Random(SEED);

    private Kingtide start() throws IOException, InterruptedException {
        return Kingtide.start(
                directory.resolve("data"), "--driver", "docker", "--settle-seconds", "1");
    }

    private EcsClient ecs(Kingtide kingtide) throws IOException, InterruptedException {
        return new Sdk(kingtide.endpoint(), kingtide.environment()).client(EcsClient.builder());
    }

    @Test
    void no_container_is_lost_doubled_or_orphaned_whenever_it_is_killed()
            throws IOException, InterruptedException {
        String image = Docker.image(directory);
        String stranger = Docker.run("run", "-d", image, "/busybox", "sleep", "1000").getFirst();
        try {
            String owner = create(image);
            for (int kill = 1; kill <= KILLS; kill++) {
                change(kill, 2 + moments.nextInt(4));
            }
            try (Kingtide kingtide = start();
                    EcsClient ecs = ecs(kingtide)) {
                Service steady = Waiting.until(LONG, () -> service(ecs), ContainersTest::isSteady);
                // a task that stops no longer counts as running, its container may still have to
                // end
                List<String> running =
                        Waiting.until(
                                TO_END,
                                () -> running(owner),
                                names -> names.size() <= steady.desiredCount());
                assertThat(running)
                        .as("seed %d: %s%n%s", SEED, steady, kingtide.tail())
                        .hasSize(steady.desiredCount());
                List<String> tasks =
                        ecs.listTasks(r -> r.serviceName("web")).taskArns().stream()
                                .map(arn -> arn.substring(arn.lastIndexOf('/') + 1))
                                .sorted()
                                .toList();
                assertThat(running.stream().map(line -> line.substring(0, 32)).sorted().toList())
                        .isEqualTo(tasks);
                assertThat(new HashSet<>(running)).hasSameSizeAs(running);
            }
            assertThat(Docker.running(owner)).as("they live on without it").isNotEmpty();
            down();
            String mine = "label=dev.kingtide.owner=" + owner;
            assertThat(Docker.run("ps", "-aq", "--filter", mine)).isEmpty();
            assertThat(Docker.run("inspect", "-f", "{{.State.Running}}", stranger))
                    .containsExactly("true");
        } finally {
            Docker.run("rm", "-f", stranger);
        }
    }

    /// A service of two tasks; its directory's identity.
    private String create(String image) throws IOException, InterruptedException {
        try (Kingtide kingtide = start();
                EcsClient ecs = ecs(kingtide)) {
            ecs.registerTaskDefinition(r ->
                    r.family("web")
                            .networkMode("bridge")
                            .containerDefinitions(c ->
                                    c.name("web")
                                            .image(image)
                                            .memory(16)
                                            .command(COMMAND)
                                            .stopTimeout(5)));
            ecs.createService(r -> r.serviceName("web").taskDefinition("web").desiredCount(2));
            Waiting.until(LONG, () -> service(ecs), ContainersTest::isSteady);
            String owner = Files.readString(directory.resolve("data/identity")).strip();
            assertThat(Docker.running(owner)).hasSize(2);
            return owner;
        }
    }

    /// Begins a deployment of another size, and kills the control plane in the middle of it.
    private void change(int kill, int desired) throws IOException, InterruptedException {
        try (Kingtide kingtide = start();
                EcsClient ecs = ecs(kingtide)) {
            ecs.updateService(
                    r -> r.service("web").desiredCount(desired).forceNewDeployment(kill % 2 == 0));
            TimeUnit.MILLISECONDS.sleep(moments.nextInt(MILLIS_MOST));
            kingtide.kill();
        }
    }

    private void down() throws IOException, InterruptedException {
        try (Program program = Kingtide.command("down", directory.resolve("data"))) {
            program.succeed(60);
        }
    }

    private static Service service(EcsClient ecs) {
        try {
            return ecs.describeServices(r -> r.services("web")).services().getFirst();
        } catch (SdkException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> running(String owner) {
        try {
            return Docker.running(owner);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isSteady(Service service) {
        return service.deployments().size() == 1
                && service.runningCount().equals(service.desiredCount())
                && service.pendingCount() == 0;
    }
}
