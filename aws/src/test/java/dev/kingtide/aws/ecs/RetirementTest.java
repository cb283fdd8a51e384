package dev.kingtide.aws.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.aws.ApiWorld;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Task definitions that are deleted go when nothing refers to them any more.
class RetirementTest {
    private static final int HOUR = 3_600;
    private static final String GONE = "ClientException: Unable to describe task definition.";
    private final ApiWorld aws = new ApiWorld();

    @BeforeEach
    void two_revisions_and_a_cluster() {
        aws.call("ecs:CreateCluster", "{}");
        aws.webDefinition();
        aws.webDefinition();
    }

    private void delete(String definition) {
        aws.call("ecs:DeregisterTaskDefinition", "{'taskDefinition': '" + definition + "'}");
        aws.call("ecs:DeleteTaskDefinitions", "{'taskDefinitions': ['" + definition + "']}");
    }

    private String status(String definition) {
        String answer =
                aws.refusal(
                        "ecs:DescribeTaskDefinition", "{'taskDefinition': '" + definition + "'}");
        return answer.contains("\"status\":\"DELETE_IN_PROGRESS\"") ? "going" : answer;
    }

    private void serve(String operation, String more) {
        aws.call(
                "ecs:" + operation,
                "{"
                        + more
                        + ", 'networkConfiguration': {'awsvpcConfiguration': {'subnets':"
                        + " ['subnet-a']}}}");
    }

    @Test
    void one_that_nothing_refers_to_goes_at_once() {
        aws.call(
                "ecs:TagResource",
                "{'resourceArn': 'arn:aws:ecs:us-east-1:123456789012:task-definition/web:2',"
                        + " 'tags': [{'key': 'a', 'value': 'b'}]}");
        delete("web:2");
        assertThat(status("web:2")).isEqualTo("going");
        aws.wait(60);
        assertThat(status("web:2")).isEqualTo(GONE);
        assertThat(aws.world.tags().table.rows()).isEmpty();
        assertThat(
                        aws.call("ecs:ListTaskDefinitions", "{'status': 'DELETE_IN_PROGRESS'}")
                                .get("taskDefinitionArns"))
                .isEmpty();
    }

    @Test
    void the_number_of_a_revision_that_is_gone_is_not_given_again() {
        delete("web:2");
        delete("web:1");
        aws.wait(60);
        assertThat(aws.world.tasks().definitions.size()).isZero();
        aws.webDefinition();
        assertThat(aws.world.tasks().definitions.get("web:3")).isNotNull();
    }

    @Test
    void a_service_keeps_its_definition_until_it_deploys_another() {
        serve(
                "CreateService",
                "'serviceName': 'web', 'taskDefinition': 'web:1', 'desiredCount': 1,"
                        + " 'launchType': 'FARGATE'");
        aws.wait(120);
        delete("web:1");
        aws.wait(2 * HOUR);
        assertThat(status("web:1")).isEqualTo("going");
        serve("UpdateService", "'service': 'web', 'desiredCount': 2");
        aws.wait(120);
        assertThat(aws.world.tasks().tasksOf("web:1")).isEqualTo(2);
        aws.call("ecs:UpdateService", "{'service': 'web', 'taskDefinition': 'web:2'}");
        aws.wait(600);
        assertThat(status("web:1")).isEqualTo("going");
        aws.wait(HOUR);
        assertThat(status("web:1")).isEqualTo(GONE);
        assertThat(aws.world.tasks().tasksOf("web:1")).isZero();
    }

    @Test
    void a_service_that_is_deleted_lets_go_and_is_still_described() {
        serve(
                "CreateService",
                "'serviceName': 'web', 'taskDefinition': 'web:1', 'desiredCount': 1,"
                        + " 'launchType': 'FARGATE'");
        aws.wait(120);
        delete("web:1");
        aws.call("ecs:DeleteService", "{'service': 'web', 'force': true}");
        aws.wait(2 * HOUR);
        assertThat(status("web:1")).isEqualTo(GONE);
        assertThat(
                        aws.call("ecs:DescribeServices", "{'services': ['web']}")
                                .at("/services/0/status")
                                .asText())
                .isEqualTo("INACTIVE");
    }

    @Test
    void a_task_keeps_its_definition_as_long_as_it_can_be_described() {
        serve("RunTask", "'taskDefinition': 'web:1', 'launchType': 'FARGATE'");
        aws.wait(60);
        delete("web:1");
        String task = aws.world.tasks().table.rows().iterator().next().id();
        aws.call("ecs:StopTask", "{'task': '" + task + "'}");
        aws.wait(HOUR / 2);
        assertThat(status("web:1")).isEqualTo("going");
        assertThat(aws.call("ecs:DescribeTasks", "{'tasks': ['" + task + "']}").get("tasks"))
                .hasSize(1);
        aws.wait(HOUR);
        assertThat(status("web:1")).isEqualTo(GONE);
    }
}
