package dev.kingtide.aws.ecs;

import static dev.kingtide.aws.ApiWorld.assertContains;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kingtide.aws.ApiWorld;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributeTest {
    private final ApiWorld aws = new ApiWorld();
    private final List<String> instances = new ArrayList<>();

    @BeforeEach
    void a_cluster_with_two_instances() {
        aws.call("ecs:CreateCluster", "{}");
        for (int i = 0; i < 2; i++) {
            instances.add(
                    aws.call(
                                    "ecs:RegisterContainerInstance",
                                    "{'tags': [{'key': 'a', 'value': 'b'}], 'totalResources':"
                                            + " [{'name': 'CPU', 'integerValue': 2048}, {'name':"
                                            + " 'MEMORY', 'integerValue': 4000}]}")
                            .at("/containerInstance/containerInstanceArn")
                            .asText());
            put(i, "stack", i == 0 ? "blue" : "green");
        }
    }

    private JsonNode put(int number, String name, String value) {
        return aws.call(
                "ecs:PutAttributes",
                "{'attributes': [{'name': '%s', 'value': '%s', 'targetId': '%s'}]}"
                        .formatted(name, value, instances.get(number)));
    }

    private JsonNode listed(String more) {
        return aws.call("ecs:ListAttributes", "{'targetType': 'container-instance'" + more + "}");
    }

    @Test
    void attributes_are_put_found_and_deleted() {
        assertThat(listed(", 'attributeName': 'stack'").get("attributes").findValuesAsText("value"))
                .containsExactly("blue", "green");
        assertContains(
                listed(", 'attributeName': 'stack', 'attributeValue': 'green'").at("/attributes/0"),
                "{'targetType': 'container-instance', 'targetId': '" + instances.get(1) + "'}");
        aws.call(
                "ecs:DeleteAttributes",
                "{'attributes': [{'name': 'stack', 'targetId': '" + instances.get(0) + "'}]}");
        assertThat(listed(", 'attributeName': 'stack'").get("attributes")).hasSize(1);
    }

    @Test
    void all_attributes_are_listed_page_by_page() {
        int all = listed("").get("attributes").size();
        List<JsonNode> found = new ArrayList<>();
        String token = "";
        do {
            JsonNode page =
                    listed(
                            ", 'maxResults': 1"
                                    + (token.isEmpty() ? "" : ", 'nextToken': '" + token + "'"));
            page.get("attributes").forEach(found::add);
            token = page.path("nextToken").asText();
        } while (!token.isEmpty());
        assertThat(found).hasSize(all).doesNotHaveDuplicates();
    }

    @Test
    void an_instance_has_ten_custom_attributes_at_most() {
        for (int i = 0; i < 9; i++) {
            put(0, "k" + i, "v");
        }
        assertThat(
                        aws.refusal(
                                "ecs:PutAttributes",
                                "{'attributes': [{'name': 'more', 'targetId': '"
                                        + instances.get(0)
                                        + "'}]}"))
                .startsWith("AttributeLimitExceededException: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    PutAttributes | 'attributes': [] | InvalidParameterException: Attributes cannot be empty.
                    PutAttributes | 'attributes': [{'name': 'a', 'targetId': 'nope'}] | TargetNotFoundException: The specified target was not found.
                    PutAttributes | 'attributes': [{'name': 'a'}] | InvalidParameterException: targetId should not be null or empty.
                    PutAttributes | 'attributes': [{'name': 'ecs.a', 'targetId': 'x'}] | InvalidParameterException: Invalid attribute name: ecs.a. Names have 1 to 128 letters, digits, hyphens, underscores, slashes and periods, and do not begin with 'ecs.'.
                    PutAttributes | 'attributes': [{'name': 'a', 'value': 'b ', 'targetId': 'x'}] | InvalidParameterException: Invalid attribute value: b
                    ListAttributes | 'targetType': 'container-instance', 'attributeValue': 'b' | InvalidParameterException: An attribute name must be specified with a value.
                    DeregisterContainerInstance | 'containerInstance': 'nope' | InvalidParameterException: The referenced container instance was not found.
                    UpdateContainerAgent | 'containerInstance': 'nope' | InvalidParameterException: The referenced container instance was not found.
                    RegisterContainerInstance | 'containerInstanceArn': 'nope' | InvalidParameterException: The referenced container instance was not found.
                    """)
    void a_bad_call_is_refused(String operation, String members, String expected) {
        assertThat(aws.refusal("ecs:" + operation, "{" + members + "}").strip())
                .isEqualTo(expected.strip());
    }

    @Test
    void an_instance_with_tasks_is_deregistered_only_by_force() {
        aws.call(
                "ecs:RegisterTaskDefinition",
                "{'family': 'job', 'containerDefinitions': [{'name': 'job', 'image': 'i',"
                        + " 'memory': 100}]}");
        String which = "'containerInstance': '" + instances.get(0) + "'";
        JsonNode task =
                aws.call(
                                "ecs:StartTask",
                                "{'taskDefinition': 'job', 'containerInstances': ['"
                                        + instances.get(0)
                                        + "']}")
                        .at("/tasks/0");
        aws.wait(30);
        assertThat(aws.refusal("ecs:DeregisterContainerInstance", "{" + which + "}"))
                .isEqualTo("InvalidParameterException: Found running tasks on the instance.");
        assertThat(
                        aws.call(
                                        "ecs:DeregisterContainerInstance",
                                        "{" + which + ", 'force': true}")
                                .at("/containerInstance/status")
                                .asText())
                .isEqualTo("INACTIVE");
        assertContains(
                aws.call("ecs:DescribeTasks", "{'tasks': ['" + task.get("taskArn").asText() + "']}")
                        .at("/tasks/0"),
                "{'lastStatus': 'STOPPED', 'stoppedReason': 'Container instance deregistration"
                        + " forced by user'}");
        assertThat(aws.call("ecs:ListContainerInstances", "{}").get("containerInstanceArns"))
                .hasSize(1);
    }

    /// Its ARN.
    private String runTask() {
        aws.call(
                "ecs:RegisterTaskDefinition",
                "{'family': 'job', 'containerDefinitions': [{'name': 'job', 'image': 'i',"
                        + " 'memory': 100}]}");
        return aws.call("ecs:RunTask", "{'taskDefinition': 'job'}").at("/tasks/0/taskArn").asText();
    }

    @Test
    void an_agent_says_which_image_it_runs() {
        String task = runTask();
        aws.call(
                "ecs:SubmitTaskStateChange",
                "{'task': '"
                        + task
                        + "', 'status': 'RUNNING', 'containers': [{'containerName': 'job',"
                        + " 'status': 'RUNNING', 'imageDigest': 'sha256:12'}]}");
        JsonNode container =
                aws.call("ecs:DescribeTasks", "{'tasks': ['" + task + "']}")
                        .at("/tasks/0/containers/0");
        assertContains(container, "{'imageDigest': 'sha256:12', 'lastStatus': 'RUNNING'}");
    }

    @Test
    void what_an_agent_reports_is_taken_as_what_a_driver_sees() {
        String task = runTask();
        aws.wait(30);
        aws.call(
                "ecs:SubmitContainerStateChange",
                "{'task': '"
                        + task
                        + "', 'containerName': 'job', 'status': 'STOPPED', 'exitCode':"
                        + " 3}");
        aws.call("ecs:SubmitTaskStateChange", "{'task': '" + task + "', 'status': 'STOPPED'}");
        JsonNode stopped =
                aws.call("ecs:DescribeTasks", "{'tasks': ['" + task + "']}").at("/tasks/0");
        assertContains(
                stopped, "{'lastStatus': 'STOPPED', 'stopCode': 'EssentialContainerExited'}");
        assertThat(stopped.at("/containers/0/exitCode").asInt()).isEqualTo(3);
        assertThat(
                        aws.call(
                                        "ecs:SubmitTaskStateChange",
                                        "{'task': 'late', 'status': 'STOPPED'}")
                                .get("acknowledgment")
                                .asText())
                .isEqualTo("ACK");
    }

    @Test
    void an_instance_shows_its_health_and_tags_when_asked() {
        String describe = "{'containerInstances': ['" + instances.get(0) + "']";
        JsonNode plain =
                aws.call("ecs:DescribeContainerInstances", describe + "}")
                        .at("/containerInstances/0");
        assertThat(plain.has("healthStatus")).isFalse();
        assertThat(plain.get("tags")).isEmpty();
        JsonNode full =
                aws.call(
                                "ecs:DescribeContainerInstances",
                                describe + ", 'include': ['TAGS', 'CONTAINER_INSTANCE_HEALTH']}")
                        .at("/containerInstances/0");
        assertThat(full.at("/healthStatus/overallStatus").asText()).isEqualTo("OK");
        assertThat(full.get("tags")).hasSize(1);
        assertThat(full.at("/registeredResources/2/stringSetValue")).hasSize(6);
        assertThat(
                        aws.refusal(
                                "ecs:UpdateContainerAgent",
                                "{'containerInstance': '" + instances.get(0) + "'}"))
                .isEqualTo(
                        "NoUpdateAvailableException: There is no update available for your"
                                + " container agent.");
    }
}
