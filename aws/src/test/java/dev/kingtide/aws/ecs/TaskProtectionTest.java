package dev.kingtide.aws.ecs;

import static dev.kingtide.aws.ApiWorld.assertContains;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kingtide.aws.ApiWorld;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The protection of tasks from scale-in, and the balance of zones, as callers see them.
class TaskProtectionTest {
    private static final String NETWORK =
            "'networkConfiguration': {'awsvpcConfiguration': {'subnets': ['subnet-a',"
                    + " 'subnet-b']}}";
    private final ApiWorld aws = new ApiWorld();

    @BeforeEach
    void a_service_with_two_tasks() {
        aws.call("ecs:CreateCluster", "{'clusterName': 'shop'}");
        aws.webDefinition();
        aws.call(
                "ecs:RegisterTaskDefinition",
                "{'family': 'bridged', 'containerDefinitions': [{'name': 'web', 'image': 'i',"
                        + " 'memory': 128}]}");
        aws.call(
                "ecs:CreateService",
                "{'cluster': 'shop', 'serviceName': 'web', 'taskDefinition': 'web', 'launchType':"
                        + " 'FARGATE', 'desiredCount': 2, "
                        + NETWORK
                        + "}");
        aws.wait(120);
    }

    private JsonNode tasks() {
        return aws.call("ecs:ListTasks", "{'cluster': 'shop', 'serviceName': 'web'}")
                .get("taskArns");
    }

    private JsonNode protect(String more) {
        return aws.call(
                "ecs:UpdateTaskProtection",
                "{'cluster': 'shop', 'tasks': ['" + tasks().get(0).asText() + "'], " + more + "}");
    }

    private JsonNode protection() {
        return aws.call(
                        "ecs:GetTaskProtection",
                        "{'cluster': 'shop', 'tasks': " + tasks().toString() + "}")
                .get("protectedTasks");
    }

    @Test
    void a_protected_task_outlives_a_scale_in_until_its_time_is_over() {
        String kept = tasks().get(0).asText();
        JsonNode changed = protect("'protectionEnabled': true, 'expiresInMinutes': 10");
        assertContains(changed.at("/protectedTasks/0"), "{'protectionEnabled': true}");
        assertThat(changed.at("/protectedTasks/0").has("expirationDate")).isTrue();
        assertThat(protection().findValuesAsText("protectionEnabled"))
                .containsExactly("true", "false");
        aws.call("ecs:UpdateService", "{'cluster': 'shop', 'service': 'web', 'desiredCount': 0}");
        aws.wait(300);
        assertThat(tasks()).hasSize(1);
        assertThat(tasks().get(0).asText()).isEqualTo(kept);
        aws.wait(600);
        assertThat(tasks()).isEmpty();
    }

    @Test
    void a_protection_is_ended_by_a_caller() {
        protect("'protectionEnabled': true");
        JsonNode changed = protect("'protectionEnabled': false");
        assertContains(changed.at("/protectedTasks/0"), "{'protectionEnabled': false}");
        assertThat(protection().findValuesAsText("protectionEnabled"))
                .containsExactly("false", "false");
    }

    @Test
    void what_cannot_be_protected_is_a_failure() {
        String alone =
                aws.call(
                                "ecs:RunTask",
                                "{'cluster': 'shop', 'taskDefinition': 'web', 'launchType':"
                                        + " 'FARGATE', "
                                        + NETWORK
                                        + "}")
                        .at("/tasks/0/taskArn")
                        .asText();
        JsonNode answer =
                aws.call(
                        "ecs:UpdateTaskProtection",
                        "{'cluster': 'shop', 'protectionEnabled': true, 'tasks': ['"
                                + alone
                                + "', '0123']}");
        assertThat(answer.get("failures").findValuesAsText("reason"))
                .containsExactly("TASK_NOT_VALID", "MISSING");
        JsonNode asked =
                aws.call(
                        "ecs:GetTaskProtection",
                        "{'cluster': 'shop', 'tasks': ['" + alone + "', '0123']}");
        assertThat(asked.get("protectedTasks")).isEmpty();
        assertThat(asked.get("failures").findValuesAsText("reason"))
                .containsExactly("TASK_NOT_VALID", "MISSING");
    }

    @Test
    void no_more_tasks_are_protected_when_only_protected_ones_keep_a_deployment_from_its_end() {
        protect("'protectionEnabled': true");
        aws.webDefinition();
        aws.call(
                "ecs:UpdateService",
                "{'cluster': 'shop', 'service': 'web', 'taskDefinition': 'web'}");
        aws.wait(600);
        assertThat(tasks()).hasSize(3);
        JsonNode answer = protect("'protectionEnabled': true");
        assertThat(answer.at("/failures/0/reason").asText()).isEqualTo("DEPLOYMENT_BLOCKED");
        protect("'protectionEnabled': false");
        aws.wait(300);
        assertThat(tasks()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    ecs:UpdateTaskProtection | 'tasks': [], 'protectionEnabled': true | InvalidParameterException: Tasks cannot be empty.
                    ecs:GetTaskProtection | 'tasks': [] | InvalidParameterException: Tasks cannot be empty.
                    ecs:UpdateTaskProtection | 'tasks': ['a', 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'a'], 'protectionEnabled': true | InvalidParameterException: tasks can have at most 10 items.
                    ecs:UpdateTaskProtection | 'tasks': ['a'] | InvalidParameterException: 1 validation error detected: Missing required parameter in input: "protectionEnabled"
                    ecs:UpdateTaskProtection | 'tasks': ['a'], 'protectionEnabled': true, 'expiresInMinutes': 2881 | InvalidParameterException: expiresInMinutes must be between 1 and 2880.
                    ecs:UpdateTaskProtection | 'tasks': ['a'], 'protectionEnabled': false, 'expiresInMinutes': 5 | InvalidParameterException: expiresInMinutes is only supported when protectionEnabled is true.
                    ecs:GetTaskProtection | 'cluster': 'nope', 'tasks': ['a'] | ClusterNotFoundException: Cluster not found.
                    ecs:UpdateService | 'service': 'web', 'availabilityZoneRebalancing': 'ENABLED', 'deploymentConfiguration': {'maximumPercent': 100, 'minimumHealthyPercent': 0} | InvalidParameterException: Availability Zone rebalancing is not supported for services with a maximumPercent of 100.
                    ecs:CreateService | 'serviceName': 'd', 'schedulingStrategy': 'DAEMON', 'taskDefinition': 'bridged', 'availabilityZoneRebalancing': 'ENABLED' | InvalidParameterException: Availability Zone rebalancing is not supported for services with the DAEMON scheduling strategy.
                    ecs:CreateService | 'serviceName': 'd', 'desiredCount': 1, 'taskDefinition': 'bridged', 'availabilityZoneRebalancing': 'ENABLED', 'placementStrategy': [{'type': 'binpack', 'field': 'cpu'}] | InvalidParameterException: Availability Zone rebalancing is not supported for services whose first placement strategy is not a spread over attribute:ecs.availability-zone.
                    ecs:CreateService | 'serviceName': 'd', 'desiredCount': 1, 'taskDefinition': 'bridged', 'availabilityZoneRebalancing': 'ENABLED', 'placementConstraints': [{'type': 'memberOf', 'expression': 'attribute:ecs.availability-zone == us-east-1a'}] | InvalidParameterException: Availability Zone rebalancing is not supported for services with a placement constraint on attribute:ecs.availability-zone.
                    """)
    void bad_calls_are_refused(String operation, String members, String expected) {
        String cluster = members.contains("'cluster'") ? "" : "'cluster': 'shop', ";
        assertThat(aws.refusal(operation, "{" + cluster + members + "}")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    'desiredCount': 1 | ENABLED
                    'desiredCount': 1, 'availabilityZoneRebalancing': 'DISABLED' | DISABLED
                    'desiredCount': 1, 'deploymentConfiguration': {'maximumPercent': 100} | DISABLED
                    'desiredCount': 1, 'placementStrategy': [{'type': 'random'}] | DISABLED
                    'desiredCount': 1, 'placementStrategy': [{'type': 'spread', 'field': 'attribute:ecs.availability-zone'}] | ENABLED
                    'schedulingStrategy': 'DAEMON' | DISABLED
                    """)
    void zones_are_balanced_by_default_where_that_is_possible(String members, String expected) {
        JsonNode service =
                aws.call(
                                "ecs:CreateService",
                                "{'cluster': 'shop', 'serviceName': 'one', 'taskDefinition':"
                                        + " 'bridged', "
                                        + members
                                        + "}")
                        .get("service");
        assertThat(service.get("availabilityZoneRebalancing").asText()).isEqualTo(expected);
    }

    @Test
    void a_daemon_counts_its_instances() {
        aws.call(
                "ecs:CreateService",
                "{'cluster': 'shop', 'serviceName': 'agent', 'schedulingStrategy': 'DAEMON',"
                        + " 'taskDefinition': 'bridged'}");
        aws.wait(5);
        JsonNode service =
                aws.call("ecs:DescribeServices", "{'cluster': 'shop', 'services': ['agent']}")
                        .at("/services/0");
        assertContains(service, "{'schedulingStrategy': 'DAEMON', 'desiredCount': 0}");
        assertContains(
                service.get("deploymentConfiguration"),
                "{'minimumHealthyPercent': 0, 'maximumPercent': 100}");
        assertThat(
                        aws.refusal(
                                "ecs:UpdateService",
                                "{'cluster': 'shop', 'service': 'agent', 'desiredCount': 1}"))
                .startsWith(
                        "InvalidParameterException: The daemon scheduling strategy does not support"
                                + " a desired count");
    }
}
