package dev.kingtide.core.traffic;

import java.util.List;

/// A listener rule: when all conditions hold, the action is taken.
///
/// @param arn its ARN
/// @param priority 1 to 50000, low first; [#DEFAULT_PRIORITY] for the default rule
/// @param conditions none for the default rule
/// @param action what is done with the request
public record Rule(String arn, int priority, List<Condition> conditions, Action action) {

    /// The place of the default rule: after all others.
    public static final int DEFAULT_PRIORITY = Integer.MAX_VALUE;

    /// A test of a request: one of the values must match.
    ///
    /// @param field `host-header`, `path-pattern`, `http-header`, `query-string`,
    ///   `http-request-method` or `source-ip`
    /// @param name the header's name, or empty
    /// @param values patterns with `*` and `?`; for query-string `key=value` or `value`
    public record Condition(String field, String name, List<String> values) {}

    /// What is done with a request.
    public sealed interface Action {

        /// Forwarded to one of the groups, each with probability weight over sum of weights.
        record Forward(List<WeightedGroup> groups) implements Action {}

        /// Answered by the load balancer itself.
        record FixedResponse(int status, String contentType, String body) implements Action {}

        /// Sent elsewhere.
        record Redirect(
                int status, String protocol, String host, String port, String path, String query)
                implements Action {}
    }

    /// A target group and its weight, 0 to 999.
    public record WeightedGroup(String groupArn, int weight) {}
}
