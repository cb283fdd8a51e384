package dev.kingtide.rehearsal.simulation;

import java.util.Arrays;

/// The rules of the fluid model request by request, to hold the fluid against: each request
/// arrives, waits, shares its task's CPU, waits for others, and is answered in time or not; clients
/// that were not answered try again.
///
/// Fast enough for millions of requests a second: a task's requests share its CPU evenly, so each
/// is done when the CPU time that one request has had since the beginning reaches a number that is
/// known when it comes (the virtual time of processor sharing), and a task needs one look at its
/// heap for each request that ends. Everything else waits for the same time as all others of its
/// kind, and so in a ring. Nothing is allocated for a request.
public final class EachRequest {
    private final double vcpu;
    private final int concurrency;
    private final int acceptQueue;
    private final double waitSeconds;
    private final ClientModel client;
    private final boolean roundRobin;
    private final double meanCpuSeconds;
    private final Work work;
    private final Random random;
    private final Server[] servers;
    private final int[] winners;
    private final int leaves;
    private final Ring waiting = new Ring();
    private final Ring timeouts = new Ring();
    private final Ring[] retries;
    private double now;
    private int turn;

    private double[] firstAt = new double[1024];
    private double[] attemptAt = new double[1024];
    private int[] number = new int[1024];
    private int[] generation = new int[1024];
    private int[] holders = new int[1024];
    private int[] free = new int[1024];
    private int freed;
    private int slots;

    /// People who came while it counted.
    long arrived;

    /// Attempts while it counted.
    long attempts;

    /// People who lost their last attempt because no place was free.
    long refused;

    /// People who got an answer.
    long served;

    /// Attempts that were answered in time.
    final Histogram latencies = new Histogram();

    private int inside;
    private double insideSeconds;
    private double from;
    private double countedSeconds;

    /// How the CPU time of requests is distributed about its mean.
    public enum Work {
        /// As the fluid model assumes.
        EXPONENTIAL,
        /// All the same.
        DETERMINISTIC,
        /// One in ten needs nine times as much as the others.
        HYPEREXPONENTIAL
    }

    /// A task: who shares its CPU, and who waits for a place.
    private static final class Server {
        private double[] finish = new double[16];
        private int[] who = new int[16];
        private int busy;
        private int inside;
        private double had;
        private double at;
        private double nextAt = Double.MAX_VALUE;
        private int[] queue = new int[16];
        private int head;
        private int queued;
    }

    /// What comes in the order in which it was put in.
    private static final class Ring {
        private double[] due = new double[1024];
        private int[] slot = new int[1024];
        private int[] generation = new int[1024];
        private int head;
        private int size;

        void add(double at, int who, int of) {
            if (size == due.length) {
                due = unrolled(due);
                slot = unrolled(slot);
                generation = unrolled(generation);
                head = 0;
            }
            int i = (head + size++) & (due.length - 1);
            due[i] = at;
            slot[i] = who;
            generation[i] = of;
        }

        double next() {
            return size == 0 ? Double.MAX_VALUE : due[head];
        }

        void remove() {
            head = (head + 1) & (due.length - 1);
            size--;
        }

        private double[] unrolled(double[] from) {
            double[] to = new double[2 * from.length];
            System.arraycopy(from, head, to, 0, from.length - head);
            System.arraycopy(from, 0, to, from.length - head, head);
            return to;
        }

        private int[] unrolled(int[] from) {
            int[] to = new int[2 * from.length];
            System.arraycopy(from, head, to, 0, from.length - head);
            System.arraycopy(from, 0, to, from.length - head, head);
            return to;
        }
    }

    /// Counts of times, to a fifth of a percent.
    static final class Histogram {
        private static final int SHIFT = 14;
        private static final int LOWEST = Float.floatToIntBits(1e-6f) >>> SHIFT;
        private final long[] counts = new long[(Float.floatToIntBits(1e4f) >>> SHIFT) - LOWEST + 1];
        private long count;
        private double sum;

        void add(double seconds) {
            int bucket = (Float.floatToIntBits((float) seconds) >>> SHIFT) - LOWEST;
            counts[Math.max(0, Math.min(counts.length - 1, bucket))]++;
            count++;
            sum += seconds;
        }

        double mean() {
            return sum / count;
        }

        double quantile(double share) {
            long left = (long) (share * (count - 1));
            for (int i = 0; i < counts.length; i++) {
                left -= counts[i];
                if (left < 0) {
                    return (Float.intBitsToFloat((i + LOWEST) << SHIFT)
                                    + Float.intBitsToFloat((i + LOWEST + 1) << SHIFT))
                            / 2;
                }
            }
            return 0;
        }
    }

    /// xorshift128+ (Vigna 2014), from a seed.
    private static final class Random {
        private long a;
        private long b;

        Random(long seed) {
            java.util.SplittableRandom start = new java.util.SplittableRandom(seed);
            a = start.nextLong();
            b = start.nextLong() | 1;
        }

        double uniform() {
            long x = a;
            long y = b;
            a = y;
            x ^= x << 23;
            b = x ^ y ^ (x >>> 17) ^ (y >>> 26);
            return ((b + y) >>> 11) * 0x1p-53;
        }

        double exponential() {
            return -Math.log(1 - uniform());
        }
    }

    /// Tasks of one kind behind a load balancer, and their clients.
    ///
    /// @param vcpu of a task
    /// @param roundRobin in turn; else at random
    public EachRequest(
            int tasks,
            double vcpu,
            ApplicationModel application,
            ClientModel client,
            boolean roundRobin,
            Work work,
            long seed) {
        this.vcpu = vcpu;
        this.concurrency = application.concurrency();
        this.acceptQueue = application.acceptQueue();
        this.waitSeconds = application.waitMillisPerRequest() / 1000;
        this.meanCpuSeconds = application.cpuMillisPerRequest() / 1000;
        this.client = client;
        this.roundRobin = roundRobin;
        this.work = work;
        this.random = new Random(seed);
        this.servers = new Server[tasks];
        Arrays.setAll(servers, i -> new Server());
        int size = 1;
        while (size < tasks) {
            size *= 2;
        }
        this.leaves = size;
        this.winners = new int[2 * size];
        for (int i = 0; i < size; i++) {
            winners[size + i] = Math.min(i, tasks - 1);
        }
        for (int i = size - 1; i > 0; i--) {
            winners[i] = winners[2 * i];
        }
        this.retries = new Ring[client.retries() + 1];
        Arrays.setAll(retries, i -> new Ring());
    }

    /// Lets requests come for so many seconds; those from a second on count. Gives how many
    /// attempts there were in all.
    public long run(Demand demand, double most, int fromSecond, int seconds) {
        from = fromSecond;
        countedSeconds = seconds - fromSecond;
        long all = 0;
        double next = random.exponential() / most;
        double timeout = client.timeoutMillis() / 1000;
        while (true) {
            double arrival = next < seconds ? next : Double.MAX_VALUE;
            Server first = servers[winners[1]];
            double then = Math.min(Math.min(arrival, first.nextAt), waiting.next());
            double late = timeouts.next();
            Ring again = retries[0];
            for (int i = 1; i < retries.length; i++) {
                again = retries[i].next() < again.next() ? retries[i] : again;
            }
            double early = Math.min(then, Math.min(late, again.next()));
            if (early == Double.MAX_VALUE) {
                return all;
            }
            count(early);
            now = early;
            if (early == again.next()) {
                int slot = again.slot[again.head];
                again.remove();
                attempt(slot, timeout);
                all++;
            } else if (early == late) {
                int slot = timeouts.slot[timeouts.head];
                int of = timeouts.generation[timeouts.head];
                timeouts.remove();
                if (generation[slot] == of) {
                    failed(slot, false);
                }
            } else if (early == arrival) {
                next += random.exponential() / most;
                double here = demand.requestsInSecond((long) now);
                if (here >= most || random.uniform() * most < here) {
                    int slot = slot();
                    firstAt[slot] = now;
                    number[slot] = 0;
                    arrived += now >= from ? 1 : 0;
                    attempt(slot, timeout);
                    all++;
                }
            } else if (early == first.nextAt) {
                computed(winners[1]);
            } else {
                int slot = waiting.slot[waiting.head];
                int server = waiting.generation[waiting.head];
                waiting.remove();
                answered(server, slot);
            }
        }
    }

    private void count(double until) {
        double begin = Math.max(now, from);
        double end = Math.min(until, from + countedSeconds);
        if (end > begin) {
            insideSeconds += inside * (end - begin);
        }
    }

    /// The mean number of requests in the tasks, while it counted.
    double meanInside() {
        return insideSeconds / countedSeconds;
    }

    /// Requests a second that were answered in time, while it counted.
    double throughput() {
        return latencies.count / countedSeconds;
    }

    private int slot() {
        if (freed > 0) {
            return free[--freed];
        }
        if (slots == firstAt.length) {
            firstAt = Arrays.copyOf(firstAt, 2 * slots);
            attemptAt = Arrays.copyOf(attemptAt, 2 * slots);
            number = Arrays.copyOf(number, 2 * slots);
            generation = Arrays.copyOf(generation, 2 * slots);
            holders = Arrays.copyOf(holders, 2 * slots);
            free = Arrays.copyOf(free, 2 * slots);
        }
        return slots++;
    }

    /// A slot is free when neither the client nor a task has it any more.
    private void release(int slot) {
        if (--holders[slot] == 0) {
            free[freed++] = slot;
        }
    }

    private void attempt(int slot, double timeout) {
        attempts += counts(slot) ? 1 : 0;
        attemptAt[slot] = now;
        generation[slot]++;
        holders[slot] = 2;
        int number = roundRobin ? turn++ % servers.length : pick();
        Server server = servers[number];
        if (server.inside < concurrency) {
            server.inside++;
            inside++;
            timeouts.add(now + timeout, slot, generation[slot]);
            begin(number, slot);
        } else if (server.queued < acceptQueue) {
            inside++;
            timeouts.add(now + timeout, slot, generation[slot]);
            enqueue(server, slot);
        } else {
            holders[slot] = 1;
            failed(slot, true);
        }
    }

    private int pick() {
        return servers.length == 1 ? 0 : (int) (random.uniform() * servers.length);
    }

    private boolean counts(int slot) {
        return firstAt[slot] >= from;
    }

    /// The client's attempt ends without an answer; its next one, if any, has a slot of its own.
    private void failed(int slot, boolean wasRefused) {
        generation[slot]++;
        int next = number[slot] + 1;
        double wait = next > client.retries() ? 0 : client.backoffSeconds(next);
        boolean again =
                next <= client.retries()
                        && now + wait - firstAt[slot] < client.patienceMillis() / 1000;
        if (again) {
            int other = slot();
            firstAt[other] = firstAt[slot];
            number[other] = next;
            retries[next].add(now + wait, other, 0);
        } else if (wasRefused && counts(slot)) {
            refused++;
        }
        release(slot);
    }

    private double cpuSeconds() {
        return meanCpuSeconds
                * switch (work) {
                    case EXPONENTIAL -> random.exponential();
                    case DETERMINISTIC -> 1;
                    case HYPEREXPONENTIAL ->
                            random.exponential() * (random.uniform() < 0.1 ? 5 : 5.0 / 9);
                };
    }

    private static void enqueue(Server server, int slot) {
        if (server.queued == server.queue.length) {
            int[] more = new int[2 * server.queued];
            for (int i = 0; i < server.queued; i++) {
                more[i] = server.queue[(server.head + i) & (server.queued - 1)];
            }
            server.queue = more;
            server.head = 0;
        }
        server.queue[(server.head + server.queued++) & (server.queue.length - 1)] = slot;
    }

    /// Brings the CPU time that each has had up to now.
    private void advance(Server server) {
        if (server.busy > 0) {
            server.had += (now - server.at) * Math.min(server.busy, vcpu) / server.busy;
        }
        server.at = now;
    }

    private void schedule(int number) {
        Server server = servers[number];
        server.nextAt =
                server.busy == 0
                        ? Double.MAX_VALUE
                        : now
                                + Math.max(0, server.finish[0] - server.had)
                                        * server.busy
                                        / Math.min(server.busy, vcpu);
        for (int i = (leaves + number) >> 1; i > 0; i >>= 1) {
            int left = winners[2 * i];
            int right = winners[2 * i + 1];
            winners[i] = servers[right].nextAt < servers[left].nextAt ? right : left;
        }
    }

    private void begin(int number, int slot) {
        Server server = servers[number];
        advance(server);
        if (server.busy == server.finish.length) {
            server.finish = Arrays.copyOf(server.finish, 2 * server.busy);
            server.who = Arrays.copyOf(server.who, 2 * server.busy);
        }
        double finish = server.had + cpuSeconds();
        int at = server.busy++;
        while (at > 0 && server.finish[(at - 1) >> 1] > finish) {
            server.finish[at] = server.finish[(at - 1) >> 1];
            server.who[at] = server.who[(at - 1) >> 1];
            at = (at - 1) >> 1;
        }
        server.finish[at] = finish;
        server.who[at] = slot;
        schedule(number);
    }

    private void computed(int number) {
        Server server = servers[number];
        advance(server);
        int slot = server.who[0];
        double finish = server.finish[--server.busy];
        int who = server.who[server.busy];
        int at = 0;
        for (int child = 1; child < server.busy; child = 2 * at + 1) {
            if (child + 1 < server.busy && server.finish[child + 1] < server.finish[child]) {
                child++;
            }
            if (server.finish[child] >= finish) {
                break;
            }
            server.finish[at] = server.finish[child];
            server.who[at] = server.who[child];
            at = child;
        }
        server.finish[at] = finish;
        server.who[at] = who;
        schedule(number);
        if (waitSeconds == 0) {
            answered(number, slot);
        } else {
            waiting.add(now + waitSeconds, slot, number);
        }
    }

    private void answered(int number, int slot) {
        Server server = servers[number];
        inside--;
        if (server.queued > 0) {
            int next = server.queue[server.head];
            server.head = (server.head + 1) & (server.queue.length - 1);
            server.queued--;
            begin(number, next);
        } else {
            server.inside--;
        }
        if (holders[slot] == 2) {
            double latency = now - attemptAt[slot];
            boolean patient = now - firstAt[slot] <= client.patienceMillis() / 1000;
            if (counts(slot) && patient) {
                served++;
                latencies.add(latency);
            }
            generation[slot]++;
            release(slot);
        }
        release(slot);
    }

    /// A time within which a share of the answers came, in milliseconds.
    double millis(double share) {
        return 1000 * latencies.quantile(share);
    }
}
