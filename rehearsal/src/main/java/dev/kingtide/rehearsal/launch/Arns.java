package dev.kingtide.rehearsal.launch;

import dev.kingtide.core.Scope;
import dev.kingtide.rehearsal.source.Node;
import dev.kingtide.rehearsal.source.Place;
import dev.kingtide.rehearsal.source.Problems;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The ARNs that a launch's files mention: they give account and region, and the identifiers that
/// the load balancing resources and scaling policies of those names will get when the launch
/// creates them.
final class Arns {
    private static final Pattern ARN =
            Pattern.compile("arn:(aws[a-z-]*):([a-z0-9-]*):([a-z0-9-]*):([0-9]*):(.*)");
    private static final Pattern RESOURCE =
            Pattern.compile(
                    "((?:targetgroup|loadbalancer/app|listener/app|listener-rule/app)/.+)"
                            + "/([0-9a-f]{16})");
    private static final Pattern BALANCER = Pattern.compile("app/([^/]+)/([0-9a-f]{16})");
    private static final Pattern GROUP = Pattern.compile("targetgroup/([^/]+)/([0-9a-f]{16})");

    private static final Pattern POLICY =
            Pattern.compile("scalingPolicy:([0-9a-f-]{36}):(resource/ecs/.+:policyName/.+)");

    /// Resources of these services belong to the account and region that is rehearsed.
    private static final List<String> OWN =
            List.of(
                    "ecs",
                    "elasticloadbalancing",
                    "application-autoscaling",
                    "autoscaling",
                    "cloudwatch");

    private static final String POLICY_PREFIX = "scalingPolicy:resource/ecs/";

    private final Problems problems;
    private final Map<String, String> identifiers = new LinkedHashMap<>();
    private final Map<String, Place> places = new LinkedHashMap<>();
    private @Nullable String account;
    private @Nullable String region;
    private @Nullable String roleAccount;

    /// None so far; account and region are what the launch file itself says, or null.
    Arns(@Nullable String account, @Nullable String region, Problems problems) {
        this.account = account;
        this.region = region;
        this.problems = problems;
    }

    /// Takes note of every ARN and resource label in a tree.
    void collect(Node node) {
        switch (node) {
            case Node.Mapping map ->
                    map.entries().values().forEach(entry -> collect(entry.value()));
            case Node.Sequence list -> list.items().forEach(this::collect);
            case Node.Text text -> {
                Matcher arn = ARN.matcher(text.value());
                if (arn.matches()) {
                    arn(arn, text);
                } else if (text.value().startsWith("app/")) {
                    adopt(text.value(), text.place());
                }
            }
        }
    }

    private void arn(Matcher arn, Node.Text text) {
        if (arn.group(2).equals("iam") && roleAccount == null) {
            roleAccount = arn.group(4);
        }
        if (!OWN.contains(arn.group(2))) {
            return;
        }
        if (!arn.group(1).equals("aws")) {
            problems.add(text.place(), "an ARN of partition " + arn.group(1), "expected arn:aws:");
        }
        region = same("region", region, arn.group(3), text);
        account = same("account", account, arn.group(4), text);
        if (arn.group(2).equals("elasticloadbalancing")) {
            adopt(arn.group(5), text.place());
        }
        Matcher policy = POLICY.matcher(arn.group(5));
        if (arn.group(2).equals("autoscaling") && policy.matches()) {
            keep("scalingPolicy:" + policy.group(2), policy.group(1), text.place());
        }
    }

    private @Nullable String same(String what, @Nullable String known, String found, Node.Text at) {
        if (found.isEmpty()) {
            return known;
        }
        if (known != null && !known.equals(found)) {
            problems.add(
                    at.place(),
                    "an ARN of " + what + ' ' + found,
                    "expected " + what + ' ' + known + ": a launch is in one account and region");
        }
        return known == null ? found : known;
    }

    /// An alarm's action, which must be a policy that a call puts: nothing else tells of a mistake.
    void requirePolicies(List<String> put) {
        places.forEach((name, place) -> {
            if (name.startsWith(POLICY_PREFIX)) {
                String policy = name.substring(POLICY_PREFIX.length());
                if (!put.contains(policy)) {
                    problems.unknown(place, "scaling policy", policy, put);
                }
            }
        });
    }

    private void adopt(String resource, Place place) {
        Matcher whole = RESOURCE.matcher(resource);
        if (whole.matches()) {
            keep(whole.group(1), whole.group(2), place);
        }
        Matcher balancer = BALANCER.matcher(resource);
        if (balancer.find()) {
            keep("loadbalancer/app/" + balancer.group(1), balancer.group(2), place);
        }
        Matcher group = GROUP.matcher(resource);
        if (group.find()) {
            keep("targetgroup/" + group.group(1), group.group(2), place);
        }
    }

    private void keep(String name, String id, Place place) {
        String first = identifiers.putIfAbsent(name, id);
        for (int i = 1; first != null && !first.equals(id) && name.startsWith("listener/"); i++) {
            // the next listener of the same load balancer that is created gets this one
            first = identifiers.putIfAbsent(name + '+' + i, id);
        }
        Place before = places.putIfAbsent(name, place);
        if (first != null && !first.equals(id) && !name.startsWith("listener")) {
            problems.add(
                    place,
                    name + '/' + id + " and, in " + before + ", " + name + '/' + first,
                    "one of the two identifiers is wrong: a name is used once");
        }
    }

    /// The account and region of the launch.
    Scope scope() {
        String anyAccount = account == null ? roleAccount : account;
        return new Scope(
                anyAccount == null ? Scope.DEFAULT.account() : anyAccount,
                region == null ? Scope.DEFAULT.region() : region);
    }

    /// Identifiers by the part of the ARN before them, such as `targetgroup/shop`.
    SequencedMap<String, String> identifiers() {
        return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(identifiers));
    }
}
