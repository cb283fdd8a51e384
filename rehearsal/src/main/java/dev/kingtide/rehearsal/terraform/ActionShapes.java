package dev.kingtide.rehearsal.terraform;

import dev.kingtide.rehearsal.source.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The actions and conditions of listeners and rules.
final class ActionShapes {
    private final Plan plan;

    ActionShapes(Plan plan) {
        this.plan = plan;
    }

    /// The actions in the blocks of a name, in their order; who is asked to sign in is let through.
    List<Shape> of(Block block, String name) {
        List<Block> blocks = new ArrayList<>(block.blocks(name));
        blocks.sort(Comparator.comparingInt(ActionShapes::order));
        List<Shape> actions = new ArrayList<>();
        for (Block action : blocks) {
            String type = action.text("type");
            if (type != null && type.startsWith("authenticate-")) {
                plan.note(block.owner(), "nobody is asked to sign in (" + type + ')');
            } else {
                actions.add(action(action, type));
            }
        }
        return actions;
    }

    private static int order(Block action) {
        String order = action.text("order");
        return order != null && order.matches("[0-9]{1,5}") ? Integer.parseInt(order) : 0;
    }

    private Shape action(Block action, @Nullable String type) {
        Place place = action.owner().place();
        Shape shape = new Shape(place).text("Type", type);
        Block fixed = action.block("fixed_response");
        Block redirect = action.block("redirect");
        if (!fixed.isEmpty()) {
            return shape.put(
                    "FixedResponseConfig",
                    new Shape(place)
                            .upper(fixed, "content_type", "message_body")
                            .text("StatusCode", fixed.text("status_code")));
        }
        if (!redirect.isEmpty()) {
            return shape.put(
                    "RedirectConfig",
                    new Shape(place)
                            .upper(redirect, "host", "path", "protocol", "query")
                            .text("Port", redirect.text("port"))
                            .upper(redirect, "status_code"));
        }
        return forward(action, shape);
    }

    private Shape forward(Block action, Shape shape) {
        Place place = action.owner().place();
        List<Block> tuples = action.block("forward").blocks("target_group");
        if (tuples.isEmpty()) {
            Resource group = plan.link(action, "target_group_arn", "aws_lb_target_group");
            if (group != null && plan.isPassedOver(group)) {
                return elsewhere(action, group);
            }
            String known = action.text("target_group_arn");
            return shape.text("TargetGroupArn", group == null ? known : plan.arn(group));
        }
        List<Shape> groups = new ArrayList<>();
        for (int i = 0; i < tuples.size(); i++) {
            Block tuple = tuples.get(i);
            Resource group = tuple(tuple, i, tuples.size());
            if (group != null && plan.isPassedOver(group)) {
                return elsewhere(action, group);
            }
            String known = tuple.text("arn");
            groups.add(
                    new Shape(place)
                            .text("TargetGroupArn", group == null ? known : plan.arn(group))
                            .upper(tuple, "weight"));
        }
        Shape config = new Shape(place).shapes("TargetGroups", groups);
        Block sticky = action.block("forward").block("stickiness");
        if (sticky.isTrue("enabled")) {
            config.put(
                    "TargetGroupStickinessConfig",
                    new Shape(place)
                            .plain("Enabled", "true")
                            .put("DurationSeconds", sticky.take("duration")));
        }
        return shape.put("ForwardConfig", config);
    }

    /// The group of one of several: all that the expressions name, in their order, when they are as
    /// many.
    private @Nullable Resource tuple(Block tuple, int index, int count) {
        List<Resource> links = plan.links(tuple, "arn", List.of("aws_lb_target_group"));
        List<Resource> all = plan.all("aws_lb_target_group");
        if (tuple.text("arn") == null && links.size() != 1) {
            List<Resource> several = links.size() == count ? links : all;
            if (several.size() == count) {
                return several.get(index);
            }
        }
        return plan.link(tuple, "arn", "aws_lb_target_group");
    }

    /// What forwards to a group that is not rehearsed answers at once.
    private Shape elsewhere(Block action, Resource group) {
        plan.note(
                action.owner(),
                "what it forwards to " + group.address() + " is answered with 200 at once");
        Place place = action.owner().place();
        return new Shape(place)
                .text("Type", "fixed-response")
                .put(
                        "FixedResponseConfig",
                        new Shape(place)
                                .text("ContentType", "text/plain")
                                .text("StatusCode", "200"));
    }

    /// The conditions of a rule.
    static List<Shape> conditions(Block rule) {
        List<Shape> conditions = new ArrayList<>();
        for (Block condition : rule.blocks("condition")) {
            add(conditions, condition.block("host_header"), "host-header", "HostHeaderConfig");
            add(conditions, condition.block("path_pattern"), "path-pattern", "PathPatternConfig");
            add(conditions, condition.block("source_ip"), "source-ip", "SourceIpConfig");
            add(conditions, condition.block("http_header"), "http-header", "HttpHeaderConfig");
            add(
                    conditions,
                    condition.block("http_request_method"),
                    "http-request-method",
                    "HttpRequestMethodConfig");
            List<Shape> pairs = new ArrayList<>();
            Place place = rule.owner().place();
            for (Block pair : condition.blocks("query_string")) {
                pairs.add(new Shape(place).upper(pair, "key", "value"));
            }
            if (!pairs.isEmpty()) {
                conditions.add(
                        new Shape(place)
                                .text("Field", "query-string")
                                .put(
                                        "QueryStringConfig",
                                        new Shape(place).shapes("Values", pairs)));
            }
        }
        return conditions;
    }

    /// The transforms of a rule.
    static List<Shape> transforms(Block rule) {
        Place place = rule.owner().place();
        List<Shape> transforms = new ArrayList<>();
        for (Block transform : rule.blocks("transform")) {
            transforms.add(
                    new Shape(place)
                            .upper(transform, "type")
                            .put(
                                    "HostHeaderRewriteConfig",
                                    rewrites(transform.block("host_header_rewrite_config"), place))
                            .put(
                                    "UrlRewriteConfig",
                                    rewrites(transform.block("url_rewrite_config"), place)));
        }
        return transforms;
    }

    private static Shape rewrites(Block config, Place place) {
        List<Shape> rewrites = new ArrayList<>();
        for (Block rewrite : config.blocks("rewrite")) {
            String replace = rewrite.text("replace");
            rewrites.add(
                    new Shape(place)
                            .upper(rewrite, "regex")
                            .text("Replace", replace == null ? "" : replace));
        }
        return new Shape(place).shapes("Rewrites", rewrites);
    }

    private static void add(List<Shape> to, Block from, String field, String member) {
        if (!from.isEmpty()) {
            Place place = from.owner().place();
            Shape config = new Shape(place);
            if (from.has("http_header_name")) {
                config.text("HttpHeaderName", from.text("http_header_name"));
            }
            config.texts("Values", from.words("values", ""));
            config.texts("RegexValues", from.words("regex_values", ""));
            to.add(new Shape(place).text("Field", field).put(member, config));
        }
    }
}
