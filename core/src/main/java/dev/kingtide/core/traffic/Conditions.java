package dev.kingtide.core.traffic;

import java.util.function.Predicate;

/// Whether a condition of a rule holds for a request: one of its values must match (ELB user guide,
/// load-balancer-listeners, rule condition types; for query strings botocore elbv2 model,
/// QueryStringConditionConfig).
final class Conditions {

    private Conditions() {}

    static boolean hold(Rule rule, RequestHead request) {
        return rule.conditions().stream().allMatch(condition -> holds(condition, request));
    }

    private static boolean holds(Rule.Condition condition, RequestHead request) {
        Predicate<String> matches =
                switch (condition.field()) {
                    case "host-header" ->
                            value -> Wildcard.ANY_CASE.matches(value, request.hostName());
                    case "path-pattern" ->
                            value -> Wildcard.EXACT_CASE.matches(value, request.path());
                    case "http-request-method" -> request.method()::equals;
                    case "http-header" -> value -> header(condition.name(), value, request);
                    case "query-string" -> value -> query(value, request.query());
                    case "source-ip" ->
                            value -> AddressRange.contains(value, request.sourceAddress());
                    default -> value -> false;
                };
        return condition.values().stream().anyMatch(matches);
    }

    private static boolean header(String name, String value, RequestHead request) {
        return request.headers().stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .anyMatch(header -> Wildcard.ANY_CASE.matches(value, header.value()));
    }

    /// A value without a key is looked for under every key.
    private static boolean query(String keyAndValue, String query) {
        int equals = keyAndValue.indexOf('=');
        String value = keyAndValue.substring(equals + 1);
        int from = 0;
        while (from <= query.length() && !query.isEmpty()) {
            int ampersand = query.indexOf('&', from);
            int to = ampersand < 0 ? query.length() : ampersand;
            String pair = query.substring(from, to);
            int split = pair.indexOf('=');
            String key = split < 0 ? pair : pair.substring(0, split);
            String found = split < 0 ? "" : pair.substring(split + 1);
            if ((equals < 0
                            || Wildcard.ESCAPED_ANY_CASE.matches(
                                    keyAndValue.substring(0, equals), key))
                    && Wildcard.ESCAPED_ANY_CASE.matches(value, found)) {
                return true;
            }
            from = to + 1;
        }
        return false;
    }
}
