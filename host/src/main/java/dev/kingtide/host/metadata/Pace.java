package dev.kingtide.host.metadata;

import dev.kingtide.core.admission.TokenBucket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How often a container may ask: 40 times a second, and 60 times at once (amazon-ecs-agent README,
/// `ECS_TASK_METADATA_RPS_LIMIT`). All who are not known share one such right.
final class Pace {
    private static final int STEADY = 40;
    private static final int BURST = 60;
    private final Map<String, TokenBucket> buckets = new ConcurrentHashMap<>();

    /// Whether one more may ask now.
    boolean allows(String who, long nowMillis) {
        boolean[] allowed = new boolean[1];
        buckets.compute(
                who,
                (_, known) -> {
                    TokenBucket bucket =
                            known == null ? TokenBucket.full(BURST, STEADY, nowMillis) : known;
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
