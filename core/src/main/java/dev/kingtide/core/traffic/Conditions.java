package dev.kingtide.core.traffic;

import java.util.List;
import java.util.function.Predicate;

/// Whether a condition of a rule holds for a request: one of its values or expressions must match
/// (ELB user guide, rule-condition-types; for query strings botocore elbv2 model,
/// QueryStringConditionConfig).
///
/// Expressions tell upper from lower case unless they say `(?i)`, and those of a host see the Host
/// field with its port (Terraform provider, aws_lb_listener_rule, `regex_values`).
final class Conditions {

    private Conditions() {}

    /// The test of a condition.
    static Predicate<RequestHead> of(Rule.Condition condition) {
        List<String> values = condition.values();
        List<Expression> expressions =
                condition.expressions().stream().map(Expression::of).toList();
        return switch (condition.field()) {
            case "host-header" ->
                    head ->
                            fits(Wildcard.ANY_CASE, values, head.hostName())
                                    || isIn(expressions, head.host());
            case "path-pattern" ->
                    head ->
                            fits(Wildcard.EXACT_CASE, values, head.path())
                                    || isIn(expressions, head.path());
            case "http-request-method" -> head -> values.contains(head.method());
            case "http-header" -> head -> header(condition.name(), values, expressions, head);
            case "query-string" ->
                    head -> values.stream().anyMatch(value -> query(value, head.query()));
            case "source-ip" ->
                    head ->
                            values.stream()
                                    .anyMatch(range ->
                                            AddressRange.contains(range, head.sourceAddress()));
            default -> head -> false;
        };
    }

    private static boolean fits(Wildcard how, List<String> patterns, String text) {
        for (String pattern : patterns) {
            if (how.matches(pattern, text)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isIn(List<Expression> expressions, String text) {
        for (Expression expression : expressions) {
            if (expression.isIn(text)) {
                return true;
            }
        }
        return false;
    }

    private static boolean header(
            String name, List<String> values, List<Expression> expressions, RequestHead request) {
        return request.headers().stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .anyMatch(header ->
                        fits(Wildcard.ANY_CASE, values, header.value())
                                || isIn(expressions, header.value()));
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
