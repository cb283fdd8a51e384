package dev.kingtide.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.EcsClient;

/// `kingtide logs` and `kingtide exec` beside a control plane that runs real containers.
class LogsAndExecTest {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Path SCRIPT = Path.of("/usr/bin/script");
    private static final String SAY =
            "echo first line; echo to the other stream >&2; trap 'exit 0' TERM;"
                    + " while :; do /busybox sleep 1000 & wait $!; done";

    @TempDir private Path directory;
    private Kingtide kingtide;
    private EcsClient ecs;

    @BeforeEach
    @SuppressWarnings("unchecked") // builders of the SDK take arrays of lambdas
    void start() throws IOException, InterruptedException {
        String image = Docker.image(directory);
        kingtide = Kingtide.start(data(), "--driver", "docker", "--settle-seconds", "1");
        ecs = new Sdk(kingtide.endpoint(), kingtide.environment()).client(EcsClient.builder());
        ecs.registerTaskDefinition(r ->
                r.family("web")
                        .networkMode("none")
                        .containerDefinitions(c ->
                                c.name("web")
                                        .image(image)
                                        .memory(16)
                                        .command("/busybox", "sh", "-c", SAY)
                                        .logConfiguration(l ->
                                                l.logDriver("awslogs")
                                                        .options(
                                                                Map.of(
                                                                        "awslogs-group", "web",
                                                                        "awslogs-region",
                                                                                "us-east-1")))
                                        .stopTimeout(5)));
        ecs.createService(r -> r.serviceName("web").taskDefinition("web").desiredCount(2));
        run(2);
    }

    private void run(int wanted) throws InterruptedException {
        Waiting.until(
                LONG,
                () -> ecs.describeServices(r -> r.services("web")).services().getFirst(),
                service -> service.runningCount() == wanted);
    }

    @AfterEach
    void end() throws IOException, InterruptedException {
        ecs.close();
        kingtide.close();
        try (Program down = Kingtide.command("down", data())) {
            down.succeed(60);
        }
    }

    private Path data() {
        return directory.resolve("data");
    }

    /// What a call printed on both streams, and how it ended.
    private record Call(String output, int status) {}

    private Call call(String input, String... words) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(words[0], "--data", data().toString()));
        arguments.addAll(List.of(words).subList(1, words.length));
        return call(input, new ProcessBuilder(Kingtide.command(arguments)));
    }

    private static Call call(String input, ProcessBuilder builder)
            throws IOException, InterruptedException {
        Process process = builder.redirectErrorStream(true).start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return new Call(output, process.exitValue());
    }

    private List<String> tasks() {
        return ecs.listTasks(r -> r.serviceName("web")).taskArns();
    }

    @Test
    void logs_are_those_of_a_service_or_of_a_task() throws Exception {
        Call all = call("", "logs", "web");
        assertThat(all.status()).isZero();
        assertThat(all.output().lines()).hasSize(4);
        assertThat(all.output()).contains(" web | first line\n", " web | to the other stream\n");
        String arn = tasks().getFirst();
        String id = arn.substring(arn.lastIndexOf('/') + 1);
        for (String name : List.of(arn, id, id.substring(0, 6))) {
            assertThat(call("", "logs", name, "--tail", "1").output().lines())
                    .as(name)
                    .singleElement()
                    .asString()
                    .startsWith(id.substring(0, 8) + " web | ");
        }
        assertThat(call("", "logs", "web", "--since", "2001-01-01T00:00:00Z").output().lines())
                .hasSize(4);
        assertThat(call("", "logs", "web", "--since", "2101-01-01T00:00:00Z").output()).isEmpty();
        assertThat(call("", "logs", "web", "-t").output().lines().toList())
                .isSortedAccordingTo((a, b) -> time(a).compareTo(time(b)))
                .allSatisfy(line -> assertThat(time(line)).startsWith("20"));
        Call nobody = call("", "logs", "nobody");
        assertThat(nobody.status()).isEqualTo(1);
        assertThat(nobody.output()).contains("no container of a service or task nobody");
    }

    private static String time(String line) {
        return line.split(" ", 5)[3];
    }

    @Test
    void logs_that_are_followed_show_what_starts_later() throws Exception {
        List<String> arguments = List.of("logs", "--data", data().toString(), "web", "--follow");
        try (Program follower =
                Program.start("kingtide logs", new ProcessBuilder(Kingtide.command(arguments)))) {
            Waiting.until(LONG, follower::output, said -> said.lines().count() == 4);
            ecs.updateService(r -> r.service("web").desiredCount(3));
            Waiting.until(LONG, follower::output, said -> said.lines().count() == 6);
        }
    }

    @Test
    void a_command_has_its_own_input_output_and_exit_code() throws Exception {
        String task = tasks().getFirst();
        Call counted =
                call(
                        "one\ntwo\n",
                        "exec",
                        task,
                        "--",
                        "/busybox",
                        "sh",
                        "-c",
                        "/busybox wc -l; exit 7");
        assertThat(counted.output().strip()).isEqualTo("2");
        assertThat(counted.status()).isEqualTo(7);
        Call missing = call("", "exec", "nobody", "--", "/busybox", "true");
        assertThat(missing.status()).isEqualTo(125);
        assertThat(missing.output()).contains("no container runs of a task or service nobody");
    }

    @Test
    void on_a_terminal_a_command_has_one_of_the_same_size() throws Exception {
        assumeTrue(Files.exists(SCRIPT), "no " + SCRIPT + " (Debian: bsdutils)");
        List<String> exec =
                Kingtide.command(List.of("exec", "--data", data().toString(), "web", "--"));
        StringBuilder line = new StringBuilder("stty rows 33 cols 77;");
        exec.forEach(word -> line.append(" '").append(word).append('\''));
        line.append(" /busybox sh -c '/busybox sleep 1; /busybox stty size; exit 9'");
        ProcessBuilder builder =
                new ProcessBuilder(SCRIPT.toString(), "-qec", line.toString(), "/dev/null");
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(output).contains("33 77");
        assertThat(process.exitValue()).isEqualTo(9);
    }
}
