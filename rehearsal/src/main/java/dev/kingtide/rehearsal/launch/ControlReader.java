package dev.kingtide.rehearsal.launch;

import dev.kingtide.core.admission.Quota;
import dev.kingtide.core.admission.Quotas;
import dev.kingtide.core.service.SchedulerTimings;

/// Reads what the control plane itself is set to: the account's quotas, and how fast the service
/// scheduler reacts. What is not given is AWS's default, where its source is named.
final class ControlReader {
    private static final int MUCH = 1_000_000_000;

    private ControlReader() {}

    /// `quotas`: limits by their names in [Quota].
    static Quotas quotas(Section one) {
        Quotas quotas = Quotas.DEFAULT;
        for (Quota quota : Quota.values()) {
            int limit = one.integer(quota.key(), 1, MUCH, quota.defaultLimit());
            quotas = one.has(quota.key()) ? quotas.with(quota, limit) : quotas;
        }
        one.done();
        return quotas;
    }

    /// `scheduler`.
    static SchedulerTimings scheduler(Section one) {
        SchedulerTimings usual = SchedulerTimings.DEFAULT;
        long least = millis(one, "unhealthyReactionMinMillis", usual.unhealthyReactionMinMillis());
        long most = millis(one, "unhealthyReactionMaxMillis", usual.unhealthyReactionMaxMillis());
        if (most < least) {
            one.problem(
                    "unhealthyReactionMaxMillis",
                    Long.toString(most),
                    "at least unhealthyReactionMinMillis, " + least);
            most = least;
        }
        SchedulerTimings timings =
                new SchedulerTimings(
                        one.whole("passMillis", 1, 3_600_000, usual.passMillis()),
                        least,
                        most,
                        millis(one, "deregisterMillis", usual.deregisterMillis()),
                        millis(one, "settleMillis", usual.settleMillis()),
                        one.whole("backoffFirstMillis", 1, MUCH, usual.backoffFirstMillis()),
                        one.whole("backoffLongestMillis", 1, MUCH, usual.backoffLongestMillis()),
                        one.integer("backoffAfterRounds", 1, 1000, usual.backoffAfterRounds()));
        one.done();
        return timings;
    }

    private static long millis(Section one, String key, long usual) {
        return one.whole(key, 0, 3_600_000, usual);
    }
}
