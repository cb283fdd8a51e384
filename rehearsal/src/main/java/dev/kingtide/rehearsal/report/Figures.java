package dev.kingtide.rehearsal.report;

import dev.kingtide.rehearsal.simulation.Recording;
import dev.kingtide.rehearsal.simulation.Recording.Loss;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Figures as people read them, and the names of figures in JSON.
public final class Figures {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("MM-dd HH:mm:ss", Locale.ROOT);

    private Figures() {}

    /// A count or rate: thousands apart, one digit after the point below ten.
    public static String number(double value) {
        if (value != 0 && Math.abs(value) < 10 && value != Math.rint(value)) {
            return String.format(Locale.ROOT, "%.1f", value);
        }
        return String.format(Locale.ROOT, "%,d", Math.round(value));
    }

    /// A percentage: two digits after the point, rounded down, so that 100 means all of them but
    /// one in ten million.
    public static String percent(double value) {
        return share(value) + " %";
    }

    /// The same without its unit, for columns that name it.
    public static String share(double value) {
        return String.format(Locale.ROOT, "%.2f", Math.floor(value * 100 + 0.001) / 100);
    }

    /// Milliseconds, from ten seconds on in seconds.
    public static String millis(double value) {
        return value < 9_999.5
                ? number(Math.rint(value)) + " ms"
                : String.format(Locale.ROOT, "%.1f s", value / 1000);
    }

    /// Seconds, from two minutes on in minutes and seconds.
    public static String seconds(double value) {
        if (value < 120) {
            return String.format(Locale.ROOT, value < 10 ? "%.1f s" : "%.0f s", value);
        }
        long whole = Math.round(value);
        return whole / 60 + " min" + (whole % 60 == 0 ? "" : " " + whole % 60 + " s");
    }

    /// Dollars and cents.
    public static String dollars(double value) {
        return String.format(Locale.ROOT, "$%,.2f", value);
    }

    /// How long it took to have enough capacity: null for never.
    public static String waited(@Nullable Integer seconds) {
        return seconds == null ? "never" : seconds == 0 ? "at once" : seconds(seconds);
    }

    /// A time of day.
    public static String time(long millis, ZoneId zone) {
        return TIME.format(Instant.ofEpochMilli(millis).atZone(zone));
    }

    /// A time of day with its day, for runs that last more than one.
    public static String dayAndTime(long millis, ZoneId zone) {
        return DAY_AND_TIME.format(Instant.ofEpochMilli(millis).atZone(zone));
    }

    /// The name of a series in JSON, with its unit.
    public static String field(Recording.Series series) {
        return switch (series) {
            case DEMAND -> "demandRequests";
            case ATTEMPTS -> "attemptRequests";
            case CAPACITY -> "capacityRequests";
            case SERVED -> "servedRequests";
            case WASTED -> "wastedAnswers";
            case P50_MILLIS -> "p50Millis";
            case P99_MILLIS -> "p99Millis";
            case TASKS_RUNNING -> "runningTasks";
            case TASKS_PENDING -> "pendingTasks";
            case TARGETS_HEALTHY -> "healthyTargets";
            case TARGETS_UNHEALTHY -> "unhealthyTargets";
            case CPU_PERCENT -> "cpuPercent";
        };
    }

    /// The name of a cause of loss in JSON.
    public static String field(Loss loss) {
        return switch (loss) {
            case NO_TARGET_503 -> "lost503Requests";
            case BAD_GATEWAY_502 -> "lost502Requests";
            case GATEWAY_TIMEOUT_504 -> "lost504Requests";
            case CLIENT_TIMEOUT -> "lostTimeoutRequests";
            case KILLED_IN_FLIGHT -> "lostKilledInFlightRequests";
            case REFUSED -> "lostRefusedRequests";
            case GAVE_UP -> "lostGaveUpRequests";
        };
    }

    /// The name in JSON of the cause that is shown with these words.
    public static String lossField(String words) {
        for (Loss loss : Loss.values()) {
            if (loss.words().equals(words)) {
                return field(loss);
            }
        }
        throw new IllegalArgumentException("no cause of loss " + words);
    }
}
