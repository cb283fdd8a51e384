package dev.kingtide.core.traffic;

import dev.kingtide.core.Invariant;
import dev.kingtide.core.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What becomes of a listener's rules. A rule is part of its listener's record; its ARN names the
/// listener.
public final class Rules {

    private Rules() {}

    /// What a rule is like, but for its place among the others.
    ///
    /// @param transforms what is changed of requests that are forwarded
    public record Settings(
            List<Rule.Condition> conditions, Rule.Action action, List<Transform> transforms) {

        /// Copies its lists.
        public Settings {
            conditions = List.copyOf(conditions);
            transforms = List.copyOf(transforms);
        }

        /// One that changes nothing of requests.
        public Settings(List<Rule.Condition> conditions, Rule.Action action) {
            this(conditions, action, List.of());
        }

        private Rule at(String arn, int priority) {
            return new Rule(arn, priority, conditions, action, transforms);
        }
    }

    /// Adds a rule; the priority is free at this listener.
    public static Rule create(Turn turn, String listenerArn, int priority, Settings wanted) {
        Listener listener = turn.world().traffic().listeners.require(listenerArn);
        Rule rule = wanted.at(Arns.nextRule(turn, listener), priority);
        List<Rule> rules = new ArrayList<>(listener.rules());
        rules.add(rule);
        Listeners.put(turn, listener.with(rules));
        return rule;
    }

    /// Changes a rule's conditions, action and transforms.
    public static Rule modify(Turn turn, String ruleArn, Settings wanted) {
        Listener listener = listenerOf(turn, ruleArn);
        Rule changed = wanted.at(ruleArn, rule(listener, ruleArn).priority());
        List<Rule> rules =
                listener.rules().stream().map(r -> r.arn().equals(ruleArn) ? changed : r).toList();
        Listeners.put(turn, listener.with(rules));
        return changed;
    }

    /// Changes what a rule does, and nothing else of it.
    public static Rule modify(Turn turn, String ruleArn, Rule.Action action) {
        Rule rule = rule(listenerOf(turn, ruleArn), ruleArn);
        return modify(turn, ruleArn, new Settings(rule.conditions(), action, rule.transforms()));
    }

    /// Gives rules of one listener other priorities, by ARN; no two rules end up with the same.
    public static Listener setPriorities(
            Turn turn, String listenerArn, Map<String, Integer> priorities) {
        Listener listener = turn.world().traffic().listeners.require(listenerArn);
        List<Rule> rules = new ArrayList<>();
        for (Rule rule : listener.rules()) {
            Integer priority = priorities.get(rule.arn());
            rules.add(priority == null ? rule : rule.with(priority));
        }
        return Listeners.put(turn, listener.with(rules));
    }

    /// Removes a rule, which is not the default one.
    public static void delete(Turn turn, String ruleArn) {
        Listener listener = listenerOf(turn, ruleArn);
        Invariant.require(
                !rule(listener, ruleArn).isDefault(), "the default rule stays: " + ruleArn);
        List<Rule> rules = listener.rules().stream().filter(r -> !r.arn().equals(ruleArn)).toList();
        Listeners.put(turn, listener.with(rules));
    }

    /// The ARN of the listener to which a rule belongs.
    public static String listenerArnOf(String ruleArn) {
        return Arns.listenerOf(ruleArn);
    }

    private static Listener listenerOf(Turn turn, String ruleArn) {
        return turn.world().traffic().listeners.require(listenerArnOf(ruleArn));
    }

    private static Rule rule(Listener listener, String ruleArn) {
        Rule rule = listener.rule(ruleArn);
        if (rule == null) {
            throw Invariant.broken("no rule " + ruleArn);
        }
        return rule;
    }
}
