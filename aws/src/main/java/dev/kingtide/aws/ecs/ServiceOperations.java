package dev.kingtide.aws.ecs;

import dev.kingtide.aws.Caller;
import dev.kingtide.aws.Turns;
import dev.kingtide.aws.Zones;
import dev.kingtide.core.Turn;
import dev.kingtide.core.World;
import dev.kingtide.core.cluster.CapacityStrategy;
import dev.kingtide.core.cluster.Cluster;
import dev.kingtide.core.placement.PlacementStrategy;
import dev.kingtide.core.service.Daemons;
import dev.kingtide.core.service.DeploymentConfiguration;
import dev.kingtide.core.service.Service;
import dev.kingtide.core.service.ServiceRevision;
import dev.kingtide.core.service.ServiceSettings;
import dev.kingtide.core.service.ServiceStatus;
import dev.kingtide.core.service.Services;
import dev.kingtide.core.service.TaskSets;
import dev.kingtide.core.tag.Tag;
import dev.kingtide.core.task.LaunchType;
import dev.kingtide.core.task.TaskDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.CreateServiceResponse;
import software.amazon.awssdk.services.ecs.model.DeleteServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeleteServiceResponse;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ListServicesRequest;
import software.amazon.awssdk.services.ecs.model.ListServicesResponse;
import software.amazon.awssdk.services.ecs.model.ResourceManagementType;
import software.amazon.awssdk.services.ecs.model.ServiceField;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceResponse;

/// The operations on services.
final class ServiceOperations {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,255}");
    private static final int DESCRIBED_MAX = 10;
    private static final int LISTED_MAX = 100;
    private static final int LISTED = 10;
    private final Turns turns;
    private final Zones zones;

    ServiceOperations(Turns turns, Zones zones) {
        this.turns = turns;
        this.zones = zones;
    }

    /// Creates a service with its first deployment; the same again gives the one that is there.
    CreateServiceResponse create(Caller caller, CreateServiceRequest request) {
        if (request.serviceName() == null || !NAME.matcher(request.serviceName()).matches()) {
            throw EcsErrors.parameter("Service name contains invalid characters.");
        }
        ServiceExtras.checkToken(request.clientToken());
        ModeShape.check(request);
        List<Tag> tags = TagShape.read(request.tags());
        return turns.decide(turn -> {
            World world = turn.world();
            Service again = ServiceExtras.again(world, request);
            if (again != null) {
                return CreateServiceResponse.builder()
                        .service(ServiceView.of(world, again))
                        .build();
            }
            Services.NewService wanted = wanted(turn, caller, request);
            String key = Service.keyOf(wanted.clusterName(), wanted.name());
            Service there = world.services().table.get(key);
            if (there != null && there.status() == ServiceStatus.DRAINING) {
                throw EcsErrors.parameter("Unable to Start a service that is still Draining.");
            }
            boolean active = there != null && there.status() == ServiceStatus.ACTIVE;
            if (there != null && active && !same(there, wanted)) {
                throw EcsErrors.serviceNotIdempotent();
            }
            if (!active) {
                ServiceExtras.checkQuota(world, wanted.clusterName());
            }
            Service made = there != null && active ? there : Services.create(turn, wanted);
            if (!active) {
                ServiceExtras.created(turn, made, request, tags);
            }
            var shown = ServiceView.of(world, made);
            return CreateServiceResponse.builder()
                    .service(tags.isEmpty() ? shown : ServiceExtras.tagged(world, made, shown))
                    .build();
        });
    }

    private Services.NewService wanted(Turn turn, Caller caller, CreateServiceRequest request) {
        World world = turn.world();
        Cluster cluster = ClusterOperations.require(world, request.cluster());
        if (ModeShape.external(request)) {
            return ExternalService.read(world, cluster, caller, request);
        }
        TaskDefinition definition =
                TaskDefinitionOperations.require(world, request.taskDefinition());
        ServiceExtras.checkRole(request.enableExecuteCommand(), definition, "created");
        Capacity capacity =
                capacity(
                        cluster,
                        request.launchTypeAsString(),
                        request.hasCapacityProviderStrategy()
                                ? request.capacityProviderStrategy()
                                : null);
        Platforms.check(request.platformVersion(), capacity.fargate(), definition);
        ServiceShape.placement(
                capacity.fargate(), request.placementStrategy(), request.placementConstraints());
        ServiceSettings settings =
                new ServiceSettings(
                        capacity.launchType(),
                        capacity.strategy(),
                        PlacementShape.read(
                                request.placementStrategy(),
                                request.placementConstraints(),
                                definition,
                                PlacementStrategy.SERVICE_DEFAULT),
                        DeploymentShape.read(
                                request.deploymentConfiguration(),
                                ModeShape.daemon(request)
                                        ? DeploymentConfiguration.DAEMON
                                        : DeploymentConfiguration.DEFAULT),
                        grace(request.healthCheckGracePeriodSeconds(), 0),
                        ModeShape.read(request));
        ModeShape.rebalancing(
                request.availabilityZoneRebalancing(),
                settings,
                request.placementStrategy(),
                request.placementConstraints());
        int desired = request.desiredCount() == null ? 0 : request.desiredCount();
        ServiceRevision revision =
                new ServiceRevision(
                        definition.key(),
                        request.platformVersion() == null ? "LATEST" : request.platformVersion(),
                        NetworkShape.read(turn, request.networkConfiguration(), zones),
                        BalancerShape.read(request.loadBalancers()));
        ServiceRules.check(world, definition, settings, revision, desired);
        return new Services.NewService(
                cluster.name(),
                request.serviceName(),
                desired,
                settings,
                revision,
                ServiceShape.of(caller, request));
    }

    /// Where tasks run: a launch type, or a strategy over providers.
    record Capacity(LaunchType launchType, CapacityStrategy strategy) {
        boolean fargate() {
            return strategy.isEmpty() ? launchType == LaunchType.FARGATE : strategy.isFargate();
        }
    }

    static Capacity capacity(
            Cluster cluster,
            @Nullable String launchType,
            @Nullable List<CapacityProviderStrategyItem> asked) {
        if (launchType != null && asked != null && !asked.isEmpty()) {
            throw EcsErrors.launchTypeAndStrategy();
        }
        CapacityStrategy strategy =
                asked != null
                        ? StrategyShape.read(asked, cluster.capacityProviders())
                        : launchType == null ? cluster.defaultStrategy() : CapacityStrategy.NONE;
        LaunchType type =
                strategy.isFargate() ? LaunchType.FARGATE : ServiceShape.launchType(launchType);
        return new Capacity(type, strategy);
    }

    static int grace(@Nullable Integer asked, int before) {
        if (asked != null && asked < 0) {
            throw EcsErrors.outside("healthCheckGracePeriodSeconds", 0, Integer.MAX_VALUE);
        }
        return asked == null ? before : asked;
    }

    private static boolean same(Service there, Services.NewService wanted) {
        return there.settings().equals(wanted.settings())
                && (there.deployments().isEmpty()
                        || wanted.revision() == null
                        || there.primary().revision().equals(wanted.revision()))
                && (Daemons.is(there) || there.desiredCount() == wanted.desiredCount());
    }

    /// Changes a service; what a deployment deploys begins a new one when it differs.
    UpdateServiceResponse update(UpdateServiceRequest request) {
        return turns.decide(turn -> {
            World world = turn.world();
            Cluster cluster = ClusterOperations.require(world, request.cluster());
            Service before = require(world, cluster, request.service());
            if (before.status() != ServiceStatus.ACTIVE) {
                throw EcsErrors.serviceNotActive();
            }
            ModeShape.check(request, before.settings());
            Service after =
                    Services.update(turn, before.key(), change(turn, cluster, before, request));
            ServiceExtras.changed(turn, after);
            return UpdateServiceResponse.builder().service(ServiceView.of(world, after)).build();
        });
    }

    private Services.ServiceChange change(
            Turn turn, Cluster cluster, Service before, UpdateServiceRequest request) {
        World world = turn.world();
        if (TaskSets.deploy(before)) {
            return ExternalService.change(world, before, request);
        }
        ServiceRevision old = before.primary().revision();
        TaskDefinition definition =
                request.taskDefinition() == null
                        ? world.tasks().definitions.require(old.taskDefinition())
                        : TaskDefinitionOperations.require(world, request.taskDefinition());
        software.amazon.awssdk.services.ecs.model.Service shape =
                ServiceShape.of(request, ServiceView.shape(before));
        ServiceExtras.checkRole(shape.enableExecuteCommand(), definition, "updated");
        Capacity capacity =
                request.hasCapacityProviderStrategy()
                        ? capacity(cluster, null, request.capacityProviderStrategy())
                        : new Capacity(
                                before.settings().launchType(),
                                before.settings().capacityStrategy());
        String platform = request.platformVersion();
        if (platform == null && capacity.fargate()) {
            platform = old.platformVersion();
        }
        Platforms.check(platform, capacity.fargate(), definition);
        ServiceShape.placement(
                capacity.fargate(), shape.placementStrategy(), shape.placementConstraints());
        ServiceSettings settings =
                new ServiceSettings(
                        capacity.launchType(),
                        capacity.strategy(),
                        PlacementShape.read(
                                shape.placementStrategy(),
                                shape.placementConstraints(),
                                definition,
                                PlacementStrategy.SERVICE_DEFAULT),
                        DeploymentShape.read(
                                request.deploymentConfiguration(), before.settings().deployment()),
                        grace(
                                request.healthCheckGracePeriodSeconds(),
                                before.settings().gracePeriodSeconds()),
                        ModeShape.read(request, before.settings().mode()));
        ModeShape.rebalancing(
                request.availabilityZoneRebalancing(),
                settings,
                shape.placementStrategy(),
                shape.placementConstraints());
        ServiceRevision revision =
                new ServiceRevision(
                        definition.key(),
                        platform == null ? old.platformVersion() : platform,
                        request.networkConfiguration() == null
                                ? old.network()
                                : NetworkShape.read(turn, request.networkConfiguration(), zones),
                        request.hasLoadBalancers()
                                ? BalancerShape.read(request.loadBalancers())
                                : old.loadBalancers());
        int desired =
                request.desiredCount() == null ? before.desiredCount() : request.desiredCount();
        ServiceRules.check(world, definition, settings, revision, desired);
        return new Services.ServiceChange(
                request.desiredCount(),
                settings,
                revision,
                Boolean.TRUE.equals(request.forceNewDeployment()),
                shape);
    }

    /// Deletes a service: at once out of sight of the scheduler, DRAINING until its tasks are gone.
    DeleteServiceResponse delete(DeleteServiceRequest request) {
        return turns.decide(turn -> {
            World world = turn.world();
            Cluster cluster = ClusterOperations.require(world, request.cluster());
            Service before = require(world, cluster, request.service());
            if (before.status() == ServiceStatus.INACTIVE) {
                throw EcsErrors.serviceNotActive();
            }
            if (before.desiredCount() > 0 && !Boolean.TRUE.equals(request.force())) {
                throw EcsErrors.serviceScaledAboveZero();
            }
            return DeleteServiceResponse.builder()
                    .service(ServiceView.of(world, Services.delete(turn, before.key())))
                    .build();
        });
    }

    /// Services by name or ARN; those that are not there as failures.
    DescribeServicesResponse describe(DescribeServicesRequest request) {
        if (request.services().isEmpty()) {
            throw EcsErrors.empty("Services");
        }
        if (request.services().size() > DESCRIBED_MAX) {
            throw EcsErrors.tooMany("service names", DESCRIBED_MAX);
        }
        boolean tags = request.include().contains(ServiceField.TAGS);
        return turns.decide(turn -> {
            World world = turn.world();
            Cluster cluster = ClusterOperations.require(world, request.cluster());
            List<software.amazon.awssdk.services.ecs.model.Service> found = new ArrayList<>();
            List<Failure> failures = new ArrayList<>();
            for (String name : request.services()) {
                String key = key(world, cluster, name);
                Service service = world.services().table.get(key);
                if (service == null) {
                    String arn = Names.serviceArn(world.scope(), key);
                    failures.add(Failure.builder().arn(arn).reason("MISSING").build());
                } else {
                    var shown = ServiceView.of(world, service);
                    found.add(tags ? ServiceExtras.tagged(world, service, shown) : shown);
                }
            }
            return DescribeServicesResponse.builder().services(found).failures(failures).build();
        });
    }

    /// The ARNs of a cluster's services that are not deleted.
    ListServicesResponse list(ListServicesRequest request) {
        var asked =
                Page.Asked.of(
                        "ListServices",
                        request.nextToken(),
                        request.maxResults(),
                        LISTED_MAX,
                        LISTED);
        return turns.decide(turn -> {
            World world = turn.world();
            Cluster cluster = ClusterOperations.require(world, request.cluster());
            Page<Service> page =
                    Page.of(
                            asked,
                            world.services().byCluster,
                            cluster.name(),
                            Service::createdAtMillis,
                            service -> isListed(service, request));
            return ListServicesResponse.builder()
                    .serviceArns(page.map(s -> Names.serviceArn(world.scope(), s.key())))
                    .nextToken(page.nextToken())
                    .build();
        });
    }

    private static boolean isListed(Service service, ListServicesRequest request) {
        String type = service.settings().launchType().name();
        String strategy = ServiceView.shape(service).schedulingStrategyAsString();
        return service.status() != ServiceStatus.INACTIVE
                && (request.launchType() == null || type.equals(request.launchTypeAsString()))
                && (request.schedulingStrategy() == null
                        || request.schedulingStrategyAsString().equals(strategy))
                && request.resourceManagementType() != ResourceManagementType.ECS;
    }

    /// The key of the service that a caller names by name or ARN.
    static String key(World world, Cluster cluster, String nameOrArn) {
        String name = Names.inCluster(world.scope(), "service", cluster.name(), nameOrArn);
        return Service.keyOf(cluster.name(), name);
    }

    /// The service that a caller names.
    static Service require(World world, Cluster cluster, String nameOrArn) {
        Service found = world.services().table.get(key(world, cluster, nameOrArn));
        if (found == null) {
            throw EcsErrors.serviceNotFound();
        }
        return found;
    }
}
