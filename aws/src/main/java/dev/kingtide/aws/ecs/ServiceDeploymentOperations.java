package dev.kingtide.aws.ecs;

import dev.kingtide.aws.PageMark;
import dev.kingtide.aws.Turns;
import dev.kingtide.core.World;
import dev.kingtide.core.cluster.Cluster;
import dev.kingtide.core.service.LifecycleHook;
import dev.kingtide.core.service.ServiceDeployment;
import dev.kingtide.core.service.ServiceDeployments;
import dev.kingtide.core.service.StoredRevision;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContinueServiceDeploymentRequest;
import software.amazon.awssdk.services.ecs.model.ContinueServiceDeploymentResponse;
import software.amazon.awssdk.services.ecs.model.CreatedAt;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookAction;
import software.amazon.awssdk.services.ecs.model.DescribeServiceDeploymentsRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServiceDeploymentsResponse;
import software.amazon.awssdk.services.ecs.model.DescribeServiceRevisionsRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServiceRevisionsResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ListServiceDeploymentsRequest;
import software.amazon.awssdk.services.ecs.model.ListServiceDeploymentsResponse;
import software.amazon.awssdk.services.ecs.model.ServiceRevision;
import software.amazon.awssdk.services.ecs.model.StopServiceDeploymentRequest;
import software.amazon.awssdk.services.ecs.model.StopServiceDeploymentResponse;
import software.amazon.awssdk.services.ecs.model.StopServiceDeploymentStopType;

/// The operations on service deployments and service revisions.
final class ServiceDeploymentOperations {
    private static final int DESCRIBED_MAX = 20;
    private static final int PAGE = 20;
    private static final int PAGE_MAX = 100;
    private static final String DEPLOYMENT = "service-deployment";
    private final Turns turns;

    ServiceDeploymentOperations(Turns turns) {
        this.turns = turns;
    }

    /// The service deployments of a service, newest first.
    ListServiceDeploymentsResponse list(ListServiceDeploymentsRequest request) {
        var asked =
                Page.Asked.of(
                        "ListServiceDeployments",
                        request.nextToken(),
                        request.maxResults(),
                        PAGE_MAX,
                        PAGE);
        return turns.decide(turn -> {
            World world = turn.world();
            Cluster cluster = ClusterOperations.require(world, request.cluster());
            String name = request.service();
            if (name == null || name.isEmpty()) {
                throw EcsErrors.empty("Service");
            }
            String key = ServiceOperations.require(world, cluster, name).key();
            var index = world.services().deploymentsOf;
            PageMark after = asked.after();
            Iterable<ServiceDeployment> rest =
                    after == null ? index.newestFirst(key) : index.past(key, after.key(), true);
            Page<ServiceDeployment> page =
                    Page.of(
                            asked,
                            rest == null ? index.newestFirst(key) : rest,
                            ServiceDeployment::key,
                            row -> row.times().createdAtMillis(),
                            row ->
                                    matches(request, row)
                                            && (rest != null
                                                    || after == null
                                                    || row.times().createdAtMillis()
                                                            <= after.stamp()));
            return ListServiceDeploymentsResponse.builder()
                    .serviceDeployments(
                            page.map(row -> ServiceDeploymentView.brief(world.scope(), row)))
                    .nextToken(page.nextToken())
                    .build();
        });
    }

    private static boolean matches(ListServiceDeploymentsRequest request, ServiceDeployment row) {
        CreatedAt range = request.createdAt();
        long created = row.times().createdAtMillis();
        return (!request.hasStatus()
                        || request.statusAsStrings().isEmpty()
                        || request.statusAsStrings().contains(row.status().name()))
                && (range == null
                        || range.after() == null
                        || created >= range.after().toEpochMilli())
                && (range == null
                        || range.before() == null
                        || created <= range.before().toEpochMilli());
    }

    /// Service deployments by ARN; those that are not there as failures.
    DescribeServiceDeploymentsResponse describe(DescribeServiceDeploymentsRequest request) {
        limited("Service deployment ARNs", request.serviceDeploymentArns());
        return turns.decide(turn -> {
            World world = turn.world();
            List<software.amazon.awssdk.services.ecs.model.ServiceDeployment> found =
                    new ArrayList<>();
            List<Failure> failures = new ArrayList<>();
            for (String arn : request.serviceDeploymentArns()) {
                ServiceDeployment row = find(world, arn);
                if (row == null) {
                    failures.add(Failure.builder().arn(arn).reason("MISSING").build());
                } else {
                    found.add(ServiceDeploymentView.of(world, row));
                }
            }
            return DescribeServiceDeploymentsResponse.builder()
                    .serviceDeployments(found)
                    .failures(failures)
                    .build();
        });
    }

    /// Service revisions by ARN; those that are not there as failures.
    DescribeServiceRevisionsResponse describeRevisions(DescribeServiceRevisionsRequest request) {
        limited("Service revision ARNs", request.serviceRevisionArns());
        return turns.decide(turn -> {
            World world = turn.world();
            List<ServiceRevision> found = new ArrayList<>();
            List<Failure> failures = new ArrayList<>();
            for (String arn : request.serviceRevisionArns()) {
                StoredRevision row =
                        world.services()
                                .revisions
                                .get(Names.keyOf(world.scope(), "service-revision", arn));
                if (row == null) {
                    failures.add(Failure.builder().arn(arn).reason("MISSING").build());
                } else {
                    found.add(ServiceDeploymentView.of(world, row));
                }
            }
            return DescribeServiceRevisionsResponse.builder()
                    .serviceRevisions(found)
                    .failures(failures)
                    .build();
        });
    }

    private static void limited(String what, List<String> arns) {
        if (arns.isEmpty()) {
            throw EcsErrors.empty(what);
        }
        if (arns.size() > DESCRIBED_MAX) {
            throw EcsErrors.tooMany(what, DESCRIBED_MAX);
        }
    }

    /// Stops a service deployment: back to the revision before it, or where it is.
    StopServiceDeploymentResponse stop(StopServiceDeploymentRequest request) {
        boolean rollback = request.stopType() != StopServiceDeploymentStopType.ABORT;
        return turns.decide(turn -> {
            World world = turn.world();
            ServiceDeployment row = require(world, request.serviceDeploymentArn());
            if (!row.isOpen()) {
                throw EcsErrors.conflict(
                        "The service deployment cannot be stopped because its status is "
                                + row.status()
                                + ".");
            }
            if (!rollback && row.configuration().strategy().shifts()) {
                throw EcsErrors.parameter(
                        "The stop type ABORT is only supported for the deployment strategy"
                                + " ROLLING.");
            }
            if (rollback && !ServiceDeployments.canRollBack(world, row)) {
                throw EcsErrors.conflict(
                        "The service deployment cannot be rolled back because no service revision"
                                + " was deployed before it.");
            }
            ServiceDeployments.stop(turn, row, rollback);
            return StopServiceDeploymentResponse.builder()
                    .serviceDeploymentArn(Names.deploymentArn(world.scope(), row.key()))
                    .build();
        });
    }

    /// Lets a service deployment go on that a hook has paused, or has it rolled back.
    ContinueServiceDeploymentResponse resume(ContinueServiceDeploymentRequest request) {
        return turns.decide(turn -> {
            World world = turn.world();
            ServiceDeployment row = require(world, request.serviceDeploymentArn());
            LifecycleHook.Run pause = pause(row, request.hookId());
            if (!row.isOpen()
                    || row.status().isRollback()
                    || pause.status() != LifecycleHook.Status.AWAITING_ACTION) {
                throw EcsErrors.parameter(
                        "The lifecycle hook " + pause.id() + " is not awaiting an action.");
            }
            boolean back = request.action() == DeploymentLifecycleHookAction.ROLLBACK;
            ServiceDeployments.resume(
                    turn,
                    row,
                    pause,
                    back ? LifecycleHook.Action.ROLLBACK : LifecycleHook.Action.CONTINUE);
            return ContinueServiceDeploymentResponse.builder()
                    .serviceDeploymentArn(Names.deploymentArn(world.scope(), row.key()))
                    .build();
        });
    }

    private static LifecycleHook.Run pause(ServiceDeployment row, @Nullable String hookId) {
        for (LifecycleHook.Run run : row.hooks()) {
            if (run.id().equals(hookId)) {
                return run;
            }
        }
        throw EcsErrors.parameter("The lifecycle hook " + hookId + " was not found.");
    }

    private static ServiceDeployment require(World world, @Nullable String arn) {
        ServiceDeployment row = arn == null ? null : find(world, arn);
        if (row == null) {
            throw EcsErrors.serviceDeploymentNotFound();
        }
        return row;
    }

    private static @Nullable ServiceDeployment find(World world, String arn) {
        return world.services().serviceDeployments.get(Names.keyOf(world.scope(), DEPLOYMENT, arn));
    }
}
