package dev.kingtide.aws.scaling;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What can be scaled: the desired count of a service (Application Auto Scaling user guide, Amazon
/// ECS).
final class Resource {

    /// The only scalable dimension.
    static final String DIMENSION = "ecs:service:DesiredCount";

    /// The only service namespace.
    static final String NAMESPACE = "ecs";

    private static final Pattern ID = Pattern.compile("service/[A-Za-z0-9_-]+/[A-Za-z0-9_-]+");

    private Resource() {}

    /// The resource id, if the three name the desired count of a service.
    static String require(
            @Nullable String namespace, @Nullable String resourceId, @Nullable String dimension) {
        if (!NAMESPACE.equals(namespace) || !DIMENSION.equals(dimension)) {
            throw ScalingErrors.unsupportedDimension();
        }
        if (resourceId == null || !ID.matcher(resourceId).matches()) {
            throw ScalingErrors.unsupportedDimension();
        }
        return resourceId;
    }

    /// Refuses another namespace than that of services.
    static void requireNamespace(@Nullable String namespace) {
        if (!NAMESPACE.equals(namespace)) {
            throw ScalingErrors.unsupportedDimension();
        }
    }
}
