package dev.kingtide.aws.ecs;

import static dev.kingtide.aws.ApiWorld.assertContains;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kingtide.aws.ApiWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterTest {
    private final ApiWorld aws = new ApiWorld();

    private JsonNode described(String include) {
        return aws.call(
                        "ecs:DescribeClusters",
                        "{'clusters': ['shop'], 'include': [" + include + "]}")
                .at("/clusters/0");
    }

    @Test
    void a_new_cluster_has_the_defaults_of_aws() {
        JsonNode made = aws.call("ecs:CreateCluster", "{'clusterName': 'shop'}").get("cluster");
        assertContains(
                made,
                "{'clusterArn': 'arn:aws:ecs:us-east-1:123456789012:cluster/shop', 'status':"
                        + " 'ACTIVE', 'registeredContainerInstancesCount': 0, 'runningTasksCount':"
                        + " 0, 'pendingTasksCount': 0, 'activeServicesCount': 0, 'statistics': [],"
                        + " 'tags': [], 'settings': [{'name': 'containerInsights', 'value':"
                        + " 'disabled'}], 'capacityProviders': [],"
                        + " 'defaultCapacityProviderStrategy': []}");
    }

    @Test
    void what_is_not_asked_for_is_not_shown() {
        aws.call(
                "ecs:CreateCluster",
                "{'clusterName': 'shop', 'tags': [{'key': 'a', 'value': 'b'}], 'configuration':"
                        + " {'executeCommandConfiguration': {'logging': 'DEFAULT'}}}");
        assertContains(described(""), "{'settings': [], 'statistics': [], 'tags': []}");
        assertThat(described("").has("configuration")).isFalse();
        assertContains(
                described("'TAGS', 'CONFIGURATIONS'"),
                "{'tags': [{'key': 'a', 'value': 'b'}], 'configuration':"
                        + " {'executeCommandConfiguration': {'logging': 'DEFAULT'}}}");
        assertThat(described("'STATISTICS'").get("statistics").findValuesAsText("name"))
                .contains("runningFargateTasksCount", "activeEC2ServiceCount")
                .hasSize(12);
    }

    @Test
    void settings_and_configuration_are_changed_one_by_one() {
        aws.call("ecs:CreateCluster", "{'clusterName': 'shop'}");
        aws.call(
                "ecs:UpdateCluster",
                "{'cluster': 'shop', 'serviceConnectDefaults': {'namespace': 'ns'}}");
        JsonNode changed =
                aws.call(
                                "ecs:UpdateClusterSettings",
                                "{'cluster': 'shop', 'settings': [{'name': 'containerInsights',"
                                        + " 'value': 'enhanced'}]}")
                        .get("cluster");
        assertContains(
                changed,
                "{'settings': [{'name': 'containerInsights', 'value': 'enhanced'}],"
                        + " 'serviceConnectDefaults': {'namespace': 'ns'}}");
    }

    @Test
    void a_deleted_cluster_is_described_as_inactive_and_listed_no_more() {
        aws.call(
                "ecs:CreateCluster",
                "{'clusterName': 'shop', 'tags': [{'key': 'a', 'value': 'b'}]}");
        assertThat(
                        aws.call("ecs:DeleteCluster", "{'cluster': 'shop'}")
                                .at("/cluster/status")
                                .asText())
                .isEqualTo("INACTIVE");
        assertThat(described("").get("status").asText()).isEqualTo("INACTIVE");
        assertThat(aws.call("ecs:ListClusters", "{}").get("clusterArns")).isEmpty();
        assertThat(aws.refusal("ecs:UpdateCluster", "{'cluster': 'shop'}"))
                .isEqualTo("ClusterNotFoundException: Cluster not found.");
        aws.call("ecs:CreateCluster", "{'clusterName': 'shop'}");
        assertContains(described("'TAGS'"), "{'status': 'ACTIVE', 'tags': []}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    CreateService | 'serviceName': 'w', 'desiredCount': 0, 'taskDefinition': 'job' | ClusterContainsServicesException: The Cluster cannot be deleted while Services are active.
                    RunTask | 'taskDefinition': 'web', 'launchType': 'FARGATE', 'networkConfiguration': {'awsvpcConfiguration': {'subnets': ['subnet-a']}} | ClusterContainsTasksException: The Cluster cannot be deleted while Tasks are active.
                    RegisterContainerInstance | 'totalResources': [{'name': 'CPU', 'integerValue': 1024}, {'name': 'MEMORY', 'integerValue': 1000}] | ClusterContainsContainerInstancesException: The Cluster cannot be deleted while Container Instances are active or draining.
                    """)
    void a_cluster_that_holds_something_is_not_deleted(
            String operation, String members, String expected) {
        aws.call("ecs:CreateCluster", "{'clusterName': 'shop'}");
        aws.webDefinition();
        aws.call(
                "ecs:RegisterTaskDefinition",
                "{'family': 'job', 'containerDefinitions': [{'name': 'job', 'image': 'i',"
                        + " 'memory': 8}]}");
        aws.call("ecs:" + operation, "{'cluster': 'shop', " + members + "}");
        assertThat(aws.refusal("ecs:DeleteCluster", "{'cluster': 'shop'}")).isEqualTo(expected);
        assertThat(described("").get("status").asText()).isEqualTo("ACTIVE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    CreateCluster | {'clusterName': 'a b'} | InvalidParameterException: Invalid identifier: Identifier is not valid: a b
                    CreateCluster | {'clusterName': 'a', 'settings': [{'name': 'containerInsights', 'value': 'maybe'}]} | InvalidParameterException: Invalid value for setting containerInsights: maybe. Valid values are enabled, disabled, enhanced.
                    CreateCluster | {'clusterName': 'a', 'configuration': {'executeCommandConfiguration': {'logging': 'OVERRIDE'}}} | InvalidParameterException: logConfiguration must be specified when logging is OVERRIDE.
                    CreateCluster | {'clusterName': 'a', 'capacityProviders': ['mine']} | InvalidParameterException: The specified capacity provider 'mine' was not found.
                    CreateCluster | {'clusterName': 'a', 'tags': [{'key': 'aws:x', 'value': 'b'}]} | InvalidParameterException: The tag key 'aws:x' is not valid: 'aws:' is reserved for AWS use.
                    UpdateCluster | {'cluster': 'nope'} | ClusterNotFoundException: Cluster not found.
                    UpdateClusterSettings | {'cluster': 'shop', 'settings': []} | InvalidParameterException: Settings cannot be empty.
                    DeleteCluster | {'cluster': 'nope'} | ClusterNotFoundException: Cluster not found.
                    DescribeClusters | {'clusters': ['a b']} | InvalidParameterException: Cluster must match ^[a-zA-Z0-9\\-_]{1,255}$, but was a b
                    ListServices | {'cluster': 'arn:aws:ecs:eu-west-1:123456789012:cluster/shop'} | InvalidParameterException: Invalid identifier: Identifier is for eu-west-1. Your region is us-east-1
                    ListServices | {'cluster': 'arn:aws:ecs:us-east-1:210987654321:cluster/shop'} | InvalidParameterException: Invalid identifier: Identifier is for 210987654321. Your accountId is 123456789012
                    ListServices | {'cluster': 'arn:aws:ecs:us-east-1:123456789012:service/shop/web'} | InvalidParameterException: Unsupported resource type: service
                    ListServices | {'cluster': 'arn:aws:sqs:us-east-1:123456789012:shop'} | InvalidParameterException: Invalid identifier: Identifier is not valid: arn:aws:sqs:us-east-1:123456789012:shop
                    DescribeServices | {'services': ['arn:aws:ecs:us-east-1:123456789012:service/shop/web']} | InvalidParameterException: Invalid identifier: Identifier is for cluster shop. Your cluster is default
                    StopTask | {'cluster': 'shop', 'task': 'arn:aws:ecs:us-east-1:123456789012:task/other/1'} | InvalidParameterException: Invalid identifier: Identifier is for cluster other. Your cluster is shop
                    """)
    void a_bad_call_is_refused(String operation, String input, String expected) {
        aws.call("ecs:CreateCluster", "{'clusterName': 'shop'}");
        aws.call("ecs:CreateCluster", "{}");
        assertThat(aws.refusal("ecs:" + operation, input)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:ecs:us-east-1:123456789012:service/shop/web",
        "arn:aws:ecs:us-east-1:123456789012:service/web",
        "web"
    })
    void a_service_is_named_by_its_name_or_by_either_form_of_its_arn(String name) {
        aws.call("ecs:CreateCluster", "{'clusterName': 'shop'}");
        assertThat(
                        aws.call(
                                        "ecs:DescribeServices",
                                        "{'cluster': 'shop', 'services': ['" + name + "']}")
                                .at("/failures/0/arn")
                                .asText())
                .isEqualTo("arn:aws:ecs:us-east-1:123456789012:service/shop/web");
    }
}
