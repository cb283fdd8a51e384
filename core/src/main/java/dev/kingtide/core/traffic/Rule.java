package dev.kingtide.core.traffic;

import java.util.List;

/// A listener rule: when all conditions hold, the action is taken.
///
/// @param arn its ARN
/// @param priority 1 to 50000, low first; [#DEFAULT_PRIORITY] for the default rule
/// @param conditions none for the default rule
/// @param action what is done with the request
/// @param transforms what is changed of a request that is forwarded, one for each part of it at the
///   most; none for the default rule
public record Rule(
        String arn,
        int priority,
        List<Condition> conditions,
        Action action,
        List<Transform> transforms) {

    /// The place of the default rule: after all others.
    public static final int DEFAULT_PRIORITY = Integer.MAX_VALUE;

    /// One that changes nothing of requests.
    public Rule(String arn, int priority, List<Condition> conditions, Action action) {
        this(arn, priority, conditions, action, List.of());
    }

    /// A test of a request: one of the values or expressions must match.
    ///
    /// @param field `host-header`, `path-pattern`, `http-header`, `query-string`,
    ///   `http-request-method` or `source-ip`
    /// @param name the header's name, or empty
    /// @param values patterns with `*` and `?`; for query-string `key=value` or `value`
    /// @param expressions regular ones, in the place of values
    public record Condition(
            String field, String name, List<String> values, List<String> expressions) {

        /// One without regular expressions.
        public Condition(String field, String name, List<String> values) {
            this(field, name, values, List.of());
        }
    }

    /// What is done with a request.
    public sealed interface Action {

        /// Forwarded to one of the groups, each with probability weight over sum of weights.
        ///
        /// @param groups one to five
        /// @param stickySeconds how long a client stays with the group it met, 0 is off
        record Forward(List<WeightedGroup> groups, int stickySeconds) implements Action {

            /// Forwarded without stickiness.
            public Forward(List<WeightedGroup> groups) {
                this(groups, 0);
            }

            /// Forwarded to one group.
            public static Forward to(String groupArn) {
                return new Forward(List.of(new WeightedGroup(groupArn, 1)));
            }
        }

        /// Answered by the load balancer itself.
        record FixedResponse(int status, String contentType, String body) implements Action {}

        /// Sent elsewhere.
        record Redirect(
                int status, String protocol, String host, String port, String path, String query)
                implements Action {}
    }

    /// A target group and its weight, 0 to 999.
    public record WeightedGroup(String groupArn, int weight) {}

    /// Whether it is the one that is taken when no other matches.
    public boolean isDefault() {
        return priority == DEFAULT_PRIORITY;
    }

    /// The groups to which it forwards, those of weight 0 included.
    public List<String> groupArns() {
        return switch (action) {
            case Action.Forward(var groups, _) ->
                    groups.stream().map(WeightedGroup::groupArn).toList();
            case Action.FixedResponse _, Action.Redirect _ -> List.of();
        };
    }

    /// The same rule with another action.
    Rule with(Action newAction) {
        return new Rule(arn, priority, conditions, newAction, transforms);
    }

    /// The same rule with another priority.
    Rule with(int newPriority) {
        return new Rule(arn, newPriority, conditions, action, transforms);
    }
}
