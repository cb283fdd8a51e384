package dev.kingtide.edge.report;

import dev.kingtide.core.driver.EdgeObservation.Measured;
import dev.kingtide.core.metrics.MetricId;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The counters of all load balancers, and what is told of them each minute (ELB user guide,
/// load-balancer-cloudwatch-metrics): by load balancer, by load balancer and zone, by load balancer
/// and group, and by all three.
///
/// Metrics are told while there is something to tell: a minute without requests has none.
public final class Meters {
    private static final String NAMESPACE = "AWS/ApplicationELB";
    private final Map<String, Counters> balancers = new ConcurrentHashMap<>();
    private final Map<Place, Counters> places = new ConcurrentHashMap<>();

    /// Where a target is: behind which load balancer, in which group and zone.
    ///
    /// @param balancer `app/<name>/<id>`
    /// @param group `targetgroup/<name>/<id>`
    /// @param zone the availability zone
    public record Place(String balancer, String group, String zone) {}

    /// How many targets of a group and zone are in which health.
    ///
    /// @param anomalous how many of the healthy ones fail more than their peers
    /// @param mitigated how many get fewer requests for it
    public record Hosts(int healthy, int unhealthy, int anomalous, int mitigated) {

        /// Both together.
        public Hosts and(Hosts other) {
            return new Hosts(
                    healthy + other.healthy,
                    unhealthy + other.unhealthy,
                    anomalous + other.anomalous,
                    mitigated + other.mitigated);
        }
    }

    /// How well a group's targets in a zone do, as the node there sees it (ELB user guide,
    /// target-group-health).
    ///
    /// @param dns whether enough are healthy for clients to be led there
    /// @param routing whether enough are for requests to go to healthy ones only
    public record ZoneState(boolean dns, boolean routing) {}

    /// What is so at the end of a minute.
    ///
    /// @param hosts the health of the targets of each place
    /// @param zones of the nodes of each load balancer and group; the zone is empty where one node
    ///   stands for all
    public record Seen(Map<Place, Hosts> hosts, Map<Place, ZoneState> zones) {}

    /// Nothing counted yet.
    public Meters() {}

    /// The counters of a load balancer, by its label.
    public Counters of(String balancer) {
        return balancers.computeIfAbsent(balancer, Counters::new);
    }

    /// The counters of a group's targets in a zone.
    public Counters of(Place place) {
        return places.computeIfAbsent(place, key -> new Counters(key.balancer()));
    }

    /// A load balancer is gone: what was counted of it is not told any more.
    public void forget(String balancer) {
        balancers.remove(balancer);
        places.keySet().removeIf(place -> place.balancer().equals(balancer));
    }

    /// Tells what was counted since the last time.
    public void report(long endMillis, Seen seen, Consumer<Measured> out) {
        Map<String, Counters.Taken> sums = new TreeMap<>();
        Map<String, Hosts> health = new TreeMap<>();
        seen.hosts()
                .forEach((place, counted) -> {
                    health.merge(dimensions(place, false), counted, Hosts::and);
                    health.merge(dimensions(place, true), counted, Hosts::and);
                });
        places.forEach((place, counters) -> {
            Counters.Taken taken = counters.take();
            add(sums, "LoadBalancer=" + place.balancer(), taken);
            add(sums, zone(place) + "LoadBalancer=" + place.balancer(), taken);
            add(sums, dimensions(place, false), taken);
            add(sums, dimensions(place, true), taken);
        });
        balancers.forEach((label, own) -> {
            Counters.Taken taken = own.take();
            String dimensions = "LoadBalancer=" + label;
            double units = CapacityUnits.of(taken, own.connections());
            out.accept(once("ConsumedLCUs", dimensions, endMillis, units));
            add(sums, dimensions, taken);
        });
        sums.forEach((dimensions, taken) -> tell(dimensions, taken, health, endMillis, out));
        health.forEach((dimensions, counted) -> tell(dimensions, counted, endMillis, out));
        tellZones(seen.zones(), endMillis, out);
        balancers.forEach((label, own) -> {
            String dimensions = "LoadBalancer=" + label;
            if (own.connections() > 0) {
                out.accept(
                        once(
                                "ActiveConnectionCount",
                                dimensions,
                                endMillis,
                                (double) own.connections()));
            }
        });
    }

    private static void add(
            Map<String, Counters.Taken> sums, String dimensions, Counters.Taken taken) {
        sums.computeIfAbsent(dimensions, key -> new Counters.Taken()).add(taken);
    }

    private static String dimensions(Place place, boolean withZone) {
        return (withZone ? zone(place) : "")
                + "LoadBalancer="
                + place.balancer()
                + ",TargetGroup="
                + place.group();
    }

    private static String zone(Place place) {
        return "AvailabilityZone=" + place.zone() + ',';
    }

    private static void tell(
            String dimensions,
            Counters.Taken taken,
            Map<String, Hosts> health,
            long endMillis,
            Consumer<Measured> out) {
        for (Metric metric : Metric.values()) {
            long count = taken.count(metric);
            boolean isBytes = metric == Metric.PROCESSED_BYTES;
            if (count > 0) {
                out.accept(
                        new Measured(
                                new MetricId(NAMESPACE, metric.text(), dimensions),
                                endMillis,
                                count,
                                isBytes ? 1 : count,
                                isBytes ? count : 1,
                                isBytes ? count : 1));
            }
        }
        if (taken.answers > 0) {
            out.accept(
                    new Measured(
                            new MetricId(NAMESPACE, "TargetResponseTime", dimensions),
                            endMillis,
                            taken.answerSeconds,
                            taken.answers,
                            taken.fastest,
                            taken.slowest));
        }
        Hosts hosts = health.get(dimensions);
        long requests = taken.count(Metric.REQUESTS);
        if (hosts != null && requests > 0 && hosts.healthy() + hosts.unhealthy() > 0) {
            double each = requests / (double) (hosts.healthy() + hosts.unhealthy());
            out.accept(once("RequestCountPerTarget", dimensions, endMillis, each));
        }
    }

    private static void tell(
            String dimensions, Hosts counted, long endMillis, Consumer<Measured> out) {
        out.accept(once("HealthyHostCount", dimensions, endMillis, counted.healthy()));
        out.accept(once("UnHealthyHostCount", dimensions, endMillis, counted.unhealthy()));
        out.accept(once("AnomalousHostCount", dimensions, endMillis, counted.anomalous()));
        out.accept(once("MitigatedHostCount", dimensions, endMillis, counted.mitigated()));
    }

    private static void tellZones(
            Map<Place, ZoneState> zones, long endMillis, Consumer<Measured> out) {
        Map<String, Map<String, Integer>> counts = new TreeMap<>();
        zones.forEach((place, state) -> {
            count(counts, dimensions(place, false), state);
            if (!place.zone().isEmpty()) {
                count(counts, dimensions(place, true), state);
            }
        });
        counts.forEach((dimensions, byName) ->
                byName.forEach(
                        (name, count) -> out.accept(once(name, dimensions, endMillis, count))));
    }

    private static void count(
            Map<String, Map<String, Integer>> counts, String dimensions, ZoneState state) {
        Map<String, Integer> byName = counts.computeIfAbsent(dimensions, key -> new TreeMap<>());
        byName.merge("HealthyStateDNS", state.dns() ? 1 : 0, Integer::sum);
        byName.merge("UnhealthyStateDNS", state.dns() ? 0 : 1, Integer::sum);
        byName.merge("HealthyStateRouting", state.routing() ? 1 : 0, Integer::sum);
        byName.merge("UnhealthyStateRouting", state.routing() ? 0 : 1, Integer::sum);
    }

    private static Measured once(String name, String dimensions, long endMillis, double value) {
        return new Measured(
                new MetricId(NAMESPACE, name, dimensions), endMillis, value, 1, value, value);
    }
}
