package dev.kingtide.bench;

import java.util.Locale;

/// A launch of 24 hours, for [RehearsalBench] and for the tests of its report: two Fargate services
/// behind one load balancer, a daily curve and a spike in the evening.
///
/// Target tracking follows the curve all day; before the spike a scheduled action raises the
/// minimum to the peak, and afterwards another lowers it again, so that the day has a known number
/// of tasks at its highest point. Quotas are raised to what the peak needs.
public final class DayLaunch {
    private static final String ACCOUNT = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:";
    private static final String BALANCER = ACCOUNT + "loadbalancer/app/day/50dc6c495c0c9188";

    private DayLaunch() {}

    /// The text of a launch.yaml whose services have `peak` tasks together at 20:00.
    public static String yaml(int peak) {
        int half = peak / 2;
        return head(peak)
                + start()
                + service("web", half, "6d0ecf831eec9f09")
                + service("api", half, "73e2d6bc24d8a067")
                + listener();
    }

    private static String head(int peak) {
        // A task serves about 33 requests a second at the policies' 60 % of one vCPU.
        return String.format(
                Locale.ROOT,
                """
                name: A day
                start: 2026-12-04T00:00
                length: 24h
                seed: 1
                goal: {servedPercent: 99.9}
                traffic:
                  from: 00:10
                  sources:
                    - shape: daily
                      lowRequestsPerSecond: %1$d
                      highRequestsPerSecond: %2$d
                      highAt: 18:00
                    - shape: spike
                      at: 20:00
                      peakRequestsPerSecond: %3$d
                      riseSeconds: 15
                      holdSeconds: 600
                      halfLifeSeconds: 600
                clients:
                  timeoutMillis: 10000
                  retries: 2
                  backoffMillis: 1000
                  patienceMillis: 30000
                requests: {cpuMillis: 18, waitMillis: 40}
                quotas:
                  targetsPerLoadBalancer: %4$d
                  targetsPerTargetGroup: %4$d
                  fargateVcpus: %5$d
                  fargateLaunchBurst: 500
                  fargateLaunchesPerSecond: 100
                  fargateTasksPerServicePerMinute: 5000
                calls:
                """,
                peak * 2,
                peak * 15,
                peak * 15,
                2 * peak,
                4 * peak);
    }

    private static String start() {
        return """
          - {call: "ecs:CreateCluster", input: {clusterName: day}}
          - call: "elbv2:CreateLoadBalancer"
            input:
              Name: day
              Type: application
              Scheme: internet-facing
              Subnets: [subnet-0a11, subnet-0b22, subnet-0c33]
        """;
    }

    private static String service(String name, int peak, String groupId) {
        return String.format(
                        Locale.ROOT,
                        """
                          - call: "ecs:RegisterTaskDefinition"
                            input:
                              family: %1$s
                              networkMode: awsvpc
                              requiresCompatibilities: [FARGATE]
                              cpu: "1024"
                              memory: "2048"
                              executionRoleArn: arn:aws:iam::123456789012:role/ecsTaskExecutionRole
                              containerDefinitions:
                                - name: %1$s
                                  image: 123456789012.dkr.ecr.eu-central-1.amazonaws.com/%1$s:1
                                  portMappings: [{containerPort: 8080, protocol: tcp}]
                          - call: "elbv2:CreateTargetGroup"
                            input:
                              Name: %1$s
                              Protocol: HTTP
                              Port: 8080
                              VpcId: vpc-0f66
                              TargetType: ip
                              HealthCheckIntervalSeconds: 10
                              HealthyThresholdCount: 2
                        """,
                        name)
                + running(name, peak, groupId)
                + schedule(name, "before-the-spike", "19:40", peak, peak)
                + schedule(name, "after-the-spike", "20:20", peak / 20, peak);
    }

    private static String running(String name, int peak, String groupId) {
        return String.format(
                Locale.ROOT,
                """
                  - call: "elbv2:ModifyTargetGroupAttributes"
                    input:
                      TargetGroupArn: %3$stargetgroup/%1$s/%4$s
                      Attributes:
                        - {Key: deregistration_delay.timeout_seconds, Value: "30"}
                  - call: "ecs:CreateService"
                    at: +1s
                    input:
                      cluster: day
                      serviceName: %1$s
                      taskDefinition: %1$s
                      launchType: FARGATE
                      desiredCount: %5$d
                      loadBalancers:
                        - targetGroupArn: %3$stargetgroup/%1$s/%4$s
                          containerName: %1$s
                          containerPort: 8080
                      networkConfiguration:
                        awsvpcConfiguration:
                          subnets: [subnet-0a11, subnet-0b22, subnet-0c33]
                  - call: "application-autoscaling:RegisterScalableTarget"
                    at: +1s
                    input:
                      ServiceNamespace: ecs
                      ResourceId: service/day/%1$s
                      ScalableDimension: "ecs:service:DesiredCount"
                      MinCapacity: %6$d
                      MaxCapacity: %2$d
                  - call: "application-autoscaling:PutScalingPolicy"
                    at: +1s
                    input:
                      PolicyName: cpu
                      ServiceNamespace: ecs
                      ResourceId: service/day/%1$s
                      ScalableDimension: "ecs:service:DesiredCount"
                      PolicyType: TargetTrackingScaling
                      TargetTrackingScalingPolicyConfiguration:
                        TargetValue: 60
                        PredefinedMetricSpecification:
                          PredefinedMetricType: ECSServiceAverageCPUUtilization
                """,
                name,
                peak,
                ACCOUNT,
                groupId,
                peak / 6,
                peak / 20);
    }

    private static String schedule(String service, String name, String time, int min, int max) {
        return String.format(
                Locale.ROOT,
                """
                  - call: "application-autoscaling:PutScheduledAction"
                    at: +1s
                    input:
                      ServiceNamespace: ecs
                      ScheduledActionName: %2$s
                      ResourceId: service/day/%1$s
                      ScalableDimension: "ecs:service:DesiredCount"
                      Schedule: at(2026-12-04T%3$s:00)
                      ScalableTargetAction: {MinCapacity: %4$d, MaxCapacity: %5$d}
                """,
                service,
                name,
                time,
                min,
                max);
    }

    private static String listener() {
        return String.format(
                Locale.ROOT,
                """
                  - call: "elbv2:CreateListener"
                    input:
                      LoadBalancerArn: %2$s
                      Protocol: HTTP
                      Port: 80
                      DefaultActions:
                        - Type: forward
                          ForwardConfig:
                            TargetGroups:
                              - {TargetGroupArn: "%1$stargetgroup/web/6d0ecf831eec9f09", Weight: 1}
                              - {TargetGroupArn: "%1$stargetgroup/api/73e2d6bc24d8a067", Weight: 1}
                """,
                ACCOUNT,
                BALANCER);
    }
}
