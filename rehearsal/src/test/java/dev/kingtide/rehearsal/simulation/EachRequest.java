package dev.kingtide.rehearsal.simulation;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// The rules of the fluid model request by request, slow and plain, to hold the fluid against: each
/// request arrives, waits, shares its task's CPU, waits for others, and is answered in time or not.
final class EachRequest {
    private final int tasks;
    private final double vcpu;
    private final ApplicationModel application;
    private final double timeoutSeconds;
    private final boolean roundRobin;
    private final SplittableRandom random;
    private final Server[] servers;
    private final PriorityQueue<Waiting> waiting =
            new PriorityQueue<>(Comparator.comparingDouble(Waiting::due));
    private double now;
    private int turn;
    long arrived;
    long refused;
    long served;
    private double[] latencies = new double[1024];

    private record Waiting(double due, Server server, Request request) {}

    private record Request(double arrivedAt, boolean counts) {}

    private static final class Server {
        final Request[] sharing;
        final double[] left;
        int busy;
        int inside;
        final ArrayDeque<Request> queue = new ArrayDeque<>();

        Server(int places) {
            sharing = new Request[places];
            left = new double[places];
        }
    }

    EachRequest(
            int tasks,
            double vcpu,
            ApplicationModel application,
            double timeoutSeconds,
            boolean roundRobin,
            long seed) {
        this.tasks = tasks;
        this.vcpu = vcpu;
        this.application = application;
        this.timeoutSeconds = timeoutSeconds;
        this.roundRobin = roundRobin;
        this.random = new SplittableRandom(seed);
        this.servers = new Server[tasks];
        for (int i = 0; i < tasks; i++) {
            servers[i] = new Server(application.concurrency());
        }
    }

    /// Lets requests come for so many seconds; those from a second on count.
    void run(Demand demand, double most, int from, int seconds) {
        double next = exponential(1 / most);
        while (true) {
            Server first = null;
            double completion = Double.MAX_VALUE;
            for (Server server : servers) {
                double at = completion(server);
                if (at < completion) {
                    completion = at;
                    first = server;
                }
            }
            Waiting wait = waiting.peek();
            double answered = wait == null ? Double.MAX_VALUE : wait.due;
            double arrival = next < seconds ? next : Double.MAX_VALUE;
            double then = Math.min(arrival, Math.min(completion, answered));
            if (then == Double.MAX_VALUE) {
                return;
            }
            work(then - now);
            now = then;
            if (then == arrival) {
                next += exponential(1 / most);
                if (random.nextDouble() * most < demand.requestsInSecond((long) now)) {
                    arrive(new Request(now, now >= from));
                }
            } else if (then == answered && wait != null) {
                waiting.remove();
                answer(wait.server, wait.request);
            } else {
                computed(first);
            }
        }
    }

    private double exponential(double mean) {
        return -mean * Math.log1p(-random.nextDouble());
    }

    private double speed(Server server) {
        return Math.min(server.busy, vcpu) / server.busy;
    }

    private double completion(Server server) {
        double least = Double.MAX_VALUE;
        for (int i = 0; i < server.busy; i++) {
            least = Math.min(least, server.left[i]);
        }
        return server.busy == 0 ? Double.MAX_VALUE : now + least / speed(server);
    }

    private void work(double seconds) {
        for (Server server : servers) {
            double done = server.busy == 0 ? 0 : seconds * speed(server);
            for (int i = 0; i < server.busy; i++) {
                server.left[i] -= done;
            }
        }
    }

    private void arrive(Request request) {
        Server server = servers[roundRobin ? turn++ % tasks : random.nextInt(tasks)];
        arrived += request.counts ? 1 : 0;
        if (server.inside < application.concurrency()) {
            server.inside++;
            begin(server, request);
        } else if (server.queue.size() < application.acceptQueue()) {
            server.queue.add(request);
        } else {
            refused += request.counts ? 1 : 0;
        }
    }

    private void begin(Server server, Request request) {
        server.sharing[server.busy] = request;
        server.left[server.busy++] = exponential(application.cpuMillisPerRequest() / 1000);
    }

    private void computed(@Nullable Server server) {
        if (server == null) {
            return;
        }
        int done = 0;
        for (int i = 1; i < server.busy; i++) {
            done = server.left[i] < server.left[done] ? i : done;
        }
        Request request = server.sharing[done];
        server.busy--;
        server.sharing[done] = server.sharing[server.busy];
        server.left[done] = server.left[server.busy];
        double wait = application.waitMillisPerRequest() / 1000;
        waiting.add(new Waiting(now + wait, server, request));
    }

    private void answer(Server server, Request request) {
        Request next = server.queue.poll();
        if (next == null) {
            server.inside--;
        } else {
            begin(server, next);
        }
        double latency = now - request.arrivedAt;
        if (request.counts && latency <= timeoutSeconds) {
            if (served == latencies.length) {
                latencies = Arrays.copyOf(latencies, 2 * latencies.length);
            }
            latencies[(int) served++] = latency;
        }
    }

    double millis(double share) {
        double[] sorted = Arrays.copyOf(latencies, (int) served);
        Arrays.sort(sorted);
        return served == 0 ? 0 : 1000 * sorted[(int) (share * (served - 1))];
    }
}
