package dev.kingtide.rehearsal.report;

import dev.kingtide.rehearsal.launch.Launch;
import dev.kingtide.rehearsal.report.Report.Landmark;
import dev.kingtide.rehearsal.report.Report.Landmark.Kind;
import dev.kingtide.rehearsal.report.Report.Moment;
import dev.kingtide.rehearsal.report.Report.Verdict;
import dev.kingtide.rehearsal.simulation.Recording;
import dev.kingtide.rehearsal.simulation.StartLog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds the few moments of a run that matter: what a reader looks for first.
///
/// @param launch what was rehearsed
/// @param recording what the traffic saw
/// @param starts how tasks started
/// @param journal what happened
record Landmarks(Launch launch, Recording recording, StartLog starts, Journal journal) {
    /// A cron expression may act every minute: the list of events has them all.
    private static final int SCHEDULED_MOST = 6;

    private static final Pattern SCHEDULED =
            Pattern.compile(" Cause: scheduled action name (.+) was triggered$");

    /// All of them, in order of time.
    ///
    /// @param shortFrom the first second that lacks capacity; null when none does
    List<Landmark> of(Verdict verdict, @Nullable Integer shortFrom) {
        List<Landmark> all = new ArrayList<>(scheduled());
        if (shortFrom != null) {
            all.add(new Landmark(Kind.SHORT_OF_CAPACITY, shortFrom, "capacity falls short"));
            Integer waited = verdict.timeToCapacitySeconds();
            if (waited != null) {
                String after = "enough capacity, after " + Figures.seconds(waited);
                all.add(new Landmark(Kind.ENOUGH_CAPACITY, shortFrom + waited, after));
            }
        }
        Integer loss = firstLoss();
        if (loss != null) {
            all.add(new Landmark(Kind.FIRST_LOSS, loss, "first request lost"));
        }
        Integer broken = verdict.brokenAtSecond();
        if (broken != null && !verdict.holds()) {
            all.add(new Landmark(Kind.BROKEN, broken, "the goal is missed"));
        }
        Landmark healthy = firstNewHealthy(shortFrom);
        if (healthy != null) {
            all.add(healthy);
        }
        all.sort(Comparator.comparingInt(Landmark::atSecond));
        return all;
    }

    private List<Landmark> scheduled() {
        List<Landmark> found = new ArrayList<>();
        for (Moment moment : journal.moments()) {
            Matcher action = SCHEDULED.matcher(moment.text());
            if (moment.kind() == Moment.Kind.SCALING
                    && action.find()
                    && found.size() < SCHEDULED_MOST) {
                String text = "scheduled action " + action.group(1);
                Landmark next = new Landmark(Kind.SCHEDULED_ACTION, moment.atSecond(), text);
                if (!found.contains(next)) { // the same one for several services
                    found.add(next);
                }
            }
        }
        return found;
    }

    private @Nullable Integer firstLoss() {
        for (int i = 0; i < recording.seconds(); i++) {
            if (recording.lost(i, i + 1) >= 0.5) {
                return i;
            }
        }
        return null;
    }

    /// New is what was asked for from the moment on in which capacity lacked, or was to grow.
    private @Nullable Landmark firstNewHealthy(@Nullable Integer shortFrom) {
        Integer grows = firstGrowth();
        boolean toGrow = grows != null && (shortFrom == null || grows <= shortFrom);
        Integer from = toGrow ? grows : shortFrom;
        if (from == null) {
            return null;
        }
        long first = Long.MAX_VALUE;
        for (StartLog.TaskStarted task : starts.complete()) {
            if (task.askedAtMillis() >= launch.startMillis() + from * 1000L) {
                first = Math.min(first, task.askedAtMillis() + task.totalMillis());
            }
        }
        int at = first == Long.MAX_VALUE ? -1 : (int) ((first - launch.startMillis()) / 1000);
        if (at < 0 || at >= recording.seconds()) {
            return null;
        }
        String text =
                String.format(
                        "first new task healthy, %s after %s",
                        Figures.seconds(at - from),
                        toGrow ? "the scale-out" : "capacity fell short");
        return new Landmark(Kind.FIRST_NEW_HEALTHY, at, text);
    }

    /// The first rise of a desired count but those with which services begin.
    private @Nullable Integer firstGrowth() {
        for (Journal.Desired desired : journal.desiredChanges()) {
            if (desired.change() > 0 && desired.count() != desired.change()) {
                return desired.atSecond();
            }
        }
        return null;
    }
}
