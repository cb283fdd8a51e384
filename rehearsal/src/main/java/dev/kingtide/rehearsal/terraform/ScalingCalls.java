package dev.kingtide.rehearsal.terraform;

import dev.kingtide.core.time.InvalidSchedule;
import dev.kingtide.core.time.Schedule;
import dev.kingtide.rehearsal.source.Node;
import dev.kingtide.rehearsal.source.Place;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The calls of Application Auto Scaling and CloudWatch: targets, policies, scheduled actions, and
/// the alarms that policies act on.
final class ScalingCalls {
    private static final String POLICY = "aws_appautoscaling_policy";
    private static final String TARGET = "aws_appautoscaling_target";
    private static final List<String> DIMENSIONS =
            List.of("LoadBalancer", "TargetGroup", "ClusterName", "ServiceName");

    private final Plan plan;
    private final long startMillis;

    /// @param startMillis when the calls are made
    ScalingCalls(Plan plan, long startMillis) {
        this.plan = plan;
        this.startMillis = startMillis;
    }

    /// What is scaled: `service/CLUSTER/NAME`.
    static String resourceId(Plan plan, Block block) {
        String known = block.text("resource_id");
        if (known != null) {
            return known;
        }
        List<Resource> services = plan.links(block, "resource_id", List.of("aws_ecs_service"));
        boolean isTarget = block.owner().type().equals(TARGET);
        if (services.isEmpty() && !isTarget) {
            List<Resource> targets = plan.links(block, "resource_id", List.of(TARGET));
            if (!targets.isEmpty()) {
                return resourceId(plan, Block.of(targets.getFirst()));
            }
        }
        Resource service =
                services.size() == 1
                        ? services.getFirst()
                        : plan.link(block, "resource_id", "aws_ecs_service");
        if (service == null) {
            return "";
        }
        Block of = Block.of(service);
        Resource cluster = plan.link(of, "cluster", "aws_ecs_cluster");
        String name = cluster == null ? of.known("cluster") : cluster.text("name");
        return "service/"
                + String.valueOf(name).substring(String.valueOf(name).lastIndexOf('/') + 1)
                + '/'
                + service.text("name");
    }

    /// Whether a resource is about ECS services; with a note when not.
    private boolean isEcs(Block block) {
        String namespace = block.text("service_namespace");
        if (namespace != null && !namespace.equals("ecs")) {
            plan.note(block.owner(), "scaling of " + namespace + " is not rehearsed");
            return false;
        }
        return true;
    }

    private Shape head(Block block) {
        block.take("resource_id");
        block.take("service_namespace");
        block.take("scalable_dimension");
        return new Shape(block.owner().place())
                .text("ServiceNamespace", "ecs")
                .text("ResourceId", resourceId(plan, block))
                .text("ScalableDimension", "ecs:service:DesiredCount");
    }

    private void finish(Block block) {
        Terraform.passCommon(block);
        plan.noteUnread(block);
    }

    /// Scalable targets.
    List<Call> targets() {
        List<Call> calls = new ArrayList<>();
        for (Resource target : plan.all(TARGET)) {
            Block block = Block.of(target);
            if (isEcs(block)) {
                Block suspended = block.block("suspended_state");
                Shape input =
                        head(block)
                                .upper(block, "min_capacity", "max_capacity")
                                .put(
                                        "SuspendedState",
                                        new Shape(target.place())
                                                .upper(suspended, "dynamic_scaling_in_suspended")
                                                .upper(suspended, "dynamic_scaling_out_suspended")
                                                .upper(suspended, "scheduled_scaling_suspended"));
                calls.add(Call.of(target, "application-autoscaling:RegisterScalableTarget", input));
                block.pass(List.of("role_arn"));
                finish(block);
            }
        }
        return calls;
    }

    /// Scaling policies.
    List<Call> policies() {
        List<Call> calls = new ArrayList<>();
        for (Resource policy : plan.all(POLICY)) {
            Block block = Block.of(policy);
            String type = block.text("policy_type");
            if (!isEcs(block)) {
                continue;
            }
            if ("PredictiveScaling".equals(type)) {
                plan.note(policy, "predictive scaling is not rehearsed");
                continue;
            }
            Shape input =
                    head(block)
                            .text("PolicyName", policy.text("name"))
                            .text("PolicyType", type == null ? "StepScaling" : type);
            Block tracking = block.block("target_tracking_scaling_policy_configuration");
            Block steps = block.block("step_scaling_policy_configuration");
            if (!tracking.isEmpty()) {
                input.put("TargetTrackingScalingPolicyConfiguration", tracking(tracking));
            }
            if (!steps.isEmpty()) {
                input.put("StepScalingPolicyConfiguration", steps(steps));
            }
            calls.add(Call.of(policy, "application-autoscaling:PutScalingPolicy", input));
            block.pass(List.of("alarm_arns", "name"));
            finish(block);
        }
        return calls;
    }

    private Shape tracking(Block tracking) {
        Place place = tracking.owner().place();
        Shape shape = new Shape(place).upper(tracking, "target_value", "disable_scale_in");
        put(shape, "ScaleInCooldown", tracking.take("scale_in_cooldown"));
        put(shape, "ScaleOutCooldown", tracking.take("scale_out_cooldown"));
        Block usual = tracking.block("predefined_metric_specification");
        Shape predefined = new Shape(place).upper(usual, "predefined_metric_type");
        String metric = usual.text("predefined_metric_type");
        if ("ALBRequestCountPerTarget".equals(metric)) {
            predefined.text("ResourceLabel", label(usual));
        }
        Block own = tracking.block("customized_metric_specification");
        Shape custom =
                new Shape(place)
                        .upper(own, "metric_name", "namespace", "statistic", "unit")
                        .shapes("Dimensions", dimensions(own));
        if (own.take("metrics") instanceof Node.Sequence list && !list.items().isEmpty()) {
            plan.problems()
                    .add(
                            place,
                            own.words("metrics") + ": metric math is not rehearsed",
                            "scale by one metric, or leave the policy out of the plan");
        }
        return shape.put("PredefinedMetricSpecification", predefined)
                .put("CustomizedMetricSpecification", custom);
    }

    /// A state says 0 where AWS's default holds.
    private void put(Shape shape, String member, @Nullable Node value) {
        boolean none =
                plan.isState() && value instanceof Node.Text text && text.value().equals("0");
        shape.put(member, none ? null : value);
    }

    /// The load balancer and target group whose requests count.
    private @Nullable String label(Block metric) {
        String known = metric.text("resource_label");
        if (known != null) {
            return known;
        }
        Resource balancer = plan.link(metric, "resource_label", "aws_lb");
        Resource group = plan.link(metric, "resource_label", "aws_lb_target_group");
        return balancer == null || group == null
                ? null
                : plan.suffix(balancer) + '/' + plan.suffix(group);
    }

    private List<Shape> dimensions(Block metric) {
        List<Shape> dimensions = new ArrayList<>();
        for (Block dimension : metric.blocks("dimensions")) {
            String value = dimension.text("value");
            String name = dimension.text("name");
            dimensions.add(
                    new Shape(metric.owner().place())
                            .text("Name", name)
                            .text(
                                    "Value",
                                    value == null ? dimension(dimension, "value", name) : value));
        }
        return dimensions;
    }

    /// The value of a dimension that is known only after apply.
    private @Nullable String dimension(Block block, String argument, @Nullable String name) {
        if (name == null || !DIMENSIONS.contains(name)) {
            return null;
        }
        String type = dimensionType(name);
        Resource resource = plan.link(block, argument, type);
        return resource == null
                ? null
                : type.startsWith("aws_lb") ? plan.suffix(resource) : resource.text("name");
    }

    private static String dimensionType(String name) {
        return switch (name) {
            case "LoadBalancer" -> "aws_lb";
            case "TargetGroup" -> "aws_lb_target_group";
            case "ClusterName" -> "aws_ecs_cluster";
            default -> "aws_ecs_service";
        };
    }

    private Shape steps(Block steps) {
        Place place = steps.owner().place();
        List<Shape> adjustments = new ArrayList<>();
        for (Block step : steps.blocks("step_adjustment")) {
            adjustments.add(
                    new Shape(place)
                            .plain(
                                    "MetricIntervalLowerBound",
                                    step.text("metric_interval_lower_bound"))
                            .plain(
                                    "MetricIntervalUpperBound",
                                    step.text("metric_interval_upper_bound"))
                            .upper(step, "scaling_adjustment"));
        }
        Shape shape =
                new Shape(place)
                        .upper(steps, "adjustment_type", "metric_aggregation_type")
                        .shapes("StepAdjustments", adjustments);
        put(shape, "Cooldown", steps.take("cooldown"));
        put(shape, "MinAdjustmentMagnitude", steps.take("min_adjustment_magnitude"));
        return shape;
    }

    /// Whether a scheduled action has run for the last time before the launch.
    private boolean isOver(Block action) {
        String timezone = action.text("timezone");
        try {
            Instant end = Instant.parse(orNever(action.text("end_time")));
            ZoneId zone = timezone == null ? ZoneOffset.UTC : Schedule.zone(timezone);
            Schedule schedule = Schedule.parse(action.known("schedule"), zone, startMillis);
            return end.toEpochMilli() <= startMillis
                    || schedule.next(startMillis) == Schedule.NEVER;
        } catch (InvalidSchedule | DateTimeException bad) {
            return false; // the call is refused with AWS's own words
        }
    }

    private static String orNever(@Nullable String end) {
        return end == null ? "9999-12-31T00:00:00Z" : end;
    }

    /// Scheduled actions, without those that are over.
    List<Call> scheduledActions() {
        List<Call> calls = new ArrayList<>();
        for (Resource action : plan.all("aws_appautoscaling_scheduled_action")) {
            Block block = Block.of(action);
            boolean ecs = isEcs(block);
            if (ecs && isOver(block)) {
                plan.note(action, "its last moment is before the launch: not rehearsed");
            } else if (ecs) {
                Block range = block.block("scalable_target_action");
                Shape input =
                        head(block)
                                .text("ScheduledActionName", block.text("name"))
                                .upper(block, "schedule", "timezone", "start_time", "end_time")
                                .put(
                                        "ScalableTargetAction",
                                        new Shape(action.place())
                                                .plain("MinCapacity", range.text("min_capacity"))
                                                .plain("MaxCapacity", range.text("max_capacity")));
                calls.add(Call.of(action, "application-autoscaling:PutScheduledAction", input));
                finish(block);
            }
        }
        return calls;
    }

    /// The alarms that scaling policies act on; others change nothing in a rehearsal.
    List<Call> alarms() {
        List<Call> calls = new ArrayList<>();
        for (Resource alarm : plan.all("aws_cloudwatch_metric_alarm")) {
            Block block = Block.of(alarm);
            List<String> actions = actions(block, "alarm_actions");
            List<String> ok = actions(block, "ok_actions");
            List<String> insufficient = actions(block, "insufficient_data_actions");
            if (actions.isEmpty() && ok.isEmpty() && insufficient.isEmpty()) {
                continue;
            }
            if (!block.blocks("metric_query").isEmpty()
                    || block.text("extended_statistic") != null) {
                plan.note(alarm, "metric math and percentiles are not rehearsed: no alarm");
                continue;
            }
            Shape input =
                    new Shape(alarm.place())
                            .upper(block, "alarm_name", "namespace", "metric_name", "statistic")
                            .upper(block, "period", "evaluation_periods", "threshold", "unit")
                            .upper(block, "comparison_operator", "treat_missing_data")
                            .upper(block, "actions_enabled")
                            .shapes("Dimensions", alarmDimensions(block))
                            .texts("AlarmActions", actions)
                            .texts("OKActions", ok)
                            .texts("InsufficientDataActions", insufficient);
            put(input, "DatapointsToAlarm", block.take("datapoints_to_alarm"));
            calls.add(Call.of(alarm, "cloudwatch:PutMetricAlarm", input));
            block.pass(List.of("alarm_description", "evaluate_low_sample_count_percentiles"));
            finish(block);
        }
        return calls;
    }

    /// The scaling policies among an alarm's actions.
    private List<String> actions(Block alarm, String argument) {
        List<String> arns = new ArrayList<>();
        for (String known : alarm.words(argument, "")) {
            if (known.contains(":scalingPolicy:") && known.contains(":resource/ecs/")) {
                arns.add(known);
            }
        }
        if (arns.isEmpty()) {
            for (Resource policy : plan.links(alarm, argument, List.of(POLICY))) {
                arns.add(plan.arn(policy));
            }
        }
        return arns;
    }

    private List<Shape> alarmDimensions(Block alarm) {
        List<Shape> dimensions = new ArrayList<>();
        List<String> given = new ArrayList<>();
        if (alarm.take("dimensions") instanceof Node.Mapping map) {
            map.entries()
                    .forEach((name, entry) -> {
                        if (entry.value() instanceof Node.Text text && !text.isNull()) {
                            given.add(name);
                            dimensions.add(pair(alarm, name, text.value()));
                        }
                    });
        }
        for (String name : DIMENSIONS) {
            List<String> types = List.of(dimensionType(name));
            boolean missing =
                    !given.contains(name)
                            && Plan.isUnknown(alarm.owner(), "dimensions", name)
                            && plan.links(alarm, "dimensions", types).size() == 1;
            String value = missing ? dimension(alarm, "dimensions", name) : null;
            if (value != null) {
                dimensions.add(pair(alarm, name, value));
            }
        }
        return dimensions;
    }

    private static Shape pair(Block alarm, String name, String value) {
        return new Shape(alarm.owner().place()).text("Name", name).text("Value", value);
    }
}
