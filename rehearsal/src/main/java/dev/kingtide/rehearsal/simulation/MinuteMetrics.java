package dev.kingtide.rehearsal.simulation;

import dev.kingtide.core.driver.EdgeObservation.Measured;
import dev.kingtide.core.metrics.AlbMetrics;
import dev.kingtide.core.metrics.EcsMetrics;
import dev.kingtide.core.traffic.LoadBalancer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What CloudWatch gets each minute: CPU and memory of services (ECS developer guide,
/// cloudwatch-metrics), requests and response times of target groups (ELB user guide,
/// load-balancer-cloudwatch-metrics).
final class MinuteMetrics {
    private final Map<String, Usage> services = new TreeMap<>();

    /// What the tasks of a service used, summed over the seconds of a minute.
    private static final class Usage {
        double cpuPercentSum;
        double cpuPercentMax;
        double memoryPercentSum;
        double memoryPercentMax;
        int seconds;
        double tasks;
        double busyVcpu;
        double memoryMib;

        void add(double cpuPercent, double memoryPercent, int running) {
            cpuPercentSum += cpuPercent;
            cpuPercentMax = Math.max(cpuPercentMax, cpuPercent);
            memoryPercentSum += memoryPercent;
            memoryPercentMax = Math.max(memoryPercentMax, memoryPercent);
            tasks = running;
            seconds++;
        }

        /// One sample for each task.
        void measured(String serviceKey, long endMillis, List<Measured> measured) {
            int slash = serviceKey.indexOf('/');
            if (seconds == 0 || tasks == 0 || slash < 0) {
                return;
            }
            String cluster = serviceKey.substring(0, slash);
            String service = serviceKey.substring(slash + 1);
            measured.add(
                    new Measured(
                            EcsMetrics.cpu(cluster, service),
                            endMillis,
                            cpuPercentSum / seconds * tasks,
                            tasks,
                            cpuPercentMax));
            measured.add(
                    new Measured(
                            EcsMetrics.memory(cluster, service),
                            endMillis,
                            memoryPercentSum / seconds * tasks,
                            tasks,
                            memoryPercentMax));
        }
    }

    /// Adds what a cohort used in this second.
    void used(Cohort cohort) {
        Usage usage = services.computeIfAbsent(cohort.serviceKey, key -> new Usage());
        usage.busyVcpu += cohort.tasks * cohort.completedPerTask * cohort.kind.queue.cpuSeconds();
        usage.memoryMib +=
                cohort.tasks * cohort.meanNumber * cohort.kind.application.memoryMibPerRequest();
    }

    /// Ends a second; answers the CPU used by all tasks over what they reserve, in percent.
    double second(Fleet fleet) {
        double busyAll = 0;
        double reservedAll = 0;
        for (Map.Entry<String, Fleet.ServiceTasks> each : fleet.services().entrySet()) {
            Fleet.ServiceTasks tasks = each.getValue();
            double reserved = tasks.runningVcpu;
            if (reserved <= 1e-9) {
                continue;
            }
            Usage usage = services.computeIfAbsent(each.getKey(), key -> new Usage());
            double busy = Math.min(reserved, usage.busyVcpu + tasks.bootingVcpuBusy);
            int running = tasks.running();
            double memory = usage.memoryMib + tasks.idleMemoryMib;
            usage.add(
                    100 * busy / reserved,
                    tasks.runningMemoryMib > 0 ? 100 * memory / tasks.runningMemoryMib : 0,
                    running);
            busyAll += busy;
            reservedAll += reserved;
        }
        for (Usage usage : services.values()) {
            usage.busyVcpu = 0;
            usage.memoryMib = 0;
        }
        return reservedAll > 0 ? 100 * busyAll / reservedAll : 0;
    }

    /// Ends a minute.
    List<Measured> minute(
            long endMillis,
            Collection<TrafficGroup> groups,
            Map<String, LoadBalancer> loadBalancers) {
        List<Measured> measured = new ArrayList<>();
        services.forEach((key, usage) -> usage.measured(key, endMillis, measured));
        services.clear();
        for (TrafficGroup group : groups) {
            for (String arn : group.settings.loadBalancerArns()) {
                LoadBalancer loadBalancer = loadBalancers.get(arn);
                if (loadBalancer != null) {
                    measured(group, loadBalancer.label(), endMillis, measured);
                }
            }
            group.minuteRequests = 0;
            group.minutePerTarget = 0;
            group.minuteAnswered = 0;
            group.minuteSeconds = 0;
            group.minuteSlowestSeconds = 0;
        }
        return measured;
    }

    private static void measured(
            TrafficGroup group, String loadBalancer, long endMillis, List<Measured> measured) {
        String label = group.settings.label();
        double requests = group.minuteRequests;
        double perTarget = group.minutePerTarget;
        measured.add(
                new Measured(
                        AlbMetrics.requestCount(loadBalancer, label),
                        endMillis,
                        requests,
                        Math.max(1, requests),
                        1));
        measured.add(
                new Measured(
                        AlbMetrics.requestCountPerTarget(loadBalancer, label),
                        endMillis,
                        perTarget,
                        Math.max(1, perTarget),
                        1));
        if (group.minuteAnswered > 0) {
            measured.add(
                    new Measured(
                            AlbMetrics.targetResponseTime(loadBalancer, label),
                            endMillis,
                            group.minuteSeconds,
                            group.minuteAnswered,
                            group.minuteSlowestSeconds));
        }
    }
}
