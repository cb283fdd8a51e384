package dev.kingtide.rehearsal.simulation;

import dev.kingtide.core.traffic.Listener;
import dev.kingtide.core.traffic.RequestHead;
import dev.kingtide.core.traffic.Rule;
import dev.kingtide.core.traffic.RuleSet;
import dev.kingtide.rehearsal.simulation.Recording.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where each crowd's requests go: by listener and rule to target groups, by weight.
final class Routes {
    private final List<Crowd> crowds;
    private final Map<String, TrafficGroup> groups;
    private final Map<String, RuleSet> listeners = new LinkedHashMap<>();
    private List<Route> routes = List.of();
    private boolean stale = true;

    /// What becomes of a crowd's requests: shares for groups; what is left is answered by the load
    /// balancer, well or with an error.
    private static final class Route {
        final List<TrafficGroup> groups;
        final double[] shares;
        final double rest;
        final @Nullable Loss restLost;

        Route(List<TrafficGroup> groups, double[] shares, double rest, @Nullable Loss restLost) {
            this.groups = groups;
            this.shares = shares;
            this.rest = rest;
            this.restLost = restLost;
        }
    }

    Routes(List<Crowd> crowds, Map<String, TrafficGroup> groups) {
        this.crowds = crowds;
        this.groups = groups;
    }

    void put(Listener listener) {
        listeners.put(listener.arn(), RuleSet.of(listener));
        stale = true;
    }

    void remove(String arn) {
        listeners.remove(arn);
        stale = true;
    }

    void changed() {
        stale = true;
    }

    /// Hands what comes in this second to the groups.
    void distribute(Clients clients) {
        if (stale) {
            routes = crowds.stream().map(this::route).toList();
            stale = false;
        }
        for (int kind = 0; kind < clients.kinds; kind++) {
            double attempts = clients.coming[kind];
            if (attempts <= 0) {
                continue;
            }
            double elapsed = clients.comingElapsed[kind];
            Route route = routes.get(clients.crowdOf(kind));
            for (int i = 0; i < route.shares.length; i++) {
                double share = route.shares[i];
                route.groups.get(i).come(kind, attempts * share, elapsed * share);
            }
            if (route.restLost != null) {
                clients.failed(kind, attempts * route.rest, elapsed * route.rest, route.restLost);
            } else {
                clients.served(attempts * route.rest);
            }
        }
    }

    private Route route(Crowd crowd) {
        for (RuleSet rules : listeners.values()) {
            int port = rules.listener().port();
            if (crowd.listenerPort() == 0 || crowd.listenerPort() == port) {
                RequestHead head = RequestHead.get(crowd.host(), crowd.path());
                return route(rules.match(head).rule().action());
            }
        }
        return new Route(List.of(), new double[0], 1, Loss.REFUSED);
    }

    private Route route(Rule.Action action) {
        return switch (action) {
            case Rule.Action.Forward forward -> forward(forward);
            case Rule.Action.FixedResponse fixed ->
                    new Route(
                            List.of(),
                            new double[0],
                            1,
                            fixed.status() >= 500 ? SimulatedTraffic.lossOf(fixed.status()) : null);
            case Rule.Action.Redirect redirect -> new Route(List.of(), new double[0], 1, null);
        };
    }

    /// Without any weight the load balancer answers 503; so it does for a group that is gone.
    private Route forward(Rule.Action.Forward forward) {
        int sum = forward.groups().stream().mapToInt(Rule.WeightedGroup::weight).sum();
        List<TrafficGroup> known = new ArrayList<>();
        double[] shares = new double[forward.groups().size()];
        double rest = 1;
        for (Rule.WeightedGroup each : forward.groups()) {
            TrafficGroup group = groups.get(each.groupArn());
            if (group != null && each.weight() > 0) {
                shares[known.size()] = (double) each.weight() / sum;
                rest -= shares[known.size()];
                known.add(group);
            }
        }
        return new Route(
                known,
                Arrays.copyOf(shares, known.size()),
                rest < 1e-12 ? 0 : rest,
                Loss.NO_TARGET_503);
    }
}
