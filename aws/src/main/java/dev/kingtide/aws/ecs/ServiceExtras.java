package dev.kingtide.aws.ecs;

import dev.kingtide.core.Turn;
import dev.kingtide.core.World;
import dev.kingtide.core.admission.ClientToken;
import dev.kingtide.core.admission.Quota;
import dev.kingtide.core.service.Deployment;
import dev.kingtide.core.service.NamespaceUse;
import dev.kingtide.core.service.ServiceStatus;
import dev.kingtide.core.service.ServiceTaskOptions;
import dev.kingtide.core.service.ServiceTaskOptions.Propagated;
import dev.kingtide.core.tag.Tag;
import dev.kingtide.core.tag.Tags;
import dev.kingtide.core.task.TaskDefinition;
import dev.kingtide.core.time.TimerKind;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.PropagateTags;
import software.amazon.awssdk.services.ecs.model.Service;

/// What stands beside a service: its tags, and what its new tasks get of them.
final class ServiceExtras {

    private static final String CREATE = "CreateService";
    private static final int TOKEN_MAX = 36;
    private static final Pattern TOKEN = Pattern.compile("[!-~]{1," + TOKEN_MAX + "}");

    private ServiceExtras() {}

    /// The service that the same request with the same token has made before, whatever has become
    /// of it since; null when there is none.
    static dev.kingtide.core.service.@Nullable Service again(
            World world, CreateServiceRequest request) {
        if (request.clientToken() == null || request.clientToken().isEmpty()) {
            return null;
        }
        String key = ClientToken.keyOf(CREATE, request.clientToken());
        ClientToken used = world.admission().tokens.get(key);
        if (used == null) {
            return null;
        }
        if (!request.equals(used.request())) {
            throw EcsErrors.serviceNotIdempotent();
        }
        var made = world.services().table.get(used.made().getFirst());
        return made != null && made.status() == ServiceStatus.ACTIVE ? made : null;
    }

    /// Refuses a token that CreateService cannot have (ECS API reference: 36 characters of 33-126).
    static void checkToken(@Nullable String token) {
        if (token != null && !token.isEmpty() && !TOKEN.matcher(token).matches()) {
            throw TaskErrors.clientToken(TOKEN_MAX);
        }
    }

    /// Refuses more services than a cluster can have.
    static void checkQuota(World world, String clusterName) {
        int max = world.admission().limit(Quota.SERVICES_PER_CLUSTER);
        if (world.services().count(clusterName, ServiceStatus.ACTIVE) >= max) {
            throw ClusterErrors.tooManyServices();
        }
    }

    /// Refuses commands in containers without a role to run them with (ECS developer guide,
    /// ecs-exec).
    static void checkRole(@Nullable Boolean commands, TaskDefinition definition, String done) {
        if (Boolean.TRUE.equals(commands)
                && TaskDefinitionView.kept(definition).taskRoleArn() == null) {
            throw TaskErrors.roleForCommands("service", done);
        }
    }

    /// The same of a service whose task definitions are its task sets'.
    static void checkRoles(World world, dev.kingtide.core.service.Service service, Service shape) {
        for (Deployment set : service.deployments()) {
            checkRole(
                    shape.enableExecuteCommand(),
                    world.tasks().definitions.require(set.revision().taskDefinition()),
                    "updated");
        }
    }

    /// The same of a new task set of a service in whose containers commands may be run.
    static void checkRoleOfSet(
            dev.kingtide.core.service.Service service, TaskDefinition definition) {
        if (Boolean.TRUE.equals(ServiceView.shape(service).enableExecuteCommand())
                && TaskDefinitionView.kept(definition).taskRoleArn() == null) {
            throw TaskErrors.roleForCommands("task set", "created");
        }
    }

    /// Gives a new service its tags, and remembers the token that it was made with.
    static void created(
            Turn turn,
            dev.kingtide.core.service.Service service,
            CreateServiceRequest request,
            List<Tag> tags) {
        Tags.set(turn, resource(service), tags);
        String token = request.clientToken();
        if (token != null && !token.isEmpty()) {
            ClientToken used = new ClientToken(CREATE, token, request, List.of(service.key()));
            turn.put(turn.world().admission().tokens, used);
            turn.timer(
                    TimerKind.TOKEN_FORGET,
                    used.key(),
                    turn.nowMillis() + ClientToken.REMEMBERED_MILLIS);
        }
        changed(turn, service);
    }

    /// Takes note of what a service's new tasks get from now on.
    static void changed(Turn turn, dev.kingtide.core.service.Service service) {
        Service shape = ServiceView.shape(service);
        ServiceTaskOptions options =
                new ServiceTaskOptions(
                        service.key(),
                        propagated(shape.propagateTags()),
                        Boolean.TRUE.equals(shape.enableECSManagedTags()),
                        Boolean.TRUE.equals(shape.enableExecuteCommand()));
        inNamespace(turn, service, shape);
        var table = turn.world().services().taskOptions;
        boolean nothing =
                options.propagated() == Propagated.NONE
                        && !options.managedTags()
                        && !options.executeCommand();
        if (nothing) {
            turn.remove(table, service.key());
        } else if (!options.equals(table.get(service.key()))) {
            turn.put(table, options);
        }
    }

    /// Takes note of the namespace that a service is in: its own, or its cluster's.
    private static void inNamespace(
            Turn turn, dev.kingtide.core.service.Service service, Service shape) {
        var table = turn.world().services().namespaces;
        var connect = ServiceShape.kept(shape).serviceConnectConfiguration();
        if (connect == null || !Boolean.TRUE.equals(connect.enabled())) {
            turn.remove(table, service.key());
            return;
        }
        var cluster = turn.world().clusters().table.require(service.clusterName());
        var defaults = ClusterShape.kept(cluster).serviceConnectDefaults();
        String own = connect.namespace();
        Namespaces.check(turn.world().scope(), own);
        String namespace = own != null ? own : defaults == null ? null : defaults.namespace();
        if (namespace == null) {
            throw ClusterErrors.namespaceNeeded();
        }
        NamespaceUse use = new NamespaceUse(service.key(), namespace);
        if (!use.equals(table.get(service.key()))) {
            turn.put(table, use);
        }
    }

    private static Propagated propagated(@Nullable PropagateTags asked) {
        return switch (asked) {
            case SERVICE -> Propagated.SERVICE;
            case TASK_DEFINITION -> Propagated.TASK_DEFINITION;
            case NONE, UNKNOWN_TO_SDK_VERSION -> Propagated.NONE;
            case null -> Propagated.NONE;
        };
    }

    /// A service as it is shown when its tags are asked for.
    static Service tagged(World world, dev.kingtide.core.service.Service service, Service shown) {
        return shown.toBuilder().tags(TagShape.of(world, resource(service))).build();
    }

    private static String resource(dev.kingtide.core.service.Service service) {
        return "service/" + service.key();
    }
}
