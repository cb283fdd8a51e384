package dev.kingtide.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.ObjectNotFoundException;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClientException;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.ClusterContainsServicesException;
import software.amazon.awssdk.services.ecs.model.ClusterField;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentBrief;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentStatus;
import software.amazon.awssdk.services.ecs.model.ServiceNotFoundException;
import software.amazon.awssdk.services.ecs.model.SortOrder;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;
import software.amazon.awssdk.services.ecs.waiters.EcsWaiter;
import software.amazon.awssdk.services.sts.StsClient;

/// The story that every client of the acceptance tests tells, told by the AWS SDK for Java v2.
final class JavaStory {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final ScalableDimension COUNT = ScalableDimension.ECS_SERVICE_DESIRED_COUNT;
    private static final NetworkConfiguration NETWORK =
            NetworkConfiguration.builder()
                    .awsvpcConfiguration(vpc -> vpc.subnets("subnet-1", "subnet-2"))
                    .build();

    private final Sdk sdk;
    private final String name;
    private final String cluster;
    private final String family;
    private final Tag tag;

    /// @param name keeps its clusters and families apart from those of other tellers
    JavaStory(URI endpoint, Map<String, String> environment, String name) {
        this.name = name;
        sdk = new Sdk(endpoint, environment);
        cluster = name + "-shop";
        family = name + "-web";
        tag = Tag.builder().key("client").value(name).build();
    }

    void tell() throws InterruptedException {
        try (EcsClient ecs = sdk.client(EcsClient.builder());
                EcsWaiter waiter = sdk.waiter(ecs);
                ApplicationAutoScalingClient scaling =
                        sdk.client(ApplicationAutoScalingClient.builder())) {
            clusters(ecs);
            errors(ecs, scaling);
            definitions(ecs);
            create(ecs, waiter);
            scale(ecs, waiter, scaling);
            deploy(ecs, waiter);
            task(ecs, waiter);
            end(ecs, waiter);
        }
    }

    private void clusters(EcsClient ecs) {
        try (StsClient sts = sdk.client(StsClient.builder())) {
            assertThat(sts.getCallerIdentity().account()).isEqualTo("123456789012");
        }
        List<String> names = List.of(cluster, name + "-second", name + "-third");
        for (String each : names) {
            Cluster made = ecs.createCluster(c -> c.clusterName(each).tags(tag)).cluster();
            assertThat(made.status()).isEqualTo("ACTIVE");
        }
        var seen =
                ecs.describeClusters(
                        d -> d.clusters(cluster, name + "-none").include(ClusterField.TAGS));
        assertThat(seen.clusters())
                .extracting(Cluster::clusterName, Cluster::tags)
                .containsExactly(tuple(cluster, List.of(tag)));
        assertThat(seen.failures()).singleElement().matches(f -> f.reason().equals("MISSING"));
        List<String> listed =
                ecs.listClustersPaginator(l -> l.maxResults(1)).clusterArns().stream()
                        .map(JavaStory::last)
                        .toList();
        assertThat(listed).doesNotHaveDuplicates().containsAll(names);
        names.stream().skip(1).forEach(each -> ecs.deleteCluster(d -> d.cluster(each)));
    }

    private void errors(EcsClient ecs, ApplicationAutoScalingClient scaling) {
        String none = name + "-none";
        refused(
                ClusterNotFoundException.class,
                () -> ecs.describeServices(d -> d.cluster(none).services("web")));
        refused(
                ServiceNotFoundException.class,
                () -> ecs.updateService(u -> u.cluster(cluster).service("none").desiredCount(1)));
        refused(
                ClientException.class,
                () -> ecs.describeTaskDefinition(d -> d.taskDefinition(none)));
        refused(
                InvalidParameterException.class,
                () -> ecs.describeTasks(d -> d.cluster(cluster).tasks(List.of())));
        refused(
                ClientException.class,
                () ->
                        ecs.registerTaskDefinition(
                                r -> r.family("no spaces!").containerDefinitions(List.of())));
        refused(
                ObjectNotFoundException.class,
                () ->
                        scaling.deregisterScalableTarget(d ->
                                d.serviceNamespace(ServiceNamespace.ECS)
                                        .resourceId("service/" + cluster + "/none")
                                        .scalableDimension(COUNT)));
    }

    private void definitions(EcsClient ecs) {
        assertThat(register(ecs, "nginx:1.26", Map.of()).revision()).isEqualTo(1);
        assertThat(register(ecs, "nginx:1.27", Map.of()).revision()).isEqualTo(2);
        Map<String, String> broken = Map.of("kingtide.simulated.pull", "fail");
        TaskDefinition third = register(ecs, "nginx:broken", broken);
        assertThat(third.containerDefinitions().getFirst().dockerLabels()).isEqualTo(broken);
        var pages =
                ecs.listTaskDefinitionsPaginator(
                        l -> l.familyPrefix(family).sort(SortOrder.DESC).maxResults(2));
        assertThat(pages.taskDefinitionArns().stream().map(JavaStory::last))
                .containsExactly(family + ":3", family + ":2", family + ":1");
    }

    private TaskDefinition register(EcsClient ecs, String image, Map<String, String> labels) {
        ContainerDefinition app =
                ContainerDefinition.builder()
                        .name("app")
                        .image(image)
                        .portMappings(PortMapping.builder().containerPort(8080).build())
                        .environment(KeyValuePair.builder().name("G").value("høj 潮").build())
                        .dockerLabels(labels)
                        .build();
        return ecs.registerTaskDefinition(r ->
                        r.family(family)
                                .networkMode(NetworkMode.AWSVPC)
                                .requiresCompatibilities(Compatibility.FARGATE)
                                .cpu("256")
                                .memory("512")
                                .tags(tag)
                                .containerDefinitions(app))
                .taskDefinition();
    }

    private void create(EcsClient ecs, EcsWaiter waiter) {
        Service made =
                ecs.createService(c ->
                                c.cluster(cluster)
                                        .serviceName("web")
                                        .taskDefinition(family + ":1")
                                        .desiredCount(2)
                                        .launchType(LaunchType.FARGATE)
                                        .networkConfiguration(NETWORK)
                                        .tags(tag)
                                        .deploymentConfiguration(d ->
                                                d.deploymentCircuitBreaker(
                                                        b -> b.enable(true).rollback(true))))
                        .service();
        assertThat(made.status()).isEqualTo("ACTIVE");
        waiter.waitUntilServicesStable(d -> d.cluster(cluster).services("web"));
        List<String> arns = ecs.listTasks(l -> l.cluster(cluster).serviceName("web")).taskArns();
        assertThat(arns).hasSize(2);
        waiter.waitUntilTasksRunning(d -> d.cluster(cluster).tasks(arns));
        assertThat(ecs.describeTasks(d -> d.cluster(cluster).tasks(arns)).tasks())
                .extracting(Task::lastStatus, Task::launchType, Task::group)
                .containsOnly(tuple("RUNNING", LaunchType.FARGATE, "service:web"));
    }

    private void scale(EcsClient ecs, EcsWaiter waiter, ApplicationAutoScalingClient scaling)
            throws InterruptedException {
        update(ecs, 4, family + ":1");
        waiter.waitUntilServicesStable(d -> d.cluster(cluster).services("web"));
        String resource = "service/" + cluster + "/web";
        scaling.registerScalableTarget(r ->
                r.serviceNamespace(ServiceNamespace.ECS)
                        .resourceId(resource)
                        .scalableDimension(COUNT)
                        .minCapacity(5)
                        .maxCapacity(8));
        until(ecs, service -> service.desiredCount() == 5);
        scaling.deregisterScalableTarget(d ->
                d.serviceNamespace(ServiceNamespace.ECS)
                        .resourceId(resource)
                        .scalableDimension(COUNT));
        update(ecs, 2, family + ":1");
        until(ecs, service -> service.runningCount() == 2);
    }

    private void deploy(EcsClient ecs, EcsWaiter waiter) throws InterruptedException {
        update(ecs, 2, family + ":2");
        waiter.waitUntilServicesStable(d -> d.cluster(cluster).services("web"));
        assertThat(service(ecs).deployments())
                .extracting(Deployment::status, Deployment::rolloutState)
                .containsExactly(tuple("PRIMARY", DeploymentRolloutState.COMPLETED));

        update(ecs, 2, family + ":3");
        until(ecs, service -> isRolledBack(service));
        assertThat(
                        ecs.listServiceDeployments(l -> l.cluster(cluster).service("web"))
                                .serviceDeployments())
                .extracting(ServiceDeploymentBrief::status)
                .startsWith(
                        ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL,
                        ServiceDeploymentStatus.SUCCESSFUL);
    }

    private boolean isRolledBack(Service service) {
        return service.deployments().size() == 1
                && last(service.taskDefinition()).equals(family + ":2")
                && service.deployments().getFirst().rolloutState()
                        == DeploymentRolloutState.COMPLETED;
    }

    private void task(EcsClient ecs, EcsWaiter waiter) {
        String arn =
                ecs.runTask(r ->
                                r.cluster(cluster)
                                        .taskDefinition(family + ":1")
                                        .launchType(LaunchType.FARGATE)
                                        .networkConfiguration(NETWORK))
                        .tasks()
                        .getFirst()
                        .taskArn();
        waiter.waitUntilTasksRunning(d -> d.cluster(cluster).tasks(arn));
        ecs.stopTask(s -> s.cluster(cluster).task(arn).reason("enough"));
        waiter.waitUntilTasksStopped(d -> d.cluster(cluster).tasks(arn));
        assertThat(ecs.describeTasks(d -> d.cluster(cluster).tasks(arn)).tasks())
                .extracting(Task::stopCode, Task::stoppedReason)
                .containsExactly(tuple(TaskStopCode.USER_INITIATED, "enough"));
    }

    private void end(EcsClient ecs, EcsWaiter waiter) {
        refused(
                InvalidParameterException.class,
                () -> ecs.deleteService(d -> d.cluster(cluster).service("web")));
        refused(
                ClusterContainsServicesException.class,
                () -> ecs.deleteCluster(d -> d.cluster(cluster)));
        update(ecs, 0, family + ":2");
        ecs.deleteService(d -> d.cluster(cluster).service("web"));
        waiter.waitUntilServicesInactive(d -> d.cluster(cluster).services("web"));
        for (int revision = 1; revision <= 3; revision++) {
            String definition = family + ":" + revision;
            ecs.deregisterTaskDefinition(d -> d.taskDefinition(definition));
        }
    }

    private void update(EcsClient ecs, int count, String definition) {
        ecs.updateService(u ->
                u.cluster(cluster).service("web").desiredCount(count).taskDefinition(definition));
    }

    private Service service(EcsClient ecs) {
        return ecs.describeServices(d -> d.cluster(cluster).services("web")).services().getFirst();
    }

    private void until(EcsClient ecs, Predicate<Service> wanted) throws InterruptedException {
        Waiting.until(PATIENCE, () -> service(ecs), wanted);
    }

    private static void refused(Class<? extends AwsServiceException> kind, ThrowingCallable call) {
        assertThatExceptionOfType(kind)
                .isThrownBy(call)
                .satisfies(refusal -> {
                    assertThat(refusal.statusCode()).isEqualTo(400);
                    assertThat(refusal.awsErrorDetails().errorMessage()).isNotBlank();
                });
    }

    private static String last(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }
}
