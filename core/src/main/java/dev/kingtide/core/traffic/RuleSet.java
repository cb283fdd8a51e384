package dev.kingtide.core.traffic;

import dev.kingtide.core.Invariant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// The rules of a listener, ready to be asked of each request: their expressions are compiled.
///
/// Safe for many threads.
public final class RuleSet {
    private final Listener listener;
    private final List<Ready> rules = new ArrayList<>();

    private record Ready(Met met, List<Predicate<RequestHead>> conditions) {

        boolean holds(RequestHead request) {
            for (Predicate<RequestHead> condition : conditions) {
                if (!condition.test(request)) {
                    return false;
                }
            }
            return true;
        }
    }

    /// The rule that a request meets.
    ///
    /// @param rewrites what it changes of the request
    /// @param evaluated how many rules were looked at; the default one does not count (ELB user
    ///   guide, load-balancer-cloudwatch-metrics, RuleEvaluations)
    public record Met(Rule rule, Rewrites rewrites, int evaluated) {}

    private RuleSet(Listener listener) {
        this.listener = listener;
    }

    /// The rules of a listener as it is now.
    public static RuleSet of(Listener listener) {
        RuleSet set = new RuleSet(listener);
        for (Rule rule : listener.rules()) {
            int evaluated = set.rules.size() + (rule.isDefault() ? 0 : 1);
            set.rules.add(
                    new Ready(
                            new Met(rule, Rewrites.of(rule.transforms()), evaluated),
                            rule.conditions().stream().map(Conditions::of).toList()));
        }
        return set;
    }

    /// Whose rules they are.
    public Listener listener() {
        return listener;
    }

    /// The first rule in the order of priorities whose conditions all hold, else the default one.
    public Met match(RequestHead request) {
        for (Ready rule : rules) {
            if (rule.holds(request)) {
                return rule.met();
            }
        }
        throw Invariant.broken("no default rule at " + listener.arn());
    }

    /// What every request meets when there is no rule but the default one.
    public Met last() {
        return rules.getLast().met();
    }
}
