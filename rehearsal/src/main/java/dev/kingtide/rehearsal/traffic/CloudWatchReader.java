package dev.kingtide.rehearsal.traffic;

import dev.kingtide.rehearsal.source.Json;
import dev.kingtide.rehearsal.source.Node;
import dev.kingtide.rehearsal.source.Place;
import dev.kingtide.rehearsal.source.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads a trace from what `aws cloudwatch get-metric-data` or `get-metric-statistics` prints
/// (CloudWatch API reference), such as the sum of a load balancer's RequestCount.
///
/// Datapoints come in any order. CloudWatch has none for a period without requests, and nobody
/// comes in it here.
final class CloudWatchReader {
    private static final int PROBLEMS_MAX = 5;
    private static final String FETCH =
            "expected the output of aws cloudwatch get-metric-data or get-metric-statistics";

    private final TraceReader.Columns columns;
    private final Problems problems;
    private final TreeMap<Long, Double> counts = new TreeMap<>();
    private int complaints;

    private CloudWatchReader(TraceReader.Columns columns, Problems problems) {
        this.columns = columns;
        this.problems = problems;
    }

    /// The trace in a JSON text; null when it is none, with problems added.
    static @Nullable Trace read(
            String file, String text, TraceReader.Columns columns, Problems problems) {
        CloudWatchReader reader = new CloudWatchReader(columns, problems);
        Node root = Json.read(file, text, problems);
        if (root instanceof Node.Mapping answer) {
            reader.answer(answer);
        } else if (root != null) {
            reader.complain(root.place(), root.describe(), FETCH);
        }
        return root == null || reader.complaints > 0
                ? null
                : Trace.of(reader.counts, columns.intervalMillis());
    }

    private void answer(Node.Mapping answer) {
        Node token = answer.get("NextToken");
        if (token instanceof Node.Text text && !text.isNull()) {
            complain(
                    token.place(),
                    "NextToken: this is one page of several",
                    "fetch them all (aws does so without --no-paginate and --max-items)");
        }
        if (answer.get("MetricDataResults") instanceof Node.Sequence results) {
            results(results);
        } else if (answer.get("Datapoints") instanceof Node.Sequence points) {
            datapoints(points);
        } else {
            complain(answer.place(), "neither MetricDataResults nor Datapoints", FETCH);
        }
        if (complaints == 0 && counts.isEmpty()) {
            complain(answer.place(), "no datapoint", "fetch a time in which there were requests");
        }
    }

    private void results(Node.Sequence results) {
        List<Node.Mapping> fitting = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Node item : results.items()) {
            if (item instanceof Node.Mapping result) {
                String id = text(result, "Id");
                String label = text(result, "Label");
                names.add(id);
                boolean wanted = columns.count().equals(id) || columns.count().equals(label);
                if (columns.count().isEmpty() || wanted) {
                    fitting.add(result);
                }
            }
        }
        if (fitting.size() != 1) {
            complain(
                    results.place(),
                    fitting.isEmpty() && !columns.count().isEmpty()
                            ? "no result with Id or Label \"" + columns.count() + '"'
                            : fitting.size() + " results",
                    "name one by countColumn: " + String.join(", ", names));
            return;
        }
        result(fitting.getFirst());
    }

    private void result(Node.Mapping result) {
        if (text(result, "StatusCode").equals("PartialData")) {
            complain(result.place(), "StatusCode is PartialData", "fetch it again, in pages");
        }
        if (result.get("Timestamps") instanceof Node.Sequence times
                && result.get("Values") instanceof Node.Sequence values
                && times.items().size() == values.items().size()) {
            for (int i = 0; i < times.items().size(); i++) {
                point(times.items().get(i), values.items().get(i));
            }
        } else {
            complain(result.place(), "Timestamps and Values are not lists of one length", FETCH);
        }
    }

    private void datapoints(Node.Sequence points) {
        String statistic = columns.count().isEmpty() ? "Sum" : columns.count();
        for (Node item : points.items()) {
            Node time = item instanceof Node.Mapping point ? point.get("Timestamp") : null;
            Node value = item instanceof Node.Mapping point ? point.get(statistic) : null;
            if (time == null || value == null) {
                complain(
                        item.place(),
                        "a datapoint without "
                                + (time == null ? "Timestamp" : statistic)
                                + others(item),
                        "fetch with --statistics Sum; the Average of RequestCount is always 1");
            } else {
                point(time, value);
            }
        }
    }

    private static String others(Node item) {
        return item instanceof Node.Mapping point
                ? " (it has "
                        + point.entries().keySet().stream().collect(Collectors.joining(", "))
                        + ')'
                : "";
    }

    private void point(Node time, Node value) {
        Long at = time instanceof Node.Text text ? TraceReader.time(text.value()) : null;
        double count = value instanceof Node.Text text ? TraceReader.count(text.value()) : -1;
        if (at == null) {
            complain(time.place(), "time " + time.describe(), "expected a date or seconds");
        } else if (!(count >= 0 && count <= TraceReader.COUNT_MAX)) {
            complain(
                    value.place(),
                    "value " + value.describe(),
                    "expected a number that is not negative");
        } else if (counts.put(at, count) != null) {
            complain(time.place(), "time " + time.describe() + " twice", "fetch one metric alone");
        }
    }

    private static String text(Node.Mapping from, String key) {
        return from.get(key) instanceof Node.Text text ? text.value() : "";
    }

    private void complain(Place place, String found, String expected) {
        if (complaints++ < PROBLEMS_MAX) {
            problems.add(place, found, expected);
        }
    }
}
