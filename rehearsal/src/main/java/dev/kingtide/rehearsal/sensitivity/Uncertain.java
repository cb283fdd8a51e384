package dev.kingtide.rehearsal.sensitivity;

import dev.kingtide.rehearsal.report.Report;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A figure that nobody knows exactly, and the range within which it may be.
///
/// @param key in `launch.yaml`
/// @param low the lower end, in the figure's unit
/// @param base its value in the launch as it is; the middle of what differs from task to task
/// @param high the upper end
/// @param perTask whether the figure is a range already, from which each task draws
/// @param source where the range is from
public record Uncertain(
        String key, double low, double base, double high, boolean perTask, String source) {
    private static final String TIMINGS = "published starts of tasks on Fargate and EC2";
    private static final String PULL = "one measured pull of 918 MiB, and twice or half its speed";
    private static final String OWN = "the launch's own figure, 20 % less or more";

    /// How far a figure that the team gave may be off.
    private static final double OWN_SHARE = 0.2;

    /// The figures of the team's own that count, by the end of their keys.
    private static final List<String> OWN_KEYS =
            List.of(
                    "requests.cpuMillis",
                    "requests.waitMillis",
                    "bootCpuSeconds",
                    "bootWaitSeconds",
                    "compressedMib");

    /// The stages of a task's start, with the ranges that `StartTimings` draws from, and pulling.
    private static final List<Uncertain> PUBLISHED =
            List.of(
                    perTask("timings.fargatePlacementSeconds", 1, 4),
                    perTask("timings.fargateInterfaceSeconds", 10, 20),
                    perTask("timings.instancePlacementSeconds", 1, 2),
                    perTask("timings.instanceInterfaceSeconds", 5, 10),
                    perTask("timings.createAndStartSeconds", 1, 3),
                    perTask("timings.detachSeconds", 1, 5),
                    new Uncertain("timings.downloadMibPerSecond", 24, 48, 96, false, PULL),
                    new Uncertain("timings.unpackMibPerSecond", 30.2, 60.4, 120.8, false, PULL));

    private static Uncertain perTask(String key, double low, double high) {
        return new Uncertain(key, low, (low + high) / 2, high, true, TIMINGS);
    }

    /// The figures of a launch: published ones, and the team's own.
    static List<Uncertain> of(Report report) {
        List<Uncertain> all = new ArrayList<>(PUBLISHED);
        for (Map.Entry<String, String> setting : report.inputs().settings().entrySet()) {
            if (OWN_KEYS.stream().anyMatch(setting.getKey()::endsWith)) {
                double base = Double.parseDouble(setting.getValue());
                double off = base * OWN_SHARE;
                if (off > 0) {
                    all.add(
                            new Uncertain(
                                    path(setting.getKey()),
                                    base - off,
                                    base,
                                    base + off,
                                    false,
                                    OWN));
                }
            }
        }
        return all;
    }

    /// The key as a what-if takes it: names of images and families have dots.
    private static String path(String key) {
        for (String map : List.of("images.", "applications.")) {
            for (String end : OWN_KEYS) {
                if (key.startsWith(map) && key.endsWith('.' + end)) {
                    String name = key.substring(map.length(), key.length() - end.length() - 1);
                    return map + '"' + name + "\"." + end;
                }
            }
        }
        return key;
    }

    /// The what-if that gives the figure a value.
    String change(double value) {
        String text = text(value);
        return key + '=' + (perTask ? "[" + text + ", " + text + "]" : text);
    }

    /// A value as `launch.yaml` takes it: four digits that count.
    static String text(double value) {
        return BigDecimal.valueOf(value)
                .round(new MathContext(4))
                .stripTrailingZeros()
                .toPlainString();
    }
}
