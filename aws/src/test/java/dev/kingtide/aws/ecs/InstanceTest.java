package dev.kingtide.aws.ecs;

import static dev.kingtide.aws.ApiWorld.assertContains;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kingtide.aws.ApiWorld;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InstanceTest {
    private final ApiWorld aws = new ApiWorld();
    private String instance = "";

    @BeforeEach
    void a_cluster_with_one_instance() {
        aws.call("ecs:CreateCluster", "{}");
        instance =
                aws.call(
                                "ecs:RegisterContainerInstance",
                                "{'attributes': [{'name': 'ecs.instance-type', 'value':"
                                        + " 'm5.xlarge'}, {'name': 'ecs.availability-zone',"
                                        + " 'value': 'us-east-1c'}], 'totalResources': [{'name':"
                                        + " 'CPU', 'type': 'INTEGER', 'integerValue': 4096},"
                                        + " {'name': 'MEMORY', 'integerValue': 15000}]}")
                        .at("/containerInstance/containerInstanceArn")
                        .asText();
        aws.call(
                "ecs:RegisterTaskDefinition",
                "{'family': 'job', 'containerDefinitions': [{'name': 'job', 'image': 'i', 'cpu':"
                        + " 2048, 'memory': 1000, 'portMappings': [{'containerPort': 80}]}]}");
    }

    private JsonNode described() {
        return aws.call(
                        "ecs:DescribeContainerInstances",
                        "{'containerInstances': ['" + instance + "']}")
                .at("/containerInstances/0");
    }

    @Test
    void the_version_of_an_instance_counts_its_changes() {
        assertThat(described().get("version").asLong()).isEqualTo(1);
        aws.call("ecs:RunTask", "{'taskDefinition': 'job'}");
        long placed = described().get("version").asLong();
        assertThat(placed).isGreaterThan(1);
        assertThat(described().get("version").asLong()).isEqualTo(placed);
        aws.wait(30);
        assertThat(described().get("version").asLong()).isGreaterThan(placed);
    }

    @Test
    void tasks_take_their_share_of_an_instance_until_none_fits() {
        JsonNode run = aws.call("ecs:RunTask", "{'taskDefinition': 'job', 'count': 3}");
        assertThat(run.get("tasks")).hasSize(2);
        assertThat(run.at("/failures/0/reason").asText()).isEqualTo("RESOURCE:CPU");
        assertThat(run.at("/failures/0/arn").asText()).isEqualTo(instance);
        aws.wait(30);
        assertContains(described(), "{'runningTasksCount': 2, 'pendingTasksCount': 0}");
        assertThat(described().at("/remainingResources/0/integerValue").asInt()).isZero();
        assertThat(
                        aws.call("ecs:DescribeClusters", "{}")
                                .at("/clusters/0/runningTasksCount")
                                .asInt())
                .isEqualTo(2);
        String task = run.at("/tasks/0/taskArn").asText();
        JsonNode stopping =
                aws.call("ecs:StopTask", "{'task': '" + task + "', 'reason': 'enough'}");
        assertContains(
                stopping.get("task"),
                "{'desiredStatus': 'STOPPED', 'stopCode': 'UserInitiated', 'stoppedReason':"
                        + " 'enough'}");
        aws.wait(10);
        assertThat(described().get("runningTasksCount").asInt()).isEqualTo(1);
        assertThat(aws.call("ecs:ListTasks", "{'desiredStatus': 'STOPPED'}").get("taskArns"))
                .hasSize(1);
    }

    @Test
    void a_draining_instance_takes_no_tasks_until_it_is_active_again() {
        String which = "{'containerInstances': ['" + instance + "'], 'status': ";
        assertThat(
                        aws.call("ecs:UpdateContainerInstancesState", which + "'DRAINING'}")
                                .at("/containerInstances/0/status")
                                .asText())
                .isEqualTo("DRAINING");
        assertThat(
                        aws.call("ecs:RunTask", "{'taskDefinition': 'job'}")
                                .at("/failures/0/reason")
                                .asText())
                .isEqualTo("NO ACTIVE INSTANCES");
        aws.call("ecs:UpdateContainerInstancesState", which + "'ACTIVE'}");
        assertThat(aws.call("ecs:RunTask", "{'taskDefinition': 'job'}").get("tasks")).hasSize(1);
        assertThat(
                        aws.call("ecs:ListContainerInstances", "{'status': 'DRAINING'}")
                                .get("containerInstanceArns"))
                .isEmpty();
    }

    @Test
    void an_instance_is_known_by_its_attributes() {
        JsonNode shown = described();
        assertThat(shown.get("attributes").toString())
                .contains("\"ecs.instance-type\",\"value\":\"m5.xlarge\"", "us-east-1c");
        assertContains(shown, "{'status': 'ACTIVE', 'agentConnected': true}");
        assertThat(aws.refusal("ecs:DeleteCluster", "{'cluster': 'default'}"))
                .startsWith("ClusterContainsContainerInstancesException: ");
    }
}
