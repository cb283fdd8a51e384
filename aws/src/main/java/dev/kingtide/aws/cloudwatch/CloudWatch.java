package dev.kingtide.aws.cloudwatch;

import static dev.kingtide.aws.Operations.op;

import dev.kingtide.aws.Operations;
import dev.kingtide.aws.Turns;
import java.util.List;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;

/// The table of Amazon CloudWatch's operations.
public final class CloudWatch {

    private CloudWatch() {}

    /// The operations, over something that runs their decisions.
    public static Operations operations(Turns turns) {
        var alarms = new AlarmOperations(turns);
        return new Operations(
                "cloudwatch",
                new Operations.Errors(CloudWatchErrors::malformed, CloudWatchErrors::unsupported),
                List.of(
                        op(PutMetricAlarmRequest.class, alarms::put),
                        op(DescribeAlarmsRequest.class, alarms::describe),
                        op(DeleteAlarmsRequest.class, alarms::delete)));
    }
}
