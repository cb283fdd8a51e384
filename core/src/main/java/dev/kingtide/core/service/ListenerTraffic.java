package dev.kingtide.core.service;

import dev.kingtide.core.Turn;
import dev.kingtide.core.World;
import dev.kingtide.core.service.ServiceDeployment.Shares;
import dev.kingtide.core.service.ServiceRevision.ServiceLoadBalancer;
import dev.kingtide.core.service.ServiceRevision.TrafficShift;
import dev.kingtide.core.task.TaskTables.Standing;
import dev.kingtide.core.traffic.Listener;
import dev.kingtide.core.traffic.Rule;
import dev.kingtide.core.traffic.Rule.Action.Forward;
import dev.kingtide.core.traffic.Rule.WeightedGroup;
import dev.kingtide.core.traffic.Rules;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The listener rules through which the traffic of a service is shifted between the target groups
/// of two revisions (ECS developer guide, alb-resources-for-blue-green; problems in the words of
/// troubleshooting-blue-green).
final class ListenerTraffic {

    private ListenerTraffic() {}

    /// Gives the group of one side a share of the traffic and the group of the other side the rest.
    ///
    /// @return what is wrong, to follow "invalid networking configuration", or null
    static @Nullable String shift(
            Turn turn, ServiceRevision revision, boolean alternate, int permille, boolean test) {
        for (ServiceLoadBalancer balancer : revision.loadBalancers()) {
            TrafficShift shift = balancer.shift();
            String ruleArn =
                    shift == null ? null : test ? shift.testRuleArn() : shift.productionRuleArn();
            if (shift == null || ruleArn == null) {
                continue;
            }
            Rule rule = rule(turn.world(), ruleArn);
            if (rule == null || !(rule.action() instanceof Forward forward)) {
                return ": Listener rule " + ruleArn + " does not forward to a target group.";
            }
            String missing = missing(turn.world(), balancer);
            if (missing != null) {
                return ": Target group " + missing + " does not exist.";
            }
            int ofAlternate = alternate ? permille : DeploymentStrategy.ALL - permille;
            // whole percents as percents, as people write them; a weight is 999 at most
            int scale = ofAlternate % 10 == 0 ? 10 : 1;
            List<WeightedGroup> groups =
                    List.of(
                            new WeightedGroup(
                                    balancer.groupOf(false),
                                    (DeploymentStrategy.ALL - ofAlternate) / scale),
                            new WeightedGroup(balancer.groupOf(true), ofAlternate / scale));
            Rules.modify(turn, ruleArn, new Forward(groups, forward.stickySeconds()));
        }
        return null;
    }

    /// Gives a deployment all of the traffic; what cannot be had any more stays as it is.
    static void restore(Turn turn, Deployment to) {
        shift(turn, to.revision(), to.alternate(), DeploymentStrategy.ALL, false);
        shift(turn, to.revision(), to.alternate(), DeploymentStrategy.ALL, true);
    }

    /// Takes the traffic back from a deployment that was given up, as soon as the one before it has
    /// the healthy tasks that the lower bound asks for: at once, unless they were being taken down.
    static void goBack(Turn turn, Service service, ServiceDeployment given) {
        if (given.shares().equals(Shares.NONE)) {
            return;
        }
        String beside = given.beside();
        Deployment last = service.lastCompleted();
        Deployment blue =
                last != null && last.id().equals(beside)
                        ? last
                        : beside == null ? null : service.deployment(beside);
        if (blue == null) {
            return;
        }
        int healthy = turn.world().tasks().count(blue.id(), Standing.HEALTHY);
        if (healthy >= service.settings().deployment().lowerBound(service.wanted())) {
            restore(turn, blue);
            turn.put(turn.world().services().serviceDeployments, given.with(Shares.NONE));
        }
    }

    /// Whether the production traffic of a revision's groups goes to the alternate ones.
    static boolean servesAlternate(World world, ServiceRevision revision) {
        for (ServiceLoadBalancer balancer : revision.loadBalancers()) {
            TrafficShift shift = balancer.shift();
            Rule rule = shift == null ? null : rule(world, shift.productionRuleArn());
            if (shift != null && rule != null) {
                return serving(rule).equals(List.of(shift.alternateTargetGroupArn()));
            }
        }
        return false;
    }

    /// What of a revision's listener rules makes a shift impossible, to follow "invalid networking
    /// configuration"; or null.
    static @Nullable String problem(World world, ServiceRevision revision) {
        for (ServiceLoadBalancer balancer : revision.loadBalancers()) {
            TrafficShift shift = balancer.shift();
            String problem = shift == null ? null : problem(world, balancer, shift);
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private static @Nullable String problem(
            World world, ServiceLoadBalancer balancer, TrafficShift shift) {
        Rule production = rule(world, shift.productionRuleArn());
        if (production == null) {
            return ": Listener rule " + shift.productionRuleArn() + " does not exist.";
        }
        List<String> known = new ArrayList<>(production.groupArns());
        String testArn = shift.testRuleArn();
        Rule test = testArn == null ? null : rule(world, testArn);
        if (test != null) {
            known.addAll(test.groupArns());
        }
        for (boolean alternate : new boolean[] {false, true}) {
            if (!known.contains(balancer.groupOf(alternate))) {
                return ": Target group "
                        + balancer.groupOf(alternate)
                        + " is not associated with either productionListenerRule or"
                        + " testListenerRule.";
            }
        }
        List<String> serving = serving(production);
        if (serving.size() != 1) {
            return ". productionListenerRule "
                    + production.arn()
                    + " should have exactly one target group serving traffic but found "
                    + serving.size()
                    + " target groups which are serving traffic";
        }
        String group = serving.getFirst();
        return group.equals(balancer.groupOf(false)) || group.equals(balancer.groupOf(true))
                ? null
                : ". Production listener rule is forwarding traffic to unexpected target group "
                        + group
                        + ". Expected traffic to be forwarded to either targetGroupArn: "
                        + balancer.groupOf(false)
                        + " or alternateTargetGroupArn: "
                        + balancer.groupOf(true);
    }

    /// The groups that get any of a rule's traffic.
    private static List<String> serving(Rule rule) {
        return switch (rule.action()) {
            case Forward(var groups, _) ->
                    groups.stream()
                            .filter(g -> g.weight() > 0)
                            .map(WeightedGroup::groupArn)
                            .toList();
            case Rule.Action.FixedResponse _, Rule.Action.Redirect _ -> List.of();
        };
    }

    private static @Nullable String missing(World world, ServiceLoadBalancer balancer) {
        for (boolean alternate : new boolean[] {false, true}) {
            String arn = balancer.groupOf(alternate);
            if (world.traffic().targetGroups.get(arn) == null) {
                return arn;
            }
        }
        return null;
    }

    private static @Nullable Rule rule(World world, String ruleArn) {
        Listener listener = world.traffic().listeners.get(Rules.listenerArnOf(ruleArn));
        return listener == null ? null : listener.rule(ruleArn);
    }
}
