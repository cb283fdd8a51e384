package dev.kingtide.aws.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kingtide.aws.ApiWorld;
import dev.kingtide.core.admission.AdmissionTables;
import dev.kingtide.core.admission.Quota;
import dev.kingtide.core.admission.Quotas;
import dev.kingtide.core.cluster.Instances;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The reasons for which a task finds no place (ECS developer guide, api_failures_messages), as
/// callers see them.
class FailureTest {
    private static final String NETWORK =
            "'networkConfiguration': {'awsvpcConfiguration': {'subnets': ['subnet-a']}}";
    private final ApiWorld aws = new ApiWorld();
    private String instance = "";

    @BeforeEach
    void one_instance_with_two_network_interfaces_for_tasks() {
        aws.call("ecs:CreateCluster", "{'clusterName': 'empty'}");
        aws.call(
                "ecs:CreateCapacityProvider",
                "{'name': 'mine', 'autoScalingGroupProvider': {'autoScalingGroupArn':"
                        + " 'arn:aws:autoscaling:g'}}");
        aws.call("ecs:CreateCluster", "{'clusterName': 'shop', 'capacityProviders': ['mine']}");
        instance =
                aws.call(
                                "ecs:RegisterContainerInstance",
                                "{'cluster': 'shop', 'attributes': [{'name':"
                                        + " 'ecs.availability-zone', 'value': 'us-east-1a'},"
                                        + " {'name': 'ecs.instance-type', 'value': 'm5.large'}],"
                                        + " 'totalResources': [{'name': 'CPU', 'integerValue':"
                                        + " 2048}, {'name': 'MEMORY', 'integerValue': 4000}]}")
                        .at("/containerInstance/containerInstanceArn")
                        .asText();
    }

    private void register(String task, String container) {
        aws.call(
                "ecs:RegisterTaskDefinition",
                "{'family': 'job', 'containerDefinitions': [{'name': 'job', 'image': 'i'"
                        + (container.contains("'memory'") ? ", " : ", 'memory': 100, ")
                        + container
                        + "}]"
                        + (task.isEmpty() ? "" : ", " + task)
                        + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    `` | 'cpu': 2049 | 'cluster': 'shop' | 0 | RESOURCE:CPU
                    `` | 'memory': 4001 | 'cluster': 'shop' | 0 | RESOURCE:MEMORY
                    `` | 'memory': 5000, 'memoryReservation': 3000 | 'cluster': 'shop', 'count': 2 | 1 | RESOURCE:MEMORY
                    `` | 'portMappings': [{'containerPort': 1, 'hostPort': 22}] | 'cluster': 'shop' | 0 | RESOURCE:PORTS
                    `` | 'portMappings': [{'containerPort': 1, 'hostPort': 80}] | 'cluster': 'shop', 'count': 2 | 1 | RESOURCE:PORTS
                    'networkMode': 'host' | 'portMappings': [{'containerPort': 22}] | 'cluster': 'shop' | 0 | RESOURCE:PORTS
                    'networkMode': 'awsvpc' | 'cpu': 1 | 'cluster': 'shop', 'count': 3 | 2 | RESOURCE:ENI
                    'networkMode': 'awsvpc' | 'cpu': 1 | 'cluster': 'shop', 'zone': 'b' | 0 | LOCATION
                    `` | 'resourceRequirements': [{'type': 'GPU', 'value': '1'}] | 'cluster': 'shop' | 0 | RESOURCE:GPU
                    'runtimePlatform': {'cpuArchitecture': 'ARM64'} | 'cpu': 1 | 'cluster': 'shop' | 0 | ATTRIBUTE
                    'placementConstraints': [{'type': 'memberOf', 'expression': 'attribute:rack == r1'}] | 'cpu': 1 | 'cluster': 'shop' | 0 | MemberOf placement constraint unsatisfied
                    `` | 'cpu': 1 | 'cluster': 'shop', 'count': 2, 'placementConstraints': [{'type': 'distinctInstance'}] | 1 | DistinctInstance placement constraint unsatisfied
                    `` | 'cpu': 1 | 'cluster': 'shop', 'agent': 'lost' | 0 | AGENT
                    `` | 'cpu': 1 | 'cluster': 'empty' | 0 | NO ACTIVE INSTANCES
                    `` | 'cpu': 1 | 'cluster': 'shop', 'capacityProviderStrategy': [{'capacityProvider': 'mine', 'weight': 1}] | 0 | EMPTY CAPACITY PROVIDER
                    """)
    void a_task_without_a_place_is_a_failure_with_its_reason(
            String task, String container, String run, int started, String reason) {
        register(task, container);
        String asked = run;
        if (run.contains("'agent'")) {
            String id = instance.substring(instance.lastIndexOf('/') + 1);
            aws.loop.decide(turn -> Instances.connected(turn, id, false));
            asked = asked.replace(", 'agent': 'lost'", "");
        }
        String network = task.contains("awsvpc") ? ", " + NETWORK : "";
        if (run.contains("'zone'")) {
            // subnets that nobody has placed are in the zones a, b and c in turn
            aws.call("ecs:RunTask", "{'taskDefinition': 'job', 'cluster': 'empty'" + network + "}");
            network = network.replace("subnet-a", "subnet-b");
            asked = asked.replace(", 'zone': 'b'", "");
        }
        JsonNode answer =
                aws.call("ecs:RunTask", "{'taskDefinition': 'job', " + asked + network + "}");
        assertThat(answer.get("tasks")).hasSize(started);
        assertThat(answer.get("failures").findValuesAsText("reason")).containsExactly(reason);
        boolean named = !reason.equals("NO ACTIVE INSTANCES") && !reason.startsWith("EMPTY");
        assertThat(answer.at("/failures/0/arn").asText("")).isEqualTo(named ? instance : "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    `` | 'cpu': 2049 | RESOURCE:CPU
                    `` | 'memory': 4001 | RESOURCE:MEMORY
                    `` | 'portMappings': [{'containerPort': 1, 'hostPort': 22}] | RESOURCE:PORTS
                    `` | 'resourceRequirements': [{'type': 'GPU', 'value': '1'}] | RESOURCE:GPU
                    """)
    void a_named_instance_without_room_is_a_failure_too(
            String task, String container, String reason) {
        register(task, container);
        JsonNode answer =
                aws.call(
                        "ecs:StartTask",
                        "{'cluster': 'shop', 'taskDefinition': 'job', 'containerInstances': ['"
                                + instance
                                + "']}");
        assertThat(answer.get("tasks")).isEmpty();
        assertThat(answer.at("/failures/0/reason").asText()).isEqualTo(reason);
        assertThat(answer.at("/failures/0/arn").asText()).isEqualTo(instance);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
                    FARGATE_LAUNCH_BURST | 3 | 4 | 3 | -
                    FARGATE_VCPUS | 2 | 3 | 2 | You've reached the limit on the number of vCPUs you can run concurrently
                    """)
    void what_fargate_does_not_give_is_a_failure(
            Quota quota, int limit, int count, int started, String detail) {
        aws.webDefinition();
        aws.loop.decide(turn -> {
            AdmissionTables tables = turn.world().admission();
            Quotas quotas = tables.quotas().with(quota, limit);
            turn.put(tables.quotasTable, quotas);
            return quotas;
        });
        String run =
                "{'cluster': 'shop', 'taskDefinition': 'web', 'launchType': 'FARGATE', 'count': "
                        + count
                        + ", "
                        + NETWORK
                        + "}";
        JsonNode answer = aws.call("ecs:RunTask", run);
        assertThat(answer.get("tasks")).hasSize(started);
        assertThat(answer.at("/failures/0/reason").asText()).isEqualTo("RESOURCE:FARGATE");
        assertThat(answer.at("/failures/0/detail").asText(null)).isEqualTo(detail);
        if (detail == null) {
            assertThat(aws.refusal("ecs:RunTask", run))
                    .isEqualTo("ThrottlingException: Rate exceeded");
        }
    }
}
