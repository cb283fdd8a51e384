package dev.kingtide.rehearsal;

import dev.kingtide.aws.Api;
import dev.kingtide.aws.Turns;
import dev.kingtide.aws.Zones;
import dev.kingtide.core.Core;
import dev.kingtide.core.Decision;
import dev.kingtide.core.Turn;
import dev.kingtide.core.VirtualLoop;
import dev.kingtide.core.World;
import dev.kingtide.core.admission.Quotas;
import dev.kingtide.core.cluster.Cluster;
import dev.kingtide.core.cluster.Instances;
import dev.kingtide.core.cluster.Registration;
import dev.kingtide.core.cluster.Resources;
import dev.kingtide.core.service.Services;
import dev.kingtide.core.time.Dice;
import dev.kingtide.rehearsal.cost.TaskMeter;
import dev.kingtide.rehearsal.launch.Launch;
import dev.kingtide.rehearsal.launch.Machines;
import dev.kingtide.rehearsal.launch.Script;
import dev.kingtide.rehearsal.launch.ScriptedCall;
import dev.kingtide.rehearsal.report.Journal;
import dev.kingtide.rehearsal.report.Report;
import dev.kingtide.rehearsal.report.ReportBuilder;
import dev.kingtide.rehearsal.report.ScaleOuts;
import dev.kingtide.rehearsal.simulation.SimulatedDriver;
import dev.kingtide.rehearsal.simulation.SimulatedTraffic;
import dev.kingtide.rehearsal.source.BadLaunch;
import dev.kingtide.rehearsal.source.Place;
import dev.kingtide.rehearsal.source.Problem;
import dev.kingtide.rehearsal.source.Sources;
import java.util.List;
import java.util.stream.IntStream;

/// One launch, played in virtual time: the control plane itself over simulated machines and
/// traffic.
public final class Rehearsal {
    private static final long STEP_MILLIS = 15_000;
    private static final String AGENT_VERSION = "1.105.1";

    private final Launch launch;
    private final World world;
    private final VirtualLoop loop;
    private final SimulatedDriver driver;
    private final SimulatedTraffic traffic;
    private final Journal journal;
    private final ScaleOuts scaleOuts;
    private final TaskMeter meter;

    private Rehearsal(Launch launch) {
        this.launch = launch;
        this.world = new World(launch.scope(), launch.seed());
        launch.adoptedIds().forEach(world::adopt);
        world.traffic().assumeCertificates();
        world.services().use(launch.scheduler());
        this.loop = new VirtualLoop(new Core(world, null), launch.startMillis());
        Dice dice = new Dice(launch.seed());
        this.driver = new SimulatedDriver(loop, launch.inputs(), dice);
        this.traffic = new SimulatedTraffic(loop, driver, launch.inputs(), dice);
        this.journal = new Journal(world, launch.startMillis(), loop::nowMillis);
        this.scaleOuts = new ScaleOuts(world, launch.startMillis(), loop::nowMillis);
        this.meter = new TaskMeter(world);
        world.tasks().table.watch(meter);
    }

    /// Plays a launch from its start to its end.
    ///
    /// @param changes the what-ifs that are in it, for the report
    /// @throws BadLaunch when a call does not fit its operation, or when AWS would refuse it
    public static Report play(Launch launch, List<String> changes, Progress progress) {
        return new Rehearsal(launch).play(changes, progress);
    }

    private Report play(List<String> changes, Progress progress) {
        loop.connect(driver, traffic);
        Zones zones = new Zones(launch.scope().region(), launch.subnetZones());
        Script script = new Script(new Api(new LoopTurns(loop), zones), launch.calls(), this::made);
        script.check();
        if (!launch.quotas().set().isEmpty()) {
            loop.decide(this::quotas);
        }
        script.schedule(loop);
        for (Machines machines : launch.machines()) {
            loop.at(machines.atMillis(), () -> join(machines));
        }
        for (long at = launch.startMillis(); at < launch.endMillis(); ) {
            at = Math.min(launch.endMillis(), at + STEP_MILLIS);
            loop.runUntil(at);
            int second = (int) ((at - launch.startMillis()) / 1000);
            progress.at(second, launch.lengthSeconds());
        }
        return new ReportBuilder(
                        launch,
                        changes,
                        world,
                        traffic.recording(),
                        driver.starts(),
                        journal,
                        scaleOuts,
                        meter)
                .build();
    }

    /// Calls at the start set the scene; only what fails of them is news.
    private void made(ScriptedCall call, String failed) {
        if (call.atMillis() > launch.startMillis() || !failed.isEmpty()) {
            journal.called(
                    call.name(), failed.isEmpty() ? call.call() : call.call() + ' ' + failed);
        }
    }

    /// Runs the API's decisions on the loop.
    private record LoopTurns(VirtualLoop loop) implements Turns {

        @Override
        public <T> T decide(Decision<T> decision) {
            return loop.decide(decision);
        }
    }

    private Quotas quotas(Turn turn) {
        turn.put(world.admission().quotasTable, launch.quotas());
        return launch.quotas();
    }

    private void join(Machines machines) {
        Cluster cluster = world.clusters().table.get(machines.cluster());
        if (cluster == null || !cluster.isActive()) {
            throw new BadLaunch(
                    List.of(
                            new Problem(
                                    Place.of(Sources.LAUNCH),
                                    "instances join cluster \"" + machines.cluster() + '"',
                                    "create it before, by a call of ecs:CreateCluster")));
        }
        loop.decide(turn -> {
            for (int i = 0; i < machines.count(); i++) {
                Services.instanceJoined(
                        turn, Instances.register(turn, registration(turn, machines, i)));
            }
            return machines;
        });
    }

    private static List<String> gpus(Machines machines, int number) {
        return IntStream.range(0, machines.gpus())
                .mapToObj(i -> "GPU-" + number + '-' + i)
                .toList();
    }

    private static Registration registration(Turn turn, Machines machines, int number) {
        return new Registration(
                machines.cluster(),
                "i-0" + turn.ids().hex(16),
                machines.instanceType(),
                machines.zones().get(number % machines.zones().size()),
                machines.capacityProvider(),
                machines.spot(),
                AGENT_VERSION,
                machines.cpuArchitecture(),
                new Resources(
                        machines.cpuUnits(),
                        machines.memoryMib(),
                        machines.networkInterfaces(),
                        gpus(machines, number)),
                machines.attributes());
    }
}
