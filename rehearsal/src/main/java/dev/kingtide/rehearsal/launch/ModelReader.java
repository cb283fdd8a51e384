package dev.kingtide.rehearsal.launch;

import dev.kingtide.rehearsal.simulation.ApplicationModel;
import dev.kingtide.rehearsal.simulation.ClientModel;
import dev.kingtide.rehearsal.simulation.FaultPlan;
import dev.kingtide.rehearsal.simulation.ImageModel;
import dev.kingtide.rehearsal.simulation.InstanceModel;
import dev.kingtide.rehearsal.simulation.InstanceModel.PullBehavior;
import dev.kingtide.rehearsal.simulation.Range;
import dev.kingtide.rehearsal.simulation.StartTimings;
import dev.kingtide.rehearsal.source.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads what the application, its image, its clients and the machines are like. What is not given
/// is as in the record's own `DEFAULT`, where its source is named.
final class ModelReader {
    private static final double MUCH = 1e9;

    private ModelReader() {}

    /// `application` or one of `applications`; what a request costs is under `requests`.
    static ApplicationModel application(Section one, Section requests, ApplicationModel usual) {
        String sigterm = usual.sigtermHandled() ? "handled" : "ignored";
        boolean handled =
                one.word("sigterm", sigterm, List.of("handled", "ignored")).equals("handled");
        ApplicationModel model =
                new ApplicationModel(
                        requests.number("cpuMillis", 0.001, MUCH, usual.cpuMillisPerRequest()),
                        requests.number("waitMillis", 0, MUCH, usual.waitMillisPerRequest()),
                        one.integer("concurrency", 1, 10_000_000, usual.concurrency()),
                        one.integer("acceptQueue", 0, 10_000_000, usual.acceptQueue()),
                        one.number("bootCpuSeconds", 0, 86_400, usual.bootCpuSeconds()),
                        one.number("bootWaitSeconds", 0, 86_400, usual.bootWaitSeconds()),
                        handled,
                        one.number("shutdownSeconds", 0, 86_400, usual.shutdownSeconds()),
                        one.number("healthCheckCpuMillis", 0, MUCH, usual.healthCheckCostMillis()),
                        one.number("memoryMibIdle", 0, MUCH, usual.memoryMibIdle()),
                        one.number("memoryMibPerRequest", 0, MUCH, usual.memoryMibPerRequest()));
        one.done();
        requests.done();
        return model;
    }

    /// `image` or one of `images`.
    static ImageModel image(Section one, ImageModel usual) {
        ImageModel model =
                new ImageModel(
                        one.number("compressedMib", 0, 1_000_000, usual.compressedMib()),
                        one.integer("layers", 1, 1000, usual.layers()),
                        one.flag("lazyLoading", usual.lazyLoading()),
                        one.flag("zstd", usual.zstd()),
                        one.flag("preloaded", usual.preloaded()));
        one.done();
        return model;
    }

    /// `clients`.
    static ClientModel clients(Section one) {
        ClientModel usual = ClientModel.DEFAULT;
        ClientModel model =
                new ClientModel(
                        one.number("timeoutMillis", 1, MUCH, usual.timeoutMillis()),
                        one.integer("retries", 0, 100, usual.retries()),
                        one.number("backoffMillis", 0, MUCH, usual.backoffMillis()),
                        one.number("backoffFactor", 1, 100, usual.backoffFactor()),
                        one.number("patienceMillis", 1, MUCH, usual.patienceMillis()));
        one.done();
        return model;
    }

    /// `agent`: the container agent's environment variables by their own names.
    static InstanceModel agent(Section one, double downloadMibPerSecond) {
        InstanceModel usual = InstanceModel.DEFAULT;
        PullBehavior pull =
                one.choice(
                        "ECS_IMAGE_PULL_BEHAVIOR",
                        PullBehavior.class,
                        b -> b.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        usual.pullBehavior());
        double stop =
                one.read(
                        "ECS_CONTAINER_STOP_TIMEOUT",
                        usual.stopTimeoutSeconds(),
                        "at least one second, such as 30s",
                        text -> {
                            Long seconds = Moments.seconds(text);
                            return seconds == null || seconds < 1
                                    ? null
                                    : (Double) (double) seconds;
                        });
        boolean draining = one.flag("ECS_ENABLE_SPOT_INSTANCE_DRAINING", usual.spotDraining());
        one.done();
        return new InstanceModel(pull, stop, draining, downloadMibPerSecond);
    }

    /// `timings`: how long the stages of a task's start take.
    static StartTimings timings(Section one, StartTimings usual) {
        StartTimings timings =
                new StartTimings(
                        range(one, "fargatePlacementSeconds", usual.fargatePlacement()),
                        range(one, "instancePlacementSeconds", usual.instancePlacement()),
                        range(one, "fargateInterfaceSeconds", usual.fargateInterface()),
                        range(one, "instanceInterfaceSeconds", usual.instanceInterface()),
                        one.number(
                                "downloadMibPerSecond", 0.001, MUCH, usual.downloadMibPerSecond()),
                        one.number("bandwidthSpread", 0, 1, usual.bandwidthSpread()),
                        one.number("layerRoundTripSeconds", 0, 60, usual.layerRoundTripSeconds()),
                        one.number("unpackMibPerSecond", 0.001, MUCH, usual.unpackMibPerSecond()),
                        one.number("zstdUnpackFactor", 1, 100, usual.zstdUnpackFactor()),
                        one.number("lazyLoadingMinMib", 0, MUCH, usual.lazyLoadingMinMib()),
                        one.number("lazyLoadingShare", 0, 1, usual.lazyLoadingShare()),
                        one.number("lazyBootFactor", 1, 100, usual.lazyBootFactor()),
                        one.number("cachedPullSeconds", 0, 3600, usual.cachedPullSeconds()),
                        range(one, "createAndStartSeconds", usual.createAndStart()),
                        one.number(
                                "instanceStartsPerSecond",
                                0,
                                MUCH,
                                usual.instanceStartsPerSecond()),
                        range(one, "detachSeconds", usual.detach()));
        one.done();
        return timings;
    }

    /// A number of seconds, or two of them: the least and the most.
    private static Range range(Section one, String key, Range usual) {
        Node node = one.range(key, usual.minSeconds(), usual.maxSeconds());
        if (node == null) {
            return usual;
        }
        Double least;
        Double most;
        if (node instanceof Node.Sequence list && list.items().size() == 2) {
            least = seconds(list.items().getFirst());
            most = seconds(list.items().getLast());
        } else {
            least = seconds(node);
            most = least;
        }
        if (least == null || most == null || most < least) {
            one.problem(key, Values.show(node), "seconds, or the least and the most: [10, 20]");
            return usual;
        }
        return new Range(least, most);
    }

    private static @Nullable Double seconds(Node node) {
        if (!(node instanceof Node.Text text)) {
            return null;
        }
        try {
            double value = Double.parseDouble(text.value());
            return value >= 0 && value <= 86_400 ? (Double) value : null;
        } catch (NumberFormatException bad) {
            return null;
        }
    }

    /// `faults`.
    static FaultPlan faults(Section one, Moments moments) {
        double pull = one.number("pullFailurePercent", 0, 100, 0) / 100;
        double crashes = one.number("crashesPerTaskHour", 0, 3600, 0);
        double reclaims = one.number("spotReclaimsPerTaskHour", 0, 3600, 0);
        List<FaultPlan.Event> events = new ArrayList<>();
        for (Section event : one.items("events")) {
            if (!event.required("kind")) {
                event.problem("kind", "missing", "what goes wrong, such as pull-outage");
            }
            FaultPlan.Kind kind =
                    event.choice(
                            "kind",
                            FaultPlan.Kind.class,
                            k -> k.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                            FaultPlan.Kind.PULL_OUTAGE);
            long at = moment(event, "at", moments);
            double seconds = event.number("seconds", 0, 864_000, 0);
            double share = event.number("percent", 0, 100, 100) / 100;
            events.add(
                    new FaultPlan.Event(
                            kind, (at - moments.startMillis()) / 1000.0, seconds, share));
            event.done();
        }
        one.done();
        return new FaultPlan(pull, crashes, reclaims, events);
    }

    /// A moment that must lie in the run; the start, with a problem, when it does not.
    static long moment(Section one, String key, Moments moments) {
        long at = one.read(key, moments.startMillis(), Moments.FORMS, moments::at);
        if (!moments.holds(at)) {
            one.problem(key, Values.show(one.take(key)), "a moment in the run: " + moments.span());
            return moments.startMillis();
        }
        return at;
    }
}
