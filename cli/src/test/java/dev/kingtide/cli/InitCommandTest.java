package dev.kingtide.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

@NullMarked
class InitCommandTest {
    private static final Path PLAN = Path.of("..", "examples", "terraform", "plan.json");

    @TempDir private Path directory;

    /// What a command gave: its exit status, and what it printed.
    record Outcome(int status, String out, String err) {}

    private static Outcome run(CommandLine command, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status =
                command.setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .execute(arguments);
        return new Outcome(status, out.toString(), err.toString());
    }

    private static Outcome kingtide(String... arguments) {
        return run(Kingtide.commandLine(Browser.ofThisMachine()), arguments);
    }

    /// What `kingtide init` gives when somebody writes these lines; nobody is there for null.
    private Outcome init(@Nullable String answers, String... options) {
        List<String> arguments = new ArrayList<>(List.of(launch().toString()));
        arguments.addAll(List.of(options));
        BufferedReader reader =
                answers == null ? null : new BufferedReader(new StringReader(answers));
        return run(new CommandLine(new InitCommand(reader)), arguments.toArray(String[]::new));
    }

    private Path launch() {
        return directory.resolve("launches/shop");
    }

    private void rehearses() {
        Outcome outcome = kingtide("rehearse", launch().toString());
        assertThat(outcome.err.lines()).allMatch(line -> line.startsWith("note: "));
        assertThat(outcome.status).isIn(0, 1);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(launch())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    static Stream<List<String>> combinations() {
        return Stream.of(
                List.of(),
                List.of("--yes"),
                List.of("--vcpu", "0.25", "--memory", "0.5"),
                List.of("--vcpu", "0.25", "--memory", "2"),
                List.of("--vcpu", "0.5", "--memory", "4"),
                List.of("--vcpu", "0.5"),
                List.of("--vcpu", "1", "--memory", "8"),
                List.of("--vcpu", "2"),
                List.of("--vcpu", "2", "--memory", "16"),
                List.of("--vcpu", "4", "--memory", "30"),
                List.of("--vcpu", "8", "--memory", "60"),
                List.of("--vcpu", "16"),
                List.of("--vcpu", "16", "--memory", "120"),
                List.of("--tasks", "1", "--peak", "1"),
                List.of("--tasks", "200", "--peak", "20000", "--rise", "0"),
                List.of("--rise", "3600", "--cpu-millis", "0.5", "--image", "0"),
                List.of("--name", "\"Sale\": $slug @zone @name \\ #1"),
                List.of("--name", "音楽"),
                List.of("--name", "Internal - the long name of a very long launch"),
                List.of("--sale", "2026-12-05T00:10", "--time-zone", "Europe/Berlin"),
                List.of("--sale", "2026-12-05 08:00:30", "--time-zone", "Asia/Tokyo"),
                List.of("--from-terraform", PLAN.toString()),
                List.of("--from-terraform", PLAN.toString(), "--peak", "300.5", "--name", "x"));
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void what_is_written_rehearses_at_once(List<String> options) {
        Outcome outcome = init(null, options.toArray(String[]::new));
        assertThat(outcome.err).isEmpty();
        assertThat(outcome.status).isZero();
        assertThat(outcome.out).contains("Next:\n  kingtide rehearse " + launch() + "\n");
        rehearses();
    }

    @Test
    void a_new_launch_has_the_files_of_aws_and_the_schema() throws IOException {
        init(null);
        assertThat(files())
                .containsExactly(
                        "cluster.json",
                        "launch.schema.json",
                        "launch.yaml",
                        "listener.json",
                        "load-balancer.json",
                        "scalable-target.json",
                        "scaling-policy.json",
                        "service.json",
                        "target-group.json",
                        "taskdef.json");
        assertThat(Files.readString(launch().resolve("launch.schema.json")))
                .isEqualTo(kingtide("schema").out);
        assertThat(Files.readString(launch().resolve("launch.yaml")))
                .startsWith("# yaml-language-server: $schema=launch.schema.json\n");
    }

    @Test
    void a_launch_from_terraform_has_the_plan_and_no_other_file_of_aws() throws IOException {
        Outcome outcome = init(null, "--from-terraform", PLAN.toString());
        assertThat(outcome.out).contains("launch.yaml", "plan.json");
        assertThat(files()).containsExactly("launch.schema.json", "launch.yaml", "plan.json");
        assertThat(Files.readAllBytes(launch().resolve("plan.json")))
                .isEqualTo(Files.readAllBytes(PLAN));
        assertThat(Files.readString(launch().resolve("launch.yaml")))
                .contains("terraform: \"plan.json\"")
                .doesNotContain("calls:");
    }

    @Test
    void answers_are_taken_and_bad_ones_asked_again() throws IOException {
        Outcome outcome =
                init(
                        """
                        Spring sale

                        Berlin
                        Europe/Berlin
                        tomorrow
                        2027-03-28T02:30
                        2027-03-20T10:00
                        many
                        3000
                        -1
                        30
                        12.5
                        150
                        0
                        6
                        3
                        2
                        5.5
                        5
                        """);
        assertThat(outcome.err).isEmpty();
        assertThat(outcome.out)
                .startsWith("What is launched? [shop] ")
                .contains(
                        "Services from a plan or state of Terraform, as JSON? [none] ",
                        "  expected a time zone such as Europe/Berlin\n",
                        "  expected a date and time such as 2026-12-04T20:00 that exists in"
                                + " Europe/Berlin\n",
                        "Requests per second at the peak? [1000] ",
                        "  expected a number from 1 to 5000000\n",
                        "  expected a whole number from 0 to 3600\n",
                        "  expected one of 0.25, 0.5, 1, 2, 4, 8, 16\n",
                        "  expected one of 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16\n");
        assertThat(Files.readString(launch().resolve("launch.yaml")))
                .contains(
                        "name: \"Spring sale\"",
                        "start: 2027-03-20T09:30",
                        "timeZone: Europe/Berlin",
                        "at: 10:00",
                        "requestsPerSecond: 150}",
                        "peakRequestsPerSecond: 2850",
                        "riseSeconds: 30",
                        "cpuMillis: 12.5",
                        "compressedMib: 150");
        assertThat(Files.readString(launch().resolve("taskdef.json")))
                .contains(
                        "\"cpu\": \"2048\"", "\"memory\": \"5120\"", "\"family\": \"spring-sale\"");
        assertThat(Files.readString(launch().resolve("service.json")))
                .contains("\"desiredCount\": 6");
        rehearses();
    }

    @Test
    void where_answers_end_the_defaults_are_taken() {
        Outcome outcome = init("Spring sale\n\nnowhere\n");
        assertThat(outcome.status).isZero();
        assertThat(outcome.out).contains("  expected a time zone such as Europe/Berlin\n");
        rehearses();
    }

    @Test
    void what_an_option_says_is_not_asked() {
        Outcome outcome = init("", "--name", "Sale", "--peak", "10");
        assertThat(outcome.out).startsWith("Services from").doesNotContain("at the peak?");
    }

    @Test
    void bad_options_are_all_named_and_nothing_is_written() {
        Outcome outcome =
                init(
                        null,
                        "--name",
                        " ",
                        "--time-zone",
                        "Berlin",
                        "--sale",
                        "soon",
                        "--peak",
                        "0",
                        "--rise",
                        "1.5",
                        "--vcpu",
                        "3",
                        "--memory",
                        "1",
                        "--tasks",
                        "5001");
        assertThat(outcome.status).isEqualTo(2);
        assertThat(outcome.err.lines())
                .hasSize(9)
                .contains(
                        "--time-zone Berlin: expected a time zone such as Europe/Berlin",
                        "--peak 0: expected a number from 1 to 5000000",
                        "--tasks 5001: expected a whole number from 1 to 5000",
                        "--vcpu 3: expected one of 0.25, 0.5, 1, 2, 4, 8, 16",
                        "--memory 1: expected one of 2, 3, 4, 5, 6, 7, 8")
                .last()
                .isEqualTo("kingtide: nothing was written");
        assertThat(directory.resolve("launches")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"launch.yaml", "service.json", "launch.schema.json"})
    void a_file_that_is_there_is_never_written_over(String name) throws IOException {
        Files.createDirectories(launch());
        Path mine = Files.writeString(launch().resolve(name), "mine");
        Outcome outcome = init(null);
        assertThat(outcome.status).isEqualTo(2);
        assertThat(outcome.err)
                .isEqualTo(
                        mine
                                + ": it is there already; choose another directory\n"
                                + "kingtide: nothing was written\n");
        assertThat(Files.readString(mine)).isEqualTo("mine");
        assertThat(files()).containsExactly(name);
    }

    @Test
    void a_directory_with_other_files_is_written_into() throws IOException {
        Files.createDirectories(launch());
        Files.writeString(launch().resolve("notes.txt"), "mine");
        assertThat(init(null).status).isZero();
        assertThat(files()).hasSize(11);
        rehearses();
    }

    @Test
    void a_place_that_is_no_directory_is_refused() throws IOException {
        Files.createDirectories(launch().getParent());
        Files.writeString(launch(), "mine");
        Outcome outcome = init(null);
        assertThat(outcome.status).isEqualTo(2);
        assertThat(outcome.err)
                .startsWith(launch() + ": not a directory; expected one, or a new one\n");
    }

    @Test
    void where_a_file_cannot_be_written_none_is_left() throws IOException {
        Path file = Files.writeString(directory.resolve("launches"), "a file, not a directory");
        Outcome outcome = init(null);
        assertThat(outcome.status).isEqualTo(2);
        assertThat(outcome.err).contains(": cannot write there: ", "nothing was written");
        assertThat(Files.readString(file)).isEqualTo("a file, not a directory");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "missing.json | --from-terraform FILE: expected a file that is there and ends in"
                        + " .json, or none",
                "plan.tfplan | --from-terraform FILE: expected a file that is there and ends in"
                        + " .json, or none",
                "binary.json | binary.json: this is a binary plan; make it by: terraform plan -out"
                        + " plan.tfplan",
                "cut.json | cut.json:1:",
            })
    void a_file_that_is_not_terraforms_json_is_refused(String name, String problem)
            throws IOException {
        Files.writeString(directory.resolve("plan.tfplan"), "PK");
        Files.writeString(directory.resolve("binary.json"), "PK\u0003\u0004");
        Files.writeString(directory.resolve("cut.json"), "{\"planned_values\": {");
        String file = directory.resolve(name).toString();
        Outcome outcome = init(null, "--from-terraform", file);
        assertThat(outcome.status).isEqualTo(2);
        assertThat(outcome.err)
                .startsWith(problem.replace("FILE", file))
                .endsWith("kingtide: nothing was written\n");
        assertThat(launch()).doesNotExist();
    }

    @Test
    void options_that_terraform_answers_are_refused_beside_it() {
        Outcome outcome = init(null, "--from-terraform", PLAN.toString(), "--tasks", "4");
        assertThat(outcome.status).isEqualTo(2);
        assertThat(outcome.err).startsWith("--tasks 4: no such option beside --from-terraform\n");
    }

    @Test
    void what_a_plan_leaves_to_be_said_is_printed() throws IOException {
        Path odd = Path.of("..", "rehearsal", "src", "test", "resources", "terraform", "odd.json");
        Outcome outcome = init(null, "--from-terraform", odd.toString());
        assertThat(outcome.status).isZero();
        assertThat(outcome.out)
                .contains("Before it can be rehearsed, say in launch.yaml:\n  odd.json:");
        Path yaml = launch().resolve("launch.yaml");
        Files.writeString(yaml, Files.readString(yaml) + "region: eu-central-1\n");
        assertThat(kingtide("rehearse", launch().toString()).status).isIn(0, 1);
    }

    @Test
    void help_names_every_option_and_status() {
        Outcome help = kingtide("init", "--help");
        assertThat(help.status).isZero();
        assertThat(help.out).contains("--from-terraform=FILE", "--sale=TIME", "Exit status:");
        assertThat(kingtide("schema", "--help").out).contains("yaml-language-server");
        assertThat(kingtide("init", "a", "b").status).isEqualTo(2);
    }
}
