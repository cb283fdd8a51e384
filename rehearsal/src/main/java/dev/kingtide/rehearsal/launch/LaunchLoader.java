package dev.kingtide.rehearsal.launch;

import dev.kingtide.core.Scope;
import dev.kingtide.core.time.Dice;
import dev.kingtide.rehearsal.cost.Prices;
import dev.kingtide.rehearsal.launch.MachineReader.Surroundings;
import dev.kingtide.rehearsal.simulation.ApplicationModel;
import dev.kingtide.rehearsal.simulation.ClientModel;
import dev.kingtide.rehearsal.simulation.Crowd;
import dev.kingtide.rehearsal.simulation.FaultPlan;
import dev.kingtide.rehearsal.simulation.ImageModel;
import dev.kingtide.rehearsal.simulation.InstanceModel;
import dev.kingtide.rehearsal.simulation.SimulationInputs;
import dev.kingtide.rehearsal.simulation.StartTimings;
import dev.kingtide.rehearsal.source.Place;
import dev.kingtide.rehearsal.source.Problems;
import dev.kingtide.rehearsal.source.Sources;
import dev.kingtide.rehearsal.terraform.Terraform;
import dev.kingtide.rehearsal.traffic.Arrivals;
import dev.kingtide.rehearsal.traffic.Demand;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads a launch from its files, with the changes of a what-if.
public final class LaunchLoader {
    private static final String INSTANCE_DOWNLOAD = "instanceDownloadMibPerSecond";
    private static final int LENGTH_SECONDS_MAX = 7 * 86_400;
    private static final int SECONDS_WITHOUT_LENGTH = 3600;

    private final Sources sources;
    private final Problems problems;

    private LaunchLoader(Sources sources) {
        this.sources = sources;
        this.problems = sources.problems();
    }

    /// The launch that the files hold.
    ///
    /// @param seed the seed that the command line asks for, or null for the file's own
    /// @throws dev.kingtide.rehearsal.source.BadLaunch with every problem found
    public static Launch load(Sources sources, @Nullable Long seed) {
        return new LaunchLoader(sources).load(seed);
    }

    /// Takes note of the keys that are asked for when a launch is read, whatever is wrong with it.
    static void note(Sources sources, Keys keys) {
        new LaunchLoader(sources).read(new LaunchLoader(sources).file(keys), null);
    }

    private Section file(Keys keys) {
        Place asked = Place.of(Sources.LAUNCH);
        return Section.of(sources.tree(Sources.LAUNCH, asked), "", asked, problems, keys);
    }

    private Launch load(@Nullable Long seed) {
        sources.tree(Sources.LAUNCH, Place.of(Sources.LAUNCH));
        problems.settle();
        Section file = file(new Keys());
        Launch launch = read(file, seed);
        file.done();
        sources.complainOfUnusedChanges();
        problems.settle();
        return launch;
    }

    private Launch read(Section file, @Nullable Long seedAsked) {
        String name = file.text("name", "launch");
        Moments moments = moments(file);
        long seedWritten = file.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE, 1);
        long seed = seedAsked == null ? seedWritten : seedAsked;
        Goal goal = goal(file.section("goal"));
        TerraformReader terraform =
                TerraformReader.read(
                        file, account(file), region(file), sources, moments.startMillis());
        Arns arns = new Arns(terraform.account(), terraform.region(), problems);
        List<ScriptedCall> calls = calls(file, moments, arns, terraform);
        arns.requirePolicies(Registered.policies(calls));
        Scope scope = arns.scope();
        Section traffic = file.section("traffic", "words");
        if (!file.required("traffic")) {
            problems.add(file.place(), "traffic is missing", "say who comes: a file or a shape");
        }
        SortedMap<String, String> subnets = subnets(file, scope, terraform);
        Prices prices = prices(file.section("prices"));
        Surroundings around =
                new Surroundings(
                        Registered.clusters(calls),
                        subnets.values().stream().distinct().sorted().toList(),
                        prices);
        known(file, "applications", "family", Registered.families(calls));
        known(file, "images", "image", Registered.images(calls));
        Traffic people = traffic(traffic, file.section("clients"), seed, moments);
        List<Machines> machines =
                new MachineReader(moments, scope, around).read(file.items("instances"));
        return new Launch(
                name,
                scope,
                moments.zone(),
                moments.startMillis(),
                moments.lengthSeconds(),
                seed,
                goal,
                people.forecast,
                inputs(file, moments, people.crowd),
                ControlReader.quotas(file.section("quotas")),
                ControlReader.scheduler(file.section("scheduler")),
                prices,
                machines,
                subnets,
                arns.identifiers(),
                calls,
                sources.read(),
                Stream.concat(terraform.notes().stream(), people.notes.stream()).toList());
    }

    /// Complains of keys that stand for nothing that the calls register.
    private void known(Section file, String section, String what, List<String> registered) {
        Section map = file.section(section);
        for (String key : map.keys()) {
            if (!registered.contains(key)) {
                problems.unknown(map.place(key), what + " in " + section, key, registered);
            }
        }
    }

    /// Who comes, and what was forecast of it.
    private record Traffic(Demand forecast, Crowd crowd, List<String> notes) {}

    private Traffic traffic(Section traffic, Section clients, long seed, Moments moments) {
        int port = traffic.integer("listenerPort", 1, 65_535, 0);
        String host = traffic.text("host", "");
        String path = traffic.text("path", "/");
        TrafficReader reader = new TrafficReader(sources, moments);
        Demand forecast = reader.read(traffic);
        Arrivals arrivals = new Arrivals(forecast, new Dice(seed));
        ClientModel client = ModelReader.clients(clients);
        return new Traffic(
                forecast, new Crowd(arrivals::at, client, port, host, path), reader.notes());
    }

    private SimulationInputs inputs(Section file, Moments moments, Crowd crowd) {
        ApplicationModel application =
                ModelReader.application(
                        file.section("application"),
                        file.section("requests"),
                        ApplicationModel.DEFAULT);
        SortedMap<String, ApplicationModel> applications = new TreeMap<>();
        file.sections("applications")
                .forEach((family, one) ->
                        applications.put(
                                family,
                                ModelReader.application(
                                        one, one.section("requests"), application)));
        ImageModel image = ModelReader.image(file.section("image"), ImageModel.DEFAULT);
        SortedMap<String, ImageModel> images = new TreeMap<>();
        file.sections("images")
                .forEach((name, one) -> images.put(name, ModelReader.image(one, image)));
        Section timingSection = file.section("timings", "file");
        Section measured = measured(timingSection);
        double download =
                timingSection.number(
                        INSTANCE_DOWNLOAD, 0, 1e6, measured.number(INSTANCE_DOWNLOAD, 0, 1e6, 0));
        StartTimings timings =
                ModelReader.timings(
                        timingSection, ModelReader.timings(measured, StartTimings.DEFAULT));
        InstanceModel agent = ModelReader.agent(file.section("agent"), download);
        FaultPlan faults = ModelReader.faults(file.section("faults"), moments);
        return new SimulationInputs(
                moments.lengthSeconds(),
                application,
                applications,
                image,
                images,
                timings,
                agent,
                List.of(crowd),
                faults);
    }

    /// The timings of a file that others begin with: what `kingtide calibrate` measured, say.
    private Section measured(Section timings) {
        String name = timings.text("file", "");
        Place asked = timings.place("file");
        return Section.of(
                name.isEmpty() ? null : sources.tree(name, asked),
                name.isEmpty() ? "timings" : name,
                asked,
                problems,
                new Keys());
    }

    private Moments moments(Section file) {
        ZoneId zone =
                file.read(
                        "timeZone",
                        ZoneId.of("UTC"),
                        "a time zone such as Europe/Berlin",
                        text -> {
                            try {
                                return ZoneId.of(text);
                            } catch (DateTimeException bad) {
                                return null;
                            }
                        });
        file.requiredText("start", "a date and time such as 2026-12-04T19:30");
        long start =
                file.read(
                        "start",
                        0L,
                        "a date and time such as 2026-12-04T19:30 that exists in " + zone,
                        text -> Moments.dateTime(text, zone));
        file.requiredText("length", "how long to rehearse, such as 90m");
        int length =
                file.read(
                        "length",
                        SECONDS_WITHOUT_LENGTH,
                        "a length such as 90m or 1h30m, at most 7d",
                        text -> {
                            Long seconds = Moments.seconds(text);
                            return seconds == null || seconds < 1 || seconds > LENGTH_SECONDS_MAX
                                    ? null
                                    : (Integer) seconds.intValue();
                        });
        return new Moments(zone, start, length);
    }

    private @Nullable String account(Section file) {
        String account =
                file.read(
                        "account",
                        "",
                        "an account number of 12 digits, in quotes",
                        text -> text.matches("[0-9]{12}") ? text : null);
        return account.isEmpty() ? null : account;
    }

    private @Nullable String region(Section file) {
        String region =
                file.read(
                        "region",
                        "",
                        "a region such as eu-central-1",
                        text -> text.matches("[a-z]{2}(-[a-z]+)+-[0-9]") ? text : null);
        return region.isEmpty() ? null : region;
    }

    private static Goal goal(Section goal) {
        Goal result =
                new Goal(
                        goal.number("servedPercent", 0, 100, 99.9),
                        goal.whole("p99Millis", 1, 3_600_000, 2_000));
        goal.done();
        return result;
    }

    private static SortedMap<String, String> subnets(
            Section file, Scope scope, TerraformReader terraform) {
        SortedMap<String, String> zones = new TreeMap<>(terraform.subnetZones());
        Section subnets = file.section("subnets");
        String example = scope.region() + 'a';
        for (String subnet : subnets.keys()) {
            zones.put(
                    subnet,
                    subnets.read(
                            subnet,
                            example,
                            "a zone of " + scope.region() + ", such as " + example,
                            zone -> zone.startsWith(scope.region()) ? zone : null));
        }
        return zones;
    }

    private List<ScriptedCall> calls(
            Section file, Moments moments, Arns arns, TerraformReader terraform) {
        List<ScriptedCall> calls = new ArrayList<>(terraform.calls(moments, arns));
        calls.addAll(new CallReader(sources, moments, arns).read(file.items("calls")));
        if (!file.has("calls") && !file.has("terraform")) {
            problems.add(
                    file.place(),
                    "calls is missing",
                    "expected the AWS calls that set the launch up, such as"
                            + " ecs:CreateService, or a plan of Terraform");
        }
        Comparator<ScriptedCall> order = Comparator.comparingLong(ScriptedCall::atMillis);
        calls.sort(
                file.has("terraform")
                        ? order.thenComparingInt(call -> Terraform.rank(call.call()))
                        : order);
        return calls;
    }

    private static Prices prices(Section one) {
        Prices usual = Prices.DEFAULT;
        SortedMap<String, Double> types = new TreeMap<>(usual.instanceHour());
        Section instances = one.section("instanceHourDollars");
        instances.keys().forEach(type -> types.put(type, instances.number(type, 0, 10_000, 0)));
        Prices prices =
                new Prices(
                        dollars(one, "fargateX86VcpuHourDollars", usual.fargateX86VcpuHour()),
                        dollars(one, "fargateX86GbHourDollars", usual.fargateX86GbHour()),
                        dollars(one, "fargateArmVcpuHourDollars", usual.fargateArmVcpuHour()),
                        dollars(one, "fargateArmGbHourDollars", usual.fargateArmGbHour()),
                        dollars(one, "fargateStorageGbHourDollars", usual.fargateStorageGbHour()),
                        one.number(
                                "fargateSpotDiscountPercent",
                                0,
                                100,
                                usual.fargateSpotDiscountPercent()),
                        one.number(
                                "instanceSpotDiscountPercent",
                                0,
                                100,
                                usual.instanceSpotDiscountPercent()),
                        dollars(one, "loadBalancerHourDollars", usual.loadBalancerHour()),
                        dollars(one, "lcuHourDollars", usual.lcuHour()),
                        types);
        one.done();
        return prices;
    }

    private static double dollars(Section one, String key, double usual) {
        return one.number(key, 0, 10_000, usual);
    }
}
