package dev.kingtide.aws;

import dev.kingtide.core.Turn;
import dev.kingtide.core.cluster.SubnetZone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which availability zone a subnet is in: what a caller of ECS or ELB knows only by the subnet's
/// id.
///
/// A subnet that nobody has placed gets the next zone in turn, in the order in which subnets are
/// met: two subnets of one service are as a rule in two zones. The zones in turn are those of the
/// subnets that somebody has placed, so that a guess is never a zone in which the load balancer is
/// not; where nobody has placed any, they are `a` to `c`, since most regions have three. A guess is
/// kept with everything else that was decided.
public final class Zones {
    private final Map<String, String> placed;
    private final List<String> turns;

    /// Zones of a region, such as `us-east-1`, with the subnets that are known: `subnet-...` to
    /// `us-east-1a`.
    public Zones(String region, Map<String, String> placed) {
        this.placed = new TreeMap<>(placed);
        TreeSet<String> zones = new TreeSet<>(placed.values());
        this.turns = zones.isEmpty() ? letters(region) : new ArrayList<>(zones);
    }

    private static List<String> letters(String region) {
        return List.of(region + 'a', region + 'b', region + 'c');
    }

    /// Whether somebody said in which zone the subnet is; otherwise [#of] guesses.
    public boolean isKnown(String subnet) {
        return placed.containsKey(subnet);
    }

    /// The zone of a subnet.
    public String of(Turn turn, String subnet) {
        String known = placed.get(subnet);
        if (known != null) {
            return known;
        }
        var table = turn.world().clusters().subnetZones;
        SubnetZone guessed = table.get(subnet);
        if (guessed == null) {
            guessed = new SubnetZone(subnet, turns.get(table.size() % turns.size()));
            turn.put(table, guessed);
        }
        return guessed.zone();
    }

    /// The zones of some subnets, each once, in the order of the subnets.
    public List<String> of(Turn turn, List<String> subnets) {
        return subnets.stream().map(subnet -> of(turn, subnet)).distinct().toList();
    }
}
