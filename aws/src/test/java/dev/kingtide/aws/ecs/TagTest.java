package dev.kingtide.aws.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kingtide.aws.ApiWorld;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TagTest {
    private static final String ARN = "arn:aws:ecs:us-east-1:123456789012:";
    private static final String NETWORK =
            "'networkConfiguration': {'awsvpcConfiguration': {'subnets': ['subnet-a']}}";
    private final ApiWorld aws = new ApiWorld();

    @BeforeEach
    void a_cluster_and_a_tagged_definition() {
        aws.call("ecs:CreateCluster", "{'clusterName': 'shop'}");
        aws.webDefinition();
        tag("task-definition/web:1", "'key': 'team', 'value': 'blue'");
    }

    private void tag(String resource, String tag) {
        aws.call(
                "ecs:TagResource",
                "{'resourceArn': '" + ARN + resource + "', 'tags': [{" + tag + "}]}");
    }

    private List<String> tags(String arn) {
        List<String> found = new ArrayList<>();
        aws.call("ecs:ListTagsForResource", "{'resourceArn': '" + arn + "'}")
                .get("tags")
                .forEach(t -> found.add(t.get("key").asText() + '=' + t.get("value").asText()));
        return found;
    }

    private String service(String more) {
        return aws.call(
                        "ecs:CreateService",
                        "{'cluster': 'shop', 'serviceName': 'web', 'taskDefinition': 'web',"
                                + " 'launchType': 'FARGATE', 'desiredCount': 1, "
                                + NETWORK
                                + more
                                + "}")
                .at("/service/serviceArn")
                .asText();
    }

    private List<String> tagsOfItsTask() {
        aws.wait(30);
        return tags(aws.call("ecs:ListTasks", "{'cluster': 'shop'}").at("/taskArns/0").asText());
    }

    @ParameterizedTest
    @CsvSource({"cluster/shop", "task-definition/web:1", "service/shop/web"})
    void tags_are_put_changed_and_taken_off(String resource) {
        service("");
        tag(resource, "'key': 'a', 'value': '1'");
        tag(resource, "'key': 'b', 'value': '2'");
        tag(resource, "'key': 'a', 'value': '3'");
        assertThat(tags(ARN + resource)).containsSubsequence("b=2", "a=3").doesNotContain("a=1");
        aws.call(
                "ecs:UntagResource",
                "{'resourceArn': '" + ARN + resource + "', 'tagKeys': ['a', 'nope']}");
        assertThat(tags(ARN + resource)).contains("b=2").doesNotContain("a=3");
    }

    @Test
    void a_task_gets_the_tags_of_its_service_and_those_of_ecs_itself() {
        service(
                ", 'tags': [{'key': 'app', 'value': 'shop'}], 'propagateTags': 'SERVICE',"
                        + " 'enableECSManagedTags': true");
        assertThat(tagsOfItsTask())
                .containsExactly("aws:ecs:serviceName=web", "aws:ecs:clusterName=shop", "app=shop");
    }

    @Test
    void a_task_gets_the_tags_of_its_definition() {
        service(", 'propagateTags': 'TASK_DEFINITION'");
        assertThat(tagsOfItsTask()).containsExactly("team=blue");
    }

    @Test
    void a_task_gets_none_without_a_wish() {
        service(", 'tags': [{'key': 'app', 'value': 'shop'}]");
        assertThat(tagsOfItsTask()).isEmpty();
    }

    @Test
    void a_standalone_task_gets_its_own_tags_before_those_of_its_definition() {
        JsonNode task =
                aws.call(
                                "ecs:RunTask",
                                "{'cluster': 'shop', 'taskDefinition': 'web', 'launchType':"
                                        + " 'FARGATE', 'propagateTags': 'TASK_DEFINITION',"
                                        + " 'enableECSManagedTags': true, 'tags': [{'key': 'team',"
                                        + " 'value': 'red'}], "
                                        + NETWORK
                                        + "}")
                        .at("/tasks/0");
        assertThat(tags(task.get("taskArn").asText()))
                .containsExactly("aws:ecs:clusterName=shop", "team=red");
        String describe = "{'cluster': 'shop', 'tasks': ['" + task.get("taskArn").asText() + "']";
        assertThat(aws.call("ecs:DescribeTasks", describe + "}").at("/tasks/0/tags")).isEmpty();
        assertThat(
                        aws.call("ecs:DescribeTasks", describe + ", 'include': ['TAGS']}")
                                .at("/tasks/0/tags"))
                .hasSize(2);
    }

    @Test
    void the_tags_of_a_task_go_with_it() {
        aws.call(
                "ecs:RunTask",
                "{'cluster': 'shop', 'taskDefinition': 'web', 'launchType': 'FARGATE', 'tags':"
                        + " [{'key': 'a', 'value': 'b'}], "
                        + NETWORK
                        + "}");
        int before = aws.world.tags().table.size();
        String arn = aws.call("ecs:ListTasks", "{'cluster': 'shop'}").at("/taskArns/0").asText();
        aws.call("ecs:StopTask", "{'cluster': 'shop', 'task': '" + arn + "'}");
        aws.wait(7200);
        assertThat(aws.world.tags().table.size()).isEqualTo(before - 1);
    }

    @Test
    void a_service_shows_its_tags_when_asked() {
        service(", 'tags': [{'key': 'app', 'value': 'shop'}]");
        String describe = "{'cluster': 'shop', 'services': ['web']";
        assertThat(aws.call("ecs:DescribeServices", describe + "}").at("/services/0").has("tags"))
                .isFalse();
        assertThat(
                        aws.call("ecs:DescribeServices", describe + ", 'include': ['TAGS']}")
                                .at("/services/0/tags/0/value")
                                .asText())
                .isEqualTo("shop");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    cluster/nope | {'key': 'a', 'value': 'b'} | ClusterNotFoundException: Cluster not found.
                    cluster/gone | {'key': 'a', 'value': 'b'} | InvalidParameterException: The specified cluster is inactive. Specify an active cluster and try again.
                    service/shop/nope | {'key': 'a', 'value': 'b'} | InvalidParameterException: The specified service was not found. Specify a valid service.
                    service/web | {'key': 'a', 'value': 'b'} | InvalidParameterException: Long arn format must be used for tagging operations
                    task/shop/nope | {'key': 'a', 'value': 'b'} | InvalidParameterException: The specified task was not found. Specify a valid task.
                    container-instance/shop/nope | {'key': 'a', 'value': 'b'} | InvalidParameterException: The specified container instance was not found. Specify a valid container instance.
                    task-definition/web:9 | {'key': 'a', 'value': 'b'} | InvalidParameterException: The specified task definition was not found. Specify a valid task definition.
                    capacity-provider/nope | {'key': 'a', 'value': 'b'} | InvalidParameterException: The specified capacity provider 'nope' was not found.
                    cluster/shop | {'key': 'AWS:a', 'value': 'b'} | InvalidParameterException: The tag key 'AWS:a' is not valid: 'aws:' is reserved for AWS use.
                    cluster/shop | {'key': 'a', 'value': 'b'}, {'key': 'a', 'value': 'c'} | InvalidParameterException: The tag key 'a' was specified more than once.
                    cluster/shop | {'value': 'b'} | InvalidParameterException: Tag key cannot be null or empty.
                    thing/shop | {'key': 'a', 'value': 'b'} | InvalidParameterException: Invalid identifier: Identifier is not valid: arn:aws:ecs:us-east-1:123456789012:thing/shop
                    """)
    void a_bad_tag_is_refused(String resource, String tags, String expected) {
        aws.call("ecs:CreateCluster", "{'clusterName': 'gone'}");
        aws.call("ecs:DeleteCluster", "{'cluster': 'gone'}");
        assertThat(
                        aws.refusal(
                                "ecs:TagResource",
                                "{'resourceArn': '"
                                        + ARN
                                        + resource
                                        + "', 'tags': ["
                                        + tags
                                        + "]}"))
                .isEqualTo(expected);
    }

    @Test
    void a_resource_has_fifty_tags_at_most() {
        for (int i = 0; i < 50; i++) {
            tag("cluster/shop", "'key': 'k" + i + "', 'value': ''");
        }
        tag("cluster/shop", "'key': 'k7', 'value': 'again'");
        assertThat(
                        aws.refusal(
                                "ecs:TagResource",
                                "{'resourceArn': '"
                                        + ARN
                                        + "cluster/shop', 'tags': [{'key': 'more', 'value':"
                                        + " ''}]}"))
                .isEqualTo("InvalidParameterException: tags can have at most 50 items.");
    }
}
