package dev.kingtide.core.admission;

import dev.kingtide.core.Turn;
import org.jspecify.annotations.Nullable;

/// How many tasks may be launched now.
///
/// Two limits bind at once: the account's on Fargate (a burst and a sustained rate, Spot apart; ECS
/// developer guide, throttling) and each service's (Amazon ECS service quotas: tasks launched by a
/// service per minute). AWS publishes no burst for the latter; here tasks come evenly, a second's
/// worth at most at once, so that no minute sees more than the quota and that second's worth: 3,000
/// tasks take 6 minutes.
public final class LaunchRates {

    /// What was granted.
    ///
    /// @param granted how many may be launched now
    /// @param nextMillis when to ask again for the rest; the moment itself if nothing is left
    public record Grant(int granted, long nextMillis) {}

    private LaunchRates() {}

    /// Takes what may be launched now of `wanted` tasks; with a null service key for standalone
    /// tasks, which only the account's rate binds.
    public static Grant take(Turn turn, @Nullable String serviceKey, LaunchPool pool, int wanted) {
        long now = turn.nowMillis();
        Rate account = accountRate(turn, pool);
        Rate service = serviceKey == null ? null : serviceRate(turn, serviceKey, pool);
        int granted = wanted;
        if (account != null) {
            granted = Math.min(granted, account.bucket().available(now));
        }
        if (service != null) {
            granted = Math.min(granted, service.bucket().available(now));
        }
        int left = wanted - granted;
        long next = now;
        if (account != null) {
            next = Math.max(next, draw(turn, account, granted, left));
        }
        if (service != null) {
            next = Math.max(next, draw(turn, service, granted, left));
        }
        return new Grant(granted, next);
    }

    /// Gives back tokens of tasks that were granted but could not be placed.
    public static void giveBack(
            Turn turn, @Nullable String serviceKey, LaunchPool pool, int unused) {
        Rate account = accountRate(turn, pool);
        if (account != null) {
            put(turn, account.key(), account.bucket().giveBack(unused, turn.nowMillis()));
        }
        if (serviceKey != null) {
            Rate service = serviceRate(turn, serviceKey, pool);
            put(turn, service.key(), service.bucket().giveBack(unused, turn.nowMillis()));
        }
    }

    /// Forgets a service's rate, when the service is gone.
    public static void forget(Turn turn, String serviceKey) {
        for (LaunchPool pool : LaunchPool.values()) {
            turn.remove(turn.world().admission().rates, serviceRateKey(serviceKey, pool));
        }
    }

    /// Takes, and says when the rest, or a second's worth of it, is there.
    private static long draw(Turn turn, Rate rate, int granted, int left) {
        TokenBucket bucket = rate.bucket().take(granted, turn.nowMillis());
        put(turn, rate.key(), bucket);
        int batch = Math.max(1, Math.min(left, (int) bucket.refillPerSecond()));
        return left == 0 ? turn.nowMillis() : bucket.availableAtMillis(batch, turn.nowMillis());
    }

    private static @Nullable Rate accountRate(Turn turn, LaunchPool pool) {
        AdmissionTables admission = turn.world().admission();
        return switch (pool) {
            case FARGATE ->
                    rate(
                            turn,
                            "launch FARGATE",
                            admission.limit(Quota.FARGATE_LAUNCH_BURST),
                            admission.limit(Quota.FARGATE_LAUNCHES_PER_SECOND));
            case FARGATE_SPOT ->
                    rate(
                            turn,
                            "launch FARGATE_SPOT",
                            admission.limit(Quota.FARGATE_SPOT_LAUNCH_BURST),
                            admission.limit(Quota.FARGATE_SPOT_LAUNCHES_PER_SECOND));
            case INSTANCES -> null;
        };
    }

    private static Rate serviceRate(Turn turn, String serviceKey, LaunchPool pool) {
        AdmissionTables admission = turn.world().admission();
        int perMinute =
                switch (pool) {
                    case FARGATE, FARGATE_SPOT ->
                            admission.limit(Quota.FARGATE_TASKS_PER_SERVICE_PER_MINUTE);
                    case INSTANCES -> admission.limit(Quota.EC2_TASKS_PER_SERVICE_PER_MINUTE);
                };
        double perSecond = perMinute / 60.0;
        return rate(turn, serviceRateKey(serviceKey, pool), Math.max(1, perSecond), perSecond);
    }

    /// Fargate and Fargate Spot share a service's rate.
    private static String serviceRateKey(String serviceKey, LaunchPool pool) {
        return "launch " + (pool == LaunchPool.INSTANCES ? "INSTANCES " : "FARGATE ") + serviceKey;
    }

    /// The bucket as it is now, under the limits of now.
    private static Rate rate(Turn turn, String key, double capacity, double perSecond) {
        Rate rate = turn.world().admission().rates.get(key);
        return new Rate(
                key,
                rate == null
                        ? TokenBucket.full(capacity, perSecond, turn.nowMillis())
                        : rate.bucket().limits(capacity, perSecond));
    }

    private static void put(Turn turn, String key, TokenBucket bucket) {
        turn.put(turn.world().admission().rates, new Rate(key, bucket));
    }
}
