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
/// A subnet that nobody has placed gets the next zone in turn, in the order in which subnets are
/// met: two subnets of one service are as a rule in two zones. The zones in turn are those of the
/// subnets that somebody has placed, so that a guess is never a zone in which the load balancer is
/// not; where nobody has placed any, they are `a` to `c`, since most regions have three.
public final class Zones {
    private final Map<String, String> bySubnet;
    private final Set<String> known;
    private final List<String> turn;
    private int next;

    /// Zones of a region, such as `us-east-1`, with the subnets that are known: `subnet-...` to
    /// `us-east-1a`.
    public Zones(String region, Map<String, String> known) {
        this.bySubnet = new LinkedHashMap<>(known);
        this.known = new TreeSet<>(known.keySet());
        TreeSet<String> placed = new TreeSet<>(known.values());
        this.turn = placed.isEmpty() ? letters(region) : new ArrayList<>(placed);
    }

    private static List<String> letters(String region) {
        return List.of(region + 'a', region + 'b', region + 'c');
    }

    /// Whether somebody said in which zone the subnet is; otherwise [#of] guesses.
    public boolean isKnown(String subnet) {
        return known.contains(subnet);
    }

    /// The zone of a subnet.
    public synchronized String of(String subnet) {
        return bySubnet.computeIfAbsent(subnet, _ -> turn.get(Math.floorMod(next++, turn.size())));
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
