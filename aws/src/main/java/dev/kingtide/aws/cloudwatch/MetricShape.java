package dev.kingtide.aws.cloudwatch;

import dev.kingtide.core.metrics.MetricId;
import dev.kingtide.core.metrics.Statistic;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;

/// Metrics between AWS's shape and the core's record.
public final class MetricShape {

    private MetricShape() {}

    /// The metric of a namespace, a name, and dimensions by name and value in any order.
    public static MetricId id(
            String namespace, String name, List<String> names, List<String> values) {
        SortedMap<String, String> sorted = new TreeMap<>();
        for (int i = 0; i < names.size(); i++) {
            sorted.put(names.get(i), values.get(i));
        }
        List<String> pairs = new ArrayList<>();
        sorted.forEach((key, value) -> pairs.add(key + '=' + value));
        return new MetricId(namespace, name, String.join(",", pairs));
    }

    /// The statistic of that name, or null.
    public static @Nullable Statistic statistic(@Nullable String word) {
        for (Statistic statistic : Statistic.values()) {
            if (statistic.wireName().equals(word)) {
                return statistic;
            }
        }
        return null;
    }

    /// The dimensions of a metric in AWS's shape.
    static List<Dimension> dimensions(MetricId metric) {
        List<Dimension> dimensions = new ArrayList<>();
        for (String pair : metric.dimensions().split(",", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                dimensions.add(
                        Dimension.builder()
                                .name(pair.substring(0, equals))
                                .value(pair.substring(equals + 1))
                                .build());
            }
        }
        return dimensions;
    }
}
