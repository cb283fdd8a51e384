package dev.kingtide.rehearsal.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@NullMarked
class BadTerraformTest {
    private static final String PLAN = "terraform: plan.json\n";
    private static final String MAKE = "; " + Kind.MAKE;

    /// What is in plan.json, and the problem that this must give.
    record Row(String file, String problem) {

        @Override
        public String toString() {
            return problem;
        }
    }

    private static Row row(String file, String problem) {
        return new Row(file, problem);
    }

    static Stream<Row> others() {
        return Stream.of(
                row("PK\u0003\u0004binary", "plan.json: this is a binary plan" + MAKE),
                row("", "plan.json: this is empty" + MAKE),
                row("hello", "plan.json: this is not JSON" + MAKE),
                row(
                        "resource \"aws_ecs_cluster\" \"main\" {\n  name = \"main\"\n}\n",
                        "plan.json: this is Terraform's configuration" + MAKE),
                row(
                        "{\"resource\": {\"aws_ecs_cluster\": {}}}",
                        "plan.json: this is Terraform's configuration in JSON" + MAKE),
                row(
                        "\nTerraform will perform the following actions:\n",
                        "plan.json: this is what Terraform prints for people" + MAKE),
                row(
                        """
                        # aws_ecs_cluster.main:
                        resource "aws_ecs_cluster" "main" {
                            # will be created
                        """,
                        "plan.json: this is what Terraform prints for people" + MAKE),
                row(
                        "{\"@level\":\"info\",\"@message\":\"Terraform 1.11.4\"}\n{}",
                        "plan.json: this is the log of terraform plan -json" + MAKE),
                row(
                        "{\"version\": 4, \"terraform_version\": \"1.11.4\", \"serial\": 7,"
                                + " \"lineage\": \"x\", \"resources\": []}",
                        "plan.json: this is Terraform's own state file" + MAKE),
                row(
                        "{\"format_version\": \"1.0\"}",
                        "plan.json: this is a state without resources: nothing is applied here"
                                + MAKE),
                row("{\"a\": 1}", "plan.json: this is JSON, but neither a plan nor a state" + MAKE),
                row(
                        "{\"planned_values\": {\"root_module\": {}}}",
                        "plan.json: no resource in it that a rehearsal needs, such as"
                                + " aws_ecs_service"
                                + MAKE),
                row(
                        "{\"planned_values\": {}, \"errored\": true}",
                        "plan.json: the plan ended in an error, so it is not whole"));
    }

    @ParameterizedTest
    @MethodSource("others")
    void a_file_that_is_something_else_is_recognised_and_the_right_command_named(Row row) {
        assertThat(Fixtures.problems(row.file, PLAN)).containsExactly(row.problem);
    }

    /// Lines of launch.yaml and a what-if, and the problems that these must give.
    record Change(String file, String lines, String whatIf, String problem) {

        @Override
        public String toString() {
            return problem;
        }
    }

    static Stream<Change> changes() {
        return Stream.concat(launches(), arguments());
    }

    private static Stream<Change> launches() {
        return Stream.of(
                new Change(
                        "example",
                        "terraform: {file: plan.json, vlues: {}}\n",
                        "goal.p99Millis=900",
                        "launch.yaml:4:30: unknown key in terraform \"vlues\"; did you mean"
                                + " \"values\"?"),
                new Change(
                        "example",
                        "terraform: {}\n",
                        "goal.p99Millis=900",
                        "launch.yaml:4:12: terraform.file is missing; expected what terraform show"
                                + " -json printed: plan.json"),
                new Change(
                        "example",
                        "terraform: plan.jsn\n",
                        "goal.p99Millis=900",
                        "launch.yaml:4:12: no file \"plan.jsn\"; did you mean \"plan.json\"?"),
                new Change(
                        "example",
                        "terraform: launch.yaml\n",
                        "goal.p99Millis=900",
                        "launch.yaml: this is not JSON" + MAKE),
                new Change(
                        "example",
                        "terraform: [plan.json]\n",
                        "goal.p99Millis=900",
                        "launch.yaml:4:12: terraform is a list; expected a file such as"
                                + " plan.json, or file and values"));
    }

    private static Stream<Change> arguments() {
        String web = "module.service[\"web\"].aws_ecs_service.this";
        return Stream.of(
                new Change(
                        "example",
                        PLAN,
                        "terraform[aws_ecs_service.web].desired_count=4",
                        "--what-if terraform[aws_ecs_service.web].desired_count=4: unknown address"
                                + " \"aws_ecs_service.web\"; expected one of:"
                                + " module.service[\"checkout\"].aws_ecs_service.this, "
                                + web),
                new Change(
                        "example",
                        "calls: []\n",
                        "terraform[aws_ecs_service.web].desired_count=4",
                        "--what-if terraform[aws_ecs_service.web].desired_count=4: the launch has"
                                + " no terraform; expected a plan in launch.yaml, such as"
                                + " terraform: plan.json"),
                new Change(
                        "example",
                        PLAN,
                        "terraform[" + web + "].load_balancer[3].container_port=4",
                        "--what-if terraform["
                                + web
                                + "].load_balancer[3].container_port=4: no item \"3\" in the list;"
                                + " expected one of [0], or [+] for a new one"),
                new Change(
                        "example",
                        PLAN + "region: us-east-1\n",
                        "goal.p99Millis=900",
                        "plan.json: nothing in it is in region us-east-1; expected region:"
                                + " eu-central-1 in launch.yaml"),
                new Change(
                        "odd.json",
                        PLAN,
                        "goal.p99Millis=900",
                        "plan.json: resources of several regions: eu-central-1, us-west-2; say in"
                                + " launch.yaml which one to rehearse, as region: eu-central-1"),
                new Change(
                        "unknown.json",
                        PLAN,
                        "goal.p99Millis=900",
                        "plan.json: aws_ecs_task_definition.web: container_definitions are known"
                                + " only after apply; say them in launch.yaml: terraform: {file:"
                                + " ..., values: {'aws_ecs_task_definition.web':"
                                + " {container_definitions: [{name: web, image: shop/web:1,"
                                + " portMappings: [{containerPort: 8080}]}]}}}, or rehearse the"
                                + " state once it is applied: terraform show -json > state.json"));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void what_cannot_be_used_is_named_with_file_and_address(Change change) {
        String plan =
                change.file.equals("example") ? Fixtures.example() : Fixtures.file(change.file);
        assertThat(Fixtures.problems(plan, change.lines, change.whatIf))
                .containsExactly(change.problem);
    }

    @Test
    void a_group_that_the_plan_does_not_tell_is_asked_for_and_taken_by_its_address() {
        String plan = Fixtures.file("odd.json").replace("\"index\":\"web\"", "\"index\":\"w\"");
        plan = plan.replace("aws_lb_target_group.app[\\\"web\\\"]", "aws_lb_target_group.app[9]");
        String lines = PLAN + "region: eu-central-1\n";
        String address = "module.app[\"web\"].aws_ecs_service.this";
        String rule = "aws_lb_listener_rule.app[\"web\"]";
        assertThat(Fixtures.problems(plan, lines))
                .containsExactly(
                        asked(rule, "action[0].target_group_arn"),
                        asked(address, "load_balancer[0].target_group_arn"));
        String group = "target_group_arn': 'aws_lb_target_group.shared'}";
        String values =
                "terraform: {file: plan.json, values: {'"
                        + address
                        + "': {'load_balancer[0]."
                        + group
                        + ", '"
                        + rule
                        + "': {'action[0]."
                        + group
                        + "}}\nregion: eu-central-1\n";
        List<String> calls = Fixtures.calls(Fixtures.launch(plan, values));
        assertThat(calls)
                .filteredOn(call -> call.startsWith(address))
                .singleElement()
                .asString()
                .contains("targetgroup/shared/");
    }

    private static String asked(String address, String argument) {
        return "plan.json: "
                + address
                + ": "
                + argument
                + " is known only after apply, and which aws_lb_target_group it is of is not in it;"
                + " say it in launch.yaml by the address of one: terraform: {file: plan.json,"
                + " values: {'"
                + address
                + "': {'"
                + argument
                + "': 'aws_lb_target_group.app[\"api\"]'}}}";
    }
}
