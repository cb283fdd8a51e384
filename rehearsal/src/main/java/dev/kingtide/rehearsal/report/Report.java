package dev.kingtide.rehearsal.report;

import dev.kingtide.rehearsal.cost.Bill;
import dev.kingtide.rehearsal.launch.Goal;
import dev.kingtide.rehearsal.source.FileRead;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What a rehearsal found. Seconds count from the start of the launch.
///
/// @param header which launch it was
/// @param goal what it had to reach
/// @param verdict whether it holds
/// @param total the whole run
/// @param phases the run in parts
/// @param starts where the time of task starts went
/// @param tasks how many tasks came and went, and why
/// @param bill what it cost
/// @param advice what to change, the most promising first
/// @param moments what happened when, in the control plane's own words
/// @param landmarks the few moments that matter, in order
/// @param inputs what it was rehearsed from
/// @param series second by second: each by its name with its unit
public record Report(
        Header header,
        Goal goal,
        Verdict verdict,
        Phase total,
        List<Phase> phases,
        Starts starts,
        Tasks tasks,
        Bill bill,
        List<Advice> advice,
        List<Moment> moments,
        List<Landmark> landmarks,
        Inputs inputs,
        SequencedMap<String, Series> series) {

    /// Which launch it was, and what decided its chance.
    ///
    /// @param name the launch's name
    /// @param changes the what-ifs that were in force, as given on the command line
    /// @param startMillis its start, in milliseconds since the epoch
    /// @param zone the zone in which times are shown
    /// @param lengthSeconds how long it lasted
    /// @param seed what decided every draw
    public record Header(
            String name,
            List<String> changes,
            long startMillis,
            ZoneId zone,
            int lengthSeconds,
            long seed,
            String account,
            String region) {}

    /// Whether the launch holds.
    ///
    /// @param holds both goals are reached over the whole run
    /// @param brokenAtSecond the first second of the first minute that missed the goal; null when
    ///   no minute did
    /// @param why in one sentence
    /// @param timeToCapacitySeconds from the first lack of capacity until there was enough for a
    ///   whole minute; 0 when there was always enough, null when there never was
    public record Verdict(
            boolean holds,
            @Nullable Integer brokenAtSecond,
            String why,
            @Nullable Integer timeToCapacitySeconds) {}

    /// A part of the run.
    ///
    /// @param fromSecond its first second
    /// @param toSecond the first second after it
    /// @param demandRequests people who came
    /// @param attemptRequests requests that they sent, with retries
    /// @param peakDemandPerSecond the busiest ten seconds, in requests per second
    /// @param capacityPerSecond what the healthy tasks could answer, on average
    /// @param healthyTasksLeast healthy targets at the worst second
    /// @param healthyTasksMost healthy targets at the best second
    /// @param servedRequests answered in time
    /// @param lostByCause requests lost, by cause, in a fixed order
    /// @param p50Millis half of the answers came within this time
    /// @param p99Millis 99 % of the answers came within this time
    /// @param cpuPercent CPU used over CPU reserved, on average over the seconds with tasks
    public record Phase(
            int fromSecond,
            int toSecond,
            double demandRequests,
            double attemptRequests,
            double peakDemandPerSecond,
            double capacityPerSecond,
            int healthyTasksLeast,
            int healthyTasksMost,
            double servedRequests,
            SequencedMap<String, Double> lostByCause,
            double p50Millis,
            double p99Millis,
            double cpuPercent) {

        /// Rounds what is added up to thousandths, so that sums are those of the parts as written.
        public Phase {
            servedRequests = Math.rint(servedRequests * 1000) / 1000;
            SequencedMap<String, Double> lost = new LinkedHashMap<>();
            lostByCause.forEach((cause, count) -> lost.put(cause, Math.rint(count * 1000) / 1000));
            lostByCause = Collections.unmodifiableSequencedMap(lost);
        }

        /// Requests lost by any cause.
        public double lostRequests() {
            return lostByCause.values().stream().mapToDouble(Double::doubleValue).sum();
        }

        /// The share of the requests with a known end that were served, in percent; 100 without
        /// any.
        public double servedPercent() {
            double known = servedRequests + lostRequests();
            return known <= 0 ? 100 : 100 * servedRequests / known;
        }

        /// The average of the people who came, per second.
        public double demandPerSecond() {
            return demandRequests / Math.max(1, toSecond - fromSecond);
        }
    }

    /// Where the time of task starts went, over all starts that were complete.
    ///
    /// @param count complete starts
    /// @param medianSeconds the median of the whole start
    /// @param stages in order
    /// @param median the task whose start took the median; null without any
    /// @param slowest the task whose start took longest; null without any
    public record Starts(
            int count,
            double medianSeconds,
            List<Stage> stages,
            @Nullable Start median,
            @Nullable Start slowest) {

        /// One stage, in seconds.
        public record Stage(
                String name,
                double meanSeconds,
                double medianSeconds,
                double p95Seconds,
                double mostSeconds) {}

        /// One task's start.
        ///
        /// @param askedAtSecond when its service asked for it
        /// @param stageSeconds what each of the stages took, 0 where it was not needed
        public record Start(int askedAtSecond, List<Double> stageSeconds) {

            /// Keeps a copy.
            public Start {
                stageSeconds = List.copyOf(stageSeconds);
            }

            /// All stages together.
            public double totalSeconds() {
                return stageSeconds.stream().mapToDouble(Double::doubleValue).sum();
            }
        }
    }

    /// How many tasks came and went.
    ///
    /// @param createdTasks all of them
    /// @param runningTasksMost at the best second
    /// @param stoppedByReason how many stopped, by the words of `stoppedReason` without ids
    /// @param scaleOuts each growth of a service's desired count, in order
    public record Tasks(
            int createdTasks,
            int runningTasksMost,
            SequencedMap<String, Integer> stoppedByReason,
            List<ScaleOut> scaleOuts) {

        /// Keeps a copy.
        public Tasks {
            scaleOuts = List.copyOf(scaleOuts);
        }
    }

    /// A service was to have more tasks than before.
    ///
    /// @param atSecond when
    /// @param service its cluster and name
    /// @param fromTasks the desired count before
    /// @param toTasks the desired count from then on
    /// @param secondsToRunning until so many were RUNNING; null when they never were before the
    ///   desired count changed again, or the launch ended
    /// @param secondsToHealthy until so many were healthy in each target group of the service; null
    ///   when they never were, or it has none
    public record ScaleOut(
            int atSecond,
            String service,
            int fromTasks,
            int toTasks,
            @Nullable Double secondsToRunning,
            @Nullable Double secondsToHealthy) {}

    /// Something to change.
    ///
    /// @param title what to do
    /// @param evidence what in this run speaks for it
    /// @param changes what to give with `--what-if`, each one change; together one advice
    /// @param source who recommends it
    /// @param savedRequests requests saved when it was rehearsed; null when it was not
    /// @param costDollars what it costs more (or less) then; null when it was not
    public record Advice(
            String title,
            String evidence,
            List<String> changes,
            String source,
            @Nullable Double savedRequests,
            @Nullable Double costDollars) {

        /// With what a rehearsal measured.
        public Advice measured(double saved, double dollars) {
            return new Advice(title, evidence, changes, source, saved, dollars);
        }
    }

    /// Something that happened, or several like it in the same second.
    ///
    /// @param kind what kind of thing
    /// @param atSecond when
    /// @param subject to what: a service, a scalable target
    /// @param text AWS's words, without the identifiers of tasks
    /// @param count how often in that second
    public record Moment(Moment.Kind kind, int atSecond, String subject, String text, int count) {

        /// What kind of thing happened.
        public enum Kind {
            /// Application Auto Scaling did something, or said why it did not.
            SCALING,
            /// A service said something of its tasks and targets.
            SERVICE,
            /// A service's deployment came to an end.
            DEPLOYMENT,
            /// The launch made an AWS call, after the start or in vain.
            CALL,
            /// The launch made something go wrong.
            FAULT
        }
    }

    /// A moment that matters.
    ///
    /// @param kind which of them
    /// @param atSecond when
    /// @param text what it was, in a few words
    public record Landmark(Landmark.Kind kind, int atSecond, String text) {

        /// The moments that matter.
        public enum Kind {
            /// A scheduled action changed a scalable target.
            SCHEDULED_ACTION,
            /// More people came than the healthy tasks could answer.
            SHORT_OF_CAPACITY,
            /// The first request was lost.
            FIRST_LOSS,
            /// The first minute that misses the goal begins to.
            BROKEN,
            /// The first task is healthy that was asked for when capacity lacked, or was to grow.
            FIRST_NEW_HEALTHY,
            /// Capacity is enough again, for a minute at least.
            ENOUGH_CAPACITY
        }
    }

    /// What a launch was rehearsed from.
    ///
    /// @param files what was read, in order
    /// @param settings the main figures, by their keys in `launch.yaml`
    /// @param calls the script of AWS calls, in order
    /// @param notes what of the files is not rehearsed as it is written, a line each
    public record Inputs(
            List<FileRead> files,
            SequencedMap<String, String> settings,
            List<Call> calls,
            List<String> notes) {

        /// One AWS call.
        ///
        /// @param atSecond when
        /// @param call `service:Operation`
        /// @param input the file that its input is in
        public record Call(int atSecond, String call, String input) {}
    }

    /// The same report with other series.
    public Report with(SequencedMap<String, Series> other) {
        return new Report(
                header, goal, verdict, total, phases, starts, tasks, bill, advice, moments,
                landmarks, inputs, other);
    }

    /// The same report with other advice.
    public Report with(List<Advice> other) {
        return new Report(
                header, goal, verdict, total, phases, starts, tasks, bill, other, moments,
                landmarks, inputs, series);
    }
}
