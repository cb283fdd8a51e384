package dev.kingtide.core.traffic;

import dev.kingtide.core.Row;
import dev.kingtide.core.Table;
import dev.kingtide.core.Turn;

/// The ARNs of load balancing: `<resource>/<16 hexadecimal digits>`.
final class Arns {

    private Arns() {}

    /// The ARN of a new resource, with the first id that was adopted for it and is not taken.
    ///
    /// @param resource such as `targetgroup/shop` or `listener/app/shop/<load balancer id>`;
    ///   further ids are adopted for it with `+1`, `+2` and so on behind
    static String next(Turn turn, String resource, Table<? extends Row> table) {
        String adopted = turn.world().adoptedIds().get(resource);
        for (int i = 1; adopted != null; i++) {
            String arn = arn(turn, resource, adopted);
            if (table.get(arn) == null) {
                return arn;
            }
            adopted = turn.world().adoptedIds().get(resource + '+' + i);
        }
        return arn(turn, resource, turn.ids().hex(16));
    }

    /// The ARN of a new default rule: its listener's, as `listener-rule`, and an id of its own,
    /// never an adopted one, because callers do not create it.
    static String nextDefaultRule(Turn turn, Listener listener) {
        return arn(turn, ruleResource(listener), turn.ids().hex(16));
    }

    /// The ARN of a new rule beside the default one.
    static String nextRule(Turn turn, Listener listener) {
        String resource = ruleResource(listener);
        String adopted = turn.world().adoptedIds().get(resource);
        if (adopted != null && listener.rule(arn(turn, resource, adopted)) == null) {
            return arn(turn, resource, adopted);
        }
        return arn(turn, resource, turn.ids().hex(16));
    }

    /// The ARN of the listener that a rule's ARN names.
    static String listenerOf(String ruleArn) {
        return ruleArn.substring(0, ruleArn.lastIndexOf('/'))
                .replace(":listener-rule/", ":listener/");
    }

    private static String arn(Turn turn, String resource, String id) {
        return turn.world().scope().arn("elasticloadbalancing", resource + '/' + id);
    }

    private static String ruleResource(Listener listener) {
        String marker = ":listener/";
        int tail = listener.arn().indexOf(marker) + marker.length();
        return "listener-rule/" + listener.arn().substring(tail);
    }
}
