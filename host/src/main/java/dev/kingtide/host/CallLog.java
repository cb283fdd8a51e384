package dev.kingtide.host;

import dev.kingtide.aws.wire.Incidents;
import dev.kingtide.aws.wire.Trail;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the log says of calls: every one at level debug, those that were refused at level info,
/// defects as errors, and once each member of a request that this version does not know.
final class CallLog implements Incidents {
    private static final Logger LOG = LoggerFactory.getLogger("dev.kingtide.calls");
    private static final int NAMES_MAX = 10_000;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    static void record(Trail.Call call) {
        Trail.Failure failure = call.failure();
        if (failure == null) {
            LOG.debug("{}:{} by {}", call.service(), call.operation(), call.scope().account());
        } else {
            LOG.info(
                    "{}:{} by {} refused: {} {}",
                    call.service(),
                    call.operation(),
                    call.scope().account(),
                    failure.code(),
                    failure.message());
        }
    }

    @Override
    public void unforeseen(String requestId, String operation, RuntimeException cause) {
        LOG.error("a defect in {} (request {})", operation, requestId, cause);
    }

    @Override
    public void member(String structure, String member) {
        if (told.size() < NAMES_MAX && told.add(structure + '.' + member)) {
            LOG.warn("passed over {}.{}: this version does not know it", structure, member);
        }
    }
}
