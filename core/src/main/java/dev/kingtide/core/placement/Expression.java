package dev.kingtide.core.placement;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A parsed expression of the cluster query language.
///
/// Source: ECS developer guide, cluster-query-language. Read it with [ExpressionParser].
public sealed interface Expression {

    /// Whether it holds for an instance.
    boolean holds(Candidate instance);

    /// Whether it looks at attributes only, so that it holds for all instances of equal attributes
    /// or for none.
    boolean onAttributesOnly();

    /// Both hold.
    record And(Expression left, Expression right) implements Expression {

        @Override
        public boolean holds(Candidate instance) {
            return left.holds(instance) && right.holds(instance);
        }

        @Override
        public boolean onAttributesOnly() {
            return left.onAttributesOnly() && right.onAttributesOnly();
        }
    }

    /// One of them holds, or both.
    record Or(Expression left, Expression right) implements Expression {

        @Override
        public boolean holds(Candidate instance) {
            return left.holds(instance) || right.holds(instance);
        }

        @Override
        public boolean onAttributesOnly() {
            return left.onAttributesOnly() && right.onAttributesOnly();
        }
    }

    /// It does not hold.
    record Not(Expression inner) implements Expression {

        @Override
        public boolean holds(Candidate instance) {
            return !inner.holds(instance);
        }

        @Override
        public boolean onAttributesOnly() {
            return inner.onAttributesOnly();
        }
    }

    /// Compares an attribute; one that is missing equals nothing and is less or greater than
    /// nothing.
    record OnAttribute(String name, Comparison comparison) implements Expression {

        @Override
        public boolean holds(Candidate instance) {
            return comparison.holds(instance.attribute(name));
        }

        @Override
        public boolean onAttributesOnly() {
            return true;
        }
    }

    /// Compares a field of the instance.
    record OnField(Field field, Comparison comparison) implements Expression {

        @Override
        public boolean holds(Candidate instance) {
            return switch (field) {
                case AGENT_CONNECTED ->
                        comparison.holds(Boolean.toString(instance.agentConnected()));
                case AGENT_VERSION -> comparison.holds(instance.agentVersion());
                case EC2_INSTANCE_ID -> comparison.holds(instance.ec2InstanceId());
                case REGISTERED_AT -> comparison.holds(instance.registeredAtMillis());
                case RUNNING_TASKS_COUNT -> comparison.holds(instance.runningTasks());
                case TASK_GROUP -> {
                    // "!=" and its like say that the instance has no such task at all
                    boolean negated = comparison.operator().isNegation();
                    yield negated != instance.hasTaskOfGroup(g -> negated != comparison.holds(g));
                }
            };
        }

        @Override
        public boolean onAttributesOnly() {
            return false;
        }
    }

    /// The subjects that are no attributes.
    enum Field {
        AGENT_CONNECTED("agentConnected"),
        AGENT_VERSION("agentVersion"),
        EC2_INSTANCE_ID("ec2InstanceId"),
        REGISTERED_AT("registeredAt"),
        RUNNING_TASKS_COUNT("runningTasksCount"),
        TASK_GROUP("task:group");

        private final String word;

        Field(String word) {
            this.word = word;
        }

        /// The subject as it is written.
        public String word() {
            return word;
        }
    }

    /// An operator with its argument.
    ///
    /// @param operator the operator
    /// @param arguments none for `exists`, one for most, any number for `in`
    /// @param pattern the regular expression of `matches`, else null
    /// @param number the argument as a number or a time in milliseconds, where the subject is one
    record Comparison(
            Operator operator, List<String> arguments, @Nullable Pattern pattern, long number) {

        boolean holds(long value) {
            return operator.accepts(Long.compare(value, number));
        }

        boolean holds(@Nullable String value) {
            return switch (operator) {
                case EXISTS -> value != null;
                case NOT_EXISTS -> value == null;
                case EQUALS, IN -> value != null && arguments.contains(value);
                case NOT_EQUALS, NOT_IN -> value == null || !arguments.contains(value);
                case MATCHES -> value != null && matches(value);
                case NOT_MATCHES -> value == null || !matches(value);
                case GREATER_THAN, GREATER_THAN_EQUAL, LESS_THAN, LESS_THAN_EQUAL ->
                        value != null
                                && operator.accepts(Versions.compare(value, arguments.getFirst()));
            };
        }

        private boolean matches(String value) {
            return pattern != null && pattern.matcher(value).matches();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Comparison that
                    && operator == that.operator
                    && number == that.number
                    && arguments.equals(that.arguments);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * operator.hashCode() + arguments.hashCode()) + Long.hashCode(number);
        }
    }
}
