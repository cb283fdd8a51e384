package dev.kingtide.rehearsal.launch;

import dev.kingtide.core.Scope;
import dev.kingtide.rehearsal.cost.Prices;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads `instances` of a launch: the EC2 machines that join a cluster.
final class MachineReader {
    private static final Map<String, Size> SIZES = sizes();
    private final Moments moments;
    private final Scope scope;
    private final Surroundings around;

    /// What machines are put into.
    ///
    /// @param clusters the clusters that the calls create
    /// @param zones the zones of the subnets that are placed, each once
    /// @param prices what there is a price for
    record Surroundings(Collection<String> clusters, List<String> zones, Prices prices) {}

    /// What a machine of a type has: vCPU and memory (Amazon EC2 instance types), and how many
    /// awsvpc tasks fit without trunking, its network interfaces less the first (ECS developer
    /// guide, task-networking-awsvpc).
    private record Size(int vcpu, int memoryGib, int taskInterfaces) {}

    MachineReader(Moments moments, Scope scope, Surroundings around) {
        this.around = around;
        this.moments = moments;
        this.scope = scope;
    }

    private static Map<String, Size> sizes() {
        Map<String, Size> sizes = new LinkedHashMap<>();
        sizes.put("t3.small", new Size(2, 2, 2));
        sizes.put("t3.medium", new Size(2, 4, 2));
        sizes.put("t3.large", new Size(2, 8, 2));
        sizes.put("m5.large", new Size(2, 8, 2));
        sizes.put("m6g.large", new Size(2, 8, 2));
        sizes.put("m7g.large", new Size(2, 8, 2));
        sizes.put("c5.large", new Size(2, 4, 2));
        sizes.put("c5.2xlarge", new Size(8, 16, 3));
        sizes.put("c5.4xlarge", new Size(16, 32, 7));
        sizes.put("c5.12xlarge", new Size(48, 96, 7));
        sizes.put("c5.18xlarge", new Size(72, 144, 14));
        sizes.put("c5.24xlarge", new Size(96, 192, 14));
        return sizes;
    }

    List<Machines> read(List<Section> sections) {
        List<Machines> all = new ArrayList<>();
        for (Section one : sections) {
            all.add(machines(one));
            one.done();
        }
        return all;
    }

    private Machines machines(Section one) {
        String type = one.requiredText("instanceType", "an EC2 instance type such as m5.large");
        Size size = SIZES.get(type);
        if (size == null && !(one.has("cpuUnits") && one.has("memoryMib"))) {
            one.problem(
                    "instanceType",
                    '"' + type + "\", a type whose size is not known here",
                    "cpuUnits and memoryMib beside it, or one of "
                            + String.join(", ", SIZES.keySet()));
        }
        if (!type.isEmpty() && !around.prices.instanceHour().containsKey(type)) {
            one.problem(
                    "instanceType",
                    '"' + type + "\", a type whose price is not known here",
                    "its price in prices.instanceHourDollars, such as {" + type + ": 0.096}");
        }
        String cluster = one.text("cluster", "default");
        if (!around.clusters.contains(cluster)) {
            one.problem(
                    "cluster",
                    '"' + cluster + "\", which no call of ecs:CreateCluster creates",
                    "one of " + String.join(", ", around.clusters));
        }
        Size known = size == null ? new Size(1, 1, 2) : size;
        List<String> zones = one.words("zones");
        boolean arm = type.matches("[a-z]+[0-9]+g[a-z]*\\..*");
        SortedMap<String, String> attributes = new TreeMap<>();
        Section words = one.section("attributes");
        words.keys().forEach(key -> attributes.put(key, words.text(key, "")));
        String provider = one.text("capacityProvider", "");
        return new Machines(
                cluster,
                one.integer("count", 1, 100_000, 1),
                type,
                zones.isEmpty() ? usualZones() : zones,
                one.integer("cpuUnits", 1, 1_000_000, known.vcpu * 1024),
                one.integer("memoryMib", 1, 100_000_000, known.memoryGib * 1024),
                one.integer("networkInterfaces", 0, 1000, known.taskInterfaces),
                one.integer("gpus", 0, 100, 0),
                one.word("cpuArchitecture", arm ? "arm64" : "x86_64", List.of("x86_64", "arm64")),
                one.flag("spot", false),
                provider.isEmpty() ? null : provider,
                attributes,
                ModelReader.moment(one, "at", moments));
    }

    /// Where the subnets are, as far as somebody said.
    private List<String> usualZones() {
        return around.zones.isEmpty() ? List.of(zone('a'), zone('b'), zone('c')) : around.zones;
    }

    private String zone(char letter) {
        return scope.region() + letter;
    }
}
