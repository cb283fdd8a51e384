package dev.kingtide.edge.route;

import dev.kingtide.core.traffic.Listener;
import dev.kingtide.core.traffic.RuleSet;
import dev.kingtide.edge.report.Counters;
import dev.kingtide.edge.tls.ListenerTls;
import org.jspecify.annotations.Nullable;

/// A listener with its rules and what its load balancer's attributes say, as it is at a moment.
///
/// @param rules its rules, ready to be asked
/// @param counters what is counted of the load balancer
/// @param fields what is done to header fields
/// @param looksAtFields whether a rule has a condition on a header field
/// @param tls how it speaks TLS; null when it does not, or cannot
public record ListenerRoutes(
        Listener listener,
        RuleSet rules,
        BalancerSettings balancer,
        Counters counters,
        ListenerFields fields,
        boolean looksAtFields,
        @Nullable ListenerTls tls) {

    /// The routes of a listener.
    static ListenerRoutes of(
            Listener listener,
            BalancerSettings balancer,
            Counters counters,
            @Nullable ListenerTls tls) {
        boolean looksAtFields =
                listener.rules().stream()
                        .flatMap(rule -> rule.conditions().stream())
                        .anyMatch(condition -> condition.field().equals("http-header"));
        return new ListenerRoutes(
                listener,
                RuleSet.of(listener),
                balancer,
                counters,
                ListenerFields.of(listener),
                looksAtFields,
                tls);
    }

    /// Whether every request meets the default rule.
    public boolean hasDefaultRuleOnly() {
        return listener.rules().size() == 1;
    }

    /// Whether it asks clients for certificates.
    public boolean asksForCertificates() {
        Listener.Tls spoken = listener.tls();
        return spoken != null && spoken.mutual() != null;
    }

    public boolean isTls() {
        return listener.protocol().equals("HTTPS");
    }
}
