package dev.kingtide.cli;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.kingtide.rehearsal.launch.LaunchSchema;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// The files of a new launch, with comments for those who will change them.
final class LaunchTemplate {
    private static final String SCHEMA = "launch.schema.json";

    /// How long before the sale a rehearsal begins.
    static final int LEAD_MINUTES = 30;

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");
    private static final String ARN = "arn:aws:elasticloadbalancing:us-east-1:123456789012:";

    private final Answers answers;

    LaunchTemplate(Answers answers) {
        this.answers = answers;
    }

    /// All files by their names; of Terraform's only launch.yaml and its schema.
    SequencedMap<String, byte[]> files() {
        SequencedMap<String, byte[]> files = new LinkedHashMap<>();
        files.put("launch.yaml", NewFiles.bytes(launch()));
        files.put(SCHEMA, NewFiles.bytes(LaunchSchema.write()));
        if (answers.plan() == null) {
            put(files, "cluster.json", "{\n  \"clusterName\": \"$slug\"\n}\n");
            put(files, "taskdef.json", TASK);
            put(files, "load-balancer.json", BALANCER);
            put(files, "target-group.json", GROUP);
            put(files, "listener.json", LISTENER);
            put(files, "service.json", SERVICE);
            put(files, "scalable-target.json", TARGET);
            put(files, "scaling-policy.json", POLICY);
        }
        return files;
    }

    private void put(SequencedMap<String, byte[]> files, String name, String text) {
        files.put(
                name,
                NewFiles.bytes(
                        text.replace("$slug", answers.slug())
                                .replace("$tasksMax", Integer.toString(answers.tasks().most()))
                                .replace("$tasks", Integer.toString(answers.tasks().count()))
                                .replace("$cpu", Integer.toString(answers.tasks().cpuUnits()))
                                .replace("$memory", Integer.toString(answers.tasks().memoryMib()))
                                .replace("$arn", ARN)));
    }

    private String launch() {
        LocalDateTime sale = answers.sale();
        LocalDateTime start = sale.minusMinutes(LEAD_MINUTES);
        double ordinary = Math.max(1, Math.rint(answers.peakPerSecond() / 20));
        String filled =
                LAUNCH.replace("@start", MINUTE.format(start))
                        .replace("@zone", answers.zone().getId())
                        .replace("@from", TIME.format(start.plusMinutes(LEAD_MINUTES / 3)))
                        .replace("@ordinary", plain(ordinary))
                        .replace("@sale", TIME.format(sale))
                        .replace("@crowd", plain(Math.max(1, answers.peakPerSecond() - ordinary)))
                        .replace("@rise", Integer.toString(answers.riseSeconds()))
                        .replace("@cpuMillis", plain(answers.cpuMillis()))
                        .replace("@image", plain(answers.imageMib()))
                        .replace("@name", quoted(answers.name()));
        return filled
                + (answers.plan() == null
                        ? CALLS
                        : TERRAFORM.replace("@plan", quoted(answers.planName())));
    }

    /// As it stands between the quotes of JSON, and so of YAML.
    private static String quoted(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    private static final String LAUNCH =
            """
            # yaml-language-server: $schema=launch.schema.json
            # A launch to rehearse:  kingtide rehearse DIR
            # Every key has a default where it is left out; docs/launch.md has them all.
            name: "@name"

            # The rehearsal begins half an hour before the sale, when the services are created.
            start: @start
            timeZone: @zone
            length: 90m

            # When the launch counts as holding.
            goal:
              servedPercent: 99.9
              p99Millis: 2000

            # Who comes: those who look around beforehand, and the crowd of the sale. A trace
            # that you have is better than a shape: {file: requests.csv}.
            traffic:
              from: @from
              sources:
                - {shape: constant, requestsPerSecond: @ordinary}
                - shape: spike
                  at: @sale
                  peakRequestsPerSecond: @crowd
                  riseSeconds: @rise
                  holdSeconds: 600
                  halfLifeSeconds: 300

            # How long they wait, and how often they try again.
            clients:
              timeoutMillis: 10000
              retries: 0

            # What a request costs: mean CPU time on one vCPU, and waiting for others. Measure
            # it: CPU seconds of the service in an hour, divided by its requests.
            requests:
              cpuMillis: @cpuMillis
              waitMillis: 30

            # What the application is like; bootCpuSeconds and sigterm matter most.
            application:
              concurrency: 200
              bootCpuSeconds: 8
              bootWaitSeconds: 2
              sigterm: handled

            # As the registry shows it: the sum of the compressed layers.
            image:
              compressedMib: @image

            """;

    private static final String TERRAFORM =
            """
            # The services, load balancers and scaling: what terraform show -json printed. Put
            # the next plan in its place and rehearse again; docs/terraform.md says more.
            terraform: "@plan"
            """;

    private static final String CALLS =
            """
            # What sets the launch up: AWS calls, with the JSON that aws ... --cli-input-json
            # takes. Put your own files in the place of these.
            calls:
              - {call: "ecs:CreateCluster", input: cluster.json}
              - {call: "ecs:RegisterTaskDefinition", input: taskdef.json}
              - {call: "elbv2:CreateLoadBalancer", input: load-balancer.json}
              - {call: "elbv2:CreateTargetGroup", input: target-group.json}
              - {call: "elbv2:CreateListener", input: listener.json}
              - {call: "ecs:CreateService", input: service.json}
              - call: "application-autoscaling:RegisterScalableTarget"
                input: scalable-target.json
              - call: "application-autoscaling:PutScalingPolicy"
                input: scaling-policy.json
            """;

    private static final String TASK =
            """
            {
              "family": "$slug",
              "networkMode": "awsvpc",
              "requiresCompatibilities": ["FARGATE"],
              "cpu": "$cpu",
              "memory": "$memory",
              "executionRoleArn": "arn:aws:iam::123456789012:role/ecsTaskExecutionRole",
              "containerDefinitions": [
                {
                  "name": "web",
                  "image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/$slug:1",
                  "essential": true,
                  "portMappings": [{"containerPort": 8080, "protocol": "tcp"}]
                }
              ]
            }
            """;

    private static final String BALANCER =
            """
            {
              "Name": "$slug",
              "Type": "application",
              "Scheme": "internet-facing",
              "Subnets": ["subnet-0a11", "subnet-0b22", "subnet-0c33"],
              "SecurityGroups": ["sg-0e55"]
            }
            """;

    private static final String GROUP =
            """
            {
              "Name": "$slug",
              "Protocol": "HTTP",
              "Port": 8080,
              "VpcId": "vpc-0f66",
              "TargetType": "ip",
              "HealthCheckPath": "/health"
            }
            """;

    private static final String LISTENER =
            """
            {
              "LoadBalancerArn": "$arnloadbalancer/app/$slug/50dc6c495c0c9188",
              "Protocol": "HTTP",
              "Port": 80,
              "DefaultActions": [
                {
                  "Type": "forward",
                  "TargetGroupArn": "$arntargetgroup/$slug/6d0ecf831eec9f09"
                }
              ]
            }
            """;

    private static final String SERVICE =
            """
            {
              "cluster": "$slug",
              "serviceName": "web",
              "taskDefinition": "$slug",
              "launchType": "FARGATE",
              "desiredCount": $tasks,
              "healthCheckGracePeriodSeconds": 60,
              "loadBalancers": [
                {
                  "targetGroupArn": "$arntargetgroup/$slug/6d0ecf831eec9f09",
                  "containerName": "web",
                  "containerPort": 8080
                }
              ],
              "networkConfiguration": {
                "awsvpcConfiguration": {
                  "subnets": ["subnet-0a11", "subnet-0b22", "subnet-0c33"],
                  "securityGroups": ["sg-0e55"],
                  "assignPublicIp": "DISABLED"
                }
              }
            }
            """;

    private static final String TARGET =
            """
            {
              "ServiceNamespace": "ecs",
              "ResourceId": "service/$slug/web",
              "ScalableDimension": "ecs:service:DesiredCount",
              "MinCapacity": $tasks,
              "MaxCapacity": $tasksMax
            }
            """;

    private static final String POLICY =
            """
            {
              "PolicyName": "cpu",
              "ServiceNamespace": "ecs",
              "ResourceId": "service/$slug/web",
              "ScalableDimension": "ecs:service:DesiredCount",
              "PolicyType": "TargetTrackingScaling",
              "TargetTrackingScalingPolicyConfiguration": {
                "TargetValue": 60,
                "PredefinedMetricSpecification": {
                  "PredefinedMetricType": "ECSServiceAverageCPUUtilization"
                }
              }
            }
            """;
}
