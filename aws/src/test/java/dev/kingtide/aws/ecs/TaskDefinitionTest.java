package dev.kingtide.aws.ecs;

import static dev.kingtide.aws.ApiWorld.assertContains;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.aws.ApiWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
                    'family': 'a', 'volumes': [{'name': 'v'}, {'name': 'v'}], 'containerDefinitions': [{'name': 'w', 'image': 'i', 'memory': 8}] | ClientException: Volume.name 'v' is used more than once.
                    'family': 'a', 'containerDefinitions': [{'name': 'w', 'image': 'i', 'memory': 8, 'mountPoints': [{'sourceVolume': 'v', 'containerPath': '/v'}]}] | ClientException: Invalid 'mountPoints' setting for container 'w'. Unknown volume 'v'.
                    'family': 'a', 'containerDefinitions': [{'name': 'w', 'image': 'i', 'memory': 8, 'volumesFrom': [{'sourceContainer': 'x'}]}] | ClientException: Invalid 'volumesFrom' setting for container 'w'. Unknown container 'x'.
                    'family': 'a', 'networkMode': 'awsvpc', 'containerDefinitions': [{'name': 'w', 'image': 'i', 'memory': 8, 'links': ['x']}] | ClientException: Links are not supported when networkMode=awsvpc.
                    'family': 'a', 'containerDefinitions': [{'name': 'w', 'image': 'i', 'memory': 8, 'restartPolicy': {'enabled': true, 'restartAttemptPeriod': 59}}] | ClientException: Invalid 'restartPolicy.restartAttemptPeriod' setting for container 'w'.
                    'family': 'a', 'inferenceAccelerators': [{'deviceName': 'd', 'deviceType': 't'}], 'containerDefinitions': [{'name': 'w', 'image': 'i', 'memory': 8}] | UnsupportedFeatureException: Elastic Inference is not supported by Kingtide.
                    'family': 'a', 'requiresCompatibilities': ['FARGATE'], 'networkMode': 'awsvpc', 'cpu': '256', 'memory': '512', 'containerDefinitions': [{'name': 'w', 'image': '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:1'}] | ClientException: Fargate requires task definition to have execution role ARN to support ECR images.
                    'family': 'a', 'requiresCompatibilities': ['FARGATE'], 'networkMode': 'awsvpc', 'cpu': '256', 'memory': '512', 'containerDefinitions': [{'name': 'w', 'image': 'i', 'logConfiguration': {'logDriver': 'awslogs'}}] | ClientException: Fargate requires task definition to have execution role ARN to support log driver awslogs.
                    'family': 'a', 'containerDefinitions': [{'name': 'w', 'image': 'i', 'memory': 8, 'secrets': [{'name': 'S', 'valueFrom': 'arn:aws:ssm:us-east-1:123456789012:parameter/s'}]}] | ClientException: When you are specifying container secrets, you must also specify a value for 'executionRoleArn'.
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

    /// On instances it is their role that pulls and logs.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'FARGATE'], 'executionRoleArn': 'arn:aws:iam::123456789012:role/run'",
                "'EC2']"
            })
    void images_of_ecr_and_logs_need_a_role_on_fargate_only(String where) {
        aws.call(
                "ecs:RegisterTaskDefinition",
                "{'requiresCompatibilities': ["
                        + where
                        + ", 'family': 'a', 'networkMode': 'awsvpc', 'cpu': '256', 'memory': '512',"
                        + " 'containerDefinitions': [{'name': 'w', 'image':"
                        + " '123456789012.dkr.ecr.eu-west-1.amazonaws.com/w', 'logConfiguration':"
                        + " {'logDriver': 'awslogs'}}]}");
        assertThat(aws.world.tasks().definitions.size()).isEqualTo(1);
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

    @Test
    void a_definition_of_more_than_64_kilobytes_is_refused() {
        String command = "x".repeat(65_536);
        assertThat(
                        aws.refusal(
                                "ecs:RegisterTaskDefinition",
                                "{'family': 'a', 'containerDefinitions': [{'name': 'w', 'image':"
                                        + " 'i', 'memory': 8, 'command': ['"
                                        + command
                                        + "']}]}"))
                .startsWith("ClientException: Actual length: '65")
                .endsWith("'. Max allowed length is '65536' bytes.");
    }

    @Test
    void a_definition_says_what_its_agent_must_be_able_to_do() {
        var made =
                aws.call(
                                "ecs:RegisterTaskDefinition",
                                "{'family': 'a', 'networkMode': 'awsvpc', 'executionRoleArn': 'r',"
                                        + " 'volumes': [{'name': 'v'}], 'containerDefinitions':"
                                        + " [{'name': 'w', 'image': 'i', 'memory': 8,"
                                        + " 'logConfiguration': {'logDriver': 'awslogs'}}]}")
                        .get("taskDefinition");
        assertThat(made.get("requiresAttributes").findValuesAsText("name"))
                .containsExactly(
                        "com.amazonaws.ecs.capability.docker-remote-api.1.18",
                        "com.amazonaws.ecs.capability.docker-remote-api.1.19",
                        "com.amazonaws.ecs.capability.logging-driver.awslogs",
                        "ecs.capability.execution-role-awslogs",
                        "ecs.capability.task-eni");
        assertContains(made, "{'volumes': [{'name': 'v', 'host': {}}]}");
        assertContains(made, "{'registeredBy': 'arn:aws:iam::123456789012:root'}");
    }

    @Test
    void a_deregistered_revision_is_deleted_and_its_number_not_used_again() {
        aws.webDefinition();
        aws.webDefinition();
        aws.call("ecs:DeregisterTaskDefinition", "{'taskDefinition': 'web:2'}");
        var answer =
                aws.call(
                        "ecs:DeleteTaskDefinitions",
                        "{'taskDefinitions': ['web:1', 'web:2', 'web:9']}");
        assertThat(answer.get("taskDefinitions")).hasSize(1);
        assertContains(
                answer.at("/taskDefinitions/0"),
                "{'status': 'DELETE_IN_PROGRESS', 'deleteRequestedAt': '2026-11-27T19:00:00Z',"
                        + " 'deregisteredAt': '2026-11-27T19:00:00Z'}");
        assertThat(answer.get("failures").findValuesAsText("reason"))
                .containsExactly(
                        "The specified task definition is still in ACTIVE status. Please"
                                + " deregister the target and try again.",
                        "The specified task definition does not exist. Specify a valid account,"
                                + " family, revision and try again.");
        assertThat(
                        aws.call("ecs:ListTaskDefinitions", "{'status': 'DELETE_IN_PROGRESS'}")
                                .toString())
                .contains("web:2");
        assertThat(aws.refusal("ecs:RunTask", "{'taskDefinition': 'web:2'}"))
                .startsWith("ClusterNotFoundException");
        aws.webDefinition();
        assertThat(
                        aws.call("ecs:DescribeTaskDefinition", "{'taskDefinition': 'web'}")
                                .at("/taskDefinition/revision")
                                .asInt())
                .isEqualTo(3);
    }
}
