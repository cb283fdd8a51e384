package dev.kingtide.aws.elbv2;

import dev.kingtide.core.traffic.Expression;
import dev.kingtide.core.traffic.Rule.Condition;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.HostHeaderConditionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.HttpHeaderConditionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.PathPatternConditionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.QueryStringKeyValuePair;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;

/// Conditions of rules between AWS's shape and the core's record (ELB API reference,
/// RuleCondition): the values stand in `Values` or in the field's own structure.
final class ConditionShape {
    static final int VALUES_MAX = 5;

    /// Of names, patterns and expressions (ELB API reference, HostHeaderConditionConfig,
    /// PathPatternConditionConfig, HttpHeaderConditionConfig).
    private static final int LENGTH_MAX = 128;

    private static final List<String> HAVE_EXPRESSIONS =
            List.of("host-header", "path-pattern", "http-header");

    private ConditionShape() {}

    /// All conditions of a rule.
    static List<Condition> read(List<RuleCondition> conditions) {
        if (conditions.isEmpty()) {
            throw Elbv2Errors.validation("At least one condition must be specified");
        }
        List<Condition> read = conditions.stream().map(ConditionShape::read).toList();
        if (read.stream().mapToInt(c -> c.values().size() + c.expressions().size()).sum()
                > VALUES_MAX) {
            throw Elbv2Errors.tooManyConditions(VALUES_MAX);
        }
        return read;
    }

    private static Condition read(RuleCondition condition) {
        String field = String.valueOf(condition.field());
        List<String> values = new ArrayList<>(condition.values());
        List<String> expressions = new ArrayList<>(condition.regexValues());
        String name = "";
        switch (field) {
            case "host-header" -> {
                HostHeaderConditionConfig host = condition.hostHeaderConfig();
                if (host != null) {
                    values.addAll(host.values());
                    expressions.addAll(host.regexValues());
                }
            }
            case "path-pattern" -> {
                PathPatternConditionConfig path = condition.pathPatternConfig();
                if (path != null) {
                    values.addAll(path.values());
                    expressions.addAll(path.regexValues());
                }
            }
            case "http-request-method" -> {
                if (condition.httpRequestMethodConfig() != null) {
                    values.addAll(condition.httpRequestMethodConfig().values());
                }
            }
            case "source-ip" -> {
                if (condition.sourceIpConfig() != null) {
                    values.addAll(condition.sourceIpConfig().values());
                }
            }
            case "http-header" -> {
                HttpHeaderConditionConfig header = condition.httpHeaderConfig();
                if (header == null || header.httpHeaderName() == null) {
                    throw Elbv2Errors.validation("An HTTP header name must be specified");
                }
                name = header.httpHeaderName();
                values.addAll(header.values());
                expressions.addAll(header.regexValues());
            }
            case "query-string" -> {
                if (condition.queryStringConfig() != null) {
                    condition.queryStringConfig().values().forEach(p -> values.add(pair(p)));
                }
            }
            default ->
                    throw Elbv2Errors.validation(
                            "Condition field '"
                                    + field
                                    + "' must be one of '[path-pattern, host-header, source-ip,"
                                    + " http-request-method, http-header, query-string]'");
        }
        check(field, values, expressions);
        return new Condition(field, name, List.copyOf(values), List.copyOf(expressions));
    }

    private static void check(String field, List<String> values, List<String> expressions) {
        if (values.isEmpty() && expressions.isEmpty()) {
            throw Elbv2Errors.validation("A condition value must be specified");
        }
        if (!expressions.isEmpty() && !HAVE_EXPRESSIONS.contains(field)) {
            throw Elbv2Errors.validation(
                    "Regular expressions are not supported for condition field '" + field + "'");
        }
        if (!expressions.isEmpty() && !values.isEmpty()) {
            throw Elbv2Errors.validation(
                    "A condition can have either values or regular expressions");
        }
        for (String text : expressions.isEmpty() ? values : expressions) {
            if (text.length() > LENGTH_MAX && HAVE_EXPRESSIONS.contains(field)) {
                throw Elbv2Errors.validation(
                        "The '" + field + "' value is too long; the limit is '128'");
            }
        }
        for (String expression : expressions) {
            String fault = Expression.fault(expression);
            if (fault != null) {
                throw Elbv2Errors.expression(expression, fault);
            }
        }
    }

    private static String pair(QueryStringKeyValuePair pair) {
        return pair.key() == null ? String.valueOf(pair.value()) : pair.key() + '=' + pair.value();
    }

    /// A condition in AWS's shape, with its values or its expressions; the lists that it has not
    /// are left out.
    static RuleCondition write(Condition condition) {
        boolean isRegular = !condition.expressions().isEmpty();
        List<String> values = isRegular ? null : condition.values();
        List<String> expressions = isRegular ? condition.expressions() : null;
        RuleCondition.Builder shape = RuleCondition.builder().field(condition.field());
        return switch (condition.field()) {
            case "host-header" ->
                    shape.values(values)
                            .regexValues(expressions)
                            .hostHeaderConfig(c -> c.values(values).regexValues(expressions))
                            .build();
            case "path-pattern" ->
                    shape.values(values)
                            .regexValues(expressions)
                            .pathPatternConfig(c -> c.values(values).regexValues(expressions))
                            .build();
            case "http-request-method" ->
                    shape.httpRequestMethodConfig(c -> c.values(values)).build();
            case "source-ip" -> shape.sourceIpConfig(c -> c.values(values)).build();
            case "http-header" ->
                    shape.httpHeaderConfig(c ->
                                    c.httpHeaderName(condition.name())
                                            .values(values)
                                            .regexValues(expressions))
                            .build();
            default ->
                    shape.queryStringConfig(c ->
                                    c.values(
                                            condition.values().stream()
                                                    .map(ConditionShape::pair)
                                                    .toList()))
                            .build();
        };
    }

    private static QueryStringKeyValuePair pair(String value) {
        int equals = value.indexOf('=');
        return equals < 0
                ? QueryStringKeyValuePair.builder().value(value).build()
                : QueryStringKeyValuePair.builder()
                        .key(value.substring(0, equals))
                        .value(value.substring(equals + 1))
                        .build();
    }
}
