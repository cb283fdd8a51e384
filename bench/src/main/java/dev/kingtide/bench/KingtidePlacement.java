package dev.kingtide.bench;

import dev.kingtide.core.Core;
import dev.kingtide.core.Scope;
import dev.kingtide.core.Turn;
import dev.kingtide.core.World;
import dev.kingtide.core.cluster.CapacityStrategy;
import dev.kingtide.core.cluster.Clusters;
import dev.kingtide.core.cluster.Instances;
import dev.kingtide.core.cluster.Registration;
import dev.kingtide.core.cluster.Reservation;
import dev.kingtide.core.cluster.Resources;
import dev.kingtide.core.driver.MemoryStore;
import dev.kingtide.core.placement.Ask;
import dev.kingtide.core.placement.ExpressionParser;
import dev.kingtide.core.placement.ParsedExpression;
import dev.kingtide.core.placement.Placement;
import dev.kingtide.core.placement.PlacementConstraint;
import dev.kingtide.core.placement.PlacementRules;
import dev.kingtide.core.placement.PlacementStrategy;
import dev.kingtide.core.placement.PlacementStrategy.Binpack;
import dev.kingtide.core.placement.PlacementStrategy.Packed;
import dev.kingtide.core.placement.Placer;
import dev.kingtide.core.task.LaunchType;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskIdentity;
import dev.kingtide.core.task.TaskPlace;
import dev.kingtide.core.task.TaskState;
import dev.kingtide.core.task.TaskTimes;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Kingtide: the placer, the reservation and the task's row, one turn a task, committed sixteen
/// together.
final class KingtidePlacement implements Contender {
    private static final String CLUSTER = "bench";
    private static final int TURNS_PER_COMMIT = 16;

    private final Map<PlacementWork.Rule, PlacementRules> rules = rules();
    private Core core = new Core(new World(Scope.DEFAULT, 1), new MemoryStore());

    @Override
    public String name() {
        return "Kingtide";
    }

    @Override
    public void prepare(PlacementWork work) {
        core = new Core(new World(Scope.DEFAULT, 1), new MemoryStore());
        core.decide(0, t -> Clusters.create(t, CLUSTER, List.of(), CapacityStrategy.NONE));
        for (PlacementWork.Machine machine : work.machines()) {
            core.decide(0, t -> Instances.register(t, registration(machine)));
        }
        core.commit();
    }

    private static Registration registration(PlacementWork.Machine machine) {
        TreeMap<String, String> attributes = new TreeMap<>();
        attributes.put("stack", machine.stack());
        return new Registration(
                CLUSTER,
                "i-" + machine.number(),
                machine.type(),
                machine.zone(),
                null,
                false,
                "1.105.1",
                "x86_64",
                new Resources(machine.cpuUnits(), machine.mib(), 3),
                attributes);
    }

    @Override
    public int place(PlacementWork work) {
        int placed = 0;
        for (PlacementWork.Ask ask : work.tasks()) {
            placed += core.decide(0, turn -> place(turn, ask)) ? 1 : 0;
            if (ask.number() % TURNS_PER_COMMIT == 0) {
                core.commit();
            }
        }
        core.commit();
        return placed;
    }

    private boolean place(Turn turn, PlacementWork.Ask task) {
        String id = turn.ids().hex(32);
        Reservation needs = Reservation.of(task.cpuUnits(), task.mib());
        Ask ask =
                new Ask(
                        id,
                        CLUSTER,
                        task.group(),
                        needs,
                        rules.getOrDefault(task.rule(), PlacementRules.SERVICE_DEFAULT),
                        null,
                        List.of());
        return switch (Placer.place(turn.world(), ask)) {
            case Placement.Unplaceable _ -> false;
            case Placement.Placed(String instanceId, String zone) -> {
                Instances.reserve(turn, instanceId, needs);
                turn.put(
                        turn.world().tasks().table,
                        new Task(
                                new TaskIdentity(
                                        id, CLUSTER, "app:1", task.group(), null, null, null),
                                new TaskPlace(LaunchType.EC2, null, zone, instanceId),
                                TaskState.CREATED,
                                TaskTimes.created(0),
                                List.of(),
                                null));
                yield true;
            }
        };
    }

    private static Map<PlacementWork.Rule, PlacementRules> rules() {
        PlacementStrategy zones = new PlacementStrategy.SpreadAttribute("ecs.availability-zone");
        PlacementStrategy machines = new PlacementStrategy.SpreadInstance();
        PlacementStrategy memory = new Binpack(Packed.MEMORY);
        Map<PlacementWork.Rule, PlacementRules> rules = new EnumMap<>(PlacementWork.Rule.class);
        rules.put(PlacementWork.Rule.PACK, rules(List.of(memory), List.of()));
        rules.put(PlacementWork.Rule.SPREAD, rules(List.of(zones, machines), List.of()));
        rules.put(
                PlacementWork.Rule.BLUE,
                rules(List.of(memory), List.of(memberOf("attribute:stack == blue"))));
        rules.put(
                PlacementWork.Rule.DISTINCT,
                rules(List.of(zones, memory), List.of(new PlacementConstraint.DistinctInstance())));
        rules.put(
                PlacementWork.Rule.M5,
                rules(
                        List.of(new Binpack(Packed.CPU)),
                        List.of(memberOf("attribute:ecs.instance-type =~ m5.*"))));
        return rules;
    }

    private static PlacementRules rules(
            List<PlacementStrategy> strategies, List<PlacementConstraint> constraints) {
        return new PlacementRules(strategies, constraints, List.of());
    }

    private static PlacementConstraint memberOf(String expression) {
        return switch (ExpressionParser.parse(expression)) {
            case ParsedExpression.Good good -> new PlacementConstraint.MemberOf(good.expression());
            case ParsedExpression.Bad bad -> throw new IllegalArgumentException(bad.message());
        };
    }
}
