package dev.kingtide.aws.ecs;

import static dev.kingtide.aws.ApiWorld.assertContains;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kingtide.aws.ApiWorld;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which platform version of AWS Fargate runs which task definition.
class PlatformTest {
    private static final String NETWORK =
            ", 'networkConfiguration': {'awsvpcConfiguration': {'subnets': ['subnet-a']}}";
    private static final String UNKNOWN =
            "PlatformUnknownException: The specified platform does not exist.";
    private static final String LACKS =
            "PlatformTaskDefinitionIncompatibilityException: One or more of the requested"
                    + " capabilities are not supported.";
    private static final String INSTANCES =
            "InvalidParameterException: The platform version must be null when specifying an EC2"
                    + " launch type.";
    private final ApiWorld aws = new ApiWorld();

    @BeforeEach
    void a_cluster() {
        aws.call("ecs:CreateCluster", "{}");
    }

    private void register(String task, String container) {
        aws.call(
                "ecs:RegisterTaskDefinition",
                "{'family': 'web', 'networkMode': 'awsvpc', 'cpu': '1024', 'memory': '2048', "
                        + task
                        + " 'containerDefinitions': [{'name': 'web', 'image': 'i'"
                        + container
                        + "}]}");
    }

    private static String run(String where, String version) {
        return "{'taskDefinition': 'web', "
                + where
                + ", 'platformVersion': '"
                + version
                + "'"
                + NETWORK
                + "}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    `` | ``
                    'ephemeralStorage': {'sizeInGiB': 21}, | ``
                    'pidMode': 'task', | ``
                    'runtimePlatform': {'cpuArchitecture': 'ARM64'}, | ``
                    'volumes': [{'name': 'v', 'efsVolumeConfiguration': {'fileSystemId': 'fs-1'}}], | ``
                    `` | , 'environmentFiles': [{'type': 's3', 'value': 'arn:aws:s3:::b/e.env'}]
                    `` | , 'systemControls': [{'namespace': 'net.core.somaxconn', 'value': '1'}]
                    `` | , 'linuxParameters': {'capabilities': {'add': ['SYS_PTRACE']}}
                    """)
    void what_came_with_1_4_0_runs_there_only(String task, String container) {
        register(task, container);
        aws.call("ecs:RunTask", run("'launchType': 'FARGATE'", "1.4.0"));
        aws.call("ecs:RunTask", run("'launchType': 'FARGATE'", "LATEST"));
        String before = run("'launchType': 'FARGATE'", "1.3.0");
        if (task.isEmpty() && container.isEmpty()) {
            assertThat(aws.call("ecs:RunTask", before).at("/tasks/0/platformVersion").asText())
                    .isEqualTo("1.3.0");
        } else {
            assertThat(aws.refusal("ecs:RunTask", before)).isEqualTo(LACKS);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    'launchType': 'FARGATE' | 1.4 | unknown
                    'launchType': 'FARGATE' | 1.2.0 | unknown
                    'launchType': 'FARGATE' | latest | unknown
                    'launchType': 'FARGATE' | 1.0.0 | lacks
                    'launchType': 'EC2' | 1.4.0 | instances
                    'launchType': 'EC2' | LATEST | instances
                    'launchType': 'FARGATE', 'overrides': {'ephemeralStorage': {'sizeInGiB': 30}} | 1.3.0 | lacks
                    'launchType': 'FARGATE', 'overrides': {'cpu': '8192', 'memory': '16384'} | 1.3.0 | lacks
                    'launchType': 'FARGATE', 'overrides': {'containerOverrides': [{'name': 'web', 'environmentFiles': [{'type': 's3', 'value': 'arn:aws:s3:::b/e.env'}]}]} | 1.3.0 | lacks
                    """)
    void a_platform_version_that_is_not_there_or_lacks_something_is_refused(
            String where, String version, String expected) {
        register("", "");
        assertThat(aws.refusal("ecs:RunTask", run(where, version)))
                .isEqualTo(
                        switch (expected) {
                            case "unknown" -> UNKNOWN;
                            case "lacks" -> LACKS;
                            default -> INSTANCES;
                        });
    }

    @Test
    void a_task_definition_for_windows_runs_on_the_platform_of_windows() {
        register("'runtimePlatform': {'operatingSystemFamily': 'WINDOWS_SERVER_2022_CORE'},", "");
        assertThat(aws.refusal("ecs:RunTask", run("'launchType': 'FARGATE'", "1.4.0")))
                .isEqualTo(LACKS);
        JsonNode latest = aws.call("ecs:RunTask", run("'launchType': 'FARGATE'", "LATEST"));
        assertContains(
                latest.at("/tasks/0"),
                "{'platformVersion': '1.0.0', 'platformFamily': 'WINDOWS_SERVER_2022_CORE'}");
    }

    @Test
    void a_service_keeps_its_platform_version_and_gets_no_task_definition_that_needs_another() {
        register("", "");
        String service =
                "{'serviceName': 'web', 'desiredCount': 1, 'taskDefinition': 'web', %s"
                        + NETWORK
                        + "}";
        assertThat(
                        aws.refusal(
                                "ecs:CreateService",
                                service.formatted(
                                        "'launchType': 'FARGATE', 'platformVersion': '1.5.0'")))
                .isEqualTo(UNKNOWN);
        assertThat(
                        aws.refusal(
                                "ecs:CreateService",
                                service.formatted(
                                        "'launchType': 'EC2', 'platformVersion': '1.4.0'")))
                .isEqualTo(INSTANCES);
        aws.call(
                "ecs:CreateService",
                service.formatted("'launchType': 'FARGATE', 'platformVersion': '1.3.0'"));
        aws.wait(30);
        var task = aws.call("ecs:ListTasks", "{}").at("/taskArns/0").asText();
        assertContains(
                aws.call("ecs:DescribeTasks", "{'tasks': ['" + task + "']}").at("/tasks/0"),
                "{'platformVersion': '1.3.0', 'platformFamily': 'Linux'}");
        register("'ephemeralStorage': {'sizeInGiB': 21},", "");
        String newer = "{'service': 'web', 'taskDefinition': 'web:2'%s}";
        assertThat(aws.refusal("ecs:UpdateService", newer.formatted(""))).isEqualTo(LACKS);
        JsonNode changed =
                aws.call("ecs:UpdateService", newer.formatted(", 'platformVersion': '1.4.0'"));
        assertThat(changed.at("/service/platformVersion").asText()).isEqualTo("1.4.0");
    }

    @Test
    void a_task_set_names_its_platform_version() {
        register("", "");
        aws.call(
                "ecs:CreateService",
                "{'serviceName': 'own', 'desiredCount': 1, 'deploymentController': {'type':"
                        + " 'EXTERNAL'}}");
        String set =
                "{'cluster': 'default', 'service': 'own', 'taskDefinition': 'web',"
                        + " 'platformVersion': '%s', ";
        assertThat(
                        aws.refusal(
                                "ecs:CreateTaskSet",
                                set.formatted("1.5.0") + "'launchType': 'FARGATE'" + NETWORK + "}"))
                .isEqualTo(UNKNOWN);
        assertThat(
                        aws.refusal(
                                "ecs:CreateTaskSet",
                                set.formatted("1.4.0") + "'launchType': 'EC2'" + NETWORK + "}"))
                .isEqualTo(INSTANCES);
    }
}
