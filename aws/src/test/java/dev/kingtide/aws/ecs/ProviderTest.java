package dev.kingtide.aws.ecs;

import static dev.kingtide.aws.ApiWorld.assertContains;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kingtide.aws.ApiWorld;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderTest {
    private static final String GROUP =
            "'autoScalingGroupProvider': {'autoScalingGroupArn': 'arn:aws:autoscaling:g'";
    private static final String MANAGED =
            "'managedInstancesProvider': {'infrastructureRoleArn': 'r', 'instanceLaunchTemplate':"
                    + " {'ec2InstanceProfileArn': 'p', 'networkConfiguration': {'subnets':"
                    + " ['subnet-a']}}}";
    private final ApiWorld aws = new ApiWorld();

    @BeforeEach
    void a_cluster() {
        aws.call("ecs:CreateCluster", "{'clusterName': 'shop'}");
    }

    private JsonNode create(String more) {
        return aws.call("ecs:CreateCapacityProvider", "{'name': 'mine', " + GROUP + more + "}}")
                .get("capacityProvider");
    }

    private JsonNode described(String name) {
        return aws.call(
                        "ecs:DescribeCapacityProviders",
                        "{'capacityProviders': ['" + name + "'], 'include': ['TAGS']}")
                .at("/capacityProviders/0");
    }

    @Test
    void the_providers_of_fargate_are_always_there() {
        JsonNode all = aws.call("ecs:DescribeCapacityProviders", "{}").get("capacityProviders");
        assertThat(all.findValuesAsText("name")).containsExactly("FARGATE", "FARGATE_SPOT");
        assertContains(all.get(0), "{'status': 'ACTIVE', 'tags': []}");
        assertThat(
                        aws.call("ecs:DescribeCapacityProviders", "{'capacityProviders': ['x']}")
                                .at("/failures/0/reason")
                                .asText())
                .isEqualTo("MISSING");
    }

    @Test
    void what_is_not_given_gets_the_default_of_aws() {
        JsonNode made = create(", 'managedScaling': {'status': 'ENABLED'}");
        assertContains(
                made,
                "{'status': 'ACTIVE', 'updateStatus': 'CREATE_COMPLETE', 'type':"
                        + " 'EC2_AUTOSCALING', 'capacityProviderArn':"
                        + " 'arn:aws:ecs:us-east-1:123456789012:capacity-provider/mine'}");
        assertContains(
                made.get("autoScalingGroupProvider"),
                "{'managedTerminationProtection': 'DISABLED', 'managedDraining': 'ENABLED',"
                        + " 'managedScaling': {'status': 'ENABLED', 'targetCapacity': 100,"
                        + " 'minimumScalingStepSize': 1, 'maximumScalingStepSize': 10000,"
                        + " 'instanceWarmupPeriod': 300}}");
    }

    @Test
    void a_provider_is_changed_and_deleted_once_no_cluster_has_it() {
        create(", 'managedScaling': {'status': 'ENABLED'}");
        aws.call(
                "ecs:PutClusterCapacityProviders",
                "{'cluster': 'shop', 'capacityProviders': ['mine'],"
                        + " 'defaultCapacityProviderStrategy': []}");
        JsonNode cluster =
                aws.call(
                                "ecs:DescribeClusters",
                                "{'clusters': ['shop'], 'include': ['ATTACHMENTS']}")
                        .at("/clusters/0");
        assertThat(cluster.get("attachmentsStatus").asText()).isEqualTo("UPDATE_COMPLETE");
        assertThat(cluster.at("/attachments/0/type").asText()).isEqualTo("as_policy");
        aws.call(
                "ecs:UpdateCapacityProvider",
                "{'name': 'mine', 'autoScalingGroupProvider': {'managedDraining': 'DISABLED'}}");
        assertContains(
                described("mine").get("autoScalingGroupProvider"),
                "{'managedDraining': 'DISABLED', 'autoScalingGroupArn': 'arn:aws:autoscaling:g'}");
        String delete = "{'capacityProvider': 'mine'}";
        assertThat(
                        aws.call("ecs:DeleteCapacityProvider", delete)
                                .at("/capacityProvider/updateStatus")
                                .asText())
                .isEqualTo("DELETE_FAILED");
        aws.call(
                "ecs:PutClusterCapacityProviders",
                "{'cluster': 'shop', 'capacityProviders': [],"
                        + " 'defaultCapacityProviderStrategy': []}");
        aws.call("ecs:DeleteCapacityProvider", delete);
        assertContains(
                described("mine"), "{'status': 'INACTIVE', 'updateStatus': 'DELETE_COMPLETE'}");
    }

    @Test
    void managed_instances_are_of_one_cluster_which_cannot_be_deleted_before_them() {
        aws.call(
                "ecs:CreateCapacityProvider",
                "{'name': 'mine', 'cluster': 'shop', " + MANAGED + "}");
        assertContains(described("mine"), "{'type': 'MANAGED_INSTANCES', 'cluster': 'shop'}");
        assertThat(aws.refusal("ecs:DeleteCluster", "{'cluster': 'shop'}"))
                .startsWith("ClusterContainsCapacityProviderException: ");
        aws.call(
                "ecs:UpdateCapacityProvider",
                "{'name': 'mine', 'cluster': 'shop', 'managedInstancesProvider':"
                        + " {'infrastructureRoleArn': 'other', 'instanceLaunchTemplate':"
                        + " {'ec2InstanceProfileArn': 'q'}}}");
        assertThat(described("mine").get("managedInstancesProvider").toString())
                .contains("\"other\"", "\"q\"", "subnet-a");
        aws.call("ecs:DeleteCapacityProvider", "{'capacityProvider': 'mine'}");
        aws.call("ecs:DeleteCluster", "{'cluster': 'shop'}");
    }

    @Test
    void a_provider_that_a_task_runs_on_stays_with_its_cluster() {
        aws.webDefinition();
        aws.call(
                "ecs:PutClusterCapacityProviders",
                "{'cluster': 'shop', 'capacityProviders': ['FARGATE', 'FARGATE_SPOT'],"
                        + " 'defaultCapacityProviderStrategy': [{'capacityProvider':"
                        + " 'FARGATE_SPOT', 'weight': 1}]}");
        aws.call(
                "ecs:RunTask",
                "{'cluster': 'shop', 'taskDefinition': 'web', 'networkConfiguration':"
                        + " {'awsvpcConfiguration': {'subnets': ['subnet-a']}}}");
        String only =
                "{'cluster': 'shop', 'capacityProviders': ['%s'],"
                        + " 'defaultCapacityProviderStrategy': []}";
        assertThat(aws.refusal("ecs:PutClusterCapacityProviders", only.formatted("FARGATE")))
                .isEqualTo(
                        "ResourceInUseException: The specified capacity provider is in use and"
                                + " cannot be removed.");
        aws.call("ecs:PutClusterCapacityProviders", only.formatted("FARGATE_SPOT"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    CreateCapacityProvider | 'name': 'fargate-x', GROUP} | InvalidParameterException: The specified capacity provider name is invalid. Up to 255 letters, numbers, underscores and hyphens are allowed, and the name cannot be prefixed with "aws", "ecs" or "fargate".
                    CreateCapacityProvider | 'name': 'x' | InvalidParameterException: Specify either autoScalingGroupProvider or managedInstancesProvider.
                    CreateCapacityProvider | 'name': 'x', MANAGED | InvalidParameterException: A cluster must be specified for a Managed Instances capacity provider.
                    CreateCapacityProvider | 'name': 'x', 'cluster': 'shop', GROUP} | InvalidParameterException: A cluster is only valid for a Managed Instances capacity provider.
                    CreateCapacityProvider | 'name': 'mine', OTHER} | ClientException: The specified capacity provider already exists. To change the configuration of an existing capacity provider, update the capacity provider.
                    CreateCapacityProvider | 'name': 'x', GROUP} | ClientException: The specified Auto Scaling group ARN is already being used by another capacity provider. Specify a unique Auto Scaling group ARN and try again: arn:aws:autoscaling:g
                    CreateCapacityProvider | 'name': 'x', OTHER, 'managedTerminationProtection': 'ENABLED'} | InvalidParameterException: The managed termination protection setting for the capacity provider is invalid. To enable managed termination protection for a capacity provider, enable managed scaling.
                    CreateCapacityProvider | 'name': 'x', OTHER, 'managedScaling': {'targetCapacity': 101}} | InvalidParameterException: 1 validation error detected: Value '101' at 'autoScalingGroupProvider.managedScaling.targetCapacity' failed to satisfy constraint: Member must have value less than or equal to 100
                    UpdateCapacityProvider | 'name': 'FARGATE' | InvalidParameterException: The specified capacity provider is reserved and cannot be changed or deleted.
                    UpdateCapacityProvider | 'name': 'x' | InvalidParameterException: The specified capacity provider 'x' was not found.
                    DeleteCapacityProvider | 'capacityProvider': 'FARGATE_SPOT' | InvalidParameterException: The specified capacity provider is reserved and cannot be changed or deleted.
                    DescribeCapacityProviders | 'maxResults': 11 | InvalidParameterException: maxResults must be between 1 and 10.
                    PutClusterCapacityProviders | 'cluster': 'shop', 'capacityProviders': ['x'], 'defaultCapacityProviderStrategy': [] | InvalidParameterException: The specified capacity provider 'x' was not found.
                    PutClusterCapacityProviders | 'cluster': 'shop', 'capacityProviders': [], 'defaultCapacityProviderStrategy': [{'capacityProvider': 'FARGATE', 'weight': 1}] | InvalidParameterException: The specified capacity provider 'FARGATE' is not associated with the cluster. Associate it and try again.
                    """)
    void a_bad_call_is_refused(String operation, String members, String expected) {
        create("");
        String input =
                members.replace("GROUP", GROUP)
                        .replace("MANAGED", MANAGED)
                        .replace("OTHER", GROUP.replace(":g'", ":other'"));
        assertThat(aws.refusal("ecs:" + operation, "{" + input + "}")).isEqualTo(expected);
    }
}
