package dev.kingtide.rehearsal.simulation;

/// What one copy of the application costs, holds and does: what a request needs, how many at once,
/// how it boots and how it ends.
///
/// A request's CPU time is exponentially distributed with the mean given here and is shared with
/// the other requests of the task (processor sharing over its vCPU); its waiting time, on databases
/// and other services, is the same for every request and costs nothing.
///
/// @param cpuMillisPerRequest mean CPU time of a request on one whole vCPU
/// @param waitMillisPerRequest time a request waits for others, without CPU
/// @param concurrency requests worked on at once: threads or workers
/// @param acceptQueue connections that may wait for a thread; more are refused
/// @param bootCpuSeconds CPU time from the start of the process until it listens, on one vCPU;
///   spread over all vCPU of the task
/// @param bootWaitSeconds time of the same that more CPU does not shorten
/// @param sigtermHandled whether SIGTERM makes it finish what is in flight and exit; otherwise it
///   goes on until SIGKILL
/// @param shutdownSeconds from SIGTERM to the end of the process, at least, when handled
/// @param healthCheckCostMillis CPU time of answering a health check
/// @param memoryMibIdle resident memory without requests
/// @param memoryMibPerRequest resident memory of each request in flight
public record ApplicationModel(
        double cpuMillisPerRequest,
        double waitMillisPerRequest,
        int concurrency,
        int acceptQueue,
        double bootCpuSeconds,
        double bootWaitSeconds,
        boolean sigtermHandled,
        double shutdownSeconds,
        double healthCheckCostMillis,
        double memoryMibIdle,
        double memoryMibPerRequest) {

    /// A Spring-like web application on Tomcat's defaults (200 threads, accept count 100: Apache
    /// Tomcat configuration reference, HTTP connector). Boot: about 9.8 s until ready for a Spring
    /// Boot REST service (github.com/JuanTorchia/springboot-jvm-2026, results/comparison.md), most
    /// of it CPU. The time of a request is an assumption to be replaced by a measurement.
    public static final ApplicationModel DEFAULT =
            new ApplicationModel(20, 30, 200, 100, 8, 2, true, 1, 1, 330, 0.5);

    /// Checks that every figure makes sense.
    public ApplicationModel {
        Checks.atLeast(cpuMillisPerRequest, 1e-3, "cpuMillisPerRequest");
        Checks.atLeast(waitMillisPerRequest, 0, "waitMillisPerRequest");
        Checks.atLeast(concurrency, 1, "concurrency");
        Checks.atLeast(acceptQueue, 0, "acceptQueue");
        Checks.atLeast(bootCpuSeconds, 0, "bootCpuSeconds");
        Checks.atLeast(bootWaitSeconds, 0, "bootWaitSeconds");
        Checks.atLeast(shutdownSeconds, 0, "shutdownSeconds");
        Checks.atLeast(healthCheckCostMillis, 0, "healthCheckCostMillis");
        Checks.atLeast(memoryMibIdle, 0, "memoryMibIdle");
        Checks.atLeast(memoryMibPerRequest, 0, "memoryMibPerRequest");
    }

    /// How long a task of that many vCPU takes from process start until it listens, in
    /// milliseconds.
    long bootMillis(double vcpu) {
        return Math.round(1000 * (bootCpuSeconds / vcpu + bootWaitSeconds));
    }
}
