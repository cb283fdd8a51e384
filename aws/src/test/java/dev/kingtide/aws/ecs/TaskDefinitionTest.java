package dev.kingtide.aws.ecs;

import static dev.kingtide.aws.ApiWorld.assertContains;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.aws.ApiWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskDefinitionTest {
    private final ApiWorld aws = new ApiWorld();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    'family': 'a b', 'containerDefinitions': [{'name': 'w', 'image': 'i', 'memory': 8}] | ClientException: Family contains invalid characters.
                    'family': 'a', 'containerDefinitions': [] | ClientException: Container list cannot be empty.
                    'family': 'a' | InvalidParameterException: 1 validation error detected: Missing required parameter in input: "containerDefinitions"
                    'family': 'a', 'cpu': 256, 'containerDefinitions': [{'name': 'w', 'image': 'i', 'memory': 8}] | SerializationException: Invalid type for parameter cpu, value: 256, valid types: a text
                    'family': 'a', 'containerDefinitions': [{'image': 'i', 'memory': 8}] | ClientException: Container.name should not be null or empty.
                    'family': 'a', 'containerDefinitions': [{'name': 'w', 'memory': 8}] | ClientException: Container.image should not be null or empty.
                    'family': 'a', 'containerDefinitions': [{'name': 'w', 'image': 'i'}] | ClientException: Invalid setting for container 'w'. At least one of 'memory' or 'memoryReservation' must be specified.
                    'family': 'a', 'containerDefinitions': [{'name': 'w', 'image': 'i', 'memory': 5}] | ClientException: Invalid 'memory' setting for container 'w'.
                    'family': 'a', 'containerDefinitions': [{'name': 'w', 'image': 'i', 'memory': 8, 'memoryReservation': 9}] | ClientException: Invalid setting for container 'w'. The value for 'memory' must be greater than or equal to the value for 'memoryReservation'.
                    'family': 'a', 'containerDefinitions': [{'name': 'w', 'image': 'i', 'memory': 8, 'essential': false}] | ClientException: A task definition must have at least one essential container.
                    'family': 'a', 'containerDefinitions': [{'name': 'w', 'image': 'i', 'memory': 8}, {'name': 'w', 'image': 'i', 'memory': 8}] | ClientException: Container.name 'w' is used more than once.
                    'family': 'a', 'networkMode': 'awsvpc', 'containerDefinitions': [{'name': 'w', 'image': 'i', 'memory': 8, 'portMappings': [{'containerPort': 80, 'hostPort': 81}]}] | ClientException: When networkMode=awsvpc, the host ports and container ports in port mappings must match.
                    'family': 'a', 'networkMode': 'host', 'containerDefinitions': [{'name': 'w', 'image': 'i', 'memory': 8, 'portMappings': [{'containerPort': 80, 'hostPort': 81}]}] | ClientException: When networkMode=host, the host ports and container ports in port mappings must match.
                    'family': 'a', 'networkMode': 'none', 'containerDefinitions': [{'name': 'w', 'image': 'i', 'memory': 8, 'portMappings': [{'containerPort': 80}]}] | ClientException: Port mappings are not allowed when networkMode=none.
                    'family': 'a', 'containerDefinitions': [{'name': 'w', 'image': 'i', 'memory': 8, 'portMappings': [{'hostPort': 81}]}] | ClientException: Invalid 'containerPort' setting for container 'w'.
                    'family': 'a', 'containerDefinitions': [{'name': 'w', 'image': 'i', 'memory': 8, 'portMappings': [{'containerPort': 65536}]}] | ClientException: Invalid 'containerPort' setting for container 'w'.
                    'family': 'a', 'containerDefinitions': [{'name': 'w', 'image': 'i', 'memory': 8, 'healthCheck': {'command': ['CMD', 'x'], 'interval': 4}}] | ClientException: Invalid 'healthCheck.interval' setting for container 'w'.
                    'family': 'a', 'requiresCompatibilities': ['FARGATE'], 'containerDefinitions': [{'name': 'w', 'image': 'i', 'memory': 8}] | ClientException: Fargate only supports network mode ‘awsvpc’.
                    'family': 'a', 'requiresCompatibilities': ['FARGATE'], 'networkMode': 'awsvpc', 'containerDefinitions': [{'name': 'w', 'image': 'i', 'memory': 8}] | ClientException: Fargate requires that 'cpu' be defined at the task level.
                    'family': 'a', 'requiresCompatibilities': ['FARGATE'], 'networkMode': 'awsvpc', 'cpu': '256', 'containerDefinitions': [{'name': 'w', 'image': 'i', 'memory': 8}] | ClientException: Fargate requires that 'memory' be defined at the task level.
                    'family': 'a', 'requiresCompatibilities': ['FARGATE'], 'networkMode': 'awsvpc', 'cpu': '256', 'memory': '4096', 'containerDefinitions': [{'name': 'w', 'image': 'i'}] | ClientException: No Fargate configuration exists for given values.
                    'family': 'a', 'requiresCompatibilities': ['FARGATE'], 'networkMode': 'awsvpc', 'cpu': '256', 'memory': '512', 'containerDefinitions': [{'name': 'w', 'image': 'i', 'stopTimeout': 121}] | ClientException: Invalid 'stopTimeout' setting for container 'w'.
                    'family': 'a', 'cpu': 'much', 'containerDefinitions': [{'name': 'w', 'image': 'i', 'memory': 8}] | ClientException: Invalid 'cpu' setting for task. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.
                    'family': 'a', 'cpu': '127', 'containerDefinitions': [{'name': 'w', 'image': 'i', 'memory': 8}] | ClientException: Invalid 'cpu' setting for task. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.
                    'family': 'a', 'cpu': '256', 'containerDefinitions': [{'name': 'w', 'image': 'i', 'memory': 8, 'cpu': 257}] | ClientException: The sum of all container 'cpu' values cannot be greater than the value of the task 'cpu'.
                    'family': 'a', 'memory': '512', 'containerDefinitions': [{'name': 'w', 'image': 'i', 'memory': 513}] | ClientException: The sum of all container 'memory' values cannot be greater than the value of the task 'memory'.
                    'family': 'a', 'containerDefinitions': [{'name': 'w', 'image': 'i', 'memory': 8, 'dependsOn': [{'containerName': 'x', 'condition': 'START'}]}] | ClientException: Container 'w' depends on container 'x', which is not in the task definition.
                    'family': 'a', 'containerDefinitions': [{'name': 'w', 'image': 'i', 'memory': 8, 'dependsOn': [{'containerName': 'x', 'condition': 'SUCCESS'}]}, {'name': 'x', 'image': 'i', 'memory': 8}] | ClientException: A dependency container with SUCCESS or COMPLETE condition cannot be an essential container
                    'family': 'a', 'containerDefinitions': [{'name': 'w', 'image': 'i', 'memory': 8, 'dependsOn': [{'containerName': 'x', 'condition': 'HEALTHY'}]}, {'name': 'x', 'image': 'i', 'memory': 8}] | ClientException: A dependency container with HEALTHY condition must have a health check defined
                    'family': 'a', 'containerDefinitions': [{'name': 'w', 'image': 'i', 'memory': 8, 'dependsOn': [{'containerName': 'x', 'condition': 'START'}]}, {'name': 'x', 'image': 'i', 'memory': 8, 'dependsOn': [{'containerName': 'w', 'condition': 'START'}]}] | ClientException: Container dependencies cannot have a cycle: 'w' depends on itself.
                    'family': 'a', 'ephemeralStorage': {'sizeInGiB': 20}, 'containerDefinitions': [{'name': 'w', 'image': 'i', 'memory': 8}] | ClientException: EphemeralStorage size should be at least 21
                    'family': 'a', 'ephemeralStorage': {'sizeInGiB': 201}, 'containerDefinitions': [{'name': 'w', 'image': 'i', 'memory': 8}] | ClientException: EphemeralStorage size should be at most 200
                    """)
    void a_bad_task_definition_is_refused(String members, String expected) {
        assertThat(aws.refusal("ecs:RegisterTaskDefinition", "{" + members + "}"))
                .isEqualTo(expected);
        assertThat(aws.world.tasks().definitions.size()).isZero();
    }

    @Test
    void what_is_not_given_gets_the_default_of_aws() {
        aws.webDefinition();
        var definition =
                aws.call("ecs:DescribeTaskDefinition", "{'taskDefinition': 'web'}")
                        .get("taskDefinition");
        assertContains(
                definition,
                "{'taskDefinitionArn':"
                        + " 'arn:aws:ecs:us-east-1:123456789012:task-definition/web:1',"
                        + " 'revision': 1, 'status': 'ACTIVE', 'networkMode': 'awsvpc',"
                        + " 'compatibilities': ['EC2', 'FARGATE'], 'volumes': [],"
                        + " 'registeredAt': '2026-11-27T19:00:00Z', 'cpu': '1024'}");
        assertContains(
                definition.at("/containerDefinitions/0"),
                "{'cpu': 0, 'essential': true, 'environment': [], 'mountPoints': [],"
                        + " 'volumesFrom': [], 'portMappings': [{'containerPort': 8080, 'hostPort':"
                        + " 8080, 'protocol': 'tcp'}]}");
    }

    @ParameterizedTest
    @CsvSource({"256,256", ".25 vCPU,256", "1 vcpu,1024", "0.5vCPU,512"})
    void cpu_is_read_as_units_or_vcpus(String given, int units) {
        assertThat(TaskSize.of(given, null).cpuUnits()).isEqualTo(units);
    }

    @ParameterizedTest
    @CsvSource({"512,512", "1GB,1024", "0.5 GB,512", "30 gb,30720"})
    void memory_is_read_as_mib_or_gigabytes(String given, int mib) {
        assertThat(TaskSize.of(null, given).memoryMib()).isEqualTo(mib);
    }

    @Test
    void fargate_has_74_sizes() {
        int sizes = 0;
        for (int cpu = 0; cpu <= 32_768; cpu += 128) {
            for (int memory = 0; memory <= 262_144; memory += 256) {
                sizes += FargateSizes.has(cpu, memory) ? 1 : 0;
            }
        }
        assertThat(sizes).isEqualTo(74);
    }

    @Test
    void revisions_count_up_and_the_newest_active_one_is_meant_by_the_family() {
        for (int i = 0; i < 3; i++) {
            aws.webDefinition();
        }
        aws.call("ecs:DeregisterTaskDefinition", "{'taskDefinition': 'web:3'}");
        assertThat(
                        aws.call("ecs:DescribeTaskDefinition", "{'taskDefinition': 'web'}")
                                .at("/taskDefinition/revision")
                                .asInt())
                .isEqualTo(2);
        assertThat(
                        aws.call("ecs:DescribeTaskDefinition", "{'taskDefinition': 'web:3'}")
                                .at("/taskDefinition/status")
                                .asText())
                .isEqualTo("INACTIVE");
        assertThat(aws.call("ecs:ListTaskDefinitions", "{'sort': 'DESC'}").toString())
                .containsSubsequence("web:2", "web:1")
                .doesNotContain("web:3");
        assertThat(aws.refusal("ecs:DescribeTaskDefinition", "{'taskDefinition': 'web:4'}"))
                .isEqualTo("ClientException: Unable to describe task definition.");
    }
}
