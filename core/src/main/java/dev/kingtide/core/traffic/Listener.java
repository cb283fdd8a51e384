package dev.kingtide.core.traffic;

import dev.kingtide.core.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A listener of a load balancer with its rules.
///
/// @param arn its ARN, the key
/// @param loadBalancerArn its load balancer
/// @param protocol `HTTP` or `HTTPS`
/// @param port 1 to 65535
/// @param rules by priority, the default rule last
/// @param tls how it speaks TLS; null when its protocol is `HTTP`
/// @param attributes by their AWS names, those that have not their usual values
public record Listener(
        String arn,
        String loadBalancerArn,
        String protocol,
        int port,
        List<Rule> rules,
        @Nullable Tls tls,
        SortedMap<String, String> attributes)
        implements Row {

    /// One with the usual attributes.
    public Listener(
            String arn,
            String loadBalancerArn,
            String protocol,
            int port,
            List<Rule> rules,
            @Nullable Tls tls) {
        this(arn, loadBalancerArn, protocol, port, rules, tls, Collections.emptySortedMap());
    }

    /// One that does not speak TLS.
    public Listener(
            String arn, String loadBalancerArn, String protocol, int port, List<Rule> rules) {
        this(arn, loadBalancerArn, protocol, port, rules, null);
    }

    /// How a listener speaks TLS.
    ///
    /// @param policy the name of its [TlsPolicy]
    /// @param defaultCertificateArn what clients are shown that ask for no name it knows
    /// @param certificateArns what else it can show; the default one may be among them
    /// @param mutual what it asks of its clients; null when it asks nothing
    public record Tls(
            String policy,
            String defaultCertificateArn,
            List<String> certificateArns,
            @Nullable MutualTls mutual) {

        /// Copies its list.
        public Tls {
            certificateArns = List.copyOf(certificateArns);
        }

        /// One that asks nothing of its clients.
        public Tls(String policy, String defaultCertificateArn, List<String> certificateArns) {
            this(policy, defaultCertificateArn, certificateArns, null);
        }

        /// The same with other certificates beside the default one.
        public Tls showing(List<String> arns) {
            return new Tls(policy, defaultCertificateArn, arns, mutual);
        }
    }

    /// The trust store with which it verifies clients, or null.
    public @Nullable String trustStoreArn() {
        return tls != null && tls.mutual() instanceof MutualTls.Verify verify
                ? verify.trustStoreArn()
                : null;
    }

    /// All certificates that it can show, each once, the default one first.
    public List<String> shownCertificateArns() {
        if (tls == null) {
            return List.of();
        }
        SequencedSet<String> arns = new LinkedHashSet<>();
        arns.add(tls.defaultCertificateArn());
        arns.addAll(tls.certificateArns());
        return List.copyOf(arns);
    }

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

    /// The same listener as it is asked to be, with its rules as they are given.
    Listener with(Listeners.Settings wanted, List<Rule> newRules) {
        return new Listener(
                arn,
                loadBalancerArn,
                wanted.protocol(),
                wanted.port(),
                List.copyOf(newRules),
                wanted.tls(),
                attributes);
    }

    /// The same listener with some attributes changed; an empty value takes the usual one back.
    Listener with(SortedMap<String, String> changes) {
        SortedMap<String, String> all = new TreeMap<>(attributes);
        changes.forEach((key, value) -> {
            if (value.isEmpty()) {
                all.remove(key);
            } else {
                all.put(key, value);
            }
        });
        return new Listener(arn, loadBalancerArn, protocol, port, rules, tls, all);
    }

    /// The same listener with other rules, put in the order of their priorities.
    Listener with(List<Rule> newRules) {
        List<Rule> sorted = new ArrayList<>(newRules);
        sorted.sort(Comparator.comparingInt(Rule::priority));
        return new Listener(
                arn, loadBalancerArn, protocol, port, List.copyOf(sorted), tls, attributes);
    }
}
