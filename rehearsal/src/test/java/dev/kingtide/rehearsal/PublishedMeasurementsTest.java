package dev.kingtide.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.rehearsal.launch.FakeFiles;
import dev.kingtide.rehearsal.launch.LaunchLoader;
import dev.kingtide.rehearsal.report.Report;
import dev.kingtide.rehearsal.report.Report.Moment;
import dev.kingtide.rehearsal.report.Series;
import dev.kingtide.rehearsal.source.Problems;
import dev.kingtide.rehearsal.source.Sources;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Measurements that others published with enough of their set-up to rebuild it, each with its
/// tolerance; docs/model.md lists them with their sources, and those that do not match.
class PublishedMeasurementsTest {
    private static final int HANG = 600;

    private static final String LAUNCH =
            """
            start: 2026-12-04T12:00:30
            length: 30m
            goal: {servedPercent: 50, p99Millis: 60000}
            traffic: {shape: constant, requestsPerSecond: 5, from: +5m}
            requests: {cpuMillis: 5, waitMillis: 5}
            application: {bootCpuSeconds: 0.1, bootWaitSeconds: 0, sigterm: handled}
            image: {compressedMib: 100, layers: 8}
            instances:
              - {cluster: shop, count: 1, instanceType: c5.2xlarge, zones: [us-east-1a]}
            calls:
              - {call: "ecs:CreateCluster", input: {clusterName: shop}}
              - {call: "ecs:RegisterTaskDefinition", input: task.json}
              - {call: "elbv2:CreateLoadBalancer", input: {Name: shop, Subnets: [s-1, s-2]}}
              - {call: "elbv2:CreateTargetGroup", input: group.json}
              - {call: "elbv2:CreateListener", input: listener.json}
              - {call: "ecs:CreateService", input: service.json}
              - {call: "application-autoscaling:RegisterScalableTarget", input: target.json}
              - {call: "application-autoscaling:PutScalingPolicy", input: policy.json}
            """;

    private static final String ARN =
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/shop/6d0ecf831eec9f09";

    private static final FakeFiles FILES =
            new FakeFiles()
                    .with("launch.yaml", LAUNCH)
                    .with(
                            "task.json",
                            """
                            {"family": "web", "networkMode": "awsvpc", "cpu": "1024",
                             "memory": "2048", "containerDefinitions": [{"name": "web",
                             "image": "web:1", "portMappings": [{"containerPort": 8080}]}]}
                            """)
                    .with(
                            "group.json",
                            """
                            {"Name": "shop", "Protocol": "HTTP", "Port": 8080, "VpcId": "vpc-1",
                             "TargetType": "ip", "HealthCheckIntervalSeconds": 10,
                             "HealthCheckTimeoutSeconds": 5, "UnhealthyThresholdCount": 2}
                            """)
                    .with(
                            "listener.json",
                            """
                            {"LoadBalancerArn": "arn:aws:elasticloadbalancing:us-east-1:\
                            123456789012:loadbalancer/app/shop/50dc6c495c0c9188",
                             "Protocol": "HTTP", "Port": 80,
                             "DefaultActions": [{"Type": "forward", "TargetGroupArn": "ARN"}]}
                            """
                                    .replace("ARN", ARN))
                    .with(
                            "service.json",
                            """
                            {"cluster": "shop", "serviceName": "web", "taskDefinition": "web",
                             "desiredCount": 1, "launchType": "FARGATE", "networkConfiguration":
                             {"awsvpcConfiguration": {"subnets": ["s-1", "s-2"]}},
                             "loadBalancers": [{"containerName": "web", "containerPort": 8080,
                             "targetGroupArn": "ARN"}]}
                            """
                                    .replace("ARN", ARN))
                    .with(
                            "target.json",
                            """
                            {"ServiceNamespace": "ecs", "ResourceId": "service/shop/web",
                             "ScalableDimension": "ecs:service:DesiredCount", "MinCapacity": 1,
                             "MaxCapacity": 20}
                            """)
                    .with(
                            "policy.json",
                            """
                            {"PolicyName": "cpu", "ServiceNamespace": "ecs",
                             "ResourceId": "service/shop/web",
                             "ScalableDimension": "ecs:service:DesiredCount",
                             "PolicyType": "TargetTrackingScaling",
                             "TargetTrackingScalingPolicyConfiguration": {"TargetValue": 50,
                             "PredefinedMetricSpecification": {"PredefinedMetricType":
                             "ECSServiceAverageCPUUtilization"}}}
                            """);

    /// What is measured of a run, in seconds or as a share.
    enum Measure {
        /// From the pull's start to its stop, unpacking included.
        PULL,
        /// Creating and attaching the network interface.
        INTERFACE,
        /// A start from the decision until the application is ready.
        READY,
        /// From a ready application to a healthy target.
        TARGET_HEALTH,
        /// From a target's being unhealthy to the creation of its replacement.
        REACTION,
        /// From a hang to the healthy target of the replacement.
        RECOVERY,
        /// From a step of the load at 900 s to the first scale-out.
        SCALE_OUT,
        /// A start with zstd over one with gzip.
        ZSTD_SHARE,
        /// A start with lazy loading over one without.
        LAZY_SHARE
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    918 MiB in 34 layers are pulled in 35 s | ~BIG | PULL | 35 | 2
                    the interface of that task took 16 s | ~BIG | INTERFACE | 16 | 3
                    that task was ready after 101 s | ~BIG; ~ENTRYPOINT | READY | 101 | 10
                    an image that EC2 has is pulled in 0.09 s | ~CACHED | PULL | 0.09 | 0.05
                    a ready task is healthy 1 to 3 s after registration | | TARGET_HEALTH | 2 | 1
                    ECS replaces an unhealthy task after 27 to 43 s | ~HANG | REACTION | 35 | 8
                    83 s after a hang the new target is healthy | ~HANG | RECOVERY | 83 | 15
                    target tracking scales out 3 to 5 min after a step | ~STEP | SCALE_OUT | 240 | 60
                    zstd shortens a start by up to 27 % | ~BIG | ZSTD_SHARE | 0.80 | 0.07
                    lazy loading shortens a start by up to 50 % | ~BIG; ~JAVA | LAZY_SHARE | 0.60 | 0.1
                    """)
    void a_published_measurement_is_reproduced(
            String what, String setUp, Measure measure, double published, double tolerance) {
        double rehearsed = measure(measure, changes(setUp));
        assertThat(rehearsed).as(what).isBetween(published - tolerance, published + tolerance);
    }

    private static List<String> changes(String setUp) {
        List<String> all = new ArrayList<>();
        for (String one : Objects.requireNonNullElse(setUp, "").split("; ", -1)) {
            switch (one.strip()) {
                case "" -> {}
                case "~BIG" -> all.addAll(List.of("image.compressedMib=918", "image.layers=34"));
                // EFS mounts and the entry point, which the measurement tells apart
                case "~ENTRYPOINT" -> all.add("application.bootWaitSeconds=46");
                case "~JAVA" -> all.add("application.bootCpuSeconds=8");
                case "~CACHED" ->
                        all.addAll(
                                List.of(
                                        "service.json:launchType=EC2",
                                        "image.preloaded=true",
                                        "agent.ECS_IMAGE_PULL_BEHAVIOR=prefer-cached"));
                case "~HANG" ->
                        all.add("faults={events: [{kind: task-hang, at: +10m, percent: 100}]}");
                case "~STEP" ->
                        all.addAll(
                                List.of(
                                        "traffic.requestsPerSecond=null",
                                        "traffic.shape=ramp",
                                        "traffic.from=+900s",
                                        "traffic.to=+901s",
                                        "traffic.fromRequestsPerSecond=5",
                                        "traffic.toRequestsPerSecond=180"));
                default -> throw new AssertionError(one);
            }
        }
        return all;
    }

    private static double measure(Measure measure, List<String> changes) {
        Report report = play(changes);
        return switch (measure) {
            case PULL -> stage(report, "image pull") + stage(report, "unpack");
            case INTERFACE -> stage(report, "network interface");
            case READY -> report.starts().medianSeconds() - stage(report, "target health");
            case TARGET_HEALTH -> stage(report, "target health");
            case REACTION -> {
                int unhealthy = first(report, "unhealthyTargets", HANG);
                yield said(report, "has started 1 tasks", unhealthy) - unhealthy;
            }
            case RECOVERY -> {
                int unhealthy = first(report, "unhealthyTargets", HANG);
                yield first(report, "healthyTargets", unhealthy) - HANG;
            }
            case SCALE_OUT -> said(report, "Setting desired count to", 900) - 900;
            case ZSTD_SHARE -> share(report, changes, "image.zstd=true");
            case LAZY_SHARE -> share(report, changes, "image.lazyLoading=true");
        };
    }

    private static double share(Report report, List<String> changes, String change) {
        List<String> all = new ArrayList<>(changes);
        all.add(change);
        return play(all).starts().medianSeconds() / report.starts().medianSeconds();
    }

    private static double stage(Report report, String name) {
        return report.starts().stages().stream()
                .filter(s -> s.name().equals(name))
                .mapToDouble(Report.Starts.Stage::medianSeconds)
                .findFirst()
                .orElse(0);
    }

    private static int first(Report report, String name, int from) {
        Series series = Objects.requireNonNull(report.series().get(name));
        for (int second = from; second < series.seconds(); second++) {
            if (series.at(second) >= 1) {
                return second;
            }
        }
        throw new AssertionError(name + " never after " + from);
    }

    private static int said(Report report, String words, int from) {
        return report.moments().stream()
                .filter(moment -> moment.atSecond() >= from && moment.text().contains(words))
                .mapToInt(Moment::atSecond)
                .findFirst()
                .orElseThrow();
    }

    private static Report play(List<String> changes) {
        Sources sources = new Sources(FILES, new Problems());
        changes.forEach(sources::change);
        return Rehearsal.play(LaunchLoader.load(sources, null), changes, Progress.NONE);
    }
}
