package dev.kingtide.rehearsal.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Where the time of task starts went: for each task the milliseconds of each stage, as far as it
/// has come.
public final class StartLog {
    private final List<TaskStarted> tasks = new ArrayList<>();

    /// One task's start.
    ///
    /// @param taskId the task
    /// @param serviceKey its service, empty without one
    /// @param askedAtMillis when the driver was asked to start it
    /// @param stageMillis by stage; one that was not needed is absent
    /// @param totalMillis all stages together
    /// @param complete whether it has served, or has booted without a load balancer
    public record TaskStarted(
            String taskId,
            String serviceKey,
            long askedAtMillis,
            Map<StartStage, Long> stageMillis,
            long totalMillis,
            boolean complete) {}

    /// A stage over all complete starts.
    public record StageSummary(
            StartStage stage,
            int count,
            double meanSeconds,
            double p50Seconds,
            double p95Seconds,
            double maxSeconds) {}

    /// Each stage over all complete starts, in order; empty when there is none.
    public List<StageSummary> summary() {
        List<TaskStarted> complete = complete();
        List<StageSummary> stages = new ArrayList<>();
        for (StartStage stage : StartStage.values()) {
            long[] millis = new long[complete.size()];
            for (int i = 0; i < millis.length; i++) {
                millis[i] = complete.get(i).stageMillis().getOrDefault(stage, 0L);
            }
            if (millis.length > 0) {
                stages.add(summary(stage, millis));
            }
        }
        return stages;
    }

    private static StageSummary summary(StartStage stage, long[] millis) {
        Arrays.sort(millis);
        double sum = 0;
        for (long value : millis) {
            sum += value;
        }
        int n = millis.length;
        return new StageSummary(
                stage,
                n,
                sum / n / 1000,
                millis[(n - 1) / 2] / 1000.0,
                millis[(int) Math.ceil(0.95 * n) - 1] / 1000.0,
                millis[n - 1] / 1000.0);
    }

    /// Complete starts from the fastest to the slowest, equal ones in order of asking: the median
    /// is in the middle, the slowest is last.
    public List<TaskStarted> complete() {
        return tasks.stream()
                .filter(TaskStarted::complete)
                .sorted(Comparator.comparingLong(TaskStarted::totalMillis))
                .toList();
    }

    /// How many starts were asked for and completed.
    public int count() {
        return tasks.size();
    }

    void add(SimulatedTask task) {
        long total = 0;
        for (long millis : task.stageMillis.values()) {
            total += millis;
        }
        tasks.add(
                new TaskStarted(
                        task.id(),
                        task.serviceKey(),
                        task.askedAtMillis,
                        Collections.unmodifiableMap(task.stageMillis),
                        total,
                        true));
    }
}
