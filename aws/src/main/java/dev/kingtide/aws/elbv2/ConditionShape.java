package dev.kingtide.aws.elbv2;

import dev.kingtide.core.traffic.Rule.Condition;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.HttpHeaderConditionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.QueryStringKeyValuePair;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;

/// Conditions of rules between AWS's shape and the core's record (ELB API reference,
/// RuleCondition): the values stand in `Values` or in the field's own structure.
final class ConditionShape {
    static final int VALUES_MAX = 5;

    private ConditionShape() {}

    /// All conditions of a rule.
    static List<Condition> read(List<RuleCondition> conditions) {
        if (conditions.isEmpty()) {
            throw Elbv2Errors.validation("At least one condition must be specified");
        }
        List<Condition> read = conditions.stream().map(ConditionShape::read).toList();
        if (read.stream().mapToInt(c -> c.values().size()).sum() > VALUES_MAX) {
            throw Elbv2Errors.tooManyConditions(VALUES_MAX);
        }
        return read;
    }

    private static Condition read(RuleCondition condition) {
        String field = String.valueOf(condition.field());
        List<String> values = new ArrayList<>(condition.values());
        if (hasExpressions(condition)) {
            throw Elbv2Errors.unsupported("A condition with regular expressions");
        }
        String name = "";
        switch (field) {
            case "host-header" -> {
                if (condition.hostHeaderConfig() != null) {
                    values.addAll(condition.hostHeaderConfig().values());
                }
            }
            case "path-pattern" -> {
                if (condition.pathPatternConfig() != null) {
                    values.addAll(condition.pathPatternConfig().values());
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
        if (values.isEmpty()) {
            throw Elbv2Errors.validation("A condition value must be specified");
        }
        return new Condition(field, name, List.copyOf(values));
    }

    private static boolean hasExpressions(RuleCondition condition) {
        HttpHeaderConditionConfig header = condition.httpHeaderConfig();
        return condition.hasRegexValues()
                || (header != null && header.hasRegexValues())
                || (condition.hostHeaderConfig() != null
                        && condition.hostHeaderConfig().hasRegexValues())
                || (condition.pathPatternConfig() != null
                        && condition.pathPatternConfig().hasRegexValues());
    }

    private static String pair(QueryStringKeyValuePair pair) {
        return pair.key() == null ? String.valueOf(pair.value()) : pair.key() + '=' + pair.value();
    }

    /// A condition in AWS's shape.
    static RuleCondition write(Condition condition) {
        List<String> values = condition.values();
        RuleCondition.Builder shape = RuleCondition.builder().field(condition.field());
        return switch (condition.field()) {
            case "host-header" ->
                    shape.values(values).hostHeaderConfig(c -> c.values(values)).build();
            case "path-pattern" ->
                    shape.values(values).pathPatternConfig(c -> c.values(values)).build();
            case "http-request-method" ->
                    shape.httpRequestMethodConfig(c -> c.values(values)).build();
            case "source-ip" -> shape.sourceIpConfig(c -> c.values(values)).build();
            case "http-header" ->
                    shape.httpHeaderConfig(c -> c.httpHeaderName(condition.name()).values(values))
                            .build();
            default ->
                    shape.queryStringConfig(c ->
                                    c.values(values.stream().map(ConditionShape::pair).toList()))
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
