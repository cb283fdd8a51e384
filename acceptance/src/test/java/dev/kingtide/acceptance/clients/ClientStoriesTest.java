package dev.kingtide.acceptance.clients;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Real, unmodified AWS clients tell one story to one `kingtide up`: clusters, task definitions, a
/// service, scaling, a rolling update, a deployment that fails and rolls back, a task of its own,
/// and the end. What they do is in `src/test/clients`, and in [JavaStory].
///
/// They spend their time waiting, so all tell it at once, from before the first test on.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientStoriesTest {
    private static final Path CLIENTS = Path.of("src", "test", "clients").toAbsolutePath();
    private static final Path CERTIFICATES =
            Path.of("..", "core/src/test/resources/dev/kingtide/core/traffic/certificates")
                    .toAbsolutePath()
                    .normalize();
    private static final int SECONDS_MOST = 900;

    private final ExecutorService tellers = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<Teller, Future<@Nullable Void>> told = new EnumMap<>(Teller.class);
    private Path scratch = Path.of("");
    private Map<String, String> environment = Map.of();
    private @Nullable Kingtide kingtide;

    private enum Teller {
        AWS_CLI_1,
        AWS_CLI_2,
        BOTO3,
        BOTO3_OF_DEBIAN,
        JAVA,
        JAVASCRIPT,
        TERRAFORM,
        AWS_CLI_1_BALANCER,
        AWS_CLI_2_BALANCER,
        BOTO3_BALANCER,
        JAVA_BALANCER,
        TERRAFORM_BALANCER
    }

    @BeforeAll
    void start(@TempDir Path directory) throws IOException, InterruptedException {
        scratch = directory;
        Kingtide started = Kingtide.start(directory.resolve("data"), "--settle-seconds", "2");
        kingtide = started;
        environment = started.environment();
        Path bucket = Files.createDirectories(directory.resolve("data/s3/pki"));
        Files.copy(CERTIFICATES.resolve("clients-root.pem"), bucket.resolve("cas.pem"));
        Files.copy(CERTIFICATES.resolve("clients-root.crl"), bucket.resolve("revoked.crl"));
        String endpoint = started.endpoint().toString();
        assertThat(environment).containsEntry("AWS_ENDPOINT_URL", endpoint);
        Path cli = CLIENTS.resolve("cli/story.sh");
        Path python = CLIENTS.resolve("python/story.py");
        tell(Teller.AWS_CLI_1, () -> run("cli1", cli, Machine.awsCli(1), "", "cli1"));
        tell(Teller.AWS_CLI_2, () -> run("cli2", cli, Machine.awsCli(2), endpoint, "cli2"));
        tell(Teller.BOTO3, () -> run("boto3", Machine.boto3(28, 1000), python, endpoint, "boto3"));
        tell(
                Teller.BOTO3_OF_DEBIAN,
                () -> run("boto3old", Machine.boto3(20, 28), python, endpoint, "boto3old"));
        tell(Teller.JAVA, () -> new JavaStory(started.endpoint(), environment, "java").tell());
        tell(Teller.JAVASCRIPT, this::javaScript);
        tell(Teller.TERRAFORM, this::terraform);
        balancers(started);
    }

    private void balancers(Kingtide started) throws InterruptedException {
        URI endpoint = started.endpoint();
        Path cli = CLIENTS.resolve("cli/balancer.sh");
        Path python = CLIENTS.resolve("python/balancer.py");
        tell(
                Teller.AWS_CLI_1_BALANCER,
                () -> run("lbcli1", cli, Machine.awsCli(1), "", "lbcli1", CERTIFICATES));
        tell(
                Teller.AWS_CLI_2_BALANCER,
                () -> run("lbcli2", cli, Machine.awsCli(2), endpoint, "lbcli2", CERTIFICATES));
        tell(
                Teller.BOTO3_BALANCER,
                () ->
                        run(
                                "lbboto3",
                                Machine.boto3(28, 1000),
                                python,
                                endpoint,
                                "lbboto3",
                                CERTIFICATES));
        tell(
                Teller.JAVA_BALANCER,
                () -> new JavaBalancerStory(endpoint, environment, "lbjava", CERTIFICATES).tell());
        tell(
                Teller.TERRAFORM_BALANCER,
                () -> terraform("lbtf", CLIENTS.resolve("terraform/balancer.sh"), CERTIFICATES));
    }

    private void tell(Teller teller, Story story) {
        Callable<@Nullable Void> call =
                () -> {
                    story.tell();
                    return null;
                };
        told.put(teller, tellers.submit(call));
    }

    /// What a teller does; it fails with an error, or ends the test as skipped.
    private interface Story {
        void tell() throws IOException, InterruptedException;
    }

    private void javaScript() throws IOException, InterruptedException {
        Path directory = Machine.javaScriptPackages();
        Path story = directory.resolve("story.mjs");
        Files.writeString(story, Files.readString(CLIENTS.resolve("javascript/story.mjs")));
        run("javascript", Path.of("node"), story, "js");
    }

    private void terraform() throws IOException, InterruptedException {
        terraform("tf", CLIENTS.resolve("terraform/story.sh"));
    }

    private void terraform(String name, Path story, Object... more)
            throws IOException, InterruptedException {
        Path providers = Machine.terraformProviders();
        Path directory = Files.createDirectories(scratch.resolve(name));
        Files.writeString(
                directory.resolve("terraform.rc"),
                "provider_installation {\n  filesystem_mirror {\n    path = \"%s\"\n  }\n}\n"
                        .formatted(providers));
        List<Object> command = new ArrayList<>(List.of(story, name));
        command.addAll(List.of(more));
        run(name, command.toArray());
    }

    private void run(String name, Object... command) throws IOException, InterruptedException {
        Path directory = Files.createDirectories(scratch.resolve(name));
        List<String> words = new ArrayList<>();
        for (Object word : command) {
            words.add(word.toString());
        }
        ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
        AwsCli.setEnvironment(builder, environment, directory);
        Map<String, String> variables = builder.environment();
        variables.put("TF_CLI_CONFIG_FILE", directory.resolve("terraform.rc").toString());
        variables.put("PYTHONDONTWRITEBYTECODE", "1");
        try (Program program = Program.start(name, builder)) {
            program.succeed(SECONDS_MOST);
            assertThat(program.output()).contains("the end");
        }
    }

    private void assertTold(Teller teller) throws InterruptedException {
        try {
            requireNonNull(told.get(teller)).get();
        } catch (ExecutionException ended) {
            switch (ended.getCause()) {
                case RuntimeException skippedOrFailed -> throw skippedOrFailed;
                case Error failed -> throw failed;
                case Throwable other -> throw new AssertionError(other);
                case null -> throw new AssertionError(ended);
            }
        } finally {
            assertThat(requireNonNull(kingtide).isAlive()).as("kingtide up still runs").isTrue();
        }
    }

    @AfterAll
    void stop() {
        tellers.shutdownNow();
        if (kingtide != null) {
            kingtide.close();
        }
    }

    @Test
    void the_aws_cli_1_tells_the_whole_story() throws InterruptedException {
        assertTold(Teller.AWS_CLI_1);
    }

    @Test
    void the_aws_cli_2_tells_the_whole_story() throws InterruptedException {
        assertTold(Teller.AWS_CLI_2);
    }

    @Test
    void boto3_tells_the_whole_story() throws InterruptedException {
        assertTold(Teller.BOTO3);
    }

    @Test
    void a_boto3_that_knows_no_endpoint_variable_tells_the_whole_story()
            throws InterruptedException {
        assertTold(Teller.BOTO3_OF_DEBIAN);
    }

    @Test
    void the_sdk_for_java_tells_the_whole_story() throws InterruptedException {
        assertTold(Teller.JAVA);
    }

    @Test
    void the_sdk_for_javascript_tells_the_whole_story() throws InterruptedException {
        assertTold(Teller.JAVASCRIPT);
    }

    @Test
    void the_aws_cli_1_leads_a_load_balancer_through_its_life() throws InterruptedException {
        assertTold(Teller.AWS_CLI_1_BALANCER);
    }

    @Test
    void the_aws_cli_2_leads_a_load_balancer_through_its_life() throws InterruptedException {
        assertTold(Teller.AWS_CLI_2_BALANCER);
    }

    @Test
    void boto3_leads_a_load_balancer_through_its_life() throws InterruptedException {
        assertTold(Teller.BOTO3_BALANCER);
    }

    @Test
    void the_sdk_for_java_leads_a_load_balancer_through_its_life() throws InterruptedException {
        assertTold(Teller.JAVA_BALANCER);
    }

    @Test
    void terraform_leads_a_load_balancer_through_its_life() throws InterruptedException {
        assertTold(Teller.TERRAFORM_BALANCER);
    }

    @Test
    void terraform_applies_plans_without_a_change_updates_and_destroys()
            throws InterruptedException {
        assertTold(Teller.TERRAFORM);
    }
}
