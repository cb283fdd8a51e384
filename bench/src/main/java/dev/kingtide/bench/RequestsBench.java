package dev.kingtide.bench;

import dev.kingtide.rehearsal.simulation.ApplicationModel;
import dev.kingtide.rehearsal.simulation.ClientModel;
import dev.kingtide.rehearsal.simulation.EachRequest;
import dev.kingtide.rehearsal.simulation.EachRequest.Work;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/// How many requests a second the request-level model carries on one core: the model that the fluid
/// one is held to in tests.
///
/// Attempts count, retries too: arrival, queue, processor sharing, timeout and answer of each.
public final class RequestsBench {
    private static final double CPU_SECONDS = 0.020;
    private static final int ROUNDS = 3;

    private RequestsBench() {}

    /// Runs all cases; the fastest of three rounds is printed.
    public static void main(String[] args) {
        System.out.println("tasks  load  retries     requests  requests/CPU s");
        for (int[] one : new int[][] {{1, 50, 0}, {8, 90, 0}, {40, 90, 0}, {40, 130, 2}}) {
            double best = 0;
            long requests = 0;
            for (int round = 0; round <= ROUNDS; round++) {
                long begin = cpuNanos();
                requests = run(one[0], one[1] / 100.0, one[2]);
                best = Math.max(best, requests / ((cpuNanos() - begin) / 1e9));
            }
            System.out.printf(
                    Locale.ROOT,
                    "%5d  %4.1f  %7d  %,11d  %,14.0f%n",
                    one[0],
                    one[1] / 100.0,
                    one[2],
                    requests,
                    best);
        }
    }

    private static long run(int tasks, double load, int retries) {
        double level = load * tasks / CPU_SECONDS;
        ApplicationModel some = ApplicationModel.DEFAULT;
        ApplicationModel application =
                new ApplicationModel(
                        1_000 * CPU_SECONDS,
                        30,
                        some.concurrency(),
                        some.acceptQueue(),
                        some.bootCpuSeconds(),
                        some.bootWaitSeconds(),
                        some.sigtermHandled(),
                        some.shutdownSeconds(),
                        some.healthCheckCostMillis(),
                        some.memoryMibIdle(),
                        some.memoryMibPerRequest());
        ClientModel client = new ClientModel(10_000, retries, 1_000, 2, 30_000);
        EachRequest each =
                new EachRequest(tasks, 1, application, client, true, Work.EXPONENTIAL, 1);
        return each.run(second -> level, level, 0, (int) (4_000_000 / level));
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
