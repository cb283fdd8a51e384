package dev.kingtide.core.placement;

import dev.kingtide.core.placement.Expression.Comparison;
import dev.kingtide.core.placement.Expression.Field;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// Reads expressions of the cluster query language.
///
/// `not` binds closer than `and`, `and` closer than `or`; parentheses set any other order. Source:
/// ECS developer guide, cluster-query-language (which names no precedence; this is the usual one).
public final class ExpressionParser {
    private static final String SUBJECTS =
            "agentConnected, agentVersion, attribute:<name>, ec2InstanceId, registeredAt, "
                    + "runningTasksCount or task:group";
    private static final String STRING_OPERATORS = "==, !=, in, !in, =~ or !~";
    private static final String ORDER_OPERATORS = "==, !=, >, >=, < or <=";
    private static final String ATTRIBUTE = "attribute:";

    private final ExpressionScanner in;

    private ExpressionParser(String text) {
        this.in = new ExpressionScanner(text);
    }

    /// Reads an expression.
    public static ParsedExpression parse(String text) {
        try {
            ExpressionParser parser = new ExpressionParser(text);
            Expression expression = parser.or();
            parser.in.requireEnd("and, or, or the end");
            return new ParsedExpression.Good(expression);
        } catch (ExpressionScanner.Malformed malformed) {
            return malformed.bad();
        }
    }

    private Expression or() {
        Expression left = and();
        while (in.takeWord("or") || in.take("||")) {
            left = new Expression.Or(left, and());
        }
        return left;
    }

    private Expression and() {
        Expression left = not();
        while (in.takeWord("and") || in.take("&&")) {
            left = new Expression.And(left, not());
        }
        return left;
    }

    private Expression not() {
        if (in.takeWord("not") || in.take("!")) {
            return new Expression.Not(not());
        }
        if (in.take("(")) {
            Expression inner = or();
            in.require(")", "and, or, or )");
            return inner;
        }
        return simple();
    }

    private Expression simple() {
        int start = in.position();
        String subject = in.subject(SUBJECTS);
        if (subject.startsWith(ATTRIBUTE)) {
            String name = subject.substring(ATTRIBUTE.length());
            if (name.isEmpty()) {
                throw in.malformed(start, "an attribute's name after " + ATTRIBUTE);
            }
            return new Expression.OnAttribute(name, comparison(null));
        }
        for (Field field : Field.values()) {
            if (field.word().equals(subject)) {
                return new Expression.OnField(field, comparison(field));
            }
        }
        throw in.malformed(start, SUBJECTS);
    }

    private Comparison comparison(@Nullable Field field) {
        int start = in.position();
        Operator operator = in.operator(field == null ? "an operator" : operatorsOf(field));
        if (field != null && !allows(field, operator)) {
            throw in.malformed(start, operatorsOf(field) + " after " + field.word());
        }
        return switch (operator) {
            case EXISTS, NOT_EXISTS -> new Comparison(operator, List.of(), null, 0);
            case IN, NOT_IN -> new Comparison(operator, list(), null, 0);
            case MATCHES, NOT_MATCHES -> matching(operator);
            case EQUALS,
                    NOT_EQUALS,
                    GREATER_THAN,
                    GREATER_THAN_EQUAL,
                    LESS_THAN,
                    LESS_THAN_EQUAL -> {
                int at = in.position();
                String literal = in.literal("a value");
                yield new Comparison(operator, List.of(literal), null, number(field, literal, at));
            }
        };
    }

    private static boolean isOrdered(Field field) {
        return switch (field) {
            case AGENT_VERSION, REGISTERED_AT, RUNNING_TASKS_COUNT -> true;
            case AGENT_CONNECTED, EC2_INSTANCE_ID, TASK_GROUP -> false;
        };
    }

    private static String operatorsOf(Field field) {
        return isOrdered(field) ? ORDER_OPERATORS : STRING_OPERATORS;
    }

    private static boolean allows(Field field, Operator operator) {
        return switch (operator) {
            case EQUALS, NOT_EQUALS -> true;
            case EXISTS, NOT_EXISTS -> false;
            case IN, NOT_IN, MATCHES, NOT_MATCHES -> !isOrdered(field);
            case GREATER_THAN, GREATER_THAN_EQUAL, LESS_THAN, LESS_THAN_EQUAL -> isOrdered(field);
        };
    }

    private List<String> list() {
        in.require("[", "a list such as [a, b]");
        List<String> values = new ArrayList<>();
        do {
            values.add(in.literal("a value"));
        } while (in.take(","));
        in.require("]", ", or ]");
        return List.copyOf(values);
    }

    private Comparison matching(Operator operator) {
        int start = in.position();
        String text = in.regularExpression("a Java regular expression");
        try {
            return new Comparison(operator, List.of(text), Pattern.compile(text), 0);
        } catch (PatternSyntaxException e) {
            throw in.malformed(start, "a Java regular expression (" + e.getDescription() + ")");
        }
    }

    private long number(@Nullable Field field, String literal, int at) {
        if (field == Field.RUNNING_TASKS_COUNT) {
            if (literal.length() > 9 || !literal.chars().allMatch(Character::isDigit)) {
                throw in.malformed(at, "a whole number");
            }
            return Integer.parseInt(literal);
        }
        return field == Field.REGISTERED_AT ? moment(literal, at) : 0;
    }

    private long moment(String literal, int at) {
        try {
            if (literal.indexOf('T') < 0) {
                return LocalDate.parse(literal)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant()
                        .toEpochMilli();
            }
            boolean hasOffset = literal.endsWith("Z") || literal.matches(".*[+-]\\d\\d:\\d\\d");
            return (hasOffset
                            ? OffsetDateTime.parse(literal)
                            : LocalDateTime.parse(literal).atOffset(ZoneOffset.UTC))
                    .toInstant()
                    .toEpochMilli();
        } catch (DateTimeException e) {
            throw in.malformed(
                    at,
                    "a time such as 2016-06-18T22:28:28+00:00, 2016-06-18T22:28:28Z, "
                            + "2016-06-18T22:28:28 or 2016-06-18");
        }
    }
}
