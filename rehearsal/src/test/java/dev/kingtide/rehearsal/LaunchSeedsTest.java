package dev.kingtide.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.time.Dice;
import dev.kingtide.rehearsal.launch.FakeFiles;
import dev.kingtide.rehearsal.launch.LaunchLoader;
import dev.kingtide.rehearsal.report.Report;
import dev.kingtide.rehearsal.source.Problems;
import dev.kingtide.rehearsal.source.Sources;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// Generated launches with faults, rehearsed as a user would: first anything may fail, then it ends
/// and all must heal.
class LaunchSeedsTest {
    private static final int SEEDS = 2_000;
    private static final String GROUP =
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/shop/6d0ecf831eec9f09";
    private static final String BALANCER =
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:"
                    + "loadbalancer/app/shop/50dc6c495c0c9188";

    @Test
    void every_generated_launch_loses_no_task_and_heals_once_its_faults_end() {
        for (int seed = 1; seed <= SEEDS; seed++) {
            Generated launch = new Generated(seed);
            try {
                launch.check();
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError(
                        "seed " + seed + ": " + failure.getMessage() + '\n' + launch.yaml, failure);
            }
        }
    }

    /// One generated launch: faults in its first twenty minutes, then the better part of an hour of
    /// peace.
    private static final class Generated {
        private final Dice dice;
        private final boolean fargate;
        private final int desired;
        private final int later;
        private final String yaml;
        private final int maximumPercent;
        private int draws;

        Generated(int seed) {
            dice = new Dice(seed).fork("launch");
            fargate = below(2) == 0;
            desired = 1 + below(8);
            later = 1 + below(8);
            maximumPercent = 150 + below(51);
            yaml = yaml(seed);
        }

        void check() {
            Sources sources =
                    new Sources(new FakeFiles().with("launch.yaml", yaml), new Problems());
            Report report =
                    Rehearsal.play(
                            LaunchLoader.load(sources, null), java.util.List.of(), Progress.NONE);
            int last = report.header().lengthSeconds() - 1;
            assertThat(at(report, "desiredTasks", last)).as("desired at the end").isEqualTo(later);
            assertThat(at(report, "runningTasks", last)).as("running at the end").isEqualTo(later);
            assertThat(at(report, "pendingTasks", last)).as("starting at the end").isZero();
            assertThat(at(report, "healthyTargets", last))
                    .as("healthy at the end")
                    .isEqualTo(later);
            int stopped = report.tasks().stoppedByReason().values().stream().mapToInt(n -> n).sum();
            assertThat(report.tasks().createdTasks())
                    .as("every task has stopped or runs")
                    .isEqualTo(stopped + later);
            int most = Math.max(desired, later) * maximumPercent / 100;
            for (int second = 0; second <= last; second++) {
                assertThat(at(report, "runningTasks", second) + at(report, "pendingTasks", second))
                        .as("tasks in second %s", second)
                        .isLessThanOrEqualTo(most);
            }
        }

        private static double at(Report report, String series, int second) {
            var values = report.series().get(series);
            if (values == null) {
                throw new AssertionError("no series " + series + " in " + report.series().keySet());
            }
            return values.at(second);
        }

        private String yaml(int seed) {
            StringBuilder text = new StringBuilder();
            add(text, "start: 2026-12-04T12:00Z");
            add(text, "length: 75m");
            add(text, "seed: %d", seed);
            add(text, "traffic: {shape: constant, requestsPerSecond: %d}", 1 + below(20));
            add(text, "requests: {cpuMillis: %d, waitMillis: 20}", 1 + below(10));
            add(
                    text,
                    "application: {bootCpuSeconds: %d, sigterm: %s}",
                    1 + below(20),
                    below(2) == 0 ? "handled" : "ignored");
            add(text, "image: {compressedMib: %d}", 50 + below(800));
            if (!fargate) {
                add(
                        text,
                        "instances: [{cluster: shop, count: 6, instanceType: c5.2xlarge,"
                                + " zones: [us-east-1a, us-east-1b]},"
                                + " {cluster: shop, count: 4, instanceType: c5.2xlarge,"
                                + " zones: [us-east-1b], at: +25m}]");
            }
            faults(text);
            add(text, "calls:");
            call(
                    text,
                    "ecs:CreateCluster",
                    "{clusterName: shop, capacityProviders: [FARGATE, FARGATE_SPOT]}");
            call(text, "ecs:RegisterTaskDefinition", task(1));
            call(text, "ecs:RegisterTaskDefinition", task(2));
            call(text, "elbv2:CreateLoadBalancer", "{Name: shop, Subnets: [s-1, s-2]}");
            call(
                    text,
                    "elbv2:CreateTargetGroup",
                    "{Name: shop, Protocol: HTTP, Port: 8080, VpcId: vpc-1, TargetType: ip,"
                            + " HealthCheckIntervalSeconds: %d, UnhealthyThresholdCount: %d}",
                    6 + below(25),
                    2 + below(3));
            call(
                    text,
                    "elbv2:CreateListener",
                    "{LoadBalancerArn: \"%s\", Protocol: HTTP, Port: 80,"
                            + " DefaultActions: [{Type: forward, TargetGroupArn: \"%s\"}]}",
                    BALANCER,
                    GROUP);
            call(
                    text,
                    "elbv2:ModifyTargetGroupAttributes",
                    "{TargetGroupArn: \"%s\", Attributes:"
                            + " [{Key: deregistration_delay.timeout_seconds, Value: \"%d\"}]}",
                    GROUP,
                    below(120));
            call(text, "ecs:CreateService", service());
            add(
                    text,
                    "  - {call: \"ecs:UpdateService\", at: +%dm, input:"
                            + " {cluster: shop, service: web,"
                            + " desiredCount: %d, taskDefinition: \"web:%d\"}}",
                    5 + below(12),
                    later,
                    1 + below(2));
            // a deployment that the circuit breaker gave up gets another chance once faults are
            // over
            add(
                    text,
                    "  - {call: \"ecs:UpdateService\", at: +26m, input:"
                            + " {cluster: shop, service: web,"
                            + " forceNewDeployment: true}}");
            return text.toString();
        }

        private void faults(StringBuilder text) {
            add(text, "faults:");
            add(text, "  events:");
            String[] kinds = {"pull-outage", "task-crash", "task-hang", "instance-loss"};
            for (int i = 0; i < 1 + below(5); i++) {
                add(
                        text,
                        "    - {kind: %s, at: +%ds, seconds: %d, percent: %d}",
                        kinds[below(fargate ? 3 : 4)],
                        60 + below(1100),
                        10 + below(200),
                        1 + below(100));
            }
            if (fargate) {
                add(
                        text,
                        "    - {kind: fargate-spot-reclaim, at: +%ds, percent: 50}",
                        300 + below(600));
            }
        }

        private String service() {
            String capacity =
                    fargate
                            ? below(2) == 0
                                    ? "launchType: FARGATE"
                                    : "capacityProviderStrategy:"
                                            + " [{capacityProvider: FARGATE_SPOT, weight: 1},"
                                            + " {capacityProvider: FARGATE, weight: 1, base: 1}]"
                            : "launchType: EC2";
            return String.format(
                    Locale.ROOT,
                    "{cluster: shop, serviceName: web, taskDefinition: \"web:1\","
                            + " desiredCount: %d, %s,"
                            + " healthCheckGracePeriodSeconds: %d, deploymentConfiguration:"
                            + " {maximumPercent: %d, minimumHealthyPercent: %d,"
                            + " deploymentCircuitBreaker: {enable: %s, rollback: %s}},"
                            + " networkConfiguration: {awsvpcConfiguration: {subnets: [s-1, s-2]}},"
                            + " loadBalancers: [{containerName: web, containerPort: 8080,"
                            + " targetGroupArn: \"%s\"}]}",
                    desired,
                    capacity,
                    120 + below(240),
                    maximumPercent,
                    below(100),
                    below(2) == 0,
                    below(2) == 0,
                    GROUP);
        }

        private static String task(int revision) {
            return "{family: web, networkMode: awsvpc, cpu: \"1024\", memory: \"2048\","
                    + " containerDefinitions: [{name: web, image: \"web:"
                    + revision
                    + "\", portMappings: [{containerPort: 8080}]}]}";
        }

        @SuppressWarnings("AnnotateFormatMethod") // as for add
        private static void call(StringBuilder text, String call, String input, Object... values) {
            add(text, "  - {call: \"" + call + "\", input: " + input + "}", values);
        }

        @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency of its own
        private static void add(StringBuilder text, String line, Object... values) {
            text.append(String.format(Locale.ROOT, line, values)).append('\n');
        }

        private int below(int bound) {
            return (int) (dice.uniform("below", draws++) * bound);
        }
    }
}
