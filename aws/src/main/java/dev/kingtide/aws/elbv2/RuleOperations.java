package dev.kingtide.aws.elbv2;

import dev.kingtide.aws.Turns;
import dev.kingtide.core.World;
import dev.kingtide.core.admission.Quota;
import dev.kingtide.core.traffic.Listener;
import dev.kingtide.core.traffic.Rule;
import dev.kingtide.core.traffic.Rules;
import dev.kingtide.core.traffic.TrafficQuotas;
import dev.kingtide.core.traffic.Transform;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RulePriorityPair;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetRulePrioritiesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetRulePrioritiesResponse;

/// The operations on rules.
final class RuleOperations {
    private final Turns turns;

    RuleOperations(Turns turns) {
        this.turns = turns;
    }

    /// Adds a rule to a listener.
    CreateRuleResponse create(CreateRuleRequest request) {
        List<Rule.Condition> conditions = ConditionShape.read(request.conditions());
        List<Transform> transforms = TransformShape.read(request.transforms());
        int priority = request.priority();
        return turns.decide(turn -> {
            World world = turn.world();
            Listener listener = ListenerOperations.require(world, request.listenerArn());
            for (Rule rule : listener.rules()) {
                if (rule.priority() == priority) {
                    throw Elbv2Errors.priorityInUse(priority);
                }
            }
            if (!TrafficQuotas.roomForRule(world, listener.loadBalancerArn())) {
                int limit = world.admission().limit(Quota.RULES_PER_LOAD_BALANCER);
                throw Elbv2Errors.tooManyRules(limit);
            }
            Rule.Action action =
                    ActionShape.read(world, listener.loadBalancerArn(), request.actions());
            TlsShape.fitting(world, listener.protocol(), action);
            Rules.Settings wanted = new Rules.Settings(conditions, action, transforms);
            Rule made = Rules.create(turn, listener.arn(), priority, wanted);
            TagOperations.created(turn, made.arn(), request.tags());
            return CreateRuleResponse.builder().rules(ListenerView.of(made)).build();
        });
    }

    /// Rules by ARN, or those of a listener, page by page.
    DescribeRulesResponse describe(DescribeRulesRequest request) {
        return turns.decide(turn -> {
            World world = turn.world();
            List<Rule> found = new ArrayList<>();
            for (String arn : request.ruleArns()) {
                found.add(require(world, arn));
            }
            if (request.listenerArn() != null) {
                found.addAll(ListenerOperations.require(world, request.listenerArn()).rules());
            } else if (!request.hasRuleArns()) {
                throw Elbv2Errors.validation("You must specify either listener ARN or rule ARNs");
            }
            Page<Rule> page =
                    Page.of(
                            new Page.Asked("rules", request.marker(), request.pageSize()),
                            found,
                            Rule::arn);
            return DescribeRulesResponse.builder()
                    .rules(page.map(ListenerView::of))
                    .nextMarker(page.nextMarker())
                    .build();
        });
    }

    /// Changes a rule; what is not named stays.
    ModifyRuleResponse modify(ModifyRuleRequest request) {
        boolean resets = Boolean.TRUE.equals(request.resetTransforms());
        List<Transform> transforms = TransformShape.read(request.transforms());
        if (resets && !transforms.isEmpty()) {
            throw Elbv2Errors.validation(
                    "You cannot specify both transforms and that they are to be reset");
        }
        return turns.decide(turn -> {
            World world = turn.world();
            Rule before = require(world, request.ruleArn());
            if (before.isDefault() && (request.hasConditions() || !transforms.isEmpty())) {
                throw Elbv2Errors.onlyActions(before.arn());
            }
            Listener listener =
                    ListenerOperations.require(world, Rules.listenerArnOf(request.ruleArn()));
            Rule.Action action =
                    request.hasActions()
                            ? ActionShape.read(world, listener.loadBalancerArn(), request.actions())
                            : before.action();
            Rules.Settings wanted =
                    new Rules.Settings(
                            request.hasConditions()
                                    ? ConditionShape.read(request.conditions())
                                    : before.conditions(),
                            TlsShape.fitting(world, listener.protocol(), action),
                            resets || !transforms.isEmpty() ? transforms : before.transforms());
            Rule after = Rules.modify(turn, before.arn(), wanted);
            return ModifyRuleResponse.builder().rules(ListenerView.of(after)).build();
        });
    }

    /// Deletes a rule, but not the default one.
    DeleteRuleResponse delete(DeleteRuleRequest request) {
        return turns.decide(turn -> {
            Rule rule = require(turn.world(), request.ruleArn());
            if (rule.isDefault()) {
                throw Elbv2Errors.defaultRule(rule.arn());
            }
            TagOperations.gone(turn, rule.arn());
            Rules.delete(turn, rule.arn());
            return DeleteRuleResponse.builder().build();
        });
    }

    /// Gives rules other priorities, all at once, so that two may change places.
    SetRulePrioritiesResponse setPriorities(SetRulePrioritiesRequest request) {
        return turns.decide(turn -> {
            Map<String, Map<String, Integer>> byListener = new TreeMap<>();
            for (RulePriorityPair pair : request.rulePriorities()) {
                if (pair.ruleArn() == null || pair.priority() == null) {
                    throw Elbv2Errors.validation("A rule ARN and a priority must be specified");
                }
                Rule rule = require(turn.world(), pair.ruleArn());
                if (rule.isDefault()) {
                    throw Elbv2Errors.defaultPriority(rule.arn());
                }
                byListener
                        .computeIfAbsent(Rules.listenerArnOf(rule.arn()), arn -> new TreeMap<>())
                        .put(rule.arn(), pair.priority());
            }
            List<Rule> changed = new ArrayList<>();
            byListener.forEach((arn, priorities) -> {
                free(ListenerOperations.require(turn.world(), arn), priorities);
                Listener after = Rules.setPriorities(turn, arn, priorities);
                after.rules().stream()
                        .filter(rule -> priorities.containsKey(rule.arn()))
                        .forEach(changed::add);
            });
            return SetRulePrioritiesResponse.builder()
                    .rules(changed.stream().map(ListenerView::of).toList())
                    .build();
        });
    }

    private static void free(Listener listener, Map<String, Integer> priorities) {
        Set<Integer> taken = new TreeSet<>();
        for (Rule rule : listener.rules()) {
            int priority = priorities.getOrDefault(rule.arn(), rule.priority());
            if (!taken.add(priority)) {
                throw Elbv2Errors.priorityInUse(priority);
            }
        }
    }

    /// The rule of this ARN.
    static Rule require(World world, String arn) {
        Listener listener =
                arn.indexOf('/') < 0
                        ? null
                        : world.traffic().listeners.get(Rules.listenerArnOf(arn));
        Rule rule = listener == null ? null : listener.rule(arn);
        if (rule == null) {
            throw Elbv2Errors.ruleNotFound();
        }
        return rule;
    }
}
