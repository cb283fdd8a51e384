package dev.kingtide.aws.ecs;

import static dev.kingtide.aws.ApiWorld.assertContains;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kingtide.aws.ApiWorld;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceTest {
    private static final String NETWORK =
            "'networkConfiguration': {'awsvpcConfiguration': {'subnets': ['subnet-a',"
                    + " 'subnet-b']}}";
    private final ApiWorld aws = new ApiWorld();
    private String group = "";

    @BeforeEach
    void a_cluster_and_what_a_service_needs() {
        aws.call("ecs:CreateCluster", "{'clusterName': 'shop', 'capacityProviders': ['FARGATE']}");
        aws.webDefinition();
        aws.call(
                "ecs:RegisterTaskDefinition",
                "{'family': 'bridged', 'containerDefinitions': [{'name': 'web', 'image': 'i',"
                        + " 'memory': 128, 'portMappings': [{'containerPort': 8080}]}]}");
        aws.call(
                "ecs:RegisterTaskDefinition",
                "{'family': 'gone', 'containerDefinitions': [{'name': 'web', 'image': 'i',"
                        + " 'memory': 128}]}");
        aws.call("ecs:DeregisterTaskDefinition", "{'taskDefinition': 'gone:1'}");
        group = aws.shopFront();
        aws.group("lone", "ip");
        aws.group("boxes", "instance");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    'serviceName': 'w' | InvalidParameterException: desiredCount is required when the scheduling strategy is REPLICA.
                    'serviceName': 'w', 'desiredCount': 1, 'taskDefinition': 'web', 'launchType': 'FARGATE', 'enableExecuteCommand': true, NETWORK | InvalidParameterException: The service couldn't be created because a valid taskRoleArn is not being used. Specify a valid task role in your task definition and try again.
                    'serviceName': 'a b', 'desiredCount': 1 | InvalidParameterException: Service name contains invalid characters.
                    'serviceName': 'w', 'desiredCount': 1, 'schedulingStrategy': 'DAEMON' | InvalidParameterException: The daemon scheduling strategy does not support a desired count for services. Remove the desired count value and try again
                    'serviceName': 'w', 'schedulingStrategy': 'DAEMON', 'placementStrategy': [{'type': 'random'}] | InvalidParameterException: The daemon scheduling strategy does not support placement strategies. Remove the placement strategies and try again
                    'serviceName': 'w', 'schedulingStrategy': 'DAEMON', 'taskDefinition': 'web', 'launchType': 'FARGATE', NETWORK | InvalidParameterException: The daemon scheduling strategy does not support the FARGATE launch type. Change the launch type and try again
                    'serviceName': 'w', 'schedulingStrategy': 'DAEMON', 'taskDefinition': 'bridged', 'deploymentConfiguration': {'maximumPercent': 150} | InvalidParameterException: The daemon scheduling strategy does not support values above 100 for maximumPercent. Change the value and try again
                    'serviceName': 'w', 'schedulingStrategy': 'DAEMON', 'taskDefinition': 'bridged', 'deploymentConfiguration': {'strategy': 'CANARY'} | InvalidParameterException: The daemon scheduling strategy only supports the deployment strategy ROLLING.
                    'serviceName': 'w', 'desiredCount': 1, 'deploymentController': {'type': 'CODE_DEPLOY'} | UnsupportedFeatureException: The deployment controller CODE_DEPLOY is not supported by Kingtide.
                    'serviceName': 'w', 'desiredCount': 1 | InvalidParameterException: TaskDefinition should not be null or empty.
                    'serviceName': 'w', 'desiredCount': 1, 'taskDefinition': 'nope' | ClientException: TaskDefinition not found.
                    'serviceName': 'w', 'desiredCount': 1, 'taskDefinition': 'gone:1' | ClientException: TaskDefinition is inactive
                    'serviceName': 'w', 'desiredCount': 1, 'taskDefinition': 'web', 'cluster': 'nope' | ClusterNotFoundException: Cluster not found.
                    'serviceName': 'w', 'desiredCount': 1, 'taskDefinition': 'web', 'launchType': 'FARGATE' | InvalidParameterException: Network Configuration must be provided when networkMode 'awsvpc' is specified.
                    'serviceName': 'w', 'desiredCount': 1, 'taskDefinition': 'bridged', 'launchType': 'FARGATE' | InvalidParameterException: Task definition does not support launch_type FARGATE.
                    'serviceName': 'w', 'desiredCount': 1, 'taskDefinition': 'bridged', NETWORK | InvalidParameterException: Network Configuration is not valid for the given networkMode of this task definition.
                    'serviceName': 'w', 'desiredCount': -1, 'taskDefinition': 'web', NETWORK | InvalidParameterException: desiredCount must be between 0 and 5000.
                    'serviceName': 'w', 'desiredCount': 5001, 'taskDefinition': 'web', NETWORK | InvalidParameterException: desiredCount must be between 0 and 5000.
                    'serviceName': 'w', 'desiredCount': 1, 'taskDefinition': 'web', NETWORK, 'launchType': 'FARGATE', 'capacityProviderStrategy': [{'capacityProvider': 'FARGATE', 'weight': 1}] | InvalidParameterException: Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.
                    'serviceName': 'w', 'desiredCount': 1, 'taskDefinition': 'web', NETWORK, 'capacityProviderStrategy': [{'capacityProvider': 'FARGATE_SPOT', 'weight': 1}] | InvalidParameterException: The specified capacity provider 'FARGATE_SPOT' is not associated with the cluster. Associate it and try again.
                    'serviceName': 'w', 'desiredCount': 1, 'taskDefinition': 'web', NETWORK, 'capacityProviderStrategy': [{'capacityProvider': 'FARGATE'}] | InvalidParameterException: At least one capacity provider in a capacity provider strategy must have a weight greater than zero.
                    'serviceName': 'w', 'desiredCount': 1, 'taskDefinition': 'web', NETWORK, 'launchType': 'FARGATE', 'placementStrategy': [{'type': 'random'}] | InvalidParameterException: Placement strategies are not supported with FARGATE launch type.
                    'serviceName': 'w', 'desiredCount': 1, 'taskDefinition': 'web', NETWORK, 'launchType': 'FARGATE', 'placementConstraints': [{'type': 'distinctInstance'}] | InvalidParameterException: Placement constraints are not supported with FARGATE launch type.
                    'serviceName': 'w', 'desiredCount': 1, 'taskDefinition': 'bridged', 'placementStrategy': [{'type': 'binpack', 'field': 'disk'}] | InvalidParameterException: The field 'disk' is not valid for the strategy binpack.
                    'serviceName': 'w', 'desiredCount': 1, 'taskDefinition': 'web', NETWORK, 'healthCheckGracePeriodSeconds': 10 | InvalidParameterException: Health check grace period is only valid for services configured to use load balancers
                    'serviceName': 'w', 'desiredCount': 1, 'taskDefinition': 'web', NETWORK, 'deploymentConfiguration': {'maximumPercent': 99} | InvalidParameterException: maximumPercent must be greater than or equal to 100.
                    'serviceName': 'w', 'desiredCount': 1, 'taskDefinition': 'web', NETWORK, 'deploymentConfiguration': {'minimumHealthyPercent': 101} | InvalidParameterException: minimumHealthyPercent must be between 0 and 100.
                    'serviceName': 'w', 'desiredCount': 1, 'taskDefinition': 'web', NETWORK, 'loadBalancers': [{'targetGroupArn': 'NONE', 'containerName': 'web', 'containerPort': 8080}] | InvalidParameterException: The specified target group NONE does not exist.
                    'serviceName': 'w', 'desiredCount': 1, 'taskDefinition': 'web', NETWORK, 'loadBalancers': [{'targetGroupArn': 'LONE', 'containerName': 'web', 'containerPort': 8080}] | InvalidParameterException: The target group with targetGroupArn LONE does not have an associated load balancer.
                    'serviceName': 'w', 'desiredCount': 1, 'taskDefinition': 'bridged', 'loadBalancers': [{'targetGroupArn': 'SHOP', 'containerName': 'web', 'containerPort': 8080}] | InvalidParameterException: The provided target group SHOP has target type ip, which is incompatible with the bridge network mode specified in the task definition.
                    'serviceName': 'w', 'desiredCount': 1, 'taskDefinition': 'web', NETWORK, 'loadBalancers': [{'targetGroupArn': 'SHOP', 'containerName': 'wbe', 'containerPort': 8080}] | InvalidParameterException: The container wbe does not exist in the task definition.
                    'serviceName': 'w', 'desiredCount': 1, 'taskDefinition': 'web', NETWORK, 'loadBalancers': [{'targetGroupArn': 'SHOP', 'containerName': 'web', 'containerPort': 80}] | InvalidParameterException: The container web did not have a container port 80 defined.
                    """)
    void a_bad_service_is_refused(String members, String expected) {
        String input =
                ("{'cluster': 'shop', " + members + "}")
                        .replace("NETWORK", NETWORK)
                        .replace("SHOP", group)
                        .replace("LONE", arn("lone"));
        assertThat(
                        aws.refusal("ecs:CreateService", input)
                                .replace(group, "SHOP")
                                .replace(arn("lone"), "LONE"))
                .isEqualTo(expected);
        assertThat(aws.world.services().table.size()).isZero();
    }

    private String arn(String name) {
        return aws.world.traffic().targetGroupsByName.list(name).getFirst().arn();
    }

    private JsonNode create(String more) {
        return aws.call(
                        "ecs:CreateService",
                        "{'cluster': 'shop', 'serviceName': 'web', 'taskDefinition': 'web',"
                                + " 'launchType': 'FARGATE', 'desiredCount': 2, "
                                + NETWORK
                                + more
                                + "}")
                .get("service");
    }

    private String balanced() {
        return ", 'loadBalancers': [{'targetGroupArn': '"
                + group
                + "', 'containerName': 'web', 'containerPort': 8080}]";
    }

    @Test
    void a_new_service_has_the_defaults_of_aws() {
        JsonNode service = create(balanced());
        assertContains(
                service,
                "{'serviceArn': 'arn:aws:ecs:us-east-1:123456789012:service/shop/web', 'status':"
                        + " 'ACTIVE', 'desiredCount': 2, 'runningCount': 0, 'pendingCount': 0,"
                        + " 'launchType': 'FARGATE', 'platformVersion': 'LATEST',"
                        + " 'schedulingStrategy': 'REPLICA', 'healthCheckGracePeriodSeconds': 0,"
                        + " 'propagateTags': 'NONE', 'availabilityZoneRebalancing': 'ENABLED',"
                        + " 'enableExecuteCommand': false, 'placementStrategy': [], 'events': []}");
        assertContains(
                service.get("deploymentConfiguration"),
                "{'minimumHealthyPercent': 100, 'maximumPercent': 200, 'strategy': 'ROLLING',"
                        + " 'deploymentCircuitBreaker': {'enable': false, 'rollback': false}}");
        assertContains(
                service.at("/deployments/0"),
                "{'status': 'PRIMARY', 'rolloutState': 'IN_PROGRESS', 'desiredCount': 2,"
                        + " 'failedTasks': 0}");
    }

    @Test
    void a_service_runs_its_tasks_behind_its_load_balancer() {
        create(balanced());
        aws.wait(60);
        JsonNode service = described();
        assertContains(service, "{'runningCount': 2, 'pendingCount': 0}");
        assertThat(service.at("/deployments/0/rolloutState").asText()).isEqualTo("COMPLETED");
        assertThat(service.at("/events/0/message").asText())
                .isEqualTo("(service web) has reached a steady state.");
        assertThat(
                        aws.call(
                                        "elbv2:DescribeTargetHealth",
                                        "{'TargetGroupArn': '" + group + "'}")
                                .findValuesAsText("State"))
                .containsExactly("healthy", "healthy");
        JsonNode arns =
                aws.call("ecs:ListTasks", "{'cluster': 'shop', 'serviceName': 'web'}")
                        .get("taskArns");
        JsonNode tasks =
                aws.call("ecs:DescribeTasks", "{'cluster': 'shop', 'tasks': " + arns + "}")
                        .get("tasks");
        assertThat(tasks.findValuesAsText("availabilityZone"))
                .containsExactlyInAnyOrder("us-east-1a", "us-east-1b");
        assertContains(
                tasks.get(0),
                "{'lastStatus': 'RUNNING', 'desiredStatus': 'RUNNING', 'group': 'service:web',"
                        + " 'cpu': '1024', 'memory': '2048', 'connectivity': 'CONNECTED'}");
    }

    private JsonNode described() {
        return aws.call("ecs:DescribeServices", "{'cluster': 'shop', 'services': ['web']}")
                .at("/services/0");
    }

    @Test
    void an_update_changes_what_it_names_and_deploys_only_what_a_deployment_deploys() {
        create(balanced());
        aws.wait(60);
        JsonNode scaled =
                aws.call(
                                "ecs:UpdateService",
                                "{'cluster': 'shop', 'service': 'web', 'desiredCount': 3,"
                                        + " 'healthCheckGracePeriodSeconds': 7,"
                                        + " 'deploymentConfiguration': {'maximumPercent': 150}}")
                        .get("service");
        assertContains(scaled, "{'desiredCount': 3, 'healthCheckGracePeriodSeconds': 7}");
        assertContains(
                scaled.get("deploymentConfiguration"),
                "{'minimumHealthyPercent': 100, 'maximumPercent': 150}");
        assertThat(scaled.get("deployments")).hasSize(1);
        aws.webDefinition();
        JsonNode deployed =
                aws.call(
                                "ecs:UpdateService",
                                "{'cluster': 'shop', 'service': 'web', 'taskDefinition': 'web'}")
                        .get("service");
        assertThat(deployed.get("deployments").findValuesAsText("status"))
                .containsExactly("PRIMARY", "ACTIVE");
        assertThat(deployed.get("taskDefinition").asText()).endsWith("web:2");
        aws.wait(1200);
        JsonNode done = described();
        assertThat(done.get("deployments")).hasSize(1);
        assertContains(done, "{'runningCount': 3}");
    }

    @Test
    void the_same_again_is_the_same_service_and_another_is_refused() {
        JsonNode first = create("");
        assertThat(create("").get("createdAt")).isEqualTo(first.get("createdAt"));
        assertThat(
                        aws.refusal(
                                "ecs:CreateService",
                                "{'cluster': 'shop', 'serviceName': 'web', 'taskDefinition':"
                                        + " 'web', 'launchType': 'FARGATE', 'desiredCount': 3, "
                                        + NETWORK
                                        + "}"))
                .isEqualTo("InvalidParameterException: Creation of service was not idempotent.");
    }

    @Test
    void a_service_is_deleted_once_it_is_scaled_to_zero_or_by_force() {
        create("");
        aws.wait(60);
        String name = "{'cluster': 'shop', 'service': 'web'";
        assertThat(aws.refusal("ecs:DeleteService", name + "}"))
                .isEqualTo(
                        "InvalidParameterException: The service cannot be stopped while it is"
                                + " scaled above 0.");
        assertThat(aws.refusal("ecs:DeleteCluster", "{'cluster': 'shop'}"))
                .startsWith("ClusterContainsServicesException");
        aws.call("ecs:DeleteService", name + ", 'force': true}");
        assertThat(described().get("status").asText()).isEqualTo("DRAINING");
        aws.wait(60);
        assertThat(described().get("status").asText()).isEqualTo("INACTIVE");
        assertThat(aws.refusal("ecs:UpdateService", name + ", 'desiredCount': 1}"))
                .isEqualTo("ServiceNotActiveException: Service was not ACTIVE.");
        assertThat(aws.call("ecs:ListServices", "{'cluster': 'shop'}").get("serviceArns"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    ecs:UpdateService | {'cluster': 'shop', 'service': 'nope'} | ServiceNotFoundException: Service not found.
                    ecs:DeleteService | {'cluster': 'shop', 'service': 'nope'} | ServiceNotFoundException: Service not found.
                    ecs:DescribeServices | {'cluster': 'nope', 'services': ['a']} | ClusterNotFoundException: Cluster not found.
                    ecs:DescribeServices | {'cluster': 'shop', 'services': []} | InvalidParameterException: Services cannot be empty.
                    ecs:DescribeTasks | {'cluster': 'shop', 'tasks': []} | InvalidParameterException: Tasks cannot be empty.
                    ecs:StopTask | {'cluster': 'shop', 'task': '0123'} | InvalidParameterException: The referenced task was not found.
                    ecs:RunTask | {'cluster': 'shop', 'taskDefinition': 'web', 'count': 11} | InvalidParameterException: count must be between 1 and 10.
                    ecs:RunTask | {'cluster': 'shop', 'taskDefinition': 'web'} | InvalidParameterException: Network Configuration must be provided when networkMode 'awsvpc' is specified.
                    ecs:CreateCluster | {'clusterName': 'a', 'capacityProviders': ['mine']} | InvalidParameterException: The specified capacity provider 'mine' was not found.
                    ecs:DeleteCluster | {'cluster': 'nope'} | ClusterNotFoundException: Cluster not found.
                    ecs:UpdateContainerInstancesState | {'cluster': 'shop', 'containerInstances': ['a'], 'status': 'REGISTERING'} | InvalidParameterException: Container instance status should be ACTIVE or DRAINING.
                    ecs:UpdateContainerInstancesState | {'cluster': 'shop', 'containerInstances': ['a'], 'status': 'DRAINED'} | InvalidParameterException: 1 validation error detected: Value 'DRAINED' at 'status' failed to satisfy constraint: Member must satisfy enum value set: [ACTIVE, DRAINING, REGISTERING, DEREGISTERING, REGISTRATION_FAILED]
                    ecs:RegisterContainerInstance | {'cluster': 'shop'} | InvalidParameterException: Resource CPU must be specified in totalResources.
                    ecs:CreateDaemon | {} | UnknownOperationException: Kingtide does not serve ecs:CreateDaemon.
                    s3:CreateBucket | {} | UnknownOperationException: Kingtide does not serve s3:CreateBucket.
                    """)
    void other_bad_calls_are_refused(String operation, String input, String expected) {
        assertThat(aws.refusal(operation, input)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "ecs:DescribeServices, services, service/shop/nope",
        "ecs:DescribeTasks, tasks, task/shop/nope",
        "ecs:DescribeContainerInstances, containerInstances, container-instance/shop/nope"
    })
    void what_is_not_there_is_a_failure_of_a_describe(String operation, String member, String arn) {
        JsonNode answer = aws.call(operation, "{'cluster': 'shop', '" + member + "': ['nope']}");
        assertThat(answer.at("/failures/0/reason").asText()).isEqualTo("MISSING");
        assertThat(answer.at("/failures/0/arn").asText()).endsWith(arn);
    }
}
