package dev.kingtide.aws;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Which availability zone a subnet is in: what a caller of ECS or ELB knows only by the subnet's
/// id.
///
/// A subnet that nobody has placed gets the next letter of the region, `a` to `c` and round again,
/// in the order in which subnets are met: most regions have three zones, and two subnets of one
/// service are as a rule in two.
public final class Zones {
    private static final int LETTERS = 3;
    private final String region;
    private final Map<String, String> bySubnet;
    private final Set<String> known;
    private int next;

    /// Zones of a region, such as `us-east-1`, with the subnets that are known: `subnet-...` to
    /// `us-east-1a`.
    public Zones(String region, Map<String, String> known) {
        this.region = region;
        this.bySubnet = new LinkedHashMap<>(known);
        this.known = new TreeSet<>(known.keySet());
    }

    /// Whether somebody said in which zone the subnet is; otherwise [#of] guesses.
    public boolean isKnown(String subnet) {
        return known.contains(subnet);
    }

    /// The zone of a subnet.
    public String of(String subnet) {
        return bySubnet.computeIfAbsent(
                subnet, _ -> region + (char) ('a' + Math.floorMod(next++, LETTERS)));
    }

    /// The zones of some subnets, each once, in the order of the subnets.
    public List<String> of(List<String> subnets) {
        List<String> zones = new ArrayList<>();
        for (String subnet : subnets) {
            String zone = of(subnet);
            if (!zones.contains(zone)) {
                zones.add(zone);
            }
        }
        return List.copyOf(zones);
    }
}
