package dev.kingtide.core.service;

import dev.kingtide.core.Turn;
import dev.kingtide.core.admission.LaunchRates;
import dev.kingtide.core.placement.Ask;
import dev.kingtide.core.placement.Expression;
import dev.kingtide.core.placement.ExpressionParser;
import dev.kingtide.core.placement.ParsedExpression;
import dev.kingtide.core.placement.Placement;
import dev.kingtide.core.placement.PlacementConstraint;
import dev.kingtide.core.placement.PlacementRules;
import dev.kingtide.core.service.ServiceRevision.ServiceNetwork;
import dev.kingtide.core.task.LaunchType;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskDefinition;
import dev.kingtide.core.task.TaskOptions;
import dev.kingtide.core.task.TaskOverrides;
import dev.kingtide.core.task.TaskPlace;
import java.util.ArrayList;
import java.util.List;

/// Starts the tasks of services: what a deployment, or the task set that it is, asks a [Launcher].
final class ServiceLauncher {
    private static final TaskOptions EXECUTE_COMMAND = new TaskOptions(TaskOverrides.NONE, true);

    private ServiceLauncher() {}

    /// Starts up to `count` tasks of one of a service's deployments.
    static Launcher.Outcome launch(Turn turn, Service service, Deployment deployment, int count) {
        return Launcher.launch(turn, request(turn, service, deployment), count);
    }

    /// Starts a task at each of these places, as many as launch rates allow.
    static Launcher.Outcome launchAt(
            Turn turn, Service service, Deployment deployment, List<Placement.Placed> places) {
        Launcher.Request request = request(turn, service, deployment);
        List<Task> started = new ArrayList<>();
        for (Placement.Placed placed : places) {
            TaskPlace place =
                    new TaskPlace(LaunchType.EC2, null, placed.zone(), placed.instanceId());
            LaunchRates.Grant one = Launcher.take(turn, request, place, 1);
            if (one.granted() == 0) {
                return new Launcher.Outcome(started, one.nextMillis(), null);
            }
            String definition = request.definition().key();
            started.add(Launcher.create(turn, request, definition, turn.ids().hex(32), place));
        }
        return new Launcher.Outcome(started, 0, null);
    }

    /// Starts up to `count` tasks of a deployment in one availability zone.
    static Launcher.Outcome launchIn(
            Turn turn, Service service, Deployment deployment, String zone, int count) {
        Launcher.Request wide = request(turn, service, deployment);
        ServiceNetwork network = wide.network();
        List<PlacementConstraint> constraints = new ArrayList<>(wide.rules().constraints());
        if (ExpressionParser.parse("attribute:ecs.availability-zone == " + zone)
                instanceof ParsedExpression.Good(Expression inZone)) {
            constraints.add(new PlacementConstraint.MemberOf(inZone));
        }
        return Launcher.launch(
                turn,
                new Launcher.Request(
                        wide.clusterName(),
                        wide.serviceKey(),
                        wide.deploymentId(),
                        wide.startedBy(),
                        wide.group(),
                        wide.definition(),
                        new ServiceNetwork(
                                network.subnets(),
                                List.of(zone),
                                network.securityGroups(),
                                network.publicAddress()),
                        wide.launchType(),
                        wide.strategy(),
                        new PlacementRules(
                                wide.rules().strategies(),
                                constraints,
                                wide.rules().requirements()),
                        wide.options(),
                        wide.tags()),
                count);
    }

    /// What a task of a deployment asks of an instance.
    static Ask ask(Turn turn, Service service, Deployment deployment) {
        return Launcher.ask(request(turn, service, deployment), null, service.key());
    }

    private static Launcher.Request request(Turn turn, Service service, Deployment deployment) {
        TaskSet set =
                TaskSets.deploy(service)
                        ? TaskSets.of(turn.world(), service, deployment.id())
                        : null;
        ServiceSettings settings = service.settings();
        TaskDefinition definition =
                turn.world().tasks().definitions.require(deployment.revision().taskDefinition());
        ServiceTaskOptions options = turn.world().services().taskOptions.get(service.key());
        boolean commands = options != null && options.executeCommand();
        return new Launcher.Request(
                service.clusterName(),
                service.key(),
                deployment.id(),
                deployment.id(),
                service.taskGroup(),
                definition,
                deployment.revision().network(),
                set == null ? settings.launchType() : set.launchType(),
                set == null ? settings.capacityStrategy() : set.capacityStrategy(),
                set == null ? settings.placement() : set.placement(),
                (commands ? EXECUTE_COMMAND : TaskOptions.NONE)
                        .onPlatform(deployment.revision().platformVersion()),
                options == null ? List.of() : options.tags(turn.world(), service, definition));
    }
}
