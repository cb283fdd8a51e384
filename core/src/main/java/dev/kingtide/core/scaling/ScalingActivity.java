package dev.kingtide.core.scaling;

import dev.kingtide.core.Row;
import org.jspecify.annotations.Nullable;

/// One thing that scaling did, or did not do and why, in AWS's own texts.
///
/// Texts: AWS CLI reference, describe-scaling-activities; Application Auto Scaling API reference,
/// DescribeScalingActivities.
///
/// @param id a UUID
/// @param resourceId the scalable target's
/// @param endMillis when the service had followed; null until then
/// @param notScaled why nothing was done; null if something was
public record ScalingActivity(
        String id,
        String resourceId,
        String description,
        String cause,
        Status status,
        @Nullable String statusMessage,
        long startMillis,
        @Nullable Long endMillis,
        @Nullable NotScaledReason notScaled)
        implements Row {

    /// How far it has come.
    public enum Status {
        /// The service has been told.
        IN_PROGRESS("InProgress"),
        /// The service has as many tasks as it was told to.
        SUCCESSFUL("Successful"),
        /// A later activity took its place before that.
        OVERRIDDEN("Overridden"),
        /// Nothing came of it.
        FAILED("Failed");

        private final String wireName;

        Status(String wireName) {
            this.wireName = wireName;
        }

        /// AWS's name, such as `InProgress`.
        public String wireName() {
            return wireName;
        }
    }

    @Override
    public String key() {
        return id;
    }

    /// At its end.
    ScalingActivity ended(Status newStatus, @Nullable String message, long nowMillis) {
        return new ScalingActivity(
                id,
                resourceId,
                description,
                cause,
                newStatus,
                message,
                startMillis,
                nowMillis,
                notScaled);
    }
}
