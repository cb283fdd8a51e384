package dev.kingtide.aws.ecs;

import static dev.kingtide.aws.ApiWorld.assertContains;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kingtide.aws.ApiWorld;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceExtrasTest {
    private final ApiWorld aws = new ApiWorld();

    @BeforeEach
    void a_cluster_and_a_definition() {
        aws.call("ecs:CreateCluster", "{}");
        aws.webDefinition();
    }

    private static String input(String name, String more) {
        return "{'serviceName': '"
                + name
                + "', 'taskDefinition': 'web', 'launchType': 'FARGATE', 'desiredCount': 1,"
                + " 'networkConfiguration': {'awsvpcConfiguration': {'subnets': ['subnet-a']}}"
                + more
                + "}";
    }

    private JsonNode create(String name, String more) {
        return aws.call("ecs:CreateService", input(name, more)).get("service");
    }

    @Test
    void a_new_service_shows_who_made_it_and_who_controls_it() {
        assertContains(
                create("web", ""),
                "{'createdBy': 'arn:aws:iam::123456789012:root', 'roleArn':"
                        + " 'arn:aws:iam::123456789012:role/aws-service-role/ecs.amazonaws.com/"
                        + "AWSServiceRoleForECS', 'deploymentController': {'type': 'ECS'},"
                        + " 'enableECSManagedTags': false}");
    }

    @Test
    void the_same_token_gives_the_service_that_is_there_whatever_became_of_it() {
        String token = ", 'clientToken': 'once'";
        JsonNode first = create("web", token);
        aws.call("ecs:UpdateService", "{'service': 'web', 'desiredCount': 3}");
        assertContains(
                create("web", token),
                "{'desiredCount': 3, 'serviceArn': '" + first.get("serviceArn").asText() + "'}");
        assertThat(aws.refusal("ecs:CreateService", input("other", token)))
                .isEqualTo("InvalidParameterException: Creation of service was not idempotent.");
    }

    @Test
    void what_only_deployments_show_is_kept_and_shown_with_them() {
        String connect =
                ", 'serviceConnectConfiguration': {'enabled': true, 'namespace': 'shop'},"
                        + " 'volumeConfigurations': [{'name': 'v'}]";
        JsonNode made = create("web", connect);
        assertContains(
                made.at("/deployments/0"),
                "{'serviceConnectConfiguration': {'enabled': true, 'namespace': 'shop'},"
                        + " 'volumeConfigurations': [{'name': 'v'}]}");
        JsonNode changed =
                aws.call("ecs:UpdateService", "{'service': 'web', 'enableExecuteCommand': false}")
                        .get("service");
        assertThat(changed.at("/deployments/0/serviceConnectConfiguration/namespace").asText())
                .isEqualTo("shop");
    }

    @Test
    void services_are_listed_by_namespace_their_own_or_their_clusters() {
        aws.call(
                "ecs:UpdateCluster",
                "{'cluster': 'default', 'serviceConnectDefaults': {'namespace': 'shop'}}");
        create("a", ", 'serviceConnectConfiguration': {'enabled': true}");
        create("b", ", 'serviceConnectConfiguration': {'enabled': true, 'namespace': 'shop'}");
        create("c", ", 'serviceConnectConfiguration': {'enabled': true, 'namespace': 'other'}");
        create("d", "");
        JsonNode first =
                aws.call("ecs:ListServicesByNamespace", "{'namespace': 'shop', 'maxResults': 1}");
        assertThat(first.at("/serviceArns/0").asText()).endsWith("service/default/a");
        JsonNode rest =
                aws.call(
                        "ecs:ListServicesByNamespace",
                        "{'namespace': 'shop', 'nextToken': '"
                                + first.get("nextToken").asText()
                                + "'}");
        assertThat(rest.get("serviceArns")).hasSize(1);
        assertThat(rest.at("/serviceArns/0").asText()).endsWith("service/default/b");
    }

    @Test
    void a_namespace_that_nobody_is_in_is_not_there() {
        String other = "{'namespace': 'other'}";
        assertThat(aws.refusal("ecs:ListServicesByNamespace", other))
                .isEqualTo("NamespaceNotFoundException: Failed to retrieve namespace for other");
        aws.call(
                "ecs:CreateCluster",
                "{'clusterName': 'b', 'serviceConnectDefaults': {'namespace': 'other'}}");
        assertThat(aws.call("ecs:ListServicesByNamespace", other).get("serviceArns")).isEmpty();
        String shared = "arn:aws:servicediscovery:us-east-1:210987654321:namespace/ns-a";
        create(
                "a",
                ", 'serviceConnectConfiguration': {'enabled': true, 'namespace': '"
                        + shared
                        + "'}");
        assertThat(
                        aws.call("ecs:ListServicesByNamespace", "{'namespace': '" + shared + "'}")
                                .get("serviceArns"))
                .hasSize(1);
        assertThat(
                        aws.refusal(
                                "ecs:UpdateCluster",
                                "{'cluster': 'b', 'serviceConnectDefaults': {'namespace':"
                                        + " 'arn:x'}}"))
                .isEqualTo("NamespaceNotFoundException: Failed to retrieve namespace for arn:x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    'clientToken': 'a b' | InvalidParameterException: clientToken can have at most 36 characters, all of them in the range of 33-126.
                    'serviceConnectConfiguration': {'enabled': true} | InvalidParameterException: A namespace must be specified in the Service Connect configuration, or a default namespace must be set for the cluster.
                    'serviceConnectConfiguration': {'enabled': true, 'namespace': 'arn:aws:servicediscovery:eu-west-1:123456789012:namespace/ns-1'} | NamespaceNotFoundException: Failed to retrieve namespace for arn:aws:servicediscovery:eu-west-1:123456789012:namespace/ns-1
                    'serviceConnectConfiguration': {'enabled': true, 'namespace': 'arn:aws:ecs:us-east-1:123456789012:cluster/a'} | NamespaceNotFoundException: Failed to retrieve namespace for arn:aws:ecs:us-east-1:123456789012:cluster/a
                    'tags': [{'key': 'aws:a', 'value': 'b'}] | InvalidParameterException: The tag key 'aws:a' is not valid: 'aws:' is reserved for AWS use.
                    """)
    void a_bad_service_is_refused_and_leaves_nothing(String more, String expected) {
        assertThat(aws.refusal("ecs:CreateService", input("web", ", " + more))).isEqualTo(expected);
        assertThat(aws.world.services().table.size()).isZero();
    }
}
