package dev.kingtide.aws.ecs;

import static dev.kingtide.aws.ApiWorld.assertContains;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kingtide.aws.ApiWorld;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskStartTest {
    private static final String FARGATE =
            "'taskDefinition': 'web', 'launchType': 'FARGATE', 'networkConfiguration':"
                    + " {'awsvpcConfiguration': {'subnets': ['subnet-a', 'subnet-b']}}";
    private final ApiWorld aws = new ApiWorld();
    private String instance = "";

    @BeforeEach
    void a_cluster_with_an_instance_and_two_definitions() {
        aws.call("ecs:CreateCluster", "{}");
        aws.webDefinition();
        aws.call(
                "ecs:RegisterTaskDefinition",
                "{'family': 'job', 'taskRoleArn': 'arn:aws:iam::123456789012:role/job',"
                        + " 'containerDefinitions': [{'name': 'job', 'image': 'i', 'cpu': 1024,"
                        + " 'memory': 1000}, {'name': 'side', 'image': 'i', 'memory': 100}]}");
        instance =
                aws.call(
                                "ecs:RegisterContainerInstance",
                                "{'totalResources': [{'name': 'CPU', 'integerValue': 2048},"
                                        + " {'name': 'MEMORY', 'integerValue': 4000}]}")
                        .at("/containerInstance/containerInstanceArn")
                        .asText();
    }

    private JsonNode run(String members) {
        return aws.call("ecs:RunTask", "{" + members + "}");
    }

    private JsonNode described(JsonNode run) {
        return aws.call(
                        "ecs:DescribeTasks",
                        "{'tasks': ['" + run.at("/tasks/0/taskArn").asText() + "']}")
                .at("/tasks/0");
    }

    @Test
    void a_task_on_fargate_shows_what_aws_shows() {
        JsonNode run = run(FARGATE);
        assertContains(
                run.at("/tasks/0"),
                "{'overrides': {'containerOverrides': [{'name': 'web'}],"
                        + " 'inferenceAcceleratorOverrides': []}, 'enableExecuteCommand': false,"
                        + " 'ephemeralStorage': {'sizeInGiB': 20}, 'fargateEphemeralStorage':"
                        + " {'sizeInGiB': 20}, 'attributes': [{'name': 'ecs.cpu-architecture',"
                        + " 'value': 'x86_64'}], 'tags': [], 'group': 'family:web',"
                        + " 'lastStatus': 'PROVISIONING', 'desiredStatus': 'RUNNING'}");
        assertContains(
                run.at("/tasks/0/attachments/0"),
                "{'type': 'ElasticNetworkInterface', 'status': 'PRECREATED', 'details': [{'name':"
                        + " 'subnetId', 'value': 'subnet-a'}]}");
        aws.wait(30);
        JsonNode running = described(run);
        assertThat(running.at("/attachments/0/details").findValuesAsText("name"))
                .containsExactly(
                        "subnetId",
                        "networkInterfaceId",
                        "macAddress",
                        "privateDnsName",
                        "privateIPv4Address");
        assertThat(running.at("/attachments/0/details").findValuesAsText("value"))
                .contains("ip-10-0-0-1.ec2.internal", "10.0.0.1");
        assertThat(running.at("/containers/0/networkInterfaces/0/attachmentId"))
                .isEqualTo(running.at("/attachments/0/id"));
        assertThat(running.at("/containers/0/runtimeId").asText()).matches("[0-9a-f]{32}-\\d{10}");
        assertThat(described(run)).isEqualTo(running);
    }

    @Test
    void overrides_are_shown_and_reach_whoever_runs_the_task() {
        JsonNode run =
                run(
                        FARGATE
                                + ", 'overrides': {'cpu': '2048', 'memory': '4096', 'taskRoleArn':"
                                + " 'r', 'ephemeralStorage': {'sizeInGiB': 30},"
                                + " 'containerOverrides': [{'name': 'web', 'command': ['a', 'b'],"
                                + " 'environment': [{'name': 'K', 'value': 'V'}]}]}");
        JsonNode task = run.at("/tasks/0");
        assertContains(
                task, "{'cpu': '2048', 'memory': '4096', 'ephemeralStorage': {'sizeInGiB': 30}}");
        assertThat(task.at("/overrides/containerOverrides/0/command")).hasSize(2);
        var kept = aws.world.tasks().table.rows().iterator().next().options().overrides();
        assertThat(kept.taskRoleArn()).isEqualTo("r");
        assertThat(kept.containers().getFirst().command()).containsExactly("a", "b");
        assertThat(kept.containers().getFirst().environment()).containsEntry("K", "V");
        assertThat(aws.world.tasks().fargateCpuUnits(false)).isEqualTo(2048);
    }

    @Test
    void an_override_of_a_container_counts_for_its_place() {
        JsonNode run =
                run(
                        "'taskDefinition': 'job', 'overrides': {'containerOverrides': [{'name':"
                                + " 'job', 'cpu': 1500}]}, 'count': 2");
        assertThat(run.get("tasks")).hasSize(1);
        assertThat(run.at("/failures/0/reason").asText()).isEqualTo("RESOURCE:CPU");
        assertThat(run.at("/tasks/0/containers/0/cpu").asText()).isEqualTo("1500");
        aws.call("ecs:StopTask", "{'task': '" + run.at("/tasks/0/taskArn").asText() + "'}");
        aws.wait(30);
        var left = aws.world.clusters().instances.rows().iterator().next().remaining();
        assertThat(left.cpuUnits()).isEqualTo(2048);
    }

    @Test
    void the_same_token_again_starts_nothing_more_until_a_day_has_gone() {
        String token = FARGATE + ", 'clientToken': 'once'";
        JsonNode first = run(token);
        aws.wait(30);
        JsonNode again = run(token);
        assertThat(again.at("/tasks/0/taskArn")).isEqualTo(first.at("/tasks/0/taskArn"));
        assertThat(again.at("/tasks/0/lastStatus").asText()).isEqualTo("RUNNING");
        assertThat(aws.refusal("ecs:RunTask", "{" + token + ", 'count': 2}"))
                .isEqualTo(
                        "ConflictException: The provided clientToken is already in use with a"
                                + " different RunTask request.");
        aws.wait(86_400);
        assertThat(run(token).at("/tasks/0/taskArn")).isNotEqualTo(first.at("/tasks/0/taskArn"));
    }

    @Test
    void a_task_is_started_on_the_instances_that_the_caller_names() {
        JsonNode start =
                aws.call(
                        "ecs:StartTask",
                        "{'taskDefinition': 'job', 'containerInstances': ['"
                                + instance
                                + "', 'nope'], 'startedBy': 'me', 'group': 'mine'}");
        assertContains(
                start.at("/tasks/0"),
                "{'containerInstanceArn': '"
                        + instance
                        + "', 'startedBy': 'me', 'group': 'mine', 'launchType': 'EC2'}");
        assertThat(start.at("/failures/0/reason").asText()).isEqualTo("MISSING");
        String more =
                "{'taskDefinition': 'job', 'containerInstances': ['"
                        + instance
                        + "'], 'overrides': {'containerOverrides': [{'name': 'job', 'cpu':"
                        + " 1025}]}}";
        JsonNode full = aws.call("ecs:StartTask", more);
        assertThat(full.get("tasks")).isEmpty();
        assertContains(
                full.at("/failures/0"), "{'arn': '" + instance + "', 'reason': 'RESOURCE:CPU'}");
    }

    @Test
    void tasks_are_listed_by_service_family_starter_and_instance() {
        run(FARGATE + ", 'startedBy': 'a'");
        run("'taskDefinition': 'job', 'startedBy': 'b'");
        assertThat(listed("'family': 'web'")).isEqualTo(1);
        assertThat(listed("'family': 'we'")).isZero();
        assertThat(listed("'startedBy': 'b'")).isEqualTo(1);
        assertThat(listed("'startedBy': 'b', 'family': 'web'")).isZero();
        assertThat(listed("'containerInstance': '" + instance + "'")).isEqualTo(1);
        assertThat(listed("'launchType': 'FARGATE'")).isEqualTo(1);
        assertThat(listed("'desiredStatus': 'PENDING'")).isZero();
        assertThat(listed("'desiredStatus': 'STOPPED'")).isZero();
        assertThat(aws.refusal("ecs:ListTasks", "{'serviceName': 'nope'}"))
                .isEqualTo("ServiceNotFoundException: Service not found.");
    }

    private int listed(String filter) {
        return aws.call("ecs:ListTasks", "{" + filter + "}").get("taskArns").size();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    RunTask | 'taskDefinition': 'job', 'count': 0 | InvalidParameterException: count must be between 1 and 10.
                    RunTask | 'taskDefinition': 'job', 'count': 11 | InvalidParameterException: count must be between 1 and 10.
                    RunTask | 'taskDefinition': 'nope' | ClientException: TaskDefinition not found.
                    RunTask | 'taskDefinition': 'job', 'clientToken': 'a b' | InvalidParameterException: clientToken can have at most 64 characters, all of them in the range of 33-126.
                    RunTask | 'taskDefinition': 'job', 'startedBy': 'a b' | InvalidParameterException: startedBy can have at most 128 letters, numbers, hyphens, forward slashes and underscores.
                    RunTask | 'taskDefinition': 'job', 'group': 'service:web' | InvalidParameterException: Invalid namespace for group.
                    RunTask | 'taskDefinition': 'job', 'propagateTags': 'SERVICE' | InvalidParameterException: Propagating tags from SERVICE is not supported for standalone tasks.
                    RunTask | 'taskDefinition': 'job', 'overrides': {'containerOverrides': [{'name': 'nope'}]} | InvalidParameterException: Override for container named nope is not a container in the TaskDefinition.
                    RunTask | 'taskDefinition': 'job', 'overrides': {'containerOverrides': [{'name': 'job', 'command': ['LONG']}]} | InvalidParameterException: Container Overrides length must be at most 8192
                    RunTask | 'taskDefinition': 'job', 'overrides': {'containerOverrides': [{'name': 'job', 'environment': [{'value': 'v'}]}]} | InvalidParameterException: Override for container named job has a variable without a name.
                    RunTask | 'taskDefinition': 'job', 'overrides': {'inferenceAcceleratorOverrides': [{'deviceName': 'd', 'deviceType': 't'}]} | UnsupportedFeatureException: Elastic Inference is not supported by Kingtide.
                    RunTask | FARGATE, 'overrides': {'cpu': '300'} | ClientException: No Fargate configuration exists for given values.
                    RunTask | FARGATE, 'overrides': {'ephemeralStorage': {'sizeInGiB': 20}} | ClientException: EphemeralStorage size should be at least 21
                    RunTask | FARGATE, 'enableExecuteCommand': true | InvalidParameterException: The task could not be started because a valid taskRoleArn is not being used. Specify a valid task role in your task definition and try again.
                    RunTask | 'taskDefinition': 'job', 'volumeConfigurations': [{'name': 'v'}] | UnsupportedFeatureException: An Amazon EBS volume that is configured at launch is not supported by Kingtide.
                    RunTask | 'taskDefinition': 'job', 'launchType': 'EXTERNAL' | UnsupportedFeatureException: The launch type EXTERNAL is not supported by Kingtide.
                    StartTask | 'taskDefinition': 'job', 'containerInstances': [] | InvalidParameterException: Container instances cannot be empty.
                    StartTask | 'taskDefinition': 'job', 'containerInstances': ['1','2','3','4','5','6','7','8','9','10','11'] | InvalidParameterException: instanceIds can have at most 10 items.
                    StopTask | 'task': 'nope' | InvalidParameterException: The referenced task was not found.
                    ExecuteCommand | 'task': 'nope', 'command': 'ls', 'interactive': true | InvalidParameterException: The referenced task was not found.
                    """)
    void a_bad_call_is_refused(String operation, String members, String expected) {
        String input = members.replace("FARGATE,", FARGATE + ",").replace("LONG", "x".repeat(8193));
        assertThat(aws.refusal("ecs:" + operation, "{" + input + "}")).isEqualTo(expected);
    }

    @Test
    void commands_are_refused_as_aws_refuses_them() {
        JsonNode off = run("'taskDefinition': 'job'");
        JsonNode on = run("'taskDefinition': 'job', 'enableExecuteCommand': true");
        aws.wait(30);
        assertThat(described(on).at("/containers/0/managedAgents/0/name").asText())
                .isEqualTo("ExecuteCommandAgent");
        String named = "'interactive': true, 'container': 'job'";
        assertThat(executed(off, named))
                .startsWith("InvalidParameterException: The execute command");
        assertThat(executed(on, named)).startsWith("TargetNotConnectedException: ");
        assertThat(executed(on, "'interactive': true"))
                .startsWith("InvalidParameterException: The container name must be specified");
        assertThat(executed(on, "'interactive': true, 'container': 'nope'"))
                .isEqualTo(
                        "InvalidParameterException: The container nope does not exist in the"
                                + " task.");
        assertThat(executed(on, "'interactive': false"))
                .isEqualTo(
                        "InvalidParameterException: Interactive is the only mode supported"
                                + " currently.");
    }

    private String executed(JsonNode run, String more) {
        return aws.refusal(
                "ecs:ExecuteCommand",
                "{'task': '"
                        + run.at("/tasks/0/taskArn").asText()
                        + "', 'command': 'ls', "
                        + more
                        + '}');
    }
}
