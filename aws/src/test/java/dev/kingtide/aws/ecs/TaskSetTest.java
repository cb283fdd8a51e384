package dev.kingtide.aws.ecs;

import static dev.kingtide.aws.ApiWorld.assertContains;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kingtide.aws.ApiWorld;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Services that somebody else deploys, by task sets.
class TaskSetTest {
    private static final String NETWORK =
            "'networkConfiguration': {'awsvpcConfiguration': {'subnets': ['subnet-a',"
                    + " 'subnet-b']}}";
    private final ApiWorld aws = new ApiWorld();

    @BeforeEach
    void an_external_service_of_four_and_one_of_amazon_ecs() {
        aws.call("ecs:CreateCluster", "{'clusterName': 'shop'}");
        aws.webDefinition();
        aws.webDefinition();
        JsonNode service =
                aws.call(
                                "ecs:CreateService",
                                "{'cluster': 'shop', 'serviceName': 'web', 'desiredCount': 4,"
                                        + " 'deploymentController': {'type': 'EXTERNAL'}}")
                        .get("service");
        assertContains(
                service,
                "{'status': 'ACTIVE', 'deploymentController': {'type': 'EXTERNAL'}, 'taskSets': [],"
                        + " 'desiredCount': 4, 'availabilityZoneRebalancing': 'DISABLED'}");
        aws.call(
                "ecs:CreateService",
                "{'cluster': 'shop', 'serviceName': 'own', 'desiredCount': 0, 'taskDefinition':"
                        + " 'web', 'launchType': 'FARGATE', "
                        + NETWORK
                        + "}");
    }

    private JsonNode create(String more) {
        return aws.call(
                        "ecs:CreateTaskSet",
                        "{'cluster': 'shop', 'service': 'web', 'launchType': 'FARGATE', "
                                + NETWORK
                                + ", "
                                + more
                                + "}")
                .get("taskSet");
    }

    private JsonNode sets() {
        return aws.call("ecs:DescribeTaskSets", "{'cluster': 'shop', 'service': 'web'}")
                .get("taskSets");
    }

    private JsonNode service() {
        return aws.call("ecs:DescribeServices", "{'cluster': 'shop', 'services': ['web']}")
                .at("/services/0");
    }

    private String named(JsonNode set) {
        return "'cluster': 'shop', 'service': 'web', 'taskSet': '"
                + set.get("taskSetArn").asText()
                + "'";
    }

    @Test
    void two_task_sets_share_the_desired_count_as_somebody_else_decides() {
        JsonNode blue = create("'taskDefinition': 'web:1', 'externalId': 'b'");
        assertContains(
                blue,
                "{'status': 'PRIMARY', 'computedDesiredCount': 4, 'externalId': 'b',"
                        + " 'stabilityStatus': 'STABILIZING'}");
        assertThat(blue.get("taskSetArn").asText())
                .matches("arn:aws:ecs:us-east-1:123456789012:task-set/shop/web/ecs-svc/[0-9]{19}");
        aws.wait(120);
        assertContains(sets().get(0), "{'stabilityStatus': 'STEADY_STATE', 'runningCount': 4}");
        JsonNode green = create("'taskDefinition': 'web:2', 'scale': {'value': 30}");
        assertContains(green, "{'status': 'ACTIVE', 'computedDesiredCount': 2}");
        aws.wait(120);
        assertContains(service(), "{'runningCount': 6, 'desiredCount': 4}");
        assertThat(service().at("/taskSets/1/taskDefinition").asText()).endsWith("web:2");
        aws.call("ecs:UpdateTaskSet", "{" + named(green) + ", 'scale': {'value': 100}}");
        aws.call(
                "ecs:UpdateServicePrimaryTaskSet",
                "{'cluster': 'shop', 'service': 'web', 'primaryTaskSet': '"
                        + green.get("id").asText()
                        + "'}");
        assertThat(sets().findValuesAsText("status")).containsExactly("ACTIVE", "PRIMARY");
        aws.call("ecs:UpdateTaskSet", "{" + named(blue) + ", 'scale': {'value': 0}}");
        aws.wait(120);
        assertThat(sets().findValuesAsText("runningCount")).containsExactly("0", "4");
        aws.call("ecs:DeleteTaskSet", "{" + named(blue) + "}");
        aws.wait(60);
        assertThat(sets()).hasSize(1);
        aws.call("ecs:UpdateService", "{'cluster': 'shop', 'service': 'web', 'desiredCount': 7}");
        aws.wait(120);
        assertContains(service(), "{'runningCount': 7}");
        assertThat(service().get("events").findValuesAsText("message"))
                .anyMatch(m -> m.matches("\\(service web, taskSet ecs-svc/\\d+\\) has reached.*"));
    }

    @Test
    void a_forced_delete_drains_the_task_set() {
        JsonNode only = create("'taskDefinition': 'web:1'");
        aws.wait(120);
        assertThat(aws.refusal("ecs:DeleteTaskSet", "{" + named(only) + "}"))
                .isEqualTo(
                        "InvalidParameterException: The PRIMARY task set cannot be deleted without"
                                + " force.");
        JsonNode draining =
                aws.call("ecs:DeleteTaskSet", "{" + named(only) + ", 'force': true}")
                        .get("taskSet");
        assertContains(draining, "{'status': 'DRAINING', 'computedDesiredCount': 0}");
        aws.wait(120);
        assertThat(sets()).isEmpty();
        assertContains(service(), "{'runningCount': 0, 'status': 'ACTIVE'}");
    }

    @Test
    void a_deleted_service_takes_its_task_sets_with_it() {
        create("'taskDefinition': 'web:1'");
        aws.wait(120);
        aws.call("ecs:DeleteService", "{'cluster': 'shop', 'service': 'web', 'force': true}");
        aws.wait(120);
        assertContains(service(), "{'status': 'INACTIVE', 'runningCount': 0, 'taskSets': []}");
        aws.call(
                "ecs:CreateService",
                "{'cluster': 'shop', 'serviceName': 'web', 'desiredCount': 1,"
                        + " 'deploymentController': {'type': 'EXTERNAL'}}");
        aws.call("ecs:DeleteService", "{'cluster': 'shop', 'service': 'web', 'force': true}");
        aws.wait(10);
        assertContains(service(), "{'status': 'INACTIVE'}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    ecs:CreateTaskSet | 'service': 'own', 'taskDefinition': 'web' | InvalidParameterException: Task sets are only supported for services with the EXTERNAL deployment controller.
                    ecs:CreateTaskSet | 'service': 'nope', 'taskDefinition': 'web' | ServiceNotFoundException: Service not found.
                    ecs:CreateTaskSet | 'service': 'web', 'taskDefinition': 'nope' | ClientException: TaskDefinition not found.
                    ecs:CreateTaskSet | 'service': 'web', 'taskDefinition': 'web' | InvalidParameterException: Network Configuration must be provided when networkMode 'awsvpc' is specified.
                    ecs:CreateTaskSet | 'service': 'web', 'taskDefinition': 'web', 'scale': {'value': 101} | InvalidParameterException: scale must be between 0 and 100 percent.
                    ecs:UpdateTaskSet | 'service': 'web', 'taskSet': 'ecs-svc/1', 'scale': {'value': 10} | TaskSetNotFoundException: TaskSet not found.
                    ecs:DeleteTaskSet | 'service': 'web', 'taskSet': 'ecs-svc/1' | TaskSetNotFoundException: TaskSet not found.
                    ecs:UpdateServicePrimaryTaskSet | 'service': 'web', 'primaryTaskSet': 'ecs-svc/1' | TaskSetNotFoundException: TaskSet not found.
                    ecs:DescribeTaskSets | 'service': 'own' | InvalidParameterException: Task sets are only supported for services with the EXTERNAL deployment controller.
                    ecs:UpdateService | 'service': 'web', 'taskDefinition': 'web:2' | InvalidParameterException: Unable to update taskDefinition on services with an EXTERNAL deployment controller. Use CreateTaskSet instead.
                    ecs:UpdateService | 'service': 'web', 'forceNewDeployment': true | InvalidParameterException: Unable to update forceNewDeployment on services with an EXTERNAL deployment controller. Use CreateTaskSet instead.
                    ecs:UpdateService | 'service': 'own', 'deploymentController': {'type': 'EXTERNAL'} | UnsupportedFeatureException: The deployment controller EXTERNAL is not supported by Kingtide.
                    ecs:CreateService | 'serviceName': 'x', 'desiredCount': 1, 'deploymentController': {'type': 'EXTERNAL'}, 'taskDefinition': 'web' | InvalidParameterException: Unable to update taskDefinition on services with an EXTERNAL deployment controller. Use CreateTaskSet instead.
                    ecs:CreateService | 'serviceName': 'x', 'desiredCount': -1, 'deploymentController': {'type': 'EXTERNAL'} | InvalidParameterException: desiredCount must be between 0 and 5000.
                    ecs:CreateService | 'serviceName': 'x', 'schedulingStrategy': 'DAEMON', 'deploymentController': {'type': 'EXTERNAL'} | InvalidParameterException: The daemon scheduling strategy does not support the EXTERNAL deployment controller. Change the deployment controller and try again
                    ecs:CreateService | 'serviceName': 'x', 'desiredCount': 1, 'deploymentController': {'type': 'EXTERNAL'}, 'deploymentConfiguration': {'strategy': 'CANARY'} | InvalidParameterException: Deployment strategies, alarms and the deployment circuit breaker are not supported for services with the EXTERNAL deployment controller.
                    ecs:CreateService | 'serviceName': 'x', 'desiredCount': 1, 'deploymentController': {'type': 'CODE_DEPLOY'}, 'taskDefinition': 'web' | UnsupportedFeatureException: The deployment controller CODE_DEPLOY is not supported by Kingtide.
                    """)
    void bad_calls_are_refused(String operation, String members, String expected) {
        assertThat(aws.refusal(operation, "{'cluster': 'shop', " + members + "}"))
                .isEqualTo(expected);
    }

    @Test
    void commands_need_a_task_role_also_in_the_containers_of_task_sets() {
        String lacks =
                "InvalidParameterException: The %s couldn't be %s because a valid taskRoleArn is"
                        + " not being used. Specify a valid task role in your task definition and"
                        + " try again.";
        String update = "{'cluster': 'shop', 'service': 'web', 'enableExecuteCommand': true}";
        JsonNode without = create("'taskDefinition': 'web:1'");
        assertThat(aws.refusal("ecs:UpdateService", update))
                .isEqualTo(lacks.formatted("service", "updated"));
        aws.call("ecs:DeleteTaskSet", "{" + named(without) + ", 'force': true}");
        aws.wait(120);
        aws.call("ecs:UpdateService", update);
        String input =
                "{'cluster': 'shop', 'service': 'web', 'launchType': 'FARGATE', "
                        + NETWORK
                        + ", 'taskDefinition': '%s'}";
        assertThat(aws.refusal("ecs:CreateTaskSet", input.formatted("web:1")))
                .isEqualTo(lacks.formatted("task set", "created"));
        assertThat(sets()).isEmpty();
        aws.call(
                "ecs:RegisterTaskDefinition",
                "{'family': 'roled', 'taskRoleArn': 'arn:aws:iam::123456789012:role/web',"
                        + " 'networkMode': 'awsvpc', 'cpu': '256', 'memory': '512',"
                        + " 'containerDefinitions': [{'name': 'web', 'image': 'i'}]}");
        aws.call("ecs:CreateTaskSet", input.formatted("roled"));
        assertThat(sets()).hasSize(1);
    }

    @Test
    void a_task_set_that_is_not_there_is_a_failure_of_a_describe() {
        JsonNode answer =
                aws.call(
                        "ecs:DescribeTaskSets",
                        "{'cluster': 'shop', 'service': 'web', 'taskSets': ['ecs-svc/1']}");
        assertThat(answer.at("/failures/0/reason").asText()).isEqualTo("MISSING");
    }
}
