package dev.kingtide.rehearsal.simulation;

import dev.kingtide.rehearsal.simulation.Recording.Loss;

/// Requests of a cohort whose clients wait, by how and in which second that will end.
///
/// The end is known when a request arrives, because the distribution of its answer's time is; only
/// the death of its task changes it.
final class Pending {
    /// How waiting ends.
    enum End {
        ANSWER,
        CLIENT_TIMEOUT,
        GAVE_UP,
        GATEWAY_TIMEOUT
    }

    private static final int ENDS = 4;
    private final int slots;
    private final int kinds;

    /// By end, second and kind: attempts, and their seconds since the first attempt at that end.
    private final double[] attempts;

    private final double[] elapsed;
    private double sum;

    Pending(int slots, int kinds) {
        this.slots = slots;
        this.kinds = kinds;
        this.attempts = new double[ENDS * slots * kinds];
        this.elapsed = new double[attempts.length];
    }

    private int index(int end, int second, int kind) {
        return (end * slots + second % slots) * kinds + kind;
    }

    private static int code(End end) {
        return switch (end) {
            case ANSWER -> 0;
            case CLIENT_TIMEOUT -> 1;
            case GAVE_UP -> 2;
            case GATEWAY_TIMEOUT -> 3;
        };
    }

    /// Adds attempts that come evenly over a second and end a time later.
    void add(End end, int second, int kind, double count, double since, double delaySeconds) {
        if (count <= 0) {
            return;
        }
        int whole = (int) delaySeconds;
        double part = delaySeconds - whole;
        double at = Clients.mean(since, count) + delaySeconds;
        put(index(code(end), second + whole, kind), count * (1 - part), at);
        put(index(code(end), second + whole + 1, kind), count * part, at);
        sum += count;
    }

    private void put(int index, double count, double at) {
        attempts[index] += count;
        elapsed[index] += count * at;
    }

    /// Ends what ends in this second.
    void end(int second, Clients clients) {
        if (sum <= 0) {
            return;
        }
        for (int kind = 0; kind < kinds; kind++) {
            clients.served(take(0, second, kind));
            int timeout = index(1, second, kind);
            double since = elapsed[timeout];
            clients.failed(kind, take(1, second, kind), since, Loss.CLIENT_TIMEOUT);
            clients.failed(kind, take(2, second, kind), 0, Loss.GAVE_UP);
            since = elapsed[index(3, second, kind)];
            clients.failed(kind, take(3, second, kind), since, Loss.GATEWAY_TIMEOUT_504);
        }
    }

    private double take(int end, int second, int kind) {
        int index = index(end, second, kind);
        double count = attempts[index];
        attempts[index] = 0;
        elapsed[index] = 0;
        sum -= count;
        return count;
    }

    /// Moves a share to another cohort's.
    void move(double share, Pending to) {
        if (sum == 0) {
            return;
        }
        double moved = 0;
        for (int i = 0; i < attempts.length; i++) {
            double count = attempts[i] * share;
            double since = elapsed[i] * share;
            if (count != 0) {
                to.attempts[i] += count;
                to.elapsed[i] += since;
                attempts[i] -= count;
                elapsed[i] -= since;
                moved += count;
            }
        }
        to.sum += moved;
        sum -= moved;
    }

    /// Cuts a share off: killed in flight.
    void kill(double share, Clients clients) {
        if (sum == 0) {
            return;
        }
        for (int i = 0; i < attempts.length; i++) {
            double count = attempts[i] * share;
            if (count > 0) {
                double since = elapsed[i] * share;
                attempts[i] -= count;
                elapsed[i] -= since;
                sum -= count;
                clients.failed(i % kinds, count, since, Loss.KILLED_IN_FLIGHT);
            }
        }
    }

    /// How many wait, as kept by adding up; [#exactly] adds anew.
    double count() {
        return Math.max(0, sum);
    }

    double exactly() {
        double all = 0;
        for (double each : attempts) {
            all += each;
        }
        return all;
    }
}
