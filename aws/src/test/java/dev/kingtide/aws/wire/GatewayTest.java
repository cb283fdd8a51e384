package dev.kingtide.aws.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kingtide.aws.ApiWorld;
import dev.kingtide.aws.wire.Gateway.Settings;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.ObjectNotFoundException;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.ConflictException;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.UnsupportedFeatureException;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerNotFoundException;

class GatewayTest {
    private final ApiWorld world = new ApiWorld();
    private final Gateway gateway =
            new Gateway(
                    id ->
                            id.equals(Clients.KEY)
                                    ? new AccessKey("123456789012", Clients.SECRET)
                                    : null,
                    _ -> world.api,
                    () -> "00000000-0000-4000-8000-000000000001",
                    Settings.DEFAULT);
    private final GatewayClient transport =
            new GatewayClient(request -> gateway.answer(request, System.currentTimeMillis()));

    @Test
    void a_cluster_is_made_and_described_over_json() {
        try (EcsClient ecs = Clients.of(EcsClient.builder(), transport, Clients.SECRET)) {
            assertThat(ecs.createCluster(c -> c.clusterName("shop")).cluster().clusterArn())
                    .isEqualTo("arn:aws:ecs:us-east-1:123456789012:cluster/shop");
            assertThat(ecs.describeClusters(c -> c.clusters("shop", "none")).failures())
                    .singleElement()
                    .satisfies(failure -> assertThat(failure.reason()).isEqualTo("MISSING"));
            assertThatThrownBy(() -> ecs.deleteCluster(c -> c.cluster("none")))
                    .isInstanceOf(ClusterNotFoundException.class)
                    .hasMessageStartingWith("Cluster not found.");
        }
    }

    @Test
    void a_token_that_is_in_use_names_the_tasks_that_it_started() {
        try (EcsClient ecs = Clients.of(EcsClient.builder(), transport, Clients.SECRET)) {
            ecs.createCluster(c -> c.clusterName("default"));
            world.webDefinition();
            RunTaskRequest first =
                    RunTaskRequest.builder()
                            .taskDefinition("web")
                            .launchType(LaunchType.FARGATE)
                            .clientToken("one")
                            .networkConfiguration(
                                    n -> n.awsvpcConfiguration(a -> a.subnets("subnet-1")))
                            .build();
            String started = ecs.runTask(first).tasks().getFirst().taskArn();
            assertThatThrownBy(() -> ecs.runTask(first.toBuilder().group("other").build()))
                    .isInstanceOfSatisfying(
                            ConflictException.class,
                            conflict ->
                                    assertThat(conflict.resourceIds()).containsExactly(started));
        }
    }

    @Test
    void what_is_not_served_is_refused_with_an_error_of_the_model() {
        try (EcsClient ecs = Clients.of(EcsClient.builder(), transport, Clients.SECRET)) {
            assertThatThrownBy(() -> ecs.createExpressGatewayService(c -> c.serviceName("a")))
                    .isInstanceOf(UnsupportedFeatureException.class)
                    .hasMessageStartingWith(
                            "CreateExpressGatewayService is not supported by Kingtide.");
        }
    }

    @Test
    void a_request_without_a_required_member_is_refused_in_the_words_of_the_service() {
        try (EcsClient ecs = Clients.of(EcsClient.builder(), transport, Clients.SECRET)) {
            assertThatThrownBy(() -> ecs.createService(c -> c.desiredCount(1)))
                    .isInstanceOf(InvalidParameterException.class)
                    .hasMessageStartingWith(
                            "1 validation error detected: Value null at 'serviceName' failed to"
                                    + " satisfy constraint: Member must not be null");
        }
    }

    @Test
    void a_load_balancer_is_made_and_described_over_query() {
        try (ElasticLoadBalancingV2Client elb =
                Clients.of(ElasticLoadBalancingV2Client.builder(), transport, Clients.SECRET)) {
            var made = elb.createLoadBalancer(c -> c.name("shop").subnets("subnet-a", "subnet-b"));
            assertThat(made.loadBalancers()).hasSize(1);
            var found = elb.describeLoadBalancers(c -> c.names("shop"));
            assertThat(found.loadBalancers()).isEqualTo(made.loadBalancers());
            assertThatThrownBy(() -> elb.describeLoadBalancers(c -> c.names("none")))
                    .isInstanceOf(LoadBalancerNotFoundException.class)
                    .hasMessageStartingWith("One or more load balancers not found");
        }
    }

    @Test
    void an_alarm_is_made_and_described_over_cbor() {
        try (CloudWatchClient cloudWatch =
                Clients.of(CloudWatchClient.builder(), transport, Clients.SECRET)) {
            cloudWatch.putMetricAlarm(c ->
                    c.alarmName("a")
                            .namespace("AWS/ECS")
                            .metricName("CPUUtilization")
                            .statistic(Statistic.AVERAGE)
                            .period(60)
                            .evaluationPeriods(3)
                            .threshold(70.5)
                            .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD));
            assertThat(cloudWatch.describeAlarms(c -> c.alarmNames("a")).metricAlarms())
                    .singleElement()
                    .satisfies(alarm -> assertThat(alarm.threshold()).isEqualTo(70.5));
        }
    }

    @Test
    void an_error_of_a_service_that_says_message_with_a_capital_arrives_with_its_text() {
        try (ApplicationAutoScalingClient scaling =
                Clients.of(ApplicationAutoScalingClient.builder(), transport, Clients.SECRET)) {
            assertThatThrownBy(() ->
                            scaling.deregisterScalableTarget(c ->
                                    c.serviceNamespace(ServiceNamespace.ECS)
                                            .resourceId("service/shop/web")
                                            .scalableDimension(
                                                    ScalableDimension.ECS_SERVICE_DESIRED_COUNT)))
                    .isInstanceOf(ObjectNotFoundException.class)
                    .hasMessageStartingWith("No scalable target registered for");
        }
    }

    @Test
    void a_wrong_secret_is_refused() {
        try (EcsClient ecs = Clients.of(EcsClient.builder(), transport, "another")) {
            EcsException refused =
                    catchThrowableOfType(EcsException.class, () -> ecs.listClusters());
            assertThat(refused.awsErrorDetails().errorCode())
                    .isEqualTo("InvalidSignatureException");
            assertThat(refused.statusCode()).isEqualTo(400);
        }
    }
}
