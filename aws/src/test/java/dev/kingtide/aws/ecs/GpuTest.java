package dev.kingtide.aws.ecs;

import static dev.kingtide.aws.ApiWorld.assertContains;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kingtide.aws.ApiWorld;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GpuTest {
    private final ApiWorld aws = new ApiWorld();
    private String instance = "";

    @BeforeEach
    void a_cluster_with_an_instance_of_three_gpus_and_one_of_none() {
        aws.call("ecs:CreateCluster", "{}");
        String size =
                "'totalResources': [{'name': 'CPU', 'integerValue': 4096}, {'name': 'MEMORY',"
                        + " 'integerValue': 15000}";
        aws.call("ecs:RegisterContainerInstance", "{" + size + "]}");
        instance =
                aws.call(
                                "ecs:RegisterContainerInstance",
                                "{"
                                        + size
                                        + ", {'name': 'GPU', 'type': 'STRINGSET',"
                                        + " 'stringSetValue': ['GPU-c']}], 'platformDevices':"
                                        + " [{'id': 'GPU-a', 'type': 'GPU'}, {'id': 'GPU-b',"
                                        + " 'type': 'GPU'}, {'id': 'GPU-c', 'type': 'GPU'}]}")
                        .at("/containerInstance/containerInstanceArn")
                        .asText();
        aws.call(
                "ecs:RegisterTaskDefinition",
                "{'family': 'train', 'containerDefinitions': [{'name': 'log', 'image': 'i',"
                        + " 'memory': 8}, {'name': 'one', 'image': 'i', 'memory': 8,"
                        + " 'resourceRequirements': [{'type': 'GPU', 'value': '1'}]}, {'name':"
                        + " 'two', 'image': 'i', 'memory': 8, 'resourceRequirements': [{'type':"
                        + " 'GPU', 'value': '1'}]}]}");
    }

    private JsonNode described() {
        return aws.call(
                        "ecs:DescribeContainerInstances",
                        "{'containerInstances': ['" + instance + "']}")
                .at("/containerInstances/0");
    }

    private String left() {
        return described().at("/remainingResources/4/stringSetValue").toString();
    }

    @Test
    void containers_get_gpus_of_their_own_until_the_task_ends() {
        assertContains(
                described().at("/registeredResources/4"),
                "{'name': 'GPU', 'type': 'STRINGSET', 'stringSetValue': ['GPU-a', 'GPU-b',"
                        + " 'GPU-c']}");
        JsonNode run = aws.call("ecs:RunTask", "{'taskDefinition': 'train', 'count': 2}");
        assertThat(run.get("tasks")).hasSize(1);
        assertThat(run.at("/failures").findValuesAsText("reason")).containsExactly("RESOURCE:GPU");
        JsonNode task = run.at("/tasks/0");
        assertThat(task.get("containerInstanceArn").asText()).isEqualTo(instance);
        assertThat(task.at("/containers/0").has("gpuIds")).isFalse();
        assertContains(task.at("/containers/1"), "{'gpuIds': ['GPU-a']}");
        assertContains(task.at("/containers/2"), "{'gpuIds': ['GPU-b']}");
        assertThat(left()).isEqualTo("[\"GPU-c\"]");
        aws.wait(30);
        aws.call("ecs:StopTask", "{'task': '" + task.get("taskArn").asText() + "'}");
        aws.wait(60);
        assertThat(left()).isEqualTo("[\"GPU-a\",\"GPU-b\",\"GPU-c\"]");
    }

    @Test
    void an_override_asks_for_other_gpus_than_the_definition() {
        String more =
                "'taskDefinition': 'train', 'overrides': {'containerOverrides': [{'name': 'two',"
                        + " 'resourceRequirements': [{'type': 'GPU', 'value': '%d'}]}]}";
        JsonNode start =
                aws.call(
                        "ecs:StartTask",
                        "{'containerInstances': ['" + instance + "'], " + more.formatted(3) + "}");
        assertContains(
                start.at("/failures/0"), "{'arn': '" + instance + "', 'reason': 'RESOURCE:GPU'}");
        JsonNode run = aws.call("ecs:RunTask", "{" + more.formatted(2) + "}");
        assertContains(run.at("/tasks/0/containers/2"), "{'gpuIds': ['GPU-b', 'GPU-c']}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    'requiresCompatibilities': ['FARGATE'], | 'GPU', 'value': '1' | ClientException: Tasks using the Fargate launch type do not support GPU resource requirements.
                    `` | 'GPU', 'value': '0' | ClientException: Invalid 'resourceRequirements' setting for container 'w'.
                    `` | 'GPU', 'value': 'two' | ClientException: Invalid 'resourceRequirements' setting for container 'w'.
                    `` | 'GPU', 'value': '1'}, {'type': 'GPU', 'value': '1' | ClientException: Invalid 'resourceRequirements' setting for container 'w'.
                    `` | 'GPU', 'value': 'ALL' | UnsupportedFeatureException: The value ALL of resource type GPU is not supported by Kingtide.
                    `` | 'InferenceAccelerator', 'value': 'd' | UnsupportedFeatureException: Elastic Inference is not supported by Kingtide.
                    `` | 'NeuronDevice', 'value': 'ALL' | UnsupportedFeatureException: A Neuron device is not supported by Kingtide.
                    """)
    void a_definition_of_other_resources_is_refused(
            String where, String requirement, String expected) {
        assertThat(
                        aws.refusal(
                                "ecs:RegisterTaskDefinition",
                                "{"
                                        + where
                                        + " 'family': 'a', 'networkMode': 'awsvpc', 'cpu': '256',"
                                        + " 'memory': '512', 'containerDefinitions': [{'name':"
                                        + " 'w', 'image': 'i', 'resourceRequirements': [{'type':"
                                        + " "
                                        + requirement
                                        + "}]}]}"))
                .isEqualTo(expected);
    }

    @Test
    void fargate_has_no_gpus_neither_by_definition_nor_by_override() {
        String network =
                ", 'launchType': 'FARGATE', 'networkConfiguration': {'awsvpcConfiguration':"
                        + " {'subnets': ['subnet-a']}}}";
        aws.call(
                "ecs:RegisterTaskDefinition",
                "{'family': 'any', 'networkMode': 'awsvpc', 'cpu': '256', 'memory': '512',"
                        + " 'containerDefinitions': [{'name': 'w', 'image': 'i',"
                        + " 'resourceRequirements': [{'type': 'GPU', 'value': '1'}]}]}");
        assertThat(aws.refusal("ecs:RunTask", "{'taskDefinition': 'any'" + network))
                .isEqualTo(
                        "InvalidParameterException: Task definition does not support launch_type"
                                + " FARGATE.");
        aws.webDefinition();
        assertThat(
                        aws.refusal(
                                "ecs:RunTask",
                                "{'taskDefinition': 'web', 'overrides': {'containerOverrides':"
                                        + " [{'name': 'web', 'resourceRequirements': [{'type':"
                                        + " 'GPU', 'value': '1'}]}]}"
                                        + network))
                .startsWith("ClientException: Tasks using the Fargate launch type do not support");
    }
}
