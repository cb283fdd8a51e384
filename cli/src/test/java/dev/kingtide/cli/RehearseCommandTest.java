package dev.kingtide.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearseCommandTest {
    private static final Path EXAMPLES = Path.of("..", "examples");
    private static final String SALE = EXAMPLES.resolve("ticket-sale").toString();

    @TempDir private Path directory;

    /// What a command gave: its exit status, and what it printed.
    record Outcome(int status, String out, String err) {}

    private static Outcome kingtide(String... arguments) {
        return run(new Browser(Map.of(), "Linux"), arguments);
    }

    private static Outcome run(Browser browser, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status =
                Kingtide.commandLine(browser)
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .execute(arguments);
        return new Outcome(status, out.toString(), err.toString());
    }

    @Test
    void what_the_readme_says_of_a_cached_image_is_so() {
        Outcome outcome =
                kingtide("rehearse", SALE, "--what-if", "tuned.yaml", "--what-if", "cached.yaml");
        assertThat(outcome.status()).isZero();
        assertThat(outcome.out())
                .containsPattern("task start, median +87 s +23 s")
                .containsPattern("image pull +0\\.1 s +0\\.1 s")
                .doesNotContainPattern("unpack +\\d")
                .containsPattern("cost +\\$1\\.06 +\\$4\\.97");
    }

    @Test
    void the_ticket_sale_does_not_hold_on_the_defaults() {
        Outcome outcome = kingtide("rehearse", SALE);
        assertThat(outcome.status).as(outcome.err).isEqualTo(1);
        assertThat(outcome.out)
                .startsWith("Ticket sale: DOES NOT HOLD since 20:00:")
                .contains("What to change first")
                .doesNotContain("NaN");
    }

    @Test
    void the_ticket_sale_holds_with_what_the_field_recommends() {
        Outcome outcome = kingtide("rehearse", SALE, "--what-if", "tuned.yaml");
        assertThat(outcome.status).as(outcome.err).isEqualTo(0);
        assertThat(outcome.out).contains("Ticket sale: HOLDS", "saved", "time to capacity");
    }

    @Test
    void how_long_more_tasks_take_is_in_the_report() throws IOException {
        String launch = EXAMPLES.resolve("smoke").toString();
        Outcome outcome = kingtide("rehearse", launch, "--output", directory.toString());
        assertThat(outcome.status).as(outcome.err).isZero();
        JsonNode scaleOut =
                JsonMapper.builder()
                        .build()
                        .readTree(directory.resolve("report.json").toFile())
                        .at("/tasks/scaleOuts/1");
        assertThat(scaleOut.path("toTasks").asInt()).isEqualTo(10);
        double running = scaleOut.path("secondsToRunning").asDouble();
        assertThat(running).isBetween(1.0, 10.0);
        assertThat(scaleOut.path("secondsToHealthy").asDouble())
                .as("one check of a new target")
                .isBetween(running, running + 6);
    }

    @Test
    void the_kick_off_evening_holds() {
        Outcome outcome = kingtide("rehearse", EXAMPLES.resolve("kick-off").toString());
        assertThat(outcome.status).as(outcome.err).isEqualTo(0);
    }

    @Test
    void the_sale_of_the_terraform_example_holds_and_not_with_a_tenth_of_the_tasks() {
        String launch = EXAMPLES.resolve("terraform").toString();
        Outcome holds = kingtide("rehearse", launch);
        assertThat(holds.status).as(holds.err).isEqualTo(0);
        assertThat(holds.err).isEmpty();
        String target = "terraform[module.service[\"web\"].aws_appautoscaling_target.tasks]";
        String before = "terraform[aws_appautoscaling_scheduled_action.before_the_sale]";
        Outcome few =
                kingtide(
                        "rehearse",
                        launch,
                        "--what-if",
                        target + ".max_capacity=8",
                        "--what-if",
                        before + ".scalable_target_action[0].max_capacity=8",
                        "--what-if",
                        before + ".scalable_target_action[0].min_capacity=8");
        assertThat(few.status).as(few.err).isEqualTo(1);
        assertThat(few.out).contains("--what-if 'terraform[module.service[");
    }

    @Test
    void what_terraform_has_and_a_rehearsal_leaves_out_is_named_in_notes() throws IOException {
        Path plan = Files.createDirectories(directory.resolve("shop"));
        Path example = EXAMPLES.resolve("terraform");
        Files.copy(example.resolve("launch.yaml"), plan.resolve("launch.yaml"));
        String text = Files.readString(example.resolve("plan.json"));
        Files.writeString(
                plan.resolve("plan.json"),
                text.replace(
                        "\"deployment_controller\":[]",
                        "\"deployment_controller\":[{\"type\":\"CODE_DEPLOY\"}]"));
        Outcome outcome = kingtide("rehearse", plan.toString());
        assertThat(outcome.status).isEqualTo(0);
        assertThat(outcome.err)
                .isEqualTo(
                        """
                        note: plan.json: module.service["checkout"].aws_ecs_service.this:\
                         deployments by CODE_DEPLOY are rehearsed as rolling ones of ECS
                        note: plan.json: module.service["web"].aws_ecs_service.this:\
                         deployments by CODE_DEPLOY are rehearsed as rolling ones of ECS
                        """);
    }

    @Test
    void one_seed_gives_one_report_byte_for_byte() throws IOException {
        kingtide("rehearse", SALE, "--seed", "7", "--output", directory.resolve("a").toString());
        kingtide("rehearse", SALE, "--seed", "7", "--output", directory.resolve("b").toString());
        kingtide("rehearse", SALE, "--seed", "8", "--output", directory.resolve("c").toString());
        byte[] first = Files.readAllBytes(directory.resolve("a/report.json"));
        assertThat(Files.readAllBytes(directory.resolve("b/report.json"))).isEqualTo(first);
        assertThat(Files.readAllBytes(directory.resolve("c/report.json"))).isNotEqualTo(first);
        byte[] page = Files.readAllBytes(directory.resolve("a/report.html"));
        assertThat(Files.readAllBytes(directory.resolve("b/report.html"))).isEqualTo(page);
        try (var files = Files.list(directory.resolve("a"))) {
            assertThat(files)
                    .containsExactlyInAnyOrder(
                            directory.resolve("a/report.html"), directory.resolve("a/report.json"));
        }
    }

    @Test
    void both_runs_of_a_what_if_are_on_one_page() throws IOException {
        String output = directory.toString();
        kingtide("rehearse", SALE, "--what-if", "tuned.yaml", "--output", output);
        assertThat(directory.resolve("report.html"))
                .content()
                .contains("Does not hold</p>", "Holds</h1>", "demand", "capacity, as it is");
        assertThat(directory.resolve("what-if.json")).exists();
    }

    @Test
    void the_page_is_opened_where_it_was_written() throws IOException {
        Path opened = directory.resolve("opened");
        Path browser = directory.resolve("browser");
        Files.writeString(browser, "#!/bin/sh\necho \"$1\" >" + opened + "\n");
        assertThat(browser.toFile().setExecutable(true)).isTrue();
        Outcome outcome = open(Map.of("BROWSER", browser.toString()));
        assertThat(outcome.status).isEqualTo(1);
        Path page = directory.resolve("out/report.html");
        assertThat(opened).content().isEqualTo(page.toUri() + "\n");
        assertThat(outcome.err).isEqualTo("kingtide: the report is " + page + "\n");
    }

    @Test
    void where_there_is_no_browser_the_page_is_named() {
        Outcome outcome = open(Map.of("BROWSER", directory.resolve("none").toString()));
        assertThat(outcome.status).isEqualTo(1);
        assertThat(outcome.err)
                .isEqualTo(
                        "kingtide: no browser could be opened (looked at BROWSER and the desktop);"
                                + " the report is "
                                + directory.resolve("out/report.html")
                                + "\n");
    }

    private Outcome open(Map<String, String> environment) {
        String output = directory.resolve("out").toString();
        return run(
                new Browser(environment, "Linux"), "rehearse", SALE, "--open", "--output", output);
    }

    @Test
    void the_moments_that_matter_are_told_of_both_runs() {
        assertThat(landmarks(kingtide("rehearse", SALE, "--json")))
                .containsExactly(
                        "short-of-capacity",
                        "first-loss",
                        "broken",
                        "first-new-healthy",
                        "enough-capacity");
        assertThat(landmarks(kingtide("rehearse", SALE, "--json", "--what-if", "tuned.yaml")))
                .containsExactly("scheduled-action", "first-new-healthy", "scheduled-action");
    }

    private static List<String> landmarks(Outcome outcome) {
        String json = outcome.out;
        String part = json.substring(json.indexOf("\"landmarks\":"), json.indexOf("\"inputs\":"));
        return Pattern.compile("\"kind\":\"([^\"]+)\"")
                .matcher(part)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @Test
    void what_the_launch_was_read_from_is_named_with_its_hash() {
        Outcome outcome = kingtide("rehearse", SALE, "--json", "--what-if", "tuned.yaml");
        assertThat(outcome.out)
                .containsPattern(
                        "\"file\":\"tuned.yaml\",\"sizeBytes\":[0-9]+,\"sha256\":\"[0-9a-f]{64}\"")
                .containsPattern("\"file\":\"service.json\",\"sizeBytes\":[0-9]+,")
                .contains("\"requests.cpuMillis\":\"18\"", "\"application.sigterm\":\"handled\"");
    }

    @Test
    void json_alone_is_printed_when_json_is_asked_for() {
        Outcome outcome = kingtide("rehearse", SALE, "--json");
        assertThat(outcome.out).startsWith("{").endsWith("}\n").contains("\"seed\":1");
        assertThat(outcome.err).isEmpty();
    }

    @Test
    void a_directory_that_is_not_there_is_bad_input() {
        Outcome outcome = kingtide("rehearse", "no-such-launch");
        assertThat(outcome.status).isEqualTo(2);
        assertThat(outcome.err)
                .isEqualTo(
                        """
                        no-such-launch: no such directory; expected the directory of a launch, with\
                         a launch.yaml in it
                        kingtide: 1 problem in the launch; nothing was rehearsed
                        """);
    }

    @Test
    void an_input_that_does_not_fit_its_operation_is_named_by_file_and_line() throws IOException {
        Path launch = copyOfSale();
        Path service = launch.resolve("service.json");
        Files.writeString(
                service, Files.readString(service).replace("desiredCount", "desireCount"));
        Outcome outcome = kingtide("rehearse", launch.toString());
        assertThat(outcome.status).isEqualTo(2);
        assertThat(outcome.err)
                .startsWith(
                        "service.json:6:3: ecs:CreateService: in desireCount: the unknown member"
                                + " \"desireCount\"; expected \"desiredCount\" perhaps\n");
    }

    @Test
    void what_aws_would_refuse_is_refused_with_its_code_and_message() {
        Outcome outcome = kingtide("rehearse", SALE, "--what-if", "taskdef.json:cpu=1000");
        assertThat(outcome.status).isEqualTo(2);
        assertThat(outcome.out).isEmpty();
        assertThat(outcome.err)
                .isEqualTo(
                        """
                        launch.yaml:50:12: ecs:RegisterTaskDefinition with taskdef.json is refused;\
                         ClientException: No Fargate configuration exists for given values.
                        kingtide: 1 problem in the launch; nothing was rehearsed
                        """);
    }

    private static final String STEP_SCALING =
            """
            addCalls:
              - call: "application-autoscaling:PutScalingPolicy"
                input:
                  PolicyName: more
                  ServiceNamespace: ecs
                  ResourceId: service/tickets/web
                  ScalableDimension: "ecs:service:DesiredCount"
                  PolicyType: StepScaling
                  StepScalingPolicyConfiguration:
                    AdjustmentType: ChangeInCapacity
                    StepAdjustments: [{MetricIntervalLowerBound: 0, ScalingAdjustment: 7}]
              - call: "cloudwatch:PutMetricAlarm"
                input:
                  AlarmName: busy
                  Namespace: AWS/ECS
                  MetricName: CPUUtilization
                  Statistic: Average
                  Period: 60
                  EvaluationPeriods: 1
                  Threshold: 50
                  ComparisonOperator: GreaterThanThreshold
                  Dimensions: [{Name: ClusterName, Value: tickets}, {Name: ServiceName, Value: web}]
                  AlarmActions:
                    - "arn:aws:autoscaling:eu-central-1:123456789012:scalingPolicy:\
            11111111-2222-3333-4444-555555555555:resource/ecs/service/tickets/web:policyName/more"
            """;

    @Test
    void an_alarm_scales_by_the_policy_that_its_arn_names() throws IOException {
        Path change = Files.writeString(directory.resolve("step.yaml"), STEP_SCALING);
        Outcome outcome = kingtide("rehearse", SALE, "--json", "--what-if", change.toString());
        assertThat(outcome.err).isEmpty();
        assertThat(outcome.out).contains("monitor alarm busy in state ALARM triggered policy more");
    }

    @Test
    void an_alarm_for_a_policy_that_nobody_puts_is_bad_input() throws IOException {
        Path change =
                Files.writeString(
                        directory.resolve("step.yaml"),
                        STEP_SCALING.replace("policyName/more", "policyName/mure"));
        Outcome outcome = kingtide("rehearse", SALE, "--what-if", change.toString());
        assertThat(outcome.status).isEqualTo(2);
        assertThat(outcome.err)
                .contains(
                        "step.yaml:24:11: unknown scaling policy"
                                + " \"service/tickets/web:policyName/mure\"; did you mean"
                                + " \"service/tickets/web:policyName/more\"?\n");
    }

    @Test
    void an_unknown_option_is_bad_input_and_help_is_not() {
        assertThat(kingtide("rehearse", SALE, "--sead", "1").status).isEqualTo(2);
        Outcome help = kingtide("rehearse", "--help");
        assertThat(help.status).isEqualTo(0);
        assertThat(help.out).contains("--what-if", "Exit status:");
    }

    @Test
    void a_report_that_cannot_be_written_is_bad_input() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        Outcome outcome = kingtide("rehearse", SALE, "--output", file.toString());
        assertThat(outcome.status).isEqualTo(2);
        assertThat(outcome.out).isEmpty();
        assertThat(outcome.err)
                .isEqualTo(
                        "--output "
                                + file
                                + ": cannot write there: "
                                + file
                                + " is not a directory; choose a directory that can be written\n"
                                + "kingtide: 1 problem in the launch; nothing was rehearsed\n");
    }

    @Test
    void a_name_that_no_file_can_have_is_bad_input() throws IOException {
        Path launch = copyOfSale();
        Path file = launch.resolve("launch.yaml");
        Files.writeString(file, Files.readString(file).replace("cluster.json", "\"a\\0b\""));
        Outcome outcome = kingtide("rehearse", launch.toString());
        assertThat(outcome.status).isEqualTo(2);
        assertThat(outcome.err)
                .startsWith("launch.yaml:49:40: cannot read \"a?b\": no file can have this name\n");
    }

    private Path copyOfSale() throws IOException {
        Path copy = Files.createDirectories(directory.resolve("sale"));
        try (var files = Files.list(Path.of(SALE))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }
}
