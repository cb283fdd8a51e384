package dev.kingtide.rehearsal.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.rehearsal.launch.FakeFiles;
import dev.kingtide.rehearsal.launch.Launch;
import dev.kingtide.rehearsal.launch.LaunchLoader;
import dev.kingtide.rehearsal.launch.Reach;
import dev.kingtide.rehearsal.launch.ScriptedCall;
import dev.kingtide.rehearsal.source.Json;
import dev.kingtide.rehearsal.source.Problems;
import dev.kingtide.rehearsal.source.Sources;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullMarked
class TerraformTest {
    private static final String PLAN = "terraform: plan.json\n";
    private static final String ODD = PLAN + "region: eu-central-1\n";
    private static final String CONTAINERS =
            """
            terraform:
              file: plan.json
              values:
                aws_ecs_task_definition.web:
                  container_definitions:
                    - {name: web, image: "shop/web:1", portMappings: [{containerPort: 8080}]}
            """;

    @Test
    void a_plan_becomes_the_calls_that_applying_it_makes_in_the_order_they_need() {
        Launch launch = Fixtures.launch(Fixtures.example(), PLAN);
        assertThat(launch.calls().stream().map(c -> c.call() + ' ' + c.name()))
                .containsExactly(
                        "ecs:CreateCluster aws_ecs_cluster.shop",
                        "ecs:PutClusterCapacityProviders aws_ecs_cluster_capacity_providers.shop",
                        "ecs:RegisterTaskDefinition"
                                + " module.service[\"checkout\"].aws_ecs_task_definition.this",
                        "ecs:RegisterTaskDefinition"
                                + " module.service[\"web\"].aws_ecs_task_definition.this",
                        "elbv2:CreateLoadBalancer aws_lb.shop",
                        "elbv2:ModifyLoadBalancerAttributes aws_lb.shop attributes",
                        "elbv2:CreateTargetGroup"
                                + " module.service[\"checkout\"].aws_lb_target_group.this",
                        "elbv2:CreateTargetGroup module.service[\"web\"].aws_lb_target_group.this",
                        "elbv2:ModifyTargetGroupAttributes"
                                + " module.service[\"checkout\"].aws_lb_target_group.this"
                                + " attributes",
                        "elbv2:ModifyTargetGroupAttributes"
                                + " module.service[\"web\"].aws_lb_target_group.this attributes",
                        "elbv2:CreateListener aws_lb_listener.http",
                        "elbv2:CreateRule aws_lb_listener_rule.checkout",
                        "ecs:CreateService module.service[\"checkout\"].aws_ecs_service.this",
                        "ecs:CreateService module.service[\"web\"].aws_ecs_service.this",
                        "application-autoscaling:RegisterScalableTarget"
                                + " module.service[\"checkout\"].aws_appautoscaling_target.tasks",
                        "application-autoscaling:RegisterScalableTarget"
                                + " module.service[\"web\"].aws_appautoscaling_target.tasks",
                        "application-autoscaling:PutScalingPolicy aws_appautoscaling_policy.surge",
                        "application-autoscaling:PutScalingPolicy"
                                + " module.service[\"checkout\"].aws_appautoscaling_policy.cpu",
                        "application-autoscaling:PutScalingPolicy"
                                + " module.service[\"web\"].aws_appautoscaling_policy.cpu",
                        "application-autoscaling:PutScheduledAction"
                                + " aws_appautoscaling_scheduled_action.before_the_sale",
                        "cloudwatch:PutMetricAlarm aws_cloudwatch_metric_alarm.surge");
        assertThat(launch.scope().region()).isEqualTo("eu-central-1");
        assertThat(launch.notes()).isEmpty();
    }

    /// The inputs in full, read against the configuration once; a changed line is a changed
    /// translation.
    @Test
    void the_inputs_are_those_that_were_checked_by_hand() {
        assertThat(String.join("\n", Fixtures.calls(Fixtures.launch(Fixtures.example(), PLAN))))
                .isEqualToIgnoringNewLines(Fixtures.file("example.calls"));
        assertThat(
                        String.join(
                                "\n",
                                Fixtures.calls(Fixtures.launch(Fixtures.file("odd.json"), ODD))))
                .isEqualToIgnoringNewLines(Fixtures.file("odd.calls"));
        assertThat(
                        String.join(
                                "\n",
                                Fixtures.calls(Fixtures.launch(Fixtures.file("state.json"), PLAN))))
                .isEqualToIgnoringNewLines(Fixtures.file("state.calls"));
        assertThat(
                        String.join(
                                "\n",
                                Fixtures.calls(
                                        Fixtures.launch(
                                                Fixtures.file("unknown.json"), CONTAINERS))))
                .isEqualToIgnoringNewLines(Fixtures.file("unknown.calls"));
    }

    @Test
    void what_is_left_out_or_taken_otherwise_is_named_in_notes() {
        assertThat(Fixtures.launch(Fixtures.file("odd.json"), ODD).notes())
                .containsExactly(
                        "plan.json: aws_ecs_cluster.west: not rehearsed, because it is in region"
                                + " us-west-2",
                        "plan.json: aws_ecs_capacity_provider.ec2: its EC2 instances are those that"
                                + " launch.yaml gives under instances; managed scaling is not"
                                + " rehearsed",
                        "plan.json: aws_lb_listener_rule.shared: its load balancer shared is not in"
                                + " the file; taken to be one with a listener on port 80",
                        "plan.json: aws_lb.net: a load balancer of type network is not rehearsed",
                        "plan.json: aws_lb_target_group.function: a target group of type lambda is"
                                + " not rehearsed",
                        "plan.json: aws_lb_target_group.tcp: a target group of protocol TCP is not"
                                + " rehearsed",
                        "plan.json: aws_lb_listener.https: nobody is asked to sign in"
                                + " (authenticate-oidc)",
                        "plan.json: aws_lb_listener_rule.function: what it forwards to"
                                + " aws_lb_target_group.function is answered with 200 at once",
                        "plan.json: aws_ecs_service.batch: load_balancer[0].target_group_arn is"
                                + " left out",
                        "plan.json: aws_ecs_service.batch: deployments by CODE_DEPLOY are rehearsed"
                                + " as rolling ones of ECS",
                        "plan.json: aws_ecs_service.batch: not rehearsed: service_registries",
                        "plan.json: aws_appautoscaling_target.table: scaling of dynamodb is not"
                                + " rehearsed");
    }

    @Test
    void subnets_are_in_the_zones_that_the_file_says() {
        assertThat(Fixtures.launch(Fixtures.file("state.json"), PLAN).subnetZones().values())
                .containsExactlyInAnyOrder("eu-west-1a", "eu-west-1b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "aws_ecs_service.web[1]].desired_count=8 | aws_ecs_service.web[1] |"
                        + " \"desiredCount\":8",
                "aws_alb_target_group.web[0]].health_check[0].interval=5 |"
                        + " aws_alb_target_group.web[0] | \"HealthCheckIntervalSeconds\":5",
                "aws_ecs_task_definition.web].cpu=512 | aws_ecs_task_definition.web |"
                        + " \"cpu\":\"512\"",
                "aws_ecs_task_definition.web].container_definitions[web].stopTimeout=5 |"
                        + " aws_ecs_task_definition.web | \"stopTimeout\":5",
            })
    void a_what_if_reaches_an_argument_by_its_address(String path, String name, String expected) {
        Launch launch = Fixtures.launch(Fixtures.file("state.json"), PLAN, "terraform[" + path);
        assertThat(Json.write(call(launch, name).input())).contains(expected);
    }

    @Test
    void a_file_of_changes_reaches_arguments_by_address() {
        FakeFiles files =
                new FakeFiles()
                        .with("launch.yaml", Fixtures.LAUNCH + PLAN)
                        .with("plan.json", Fixtures.file("state.json"));
        Sources sources = new Sources(files, new Problems());
        String changes =
                """
                terraform:
                  aws_ecs_service.web[0]: {desired_count: 9, launch_type: FARGATE}
                  aws_alb_target_group.web[1]:
                    deregistration_delay: 5
                    health_check[0]: {interval: 7}
                """;
        sources.changesFrom(
                "tuned.yaml", ByteBuffer.wrap(changes.getBytes(StandardCharsets.UTF_8)));
        Launch launch = LaunchLoader.load(sources, null);
        assertThat(Json.write(call(launch, "aws_ecs_service.web[0]").input()))
                .contains("\"desiredCount\":9");
        assertThat(Json.write(call(launch, "aws_alb_target_group.web[1]").input()))
                .contains("\"HealthCheckIntervalSeconds\":7");
        assertThat(Json.write(call(launch, "aws_alb_target_group.web[1] attributes").input()))
                .contains("{\"Key\":\"deregistration_delay.timeout_seconds\",\"Value\":\"5\"}");
    }

    @Test
    void a_daemon_has_as_many_tasks_as_there_are_instances() {
        String plan = Fixtures.example().replaceFirst("\"REPLICA\"", "\"DAEMON\"");
        Launch launch = Fixtures.launch(plan, PLAN);
        assertThat(launch.notes()).isEmpty();
        assertThat(
                        Json.write(
                                call(launch, "module.service[\"checkout\"].aws_ecs_service.this")
                                        .input()))
                .contains("\"schedulingStrategy\":\"DAEMON\"")
                .doesNotContain("desiredCount", "maximumPercent", "minimumHealthyPercent");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    "strategy":"BLUE_GREEN","bake_time_in_minutes":"5" | "strategy":"BLUE_GREEN","bakeTimeInMinutes":5
                    "strategy":"LINEAR","linear_configuration":[{"step_percent":20,"step_bake_time_in_minutes":"3"}] | "strategy":"LINEAR","linearConfiguration":{"stepPercent":20,"stepBakeTimeInMinutes":3}
                    "strategy":"CANARY","canary_configuration":[{"canary_percent":5,"canary_bake_time_in_minutes":"9"}] | "strategy":"CANARY","canaryConfiguration":{"canaryPercent":5,"canaryBakeTimeInMinutes":9}
                    "strategy":"ROLLING" | "deploymentCircuitBreaker"
                    """)
    void a_service_without_load_balancer_is_deployed_as_the_plan_says(String given, String call) {
        String plan =
                Fixtures.example()
                        .replaceFirst("\"load_balancer\":\\[\\{[^]]*]", "\"load_balancer\":[]")
                        .replace(
                                "\"deployment_controller\":[]",
                                "\"deployment_controller\":[],\"deployment_configuration\":[{"
                                        + given
                                        + "}]");
        Launch launch = Fixtures.launch(plan, PLAN);
        assertThat(
                        Json.write(
                                call(launch, "module.service[\"checkout\"].aws_ecs_service.this")
                                        .input()))
                .contains(call)
                .doesNotContain("\"strategy\":\"ROLLING\"");
    }

    @Test
    void a_rule_has_the_expressions_and_transforms_that_the_plan_says() {
        String plan =
                Fixtures.example()
                        .replace(
                                "{\"values\":[\"/checkout/*\"]}],\"query_string\":[],"
                                        + "\"source_ip\":[]}],\"priority\":10",
                                "{\"values\":null,\"regex_values\":[\"^/checkout/\"]}],"
                                        + "\"query_string\":[],\"source_ip\":[]}],"
                                        + "\"transform\":[{\"type\":\"url-rewrite\","
                                        + "\"host_header_rewrite_config\":[],"
                                        + "\"url_rewrite_config\":[{\"rewrite\":[{\"regex\":"
                                        + "\"^/checkout\",\"replace\":\"\"}]}]}],\"priority\":10");
        assertThat(
                        Json.write(
                                call(Fixtures.launch(plan, PLAN), "aws_lb_listener_rule.checkout")
                                        .input()))
                .contains(
                        "\"PathPatternConfig\":{\"RegexValues\":[\"^/checkout/\"]}",
                        "\"Transforms\":[{\"Type\":\"url-rewrite\",\"UrlRewriteConfig\":"
                                + "{\"Rewrites\":[{\"Regex\":\"^/checkout\",\"Replace\":\"\"}]}}]");
    }

    @Test
    void shifts_of_a_load_balancer_are_named_in_notes() {
        String plan =
                Fixtures.example()
                        .replace(
                                "\"deployment_controller\":[]",
                                "\"deployment_controller\":[],\"deployment_configuration\":"
                                        + "[{\"strategy\":\"BLUE_GREEN\"}]");
        assertThat(Fixtures.launch(plan, PLAN).notes())
                .containsExactly(
                        "plan.json: module.service[\"checkout\"].aws_ecs_service.this: "
                                + "deployments of"
                                + " BLUE_GREEN are rehearsed as rolling ones",
                        "plan.json: module.service[\"web\"].aws_ecs_service.this: deployments of"
                                + " BLUE_GREEN are rehearsed as rolling ones");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "aws_lb.this | aws_lb - this -",
                "module.a[\"x.y[\\\"0\\\"]\"].aws_lb.this[3].arn |"
                        + " module - a x.y[\"0\"] aws_lb - this 3 arn -",
                "var.list[0][1].name | var - list 0 name -",
                "data.aws_x.y | data - aws_x - y -",
                "aws_lb.this[ | aws_lb -",
                "aws_lb.this[0]x | aws_lb -",
            })
    void addresses_are_read_with_the_keys_of_their_instances(String text, String expected) {
        String read =
                Address.parse(text).steps().stream()
                        .map(s -> s.name() + ' ' + (s.key() == null ? "-" : s.key()))
                        .collect(Collectors.joining(" "));
        assertThat(read).isEqualTo(expected);
    }

    private static ScriptedCall call(Launch launch, String name) {
        return launch.calls().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void advice_names_the_argument_to_change() {
        Launch launch = Fixtures.launch(Fixtures.example(), PLAN);
        Reach reach = new Reach(launch.calls());
        String web = "module.service[\"web\"].";
        assertThat(reach.key(call(launch, web + "aws_ecs_service.this"), "desiredCount"))
                .isEqualTo("terraform[" + web + "aws_ecs_service.this].desired_count");
        ScriptedCall group = call(launch, web + "aws_lb_target_group.this");
        for (String member :
                List.of(
                        "HealthCheckIntervalSeconds",
                        "HealthCheckTimeoutSeconds",
                        "HealthyThresholdCount",
                        "UnhealthyThresholdCount")) {
            Launch changed =
                    Fixtures.launch(Fixtures.example(), PLAN, reach.key(group, member) + "=7");
            assertThat(Reach.number(call(changed, group.name()), member, 0)).isEqualTo(7);
        }
    }

    @Test
    void calls_of_the_launch_stand_where_those_of_the_file_need_them() {
        Launch launch =
                Fixtures.launch(
                        Fixtures.example(),
                        PLAN
                                + """
                                calls:
                                  - {call: "ecs:UpdateService", input: {service: web}}
                                  - {call: "ecs:CreateCluster", input: {clusterName: more}}
                                """);
        assertThat(launch.calls().get(1).input()).asString().contains("more");
        assertThat(launch.calls().getLast().call()).isEqualTo("ecs:UpdateService");
    }

    @Test
    void a_scheduled_action_that_is_over_is_left_out_with_a_note() {
        String later = Fixtures.example().replace("at(2026-11-27", "at(2026-11-17");
        Launch launch = Fixtures.launch(later, PLAN);
        assertThat(launch.calls()).noneMatch(c -> c.call().endsWith("PutScheduledAction"));
        assertThat(launch.notes())
                .containsExactly(
                        "plan.json: aws_appautoscaling_scheduled_action.before_the_sale: its last"
                                + " moment is before the launch: not rehearsed");
    }

    @Test
    void the_region_asked_for_is_the_one_that_is_rehearsed() {
        Launch west = Fixtures.launch(Fixtures.file("odd.json"), PLAN + "region: us-west-2\n");
        assertThat(west.calls().stream().map(ScriptedCall::name))
                .containsExactly("aws_ecs_cluster.west");
    }
}
