package dev.kingtide.host.metadata;

import dev.kingtide.core.admission.TokenBucket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How often a container may ask. All who are not known share one such right.
final class Pace {
    private final Rate rate;
    private final Map<String, TokenBucket> buckets = new ConcurrentHashMap<>();

    Pace(Rate rate) {
        this.rate = rate;
    }

    /// Whether one more may ask now.
    boolean allows(String who, long nowMillis) {
        boolean[] allowed = new boolean[1];
        buckets.compute(
                who,
                (_, known) -> {
                    TokenBucket bucket =
                            known == null
                                    ? TokenBucket.full(rate.burst(), rate.steady(), nowMillis)
                                    : known;
                    allowed[0] = bucket.available(nowMillis) > 0;
                    return allowed[0] ? bucket.take(1, nowMillis) : bucket;
                });
        return allowed[0];
    }

    /// Somebody will not ask any more.
    void forget(String who) {
        buckets.remove(who);
    }
}
