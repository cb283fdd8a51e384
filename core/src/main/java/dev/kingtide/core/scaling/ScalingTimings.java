package dev.kingtide.core.scaling;

/// How long scaling takes to see and how much of the past it keeps.
///
/// AWS publishes no figure for the time from the end of a minute until alarms see its datapoint.
/// One minute is assumed: with the three datapoints of a target tracking alarm it gives the three
/// to five minutes that are observed between a step in load and the first scale-out.
///
/// @param publicationLagMillis from the end of a minute until its datapoint can be evaluated
/// @param keepActivitiesMillis for how long scaling activities are kept
/// @param activitiesMost how many scaling activities of one target are kept
public record ScalingTimings(
        long publicationLagMillis, long keepActivitiesMillis, int activitiesMost) {

    /// A lag of one minute; activities for six weeks (Application Auto Scaling user guide, scaling
    /// activities), the last 500 of each target.
    public static final ScalingTimings DEFAULT =
            new ScalingTimings(60_000, 42L * 24 * 3_600_000, 500);
}
