package dev.kingtide.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.rehearsal.launch.FakeFiles;
import dev.kingtide.rehearsal.launch.LaunchLoader;
import dev.kingtide.rehearsal.report.Report;
import dev.kingtide.rehearsal.report.Series;
import dev.kingtide.rehearsal.source.Problems;
import dev.kingtide.rehearsal.source.Sources;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each setting that the field names, moved alone: the result moves in the documented direction by
/// the documented size.
///
/// A row says what is changed in both runs, what in the second alone, what is measured, and between
/// which bounds the second may differ from the first.
class SettingsTest {

    /// Four tasks of one vCPU behind a load balancer, with all of AWS's defaults; scaled in after
    /// ten minutes.
    private static final String LAUNCH =
            """
            start: 2026-12-04T12:00Z
            length: 30m
            goal: {servedPercent: 99, p99Millis: 2000}
            traffic: {shape: constant, requestsPerSecond: 60, from: +5m}
            requests: {cpuMillis: 10, waitMillis: 20}
            application: {bootCpuSeconds: 8, bootWaitSeconds: 2, sigterm: handled}
            image: {compressedMib: 300, layers: 10}
            instances:
              - {cluster: shop, count: 4, instanceType: c5.2xlarge, zones: [us-east-1a, us-east-1b]}
            calls:
              - {call: "ecs:CreateCluster", input: {clusterName: shop}}
              - call: "ecs:PutClusterCapacityProviders"
                input:
                  cluster: shop
                  capacityProviders: [FARGATE, FARGATE_SPOT]
                  defaultCapacityProviderStrategy: []
              - {call: "ecs:RegisterTaskDefinition", input: task.json}
              - {call: "elbv2:CreateLoadBalancer", input: {Name: shop, Subnets: [s-1, s-2]}}
              - {call: "elbv2:CreateTargetGroup", input: group.json}
              - call: "elbv2:CreateListener"
                input:
                  LoadBalancerArn: arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/shop/50dc6c495c0c9188
                  Protocol: HTTP
                  Port: 80
                  DefaultActions:
                    - Type: forward
                      TargetGroupArn: arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/shop/6d0ecf831eec9f09
              - name: delay
                call: "elbv2:ModifyTargetGroupAttributes"
                input:
                  TargetGroupArn: arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/shop/6d0ecf831eec9f09
                  Attributes: [{Key: deregistration_delay.timeout_seconds, Value: "300"}]
              - {call: "ecs:CreateService", input: service.json}
              - name: scale-in
                call: "ecs:UpdateService"
                at: +10m
                input: {cluster: shop, service: web, desiredCount: 3}
              - name: target
                call: "application-autoscaling:RegisterScalableTarget"
                at: +11m
                input:
                  ServiceNamespace: ecs
                  ResourceId: service/shop/web
                  ScalableDimension: "ecs:service:DesiredCount"
                  MinCapacity: 1
                  MaxCapacity: 20
              - name: scheduled
                call: "application-autoscaling:PutScheduledAction"
                at: +11m
                input:
                  ServiceNamespace: ecs
                  ScheduledActionName: more
                  ResourceId: service/shop/web
                  ScalableDimension: "ecs:service:DesiredCount"
                  Schedule: at(2026-12-04T12:25:00)
                  ScalableTargetAction: {MinCapacity: 6}
            """;

    private static final String TASK =
            """
            {"family": "web", "networkMode": "awsvpc", "cpu": "1024", "memory": "2048",
             "containerDefinitions": [{"name": "web", "image": "web:1",
               "portMappings": [{"containerPort": 8080}]}]}
            """;

    private static final String GROUP =
            """
            {"Name": "shop", "Protocol": "HTTP", "Port": 8080, "VpcId": "vpc-1", "TargetType": "ip",
             "HealthCheckIntervalSeconds": 30, "HealthCheckTimeoutSeconds": 5,
             "HealthyThresholdCount": 5, "UnhealthyThresholdCount": 2}
            """;

    private static final String SERVICE =
            """
            {"cluster": "shop", "serviceName": "web", "taskDefinition": "web", "desiredCount": 4,
             "healthCheckGracePeriodSeconds": 600, "launchType": "FARGATE",
             "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["s-1", "s-2"]}},
             "loadBalancers": [{"containerName": "web", "containerPort": 8080, "targetGroupArn":
               "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/shop/6d0ecf831eec9f09"}]}
            """;

    /// What is measured of a run.
    enum Measure {
        /// The median of a whole start, in seconds.
        START_SECONDS,
        /// The median of the network interface's stage, in seconds.
        INTERFACE_SECONDS,
        /// The median of pulling and unpacking, in seconds.
        PULL_SECONDS,
        /// The median of the application's boot, in seconds.
        BOOT_SECONDS,
        /// From the start of the run until four targets are healthy, in seconds.
        HEALTHY_SECONDS,
        /// From the scale-in at 600 s until a task is gone, in seconds.
        SCALE_IN_SECONDS,
        /// From the hang at 900 s until a target is unhealthy, in seconds.
        UNHEALTHY_SECONDS,
        /// From the start of the run until six targets are healthy, in seconds.
        SCALED_OUT_SECONDS,
        /// What the healthy tasks can answer, per second, at 500 s.
        CAPACITY_PER_SECOND,
        /// Requests killed in flight.
        KILLED,
        /// What Fargate and Fargate Spot cost, in dollars.
        FARGATE_DOLLARS
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    image size: 700 MiB more at 26 MiB/s | | image.compressedMib=1000 | PULL_SECONDS | 24 | 30
                    image size moves the whole start | | image.compressedMib=1000 | START_SECONDS | 24 | 31
                    lazy loading: 6.4 % of the bytes | image.compressedMib=918 | image.lazyLoading=true | PULL_SECONDS | -34 | -30
                    vCPU: twice the CPU halves a boot of 8 CPU-seconds | | task.json:cpu=2048; task.json:memory=4096 | BOOT_SECONDS | -4.2 | -3.8
                    vCPU: twice the CPU doubles the capacity of 4 x 100 requests/s | | task.json:cpu=2048; task.json:memory=4096 | CAPACITY_PER_SECOND | 320 | 440
                    network mode on EC2: awsvpc needs an interface, bridge none | ~EC2 | task.json:networkMode=bridge; group.json:TargetType=instance; service.json:networkConfiguration=null | INTERFACE_SECONDS | -10 | -5
                    launch type: EC2 attaches interfaces in 5-10 s, Fargate in 10-20 s | | ~EC2 | INTERFACE_SECONDS | -10 | -5
                    GPUs: one a machine carries half of the tasks that two do | ~EC2; task.json:containerDefinitions[web].resourceRequirements=[{type: GPU, value: '1'}]; instances[0].count=2; instances[0].gpus=2 | instances[0].gpus=1 | CAPACITY_PER_SECOND | -220 | -160
                    pull behaviour: an image that is there takes no time | ~EC2; agent.ECS_IMAGE_PULL_BEHAVIOR=prefer-cached | image.preloaded=true | PULL_SECONDS | -15 | -8
                    pull behaviour: default asks the registry for each of ten layers, once does not | ~EC2; image.preloaded=true | agent.ECS_IMAGE_PULL_BEHAVIOR=once | PULL_SECONDS | -0.25 | -0.15
                    pull behaviour: nor does prefer-cached | ~EC2; image.preloaded=true | agent.ECS_IMAGE_PULL_BEHAVIOR=prefer-cached | PULL_SECONDS | -0.25 | -0.15
                    pull behaviour: always is as slow as default | ~EC2; image.preloaded=true | agent.ECS_IMAGE_PULL_BEHAVIOR=always | PULL_SECONDS | -1 | 1
                    deregistration delay: 5 s instead of 300 s | | calls[delay].input.Attributes[0].Value='5' | SCALE_IN_SECONDS | -296 | -294
                    stop timeout: 5 s instead of 30 s when SIGTERM is ignored | application.sigterm=ignored | task.json:containerDefinitions[web].stopTimeout=5 | SCALE_IN_SECONDS | -26 | -24
                    SIGTERM ignored: every stop lasts the stop timeout | application.shutdownSeconds=1 | application.sigterm=ignored | SCALE_IN_SECONDS | 27 | 30
                    health check: a hang is seen after 2 x 30 s, or 2 x 5 s | ~HANG | group.json:HealthCheckIntervalSeconds=5; group.json:HealthCheckTimeoutSeconds=4 | UNHEALTHY_SECONDS | -60 | -15
                    healthy threshold: a slow boot waits 5 x 30 s, or 2 x 30 s | application.bootWaitSeconds=90 | group.json:HealthyThresholdCount=2 | HEALTHY_SECONDS | -92 | -88
                    health check interval: 5 x 5 s instead of 5 x 30 s | application.bootWaitSeconds=90 | group.json:HealthCheckIntervalSeconds=5; group.json:HealthCheckTimeoutSeconds=4 | HEALTHY_SECONDS | -150 | -100
                    Spot share: 70 % off the 0.097 dollars | | ~SPOT | FARGATE_DOLLARS | -0.070 | -0.066
                    scheduled action: five minutes earlier | | calls[scheduled].input.Schedule=at(2026-12-04T12:20:00) | SCALED_OUT_SECONDS | -302 | -298
                    scheduled action: two minutes later | | calls[scheduled].input.Schedule=at(2026-12-04T12:27:00) | SCALED_OUT_SECONDS | 118 | 122
                    """)
    void a_setting_moves_the_result_by_the_documented_size(
            String what, String both, String second, Measure measure, double least, double most) {
        double before = measure(measure, changes(both));
        double after = measure(measure, changes(both, second));
        assertThat(after - before)
                .as("%s: %s went from %s to %s", what, measure, before, after)
                .isBetween(least, most);
    }

    private static List<String> changes(String... groups) {
        List<String> all = new ArrayList<>();
        for (String group : groups) {
            for (String change : Objects.requireNonNullElse(group, "").split("; ", -1)) {
                switch (change.strip()) {
                    case "" -> {}
                    case "~EC2" -> all.add("service.json:launchType=EC2");
                    case "~HANG" ->
                            all.add("faults={events: [{kind: task-hang, at: +15m, percent: 25}]}");
                    case "~SPOT" -> {
                        all.add("service.json:launchType=null");
                        all.add(
                                "service.json:capacityProviderStrategy="
                                        + "[{capacityProvider: FARGATE_SPOT, weight: 1}]");
                    }
                    default -> all.add(change.strip());
                }
            }
        }
        return all;
    }

    private static double measure(Measure measure, List<String> changes) {
        Report report = play(changes);
        return switch (measure) {
            case START_SECONDS -> report.starts().medianSeconds();
            case INTERFACE_SECONDS -> stage(report, "network interface");
            case PULL_SECONDS -> stage(report, "image pull") + stage(report, "unpack");
            case BOOT_SECONDS -> stage(report, "application boot");
            case HEALTHY_SECONDS -> first(report, "healthyTargets", 0, 4, 1e9);
            case SCALE_IN_SECONDS -> first(report, "runningTasks", 600, 0, 3.5) - 600;
            case UNHEALTHY_SECONDS -> first(report, "unhealthyTargets", 900, 1, 1e9) - 900;
            case SCALED_OUT_SECONDS -> first(report, "healthyTargets", 700, 6, 1e9);
            case CAPACITY_PER_SECOND -> series(report, "capacityRequests").at(500);
            case KILLED -> report.total().lostByCause().getOrDefault("killed in flight", 0.0);
            case FARGATE_DOLLARS ->
                    report.bill().items().stream()
                            .filter(i -> i.name().contains("Fargate"))
                            .mapToDouble(i -> i.dollars())
                            .sum();
        };
    }

    private static double stage(Report report, String name) {
        return report.starts().stages().stream()
                .filter(s -> s.name().equals(name))
                .mapToDouble(Report.Starts.Stage::medianSeconds)
                .findFirst()
                .orElse(0);
    }

    /// The first second from `from` on at which a series is between two bounds.
    private static int first(Report report, String name, int from, double least, double most) {
        Series series = series(report, name);
        for (int second = from; second < series.seconds(); second++) {
            if (series.at(second) >= least && series.at(second) <= most) {
                return second;
            }
        }
        throw new AssertionError(name + " is never between " + least + " and " + most);
    }

    private static Series series(Report report, String name) {
        return Objects.requireNonNull(
                report.series().get(name), () -> name + " in " + report.series().keySet());
    }

    private static Report play(List<String> changes) {
        Sources sources =
                new Sources(
                        new FakeFiles()
                                .with("launch.yaml", LAUNCH)
                                .with("task.json", TASK)
                                .with("group.json", GROUP)
                                .with("service.json", SERVICE),
                        new Problems());
        changes.forEach(sources::change);
        return Rehearsal.play(LaunchLoader.load(sources, null), changes, Progress.NONE);
    }
}
