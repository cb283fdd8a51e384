package dev.kingtide.aws.cloudwatch;

import static dev.kingtide.aws.ApiWorld.assertContains;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.aws.ApiWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlarmTest {
    private static final String GOOD =
            "'AlarmName': 'a', 'Namespace': 'AWS/ECS', 'MetricName': 'CPUUtilization', 'Statistic':"
                    + " 'Average', 'Period': 60, 'EvaluationPeriods': 3, 'Threshold': 70,"
                    + " 'ComparisonOperator': 'GreaterThanThreshold'";
    private final ApiWorld aws = new ApiWorld();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    'Period': 60 | | ValidationError: The parameter Period is required.
                    'Threshold': 70 | | ValidationError: The parameter Threshold is required.
                    'Statistic': 'Average' | | ValidationError: The parameter Statistic is required.
                    'Namespace': 'AWS/ECS' | | ValidationError: The parameter Namespace is required.
                    'Period': 60 | 'Period': 30 | InvalidParameterValue: A period that is no multiple of 60 seconds is not supported by Kingtide
                    'Period': 60 | 'Period': 86400 | ValidationError: Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400).
                    'EvaluationPeriods': 3 | 'EvaluationPeriods': 3, 'DatapointsToAlarm': 4 | ValidationError: DatapointsToAlarm must be less than or equal to EvaluationPeriods.
                    'EvaluationPeriods': 3 | 'EvaluationPeriods': 3, 'TreatMissingData': 'bad' | ValidationError: The value 'bad' for TreatMissingData must be breaching, notBreaching, ignore or missing.
                    'Statistic': 'Average' | 'ExtendedStatistic': 'p99' | InvalidParameterValue: The statistic p99 is not supported by Kingtide
                    'EvaluationPeriods': 3 | 'EvaluationPeriods': 0 | ValidationError: 1 validation error detected: Value '0' at 'evaluationPeriods' failed to satisfy constraint: Member must have value greater than or equal to 1
                    """)
    void a_bad_alarm_is_refused(String replaced, String by, String expected) {
        String members = GOOD.replace(replaced, by == null ? "'AlarmDescription': 'x'" : by);
        assertThat(aws.refusal("cloudwatch:PutMetricAlarm", "{" + members + "}"))
                .isEqualTo(expected);
    }

    @Test
    void an_alarm_comes_back_with_the_defaults_of_aws() {
        aws.call(
                "cloudwatch:PutMetricAlarm",
                "{"
                        + GOOD
                        + ", 'Dimensions': [{'Name': 'ServiceName', 'Value': 'web'}, {'Name':"
                        + " 'ClusterName', 'Value': 'shop'}]}");
        var alarm =
                aws.call("cloudwatch:DescribeAlarms", "{'AlarmNamePrefix': 'a'}")
                        .at("/MetricAlarms/0");
        assertContains(
                alarm,
                "{'ActionsEnabled': true, 'DatapointsToAlarm': 3, 'TreatMissingData': 'missing',"
                        + " 'StateValue': 'INSUFFICIENT_DATA', 'AlarmArn':"
                        + " 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:a', 'Dimensions':"
                        + " [{'Name': 'ClusterName', 'Value': 'shop'}, {'Name': 'ServiceName',"
                        + " 'Value': 'web'}]}");
        aws.call("cloudwatch:DeleteAlarms", "{'AlarmNames': ['a']}");
        assertThat(aws.refusal("cloudwatch:DeleteAlarms", "{'AlarmNames': ['a']}"))
                .isEqualTo("ResourceNotFound: Alarm not found: a");
    }
}
