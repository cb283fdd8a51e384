package dev.kingtide.core.traffic;

import dev.kingtide.core.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/// A listener of a load balancer with its rules.
///
/// @param arn its ARN, the key
/// @param loadBalancerArn its load balancer
/// @param protocol `HTTP` or `HTTPS`
/// @param port 1 to 65535
/// @param rules by priority, the default rule last
public record Listener(
        String arn, String loadBalancerArn, String protocol, int port, List<Rule> rules)
        implements Row {

    @Override
    public String key() {
        return arn;
    }

    /// The rule that is taken when no other matches.
    public Rule defaultRule() {
        return rules.getLast();
    }

    /// The rule with this ARN, or null.
    public @Nullable Rule rule(String ruleArn) {
        for (Rule rule : rules) {
            if (rule.arn().equals(ruleArn)) {
                return rule;
            }
        }
        return null;
    }

    /// The groups to which its rules forward, each once.
    public SequencedSet<String> groupArns() {
        SequencedSet<String> arns = new LinkedHashSet<>();
        rules.forEach(rule -> arns.addAll(rule.groupArns()));
        return arns;
    }

    /// The same listener with other rules, put in the order of their priorities.
    Listener with(List<Rule> newRules) {
        List<Rule> sorted = new ArrayList<>(newRules);
        sorted.sort(Comparator.comparingInt(Rule::priority));
        return new Listener(arn, loadBalancerArn, protocol, port, List.copyOf(sorted));
    }
}
