/// Amazon CloudWatch alarms: AWS JSON 1.0, AWS Query and Smithy RPC v2 CBOR, API version 2010-08-01
/// (<https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/>).
///
/// Read [dev.kingtide.aws.cloudwatch.CloudWatch] first: the table of what is served. Alarms on one
/// metric are, with periods of whole minutes; metric math, anomaly detection, percentiles,
/// composite and query alarms are refused with `InvalidParameterValue`. Of an alarm's actions only
/// scaling policies do something.
@NullMarked
package dev.kingtide.aws.cloudwatch;

import org.jspecify.annotations.NullMarked;
