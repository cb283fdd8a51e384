package dev.kingtide.rehearsal.simulation;

import java.util.Arrays;

/// The queue inside one kind of task: a birth-death process whose state is how many requests the
/// task holds, and its exact speed in each state.
///
/// **The task.** A request needs exponential CPU time of mean `D` and a fixed waiting time `W`. CPU
/// is shared by the requests that want it (processor sharing): `y` of them together use `min(y, c)`
/// of the task's `c` vCPU, so one alone never uses more than one. At most `K` requests are worked
/// on; up to `Q` more wait in the order in which they came; what comes beyond that is refused.
///
/// **Speed.** With `k` requests inside, CPU (load-dependent processor sharing) and waiting
/// (infinite server) form a closed product-form network, in which only the means count (Baskett,
/// Chandy, Muntz, Palacios, J. ACM 22(2), 1975): `P(y at the CPU)` is proportional to `prod_{i<=y}
/// D/min(i,c) * W^(k-y)/(k-y)!`, and the rate of completion is `X(k) = E[min(y,c)]/D`. The task as
/// a whole completes `X(min(n,K))` requests a second (flow equivalent server: Chandy, Herzog, Woo,
/// IBM J. R&D 19(1), 1975). Without waiting this is M/M/c with processor sharing and `K+Q` places;
/// by insensitivity its means hold for M/G/1-PS as well.
///
/// **Arrivals.** Poisson for one target, or where targets are chosen at random. Round robin over
/// `m` targets gives each every m-th request, with a squared coefficient of variation `a = 1/m`.
/// Upward moves are then made `e = (1+a)/2 * g` times as frequent, downward moves so that the drift
/// stays right; `g = exp(-2(1-r)(1-a)^2 / (3r(1+a)))` at utilisation `r` is Kraemer's and
/// Langenbach-Belz's correction (8th ITC, 1976), and 1 in overload. For `a = 1` all this is exact.
///
/// **Time.** The chance of being in each state is carried forward by implicit Euler steps of the
/// Kolmogorov equations: exact in the steady state, never negative, keeping mass. Because they are
/// linear, a mixture of tasks of different backlog is carried forward exactly as well: that is why
/// like tasks can share one cohort. Away from the empty and the full task, states are grouped with
/// steps of 2.5 % of the distance to the nearer of the two; moves between groups keep the mean
/// drift exactly and the variance where rates allow. States beyond the likely ones are left out.
final class TaskQueue {
    private static final int FINE = 40;

    /// A chance of less than this is none.
    private static final double NONE = 1e-14;

    /// How many states beyond the last likely one are carried forward.
    private static final int MARGIN = 16;

    private final double cpuSeconds;
    private final double waitSeconds;
    private final double vcpu;
    private final int inside;

    /// How many requests each state stands for.
    final double[] at;

    /// Requests completed a second in each state.
    final double[] rate;

    /// Requests completed a second when there is always enough to do.
    final double capacity;

    private final double[] up;
    private final double[] down;
    private final double[] met;
    private final double[] effective;
    private final double[] pivot;
    private final double[] share;
    private double lambda = Double.NaN;
    private double variation = Double.NaN;
    private double step = Double.NaN;
    private int factored;
    private int rated;

    TaskQueue(ApplicationModel application, double vcpu) {
        this.cpuSeconds = application.cpuMillisPerRequest() / 1000;
        this.waitSeconds = application.waitMillisPerRequest() / 1000;
        this.vcpu = vcpu;
        this.inside = application.concurrency();
        long places = (long) application.concurrency() + application.acceptQueue();
        this.at = states((double) places);
        this.rate = new double[at.length];
        for (int i = 0; i < at.length; i++) {
            rate[i] = speed(at[i]);
        }
        this.capacity = speed(inside);
        this.up = new double[at.length];
        this.down = new double[at.length];
        this.met = new double[at.length];
        this.effective = new double[at.length];
        met[0] = 1;
        this.pivot = new double[at.length];
        this.share = new double[at.length];
    }

    private static double[] states(double places) {
        double[] states = new double[16];
        int count = 0;
        double n = 0;
        while (true) {
            if (count == states.length) {
                states = Arrays.copyOf(states, 2 * count);
            }
            states[count++] = n;
            if (n >= places) {
                return Arrays.copyOf(states, count);
            }
            n = Math.min(places, n + Math.max(1, Math.floor(Math.min(n, places - n) / FINE)));
        }
    }

    int size() {
        return at.length;
    }

    int inside() {
        return inside;
    }

    double waitSeconds() {
        return waitSeconds;
    }

    double cpuSeconds() {
        return cpuSeconds;
    }

    double vcpu() {
        return vcpu;
    }

    /// Requests completed a second with `n` in the task.
    double speed(double n) {
        int k = (int) Math.min(n, inside);
        if (k == 0) {
            return 0;
        }
        if (waitSeconds == 0) {
            return Math.min(k, vcpu) / cpuSeconds;
        }
        double term = 1;
        double sum = 1;
        double busy = 0;
        for (int y = 1; y <= k; y++) {
            term *= cpuSeconds / Math.min(y, vcpu) * (k - y + 1) / waitSeconds;
            if (term > 1e200) {
                term *= 1e-200;
                sum *= 1e-200;
                busy *= 1e-200;
            }
            sum += term;
            busy += term * Math.min(y, vcpu);
        }
        return busy / sum / cpuSeconds;
    }

    /// The mean time that the CPU part of a request takes among `n` requests in the task, in
    /// seconds: Little's law in the closed network.
    double cpuResidence(double n) {
        double k = Math.min(n, inside);
        return Math.max(k / speed(n) - waitSeconds, cpuSeconds);
    }

    /// The mean time from the arrival of a request that finds `n` others and needs so much CPU and
    /// no waiting, until it is answered, in seconds.
    double meanResponse(double n, double ownCpuSeconds) {
        double queued = n >= inside ? (n - inside + 1) / capacity : 0;
        return queued + ownCpuSeconds * cpuResidence(Math.min(n + 1, inside)) / cpuSeconds;
    }

    /// Sets how often requests come: rates of moving to the next state up and down.
    ///
    /// @param newLambda requests a second for each task
    /// @param newVariation squared coefficient of variation of the time between them
    void arrivals(double newLambda, double newVariation) {
        arrivals(newLambda, newVariation, at.length);
    }

    /// The same for the first `states` states, when only those are to be carried forward.
    void arrivals(double newLambda, double newVariation, int states) {
        if (newLambda == lambda && newVariation == variation && states <= rated) {
            return;
        }
        lambda = newLambda;
        variation = newVariation;
        rated = states;
        step = Double.NaN;
        for (int i = 1; i < states; i++) {
            effective[i] =
                    rate[i] == rate[i - 1]
                            ? effective[i - 1]
                            : effectiveVariation(newLambda, rate[i], newVariation);
            met[i] = Math.max(0, (1 + effective[i]) / 2);
        }
        moves(newLambda, effective, rate, up, down, states);
    }

    /// Rates of moving up and down for given rates of completion.
    void rates(double arriving, double variation, double[] leaving, double[] ups, double[] downs) {
        double[] effective = new double[at.length];
        for (int i = 1; i < at.length; i++) {
            effective[i] =
                    leaving[i] == leaving[i - 1]
                            ? effective[i - 1]
                            : effectiveVariation(arriving, leaving[i], variation);
        }
        moves(arriving, effective, leaving, ups, downs, at.length);
    }

    private void moves(
            double arriving,
            double[] variations,
            double[] leaving,
            double[] ups,
            double[] downs,
            int states) {
        int last = at.length - 1;
        ups[0] = arriving;
        downs[0] = 0;
        for (int i = 1; i < Math.min(states, last); i++) {
            double r = leaving[i];
            double below = at[i] - at[i - 1];
            double above = at[i + 1] - at[i];
            double drift = arriving - r;
            double spread = arriving * variations[i] + r;
            double u = (spread + drift * below) / (above * (below + above));
            double d = (spread - drift * above) / (below * (below + above));
            if (u < 0) {
                u = 0;
                d = -drift / below;
            } else if (d < 0) {
                d = 0;
                u = drift / above;
            }
            ups[i] = u;
            downs[i] = d;
        }
        if (states > last) {
            ups[last] = 0;
            downs[last] = last == 0 ? 0 : leaving[last] / (at[last] - at[last - 1]);
        }
    }

    private static double effectiveVariation(double arriving, double leaving, double variation) {
        if (variation >= 1 || arriving >= leaving || arriving <= 0) {
            return variation;
        }
        double r = arriving / leaving;
        double rest = 1 - variation;
        return (1 + variation)
                        * StrictMath.exp(-2 * (1 - r) * rest * rest / (3 * r * (1 + variation)))
                - 1;
    }

    /// How many states, from the empty one on, have to be carried forward next: the likely ones, a
    /// margin, and what may come within a second.
    int likely(double[] chance, double comingRequests) {
        int top = chance.length;
        while (top > 1 && chance[top - 1] < NONE) {
            top--;
        }
        double reach = at[top - 1] + comingRequests;
        int needed = Math.min(chance.length, top + MARGIN);
        while (needed < chance.length && at[needed - 1] < reach) {
            needed++;
        }
        return needed;
    }

    /// Carries the chances of the first `states` states forward by `seconds`, in place; [#arrivals]
    /// was said before, and the others have no chance.
    void advance(double[] chance, double seconds, int states) {
        if (seconds != step || states != factored) {
            factor(seconds, states);
        }
        double before = chance[0] * pivot[0];
        chance[0] = before;
        for (int i = 1; i < states; i++) {
            before = (chance[i] + seconds * up[i - 1] * before) * pivot[i];
            chance[i] = before;
        }
        for (int i = states - 2; i >= 0; i--) {
            before = chance[i] + share[i] * before;
            chance[i] = before;
        }
    }

    /// The same for all states.
    void advance(double[] chance, double seconds) {
        advance(chance, seconds, chance.length);
    }

    /// Gaussian elimination of the tridiagonal matrix, kept for equal steps.
    private void factor(double seconds, int states) {
        step = seconds;
        factored = states;
        double before = 0;
        for (int i = 0; i < states; i++) {
            double leaving = i == states - 1 ? down[i] : up[i] + down[i];
            double lower = i == 0 ? 0 : seconds * up[i - 1];
            pivot[i] = 1 / (1 + seconds * leaving - lower * before);
            before = i == states - 1 ? 0 : seconds * down[i + 1] * pivot[i];
            share[i] = before;
        }
    }

    /// What an arriving request sees: the chances of each state weighted by how often requests come
    /// in it, which is the same in all for Poisson arrivals. The last state refuses and keeps its
    /// chance.
    void seen(double[] chance, double[] seen) {
        int last = at.length - 1;
        double sum = 0;
        for (int i = 0; i < last; i++) {
            double flow = met[i] * chance[i];
            seen[i] = flow;
            sum += flow;
        }
        double scale = sum > 0 ? (1 - chance[last]) / sum : 0;
        for (int i = 0; i < last; i++) {
            seen[i] *= scale;
        }
        seen[last] = chance[last];
    }

    /// The mean number of requests in a task.
    double mean(double[] chance) {
        double sum = 0;
        for (int i = 0; i < chance.length; i++) {
            sum += chance[i] * at[i];
        }
        return sum;
    }

    /// Requests completed a second by a task.
    double throughput(double[] chance) {
        double sum = 0;
        for (int i = 0; i < chance.length; i++) {
            sum += chance[i] * rate[i];
        }
        return sum;
    }
}
