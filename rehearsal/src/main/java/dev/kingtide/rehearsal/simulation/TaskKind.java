package dev.kingtide.rehearsal.simulation;

import java.util.TreeMap;

/// Tasks that are alike: the same application on the same share of a machine.
final class TaskKind {
    final ApplicationModel application;
    final TaskQueue queue;
    final int number;
    private final ResponseTimes atRandom;
    private final ResponseTimes evenly;
    private final TreeMap<Integer, Integer> failing = new TreeMap<>();

    TaskKind(ApplicationModel application, double vcpu, int number) {
        this.application = application;
        this.queue = new TaskQueue(application, vcpu);
        this.number = number;
        this.atRandom = ResponseTimes.of(application, vcpu, 1);
        this.evenly = ResponseTimes.of(application, vcpu, 0);
    }

    ResponseTimes times(double variation) {
        return variation > 0.5 ? atRandom : evenly;
    }

    /// The first state in which a health check is not answered in time; one past the last where
    /// that never happens.
    int failsFrom(int timeoutSeconds) {
        Integer known = failing.get(timeoutSeconds);
        if (known != null) {
            return known;
        }
        int state = 0;
        double cost = application.healthCheckCostMillis() / 1000;
        while (state < queue.size()
                && queue.meanResponse(queue.at[state], cost) <= timeoutSeconds) {
            state++;
        }
        failing.put(timeoutSeconds, state);
        return state;
    }
}
