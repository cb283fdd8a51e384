package dev.kingtide.aws.scaling;

import static dev.kingtide.aws.ApiWorld.assertContains;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kingtide.aws.ApiWorld;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScalingTest {
    private static final String WHAT =
            "'ServiceNamespace': 'ecs', 'ResourceId': 'service/default/web', 'ScalableDimension':"
                    + " 'ecs:service:DesiredCount'";
    private final ApiWorld aws = new ApiWorld();

    @BeforeEach
    void a_service_of_two_tasks() {
        aws.call("ecs:CreateCluster", "{}");
        aws.webDefinition();
        aws.call(
                "ecs:CreateService",
                "{'serviceName': 'web', 'taskDefinition': 'web', 'launchType': 'FARGATE',"
                        + " 'desiredCount': 2, 'networkConfiguration': {'awsvpcConfiguration':"
                        + " {'subnets': ['subnet-a']}}}");
    }

    private void register() {
        call("RegisterScalableTarget", "'MinCapacity': 2, 'MaxCapacity': 10");
    }

    private JsonNode call(String operation, String members) {
        return aws.call("application-autoscaling:" + operation, "{" + WHAT + ", " + members + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    RegisterScalableTarget | 'ServiceNamespace': 'dynamodb', 'ResourceId': 'table/a', 'ScalableDimension': 'dynamodb:table:ReadCapacityUnits' | ValidationException: Unsupported service namespace, resource type or scalable dimension
                    RegisterScalableTarget | 'ServiceNamespace': 'esc', 'ResourceId': 'service/default/web' | ValidationException: 2 validation errors detected: Value 'esc' at 'serviceNamespace' failed to satisfy constraint: ENUM; Missing required parameter in input: "ScalableDimension"
                    RegisterScalableTarget | 'ServiceNamespace': 'ecs', 'ResourceId': 'service/web', 'ScalableDimension': 'ecs:service:DesiredCount' | ValidationException: Unsupported service namespace, resource type or scalable dimension
                    RegisterScalableTarget | 'ServiceNamespace': 'ecs', 'ResourceId': 'service/default/nope', 'ScalableDimension': 'ecs:service:DesiredCount', 'MinCapacity': 1, 'MaxCapacity': 2 | ValidationException: ECS service doesn't exist: service/default/nope
                    RegisterScalableTarget | WHAT, 'MinCapacity': 1 | ValidationException: MinCapacity and MaxCapacity must be specified to register a scalable target
                    RegisterScalableTarget | WHAT, 'MinCapacity': 3, 'MaxCapacity': 2 | ValidationException: Maximum capacity cannot be less than minimum capacity
                    RegisterScalableTarget | WHAT, 'MinCapacity': -1, 'MaxCapacity': 2 | ValidationException: Minimum capacity cannot be less than 0
                    PutScalingPolicy | WHAT, 'PolicyName': 'p', 'PolicyType': 'TargetTrackingScaling', 'TargetTrackingScalingPolicyConfiguration': {'TargetValue': 50, 'PredefinedMetricSpecification': {'PredefinedMetricType': 'ECSServiceAverageCPUUtilization'}} | ObjectNotFoundException: No scalable target registered for service namespace: ecs, resource ID: service/default/web, scalable dimension: ecs:service:DesiredCount
                    PutScheduledAction | WHAT, 'ScheduledActionName': 'a', 'Schedule': 'at(2026-11-27T20:00:00)' | ObjectNotFoundException: No scalable target registered for service namespace: ecs, resource ID: service/default/web, scalable dimension: ecs:service:DesiredCount
                    DeregisterScalableTarget | WHAT | ObjectNotFoundException: No scalable target registered for service namespace: ecs, resource ID: service/default/web, scalable dimension: ecs:service:DesiredCount
                    """)
    void a_bad_call_is_refused(String operation, String members, String expected) {
        assertThat(refusal(operation, members)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    PutScalingPolicy | WHAT, 'PolicyName': 'p' | ValidationException: StepScalingPolicyConfiguration must be specified for policy type StepScaling
                    PutScalingPolicy | WHAT, 'PolicyName': 'p', 'PolicyType': 'PredictiveScaling' | ValidationException: Predictive scaling is not supported by Kingtide
                    PutScalingPolicy | WHAT, 'PolicyName': 'p', 'TargetTrackingScalingPolicyConfiguration': {'TargetValue': 50} | ValidationException: Exactly one of PredefinedMetricSpecification and CustomizedMetricSpecification must be specified
                    PutScalingPolicy | WHAT, 'PolicyName': 'p', 'TargetTrackingScalingPolicyConfiguration': {'TargetValue': 0, 'PredefinedMetricSpecification': {'PredefinedMetricType': 'ECSServiceAverageCPUUtilization'}} | ValidationException: TargetValue must be greater than 0
                    PutScalingPolicy | WHAT, 'PolicyName': 'p', 'TargetTrackingScalingPolicyConfiguration': {'TargetValue': 5, 'PredefinedMetricSpecification': {'PredefinedMetricType': 'ALBRequestCountPerTarget'}} | ValidationException: ResourceLabel of ALBRequestCountPerTarget must have the form app/<load-balancer-name>/<load-balancer-id>/targetgroup/<target-group-name>/<target-group-id>, but is null
                    PutScalingPolicy | WHAT, 'PolicyName': 'p', 'StepScalingPolicyConfiguration': {'StepAdjustments': []} | ValidationException: AdjustmentType must be specified
                    PutScalingPolicy | WHAT, 'PolicyName': 'p', 'StepScalingPolicyConfiguration': {'AdjustmentType': 'ChangeInCapacity', 'StepAdjustments': []} | ValidationException: At least one StepAdjustment must be specified
                    PutScalingPolicy | WHAT, 'PolicyName': 'p', 'StepScalingPolicyConfiguration': {'AdjustmentType': 'ChangeInCapacity', 'StepAdjustments': [{'MetricIntervalLowerBound': 0, 'MetricIntervalUpperBound': 10, 'ScalingAdjustment': 1}, {'MetricIntervalLowerBound': 20, 'ScalingAdjustment': 2}]} | ValidationException: Step adjustment intervals can't have a gap between them
                    PutScheduledAction | WHAT, 'ScheduledActionName': 'a', 'ScalableTargetAction': {'MinCapacity': 5} | ValidationException: Schedule must be specified
                    PutScheduledAction | WHAT, 'ScheduledActionName': 'a', 'Schedule': 'at(2026-11-27T20:00:00)' | ValidationException: At least one of MinCapacity and MaxCapacity must be specified in ScalableTargetAction
                    PutScheduledAction | WHAT, 'ScheduledActionName': 'a', 'Schedule': 'at(2026-11-27T18:00:00)', 'ScalableTargetAction': {'MinCapacity': 5} | ValidationException: The scheduled action would never run: at(2026-11-27T18:00:00) has no time in the future
                    PutScheduledAction | WHAT, 'ScheduledActionName': 'a', 'Schedule': 'at(2026-11-27T20:00:00)', 'Timezone': 'Mars', 'ScalableTargetAction': {'MinCapacity': 5} | ValidationException: Invalid schedule expression: "Mars", position 1: expected an IANA time zone such as Europe/Berlin
                    PutScheduledAction | WHAT, 'ScheduledActionName': 'a:b', 'Schedule': 'rate(1 hour)', 'ScalableTargetAction': {'MinCapacity': 5} | PATTERN
                    DeleteScalingPolicy | WHAT, 'PolicyName': 'p' | ObjectNotFoundException: No scaling policy found for service namespace: ecs, resource ID: service/default/web, scalable dimension: ecs:service:DesiredCount, policy name: p
                    DeleteScheduledAction | WHAT, 'ScheduledActionName': 'a' | ObjectNotFoundException: No scheduled action found for service namespace: ecs, resource ID: service/default/web, scalable dimension: ecs:service:DesiredCount, scheduled action name: a
                    """)
    void a_bad_call_on_a_registered_target_is_refused(
            String operation, String members, String expected) {
        register();
        assertThat(refusal(operation, members)).isEqualTo(expected);
    }

    private String refusal(String operation, String members) {
        return aws.refusal(
                        "application-autoscaling:" + operation,
                        "{" + members.replace("WHAT", WHAT) + "}")
                .replaceAll("Member must satisfy enum value set: \\[[^]]*]", "ENUM")
                .replaceAll("^ValidationException: 1 validation.*regular expression.*", "PATTERN");
    }

    @Test
    void a_scheduled_action_moves_the_limits_and_the_service_follows() {
        register();
        call(
                "PutScheduledAction",
                "'ScheduledActionName': 'doors', 'Schedule': 'at(2026-11-27T20:30:00)', 'Timezone':"
                        + " 'Europe/Berlin', 'ScalableTargetAction': {'MinCapacity': 6}");
        aws.wait(29 * 60);
        assertThat(desired()).isEqualTo(2);
        aws.wait(2 * 60);
        assertThat(desired()).isEqualTo(6);
        JsonNode target =
                aws.call(
                                "application-autoscaling:DescribeScalableTargets",
                                "{'ServiceNamespace': 'ecs'}")
                        .at("/ScalableTargets/0");
        assertContains(target, "{'MinCapacity': 6, 'MaxCapacity': 10}");
        JsonNode actions =
                aws.call(
                        "application-autoscaling:DescribeScheduledActions",
                        "{'ServiceNamespace': 'ecs', 'ScheduledActionNames': ['doors']}");
        assertContains(
                actions.at("/ScheduledActions/0"),
                "{'Schedule': 'at(2026-11-27T20:30:00)', 'Timezone': 'Europe/Berlin',"
                        + " 'ScalableTargetAction': {'MinCapacity': 6}}");
        assertThat(
                        aws.call(
                                        "application-autoscaling:DescribeScalingActivities",
                                        "{'ServiceNamespace': 'ecs'}")
                                .findValuesAsText("Description"))
                .contains("Setting desired count to 6.");
    }

    private int desired() {
        return aws.call("ecs:DescribeServices", "{'services': ['web']}")
                .at("/services/0/desiredCount")
                .asInt();
    }

    @Test
    void a_tracking_policy_has_two_alarms_and_takes_them_along() {
        register();
        JsonNode put =
                call(
                        "PutScalingPolicy",
                        "'PolicyName': 'cpu', 'PolicyType': 'TargetTrackingScaling',"
                                + " 'TargetTrackingScalingPolicyConfiguration': {'TargetValue':"
                                + " 50.0, 'PredefinedMetricSpecification': {'PredefinedMetricType':"
                                + " 'ECSServiceAverageCPUUtilization'}, 'ScaleInCooldown': 60}");
        assertThat(put.get("Alarms")).hasSize(2);
        String high = put.at("/Alarms/0/AlarmName").asText();
        assertThat(high).startsWith("TargetTracking-service/default/web-AlarmHigh-");
        JsonNode alarm =
                aws.call("cloudwatch:DescribeAlarms", "{'AlarmNames': ['" + high + "']}")
                        .at("/MetricAlarms/0");
        assertContains(
                alarm,
                "{'Threshold': 50.0, 'ComparisonOperator': 'GreaterThanThreshold', 'Period': 60,"
                        + " 'EvaluationPeriods': 3, 'Namespace': 'AWS/ECS', 'StateValue':"
                        + " 'INSUFFICIENT_DATA'}");
        JsonNode shown =
                aws.call(
                                "application-autoscaling:DescribeScalingPolicies",
                                "{'ServiceNamespace': 'ecs'}")
                        .at("/ScalingPolicies/0");
        assertThat(shown.at("/TargetTrackingScalingPolicyConfiguration/ScaleInCooldown").asInt())
                .isEqualTo(60);
        call("DeleteScalingPolicy", "'PolicyName': 'cpu'");
        assertThat(aws.call("cloudwatch:DescribeAlarms", "{}").get("MetricAlarms")).isEmpty();
    }

    @Test
    void deregistration_takes_everything_along() {
        register();
        call(
                "PutScalingPolicy",
                "'PolicyName': 'steps', 'StepScalingPolicyConfiguration': {'AdjustmentType':"
                        + " 'ChangeInCapacity', 'StepAdjustments': [{'MetricIntervalLowerBound': 0,"
                        + " 'ScalingAdjustment': 2}]}");
        call(
                "PutScheduledAction",
                "'ScheduledActionName': 'a', 'Schedule': 'rate(1 hour)', 'ScalableTargetAction':"
                        + " {'MinCapacity': 3}");
        aws.call("application-autoscaling:DeregisterScalableTarget", "{" + WHAT + "}");
        assertThat(aws.world.scaling().policies.size()).isZero();
        assertThat(aws.world.scaling().scheduledActions.size()).isZero();
        assertThat(aws.world.scaling().targets.size()).isZero();
    }

    @Test
    void a_target_has_tags_until_it_is_deregistered() {
        String arn =
                call(
                                "RegisterScalableTarget",
                                "'MinCapacity': 2, 'MaxCapacity': 4, 'Tags': {'a': '1'}")
                        .get("ScalableTargetARN")
                        .asText();
        String service = "application-autoscaling:";
        String named = "'ResourceARN': '%s'".formatted(arn);
        aws.call(service + "TagResource", "{" + named + ", 'Tags': {'b': '2', 'c': ''}}");
        aws.call(service + "UntagResource", "{" + named + ", 'TagKeys': ['c', 'd']}");
        assertContains(
                aws.call(service + "ListTagsForResource", "{" + named + "}"),
                "{'Tags': {'a': '1', 'b': '2'}}");
        assertThat(aws.refusal(service + "TagResource", "{" + named + ", 'Tags': {'aws:x': '1'}}"))
                .startsWith("ValidationException: Tag keys starting with aws:");
        aws.call(service + "DeregisterScalableTarget", "{" + WHAT + "}");
        assertThat(aws.refusal(service + "ListTagsForResource", "{" + named + "}"))
                .isEqualTo(
                        "ResourceNotFoundException: The specified resource doesn't exist: " + arn);
    }
}
