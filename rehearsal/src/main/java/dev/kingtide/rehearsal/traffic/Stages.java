package dev.kingtide.rehearsal.traffic;

import dev.kingtide.rehearsal.source.Node;
import dev.kingtide.rehearsal.source.Place;
import dev.kingtide.rehearsal.source.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Traffic as a load test has it: a k6 stage list (Grafana k6 documentation: options `stages` and
/// the executors `ramping-arrival-rate` and `constant-arrival-rate`), or a Locust stage list
/// (Locust, examples/custom_shape/stages.py).
///
/// Stages that count virtual users need to be told how many requests a second one of them sends.
public final class Stages {
    private static final Pattern DURATION =
            Pattern.compile("(?:(\\d+)h)?(?:(\\d+)m(?!s))?(?:(\\d+(?:\\.\\d+)?)s)?(?:(\\d+)ms)?");
    private static final String FORMS =
            "expected k6's options ({\"stages\": [{\"duration\": \"1m\", \"target\": 100}]}, or"
                    + " scenarios with an arrival rate) or Locust's stages ([{\"duration\": 60,"
                    + " \"users\": 10, \"spawn_rate\": 10}])";

    private final Problems problems;
    private final double perUser;
    private final List<double[]> points = new ArrayList<>();

    private Stages(double perUser, Problems problems) {
        this.perUser = perUser;
        this.problems = problems;
    }

    /// Reads a stage list; null when it is none, with problems added.
    ///
    /// @param perUser requests a second of one virtual user; 0 when not given
    public static Demand.@Nullable Source read(Node root, double perUser, Problems problems) {
        int before = problems.list().size();
        Stages stages = new Stages(perUser, problems);
        List<Stages> all = new ArrayList<>();
        switch (root) {
            case Node.Sequence list -> {
                stages.locust(list);
                all.add(stages);
            }
            case Node.Mapping options -> stages.options(options, all);
            case Node.Text text -> problems.add(text.place(), text.describe(), FORMS);
        }
        return problems.list().size() > before
                ? null
                : perSecond -> all.forEach(one -> one.addTo(perSecond));
    }

    private void options(Node.Mapping options, List<Stages> all) {
        if (options.get("stages") instanceof Node.Sequence list) {
            needUsers(list.place(), "stages count virtual users");
            ramp(list, 1, perUser);
            all.add(this);
        } else if (options.get("scenarios") instanceof Node.Mapping scenarios) {
            scenarios
                    .entries()
                    .forEach((name, entry) -> {
                        Stages one = new Stages(perUser, problems);
                        one.scenario(name, entry.value());
                        all.add(one);
                    });
        } else {
            problems.add(options.place(), "neither stages nor scenarios", FORMS);
        }
    }

    private void scenario(String name, Node node) {
        if (!(node instanceof Node.Mapping scenario)) {
            problems.add(node.place(), node.describe(), "expected a scenario");
            return;
        }
        String executor = text(scenario, "executor");
        double begin = seconds(scenario, "startTime", "0s");
        double unit = Math.max(1e-3, seconds(scenario, "timeUnit", "1s"));
        points.add(new double[] {begin, 0});
        switch (executor) {
            case "constant-arrival-rate" -> {
                double rate = number(scenario, "rate") / unit;
                points.add(new double[] {begin, rate});
                points.add(new double[] {begin + seconds(scenario, "duration", null), rate});
                end();
            }
            case "ramping-arrival-rate" -> {
                double start =
                        scenario.get("startRate") == null ? 0 : number(scenario, "startRate");
                if (scenario.get("stages") instanceof Node.Sequence list) {
                    ramp(list, start, 1 / unit);
                } else {
                    problems.add(node.place(), name + " has no stages", FORMS);
                }
            }
            case "ramping-vus" -> {
                needUsers(scenario.place(), name + " counts virtual users");
                double start = scenario.get("startVUs") == null ? 1 : number(scenario, "startVUs");
                if (scenario.get("stages") instanceof Node.Sequence list) {
                    ramp(list, start, perUser);
                } else {
                    problems.add(node.place(), name + " has no stages", FORMS);
                }
            }
            default ->
                    problems.add(
                            scenario.place(),
                            "executor \"" + executor + "\" of " + name,
                            "expected constant-arrival-rate, ramping-arrival-rate or ramping-vus");
        }
    }

    /// Straight lines from one target to the next, beginning where the last point is.
    private void ramp(Node.Sequence stages, double start, double perTarget) {
        double at = points.isEmpty() ? 0 : points.getLast()[0];
        points.add(new double[] {at, start * perTarget});
        for (Node item : stages.items()) {
            if (item instanceof Node.Mapping stage) {
                at += seconds(stage, "duration", null);
                points.add(new double[] {at, number(stage, "target") * perTarget});
            } else {
                problems.add(item.place(), item.describe(), FORMS);
            }
        }
        end();
    }

    /// Locust's durations count from the beginning; users come and go at the spawn rate.
    private void locust(Node.Sequence stages) {
        needUsers(stages.place(), "stages count users");
        double at = 0;
        double users = 0;
        points.add(new double[] {0, 0});
        for (Node item : stages.items()) {
            if (!(item instanceof Node.Mapping stage)) {
                problems.add(item.place(), item.describe(), FORMS);
                continue;
            }
            double until = number(stage, "duration");
            double wanted = number(stage, "users");
            double spawn = number(stage, "spawn_rate");
            if (until <= at || spawn <= 0) {
                problems.add(
                        stage.place(),
                        until <= at ? "a stage that ends before it begins" : "a spawn_rate of 0",
                        "durations count from the beginning: 60, 100, 180, ...");
                return;
            }
            double reached = at + Math.abs(wanted - users) / spawn;
            if (reached > until) {
                double share = (until - at) / (reached - at);
                users += share * (wanted - users);
            } else {
                users = wanted;
                points.add(new double[] {reached, users * perUser});
            }
            points.add(new double[] {until, users * perUser});
            at = until;
        }
        end();
    }

    private void end() {
        points.add(new double[] {points.getLast()[0], 0});
    }

    private void needUsers(Place place, String what) {
        if (perUser <= 0) {
            problems.add(
                    place,
                    what,
                    "say how many requests a second one sends: requestsPerSecondPerUser");
        }
    }

    private static String text(Node.Mapping from, String key) {
        return from.get(key) instanceof Node.Text text ? text.value() : "";
    }

    private double number(Node.Mapping from, String key) {
        Node node = from.get(key);
        double value = node instanceof Node.Text text ? TraceReader.count(text.value()) : -1;
        if (value >= 0 && value <= TraceReader.COUNT_MAX) {
            return value;
        }
        problems.add(
                node == null ? from.place() : node.place(),
                node == null ? key + " is missing" : key + " is " + node.describe(),
                "expected a number that is not negative");
        return 0;
    }

    private double seconds(Node.Mapping from, String key, @Nullable String otherwise) {
        Node node = from.get(key);
        String text = node instanceof Node.Text given ? given.value() : otherwise;
        Matcher matcher = DURATION.matcher(text == null ? "" : text);
        if (text == null || text.isEmpty() || !matcher.matches()) {
            problems.add(
                    node == null ? from.place() : node.place(),
                    node == null ? key + " is missing" : key + " is " + node.describe(),
                    "expected a time such as 30s, 1m30s or 2h");
            return 0;
        }
        return part(matcher, 1) * 3_600
                + part(matcher, 2) * 60
                + part(matcher, 3)
                + part(matcher, 4) / 1_000;
    }

    private static double part(Matcher matcher, int group) {
        String digits = matcher.group(group);
        return digits == null ? 0 : Double.parseDouble(digits);
    }

    private void addTo(double[] perSecond) {
        int next = 0;
        for (int second = 0; second < perSecond.length; second++) {
            double at = second + 0.5;
            while (next < points.size() && points.get(next)[0] <= at) {
                next++;
            }
            if (next > 0 && next < points.size()) {
                double[] from = points.get(next - 1);
                double[] to = points.get(next);
                perSecond[second] +=
                        from[1] + (at - from[0]) / (to[0] - from[0]) * (to[1] - from[1]);
            }
        }
    }
}
