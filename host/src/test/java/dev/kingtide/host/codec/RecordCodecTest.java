package dev.kingtide.host.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kingtide.aws.Api;
import dev.kingtide.aws.Zones;
import dev.kingtide.core.Core;
import dev.kingtide.core.Invariant;
import dev.kingtide.core.Row;
import dev.kingtide.core.Scope;
import dev.kingtide.core.Table;
import dev.kingtide.core.VirtualLoop;
import dev.kingtide.core.World;
import dev.kingtide.core.driver.EdgeObservation;
import dev.kingtide.core.driver.TaskCommand;
import dev.kingtide.core.driver.TaskObservation;
import dev.kingtide.core.metrics.EcsMetrics;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.time.Timer;
import dev.kingtide.core.time.TimerKind;
import dev.kingtide.core.traffic.CertificateFiles;
import dev.kingtide.core.traffic.Certificates;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.core.traffic.TrustStore;
import dev.kingtide.core.traffic.TrustStores;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Rows of every kind as text and back.
class RecordCodecTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private final RecordCodec codec = new RecordCodec();
    private final World world = new World(Scope.DEFAULT, 1);
    private final VirtualLoop loop = new VirtualLoop(new Core(world, null), 1_795_000_000_000L);
    private final Api api = new Api(loop::decide, new Zones("us-east-1", Map.of()));

    @Test
    void every_row_of_a_busy_world_is_the_same_again() {
        busy();
        List<String> empty = new ArrayList<>();
        for (Table<?> table : world.tables()) {
            if (table.size() == 0) {
                empty.add(table.name());
            }
            for (Row row : table.rows()) {
                String text = codec.write(table.type(), row);
                Row again = codec.read(table.type(), text);
                assertThat(codec.write(table.type(), again)).as(table.name()).isEqualTo(text);
                assertThat(again.toString()).as(table.name()).isEqualTo(row.toString());
                assertThat(again.key()).isEqualTo(row.key());
            }
        }
        assertThat(empty).as("tables that this world does not fill").isSubsetOf(NOT_FILLED);
    }

    /// Kinds of rows for which a world needs hours, quotas, or operations of its own.
    private static final List<String> NOT_FILLED =
            List.of(
                    "quotas",
                    "retired-family",
                    "freed-capacity",
                    "waiting-target",
                    "timer TASK_UNHEALTHY",
                    "timer TASK_DEREGISTER",
                    "timer TASK_SETTLED",
                    "timer TARGET_DRAINED",
                    "timer TASK_FORGET",
                    "timer DEFINITION_RETIRE",
                    "timer TOKEN_FORGET",
                    "timer SERVICE_DEPLOYMENT_FORGET",
                    "timer SERVICE_RECONCILE",
                    "timer ALARM_EVALUATION");

    @Test
    void what_says_nothing_is_left_out() {
        Timer timer = new Timer(TimerKind.TASK_FORGET, "a", 0);
        assertThat(codec.write(Timer.class, timer))
                .isEqualTo("{\"kind\":\"TASK_FORGET\",\"subject\":\"a\"}");
        assertThat(codec.read(Timer.class, "{\"kind\":\"TASK_FORGET\",\"subject\":\"a\"}"))
                .isEqualTo(timer);
    }

    @Test
    void members_that_this_version_does_not_know_are_passed_over() {
        assertThat(
                        codec.read(
                                Timer.class,
                                "{\"kind\":\"TASK_FORGET\",\"new\":{\"a\":[1,{}]},"
                                        + "\"subject\":\"a\",\"more\":[[]],\"dueMillis\":7}"))
                .isEqualTo(new Timer(TimerKind.TASK_FORGET, "a", 7));
    }

    @Test
    void a_word_that_this_version_does_not_know_is_not_passed_over() {
        assertThatThrownBy(() -> codec.read(Timer.class, "{\"kind\":\"TEA\",\"subject\":\"a\"}"))
                .isInstanceOf(Invariant.class)
                .hasMessageContaining("TEA");
    }

    private void busy() {
        run();
        definitions();
        register();
        Map<String, String> arns = balance();
        call(
                "ecs:CreateService",
                """
                {'cluster': 'shop', 'serviceName': 'web', 'taskDefinition': 'web',
                 'clientToken': 'once', 'propagateTags': 'SERVICE', 'enableECSManagedTags': true,
                 'tags': [{'key': 'team', 'value': 'shop'}],
                 'serviceConnectConfiguration': {'enabled': true, 'namespace': 'shop'},
                 'desiredCount': 2, 'launchType': 'FARGATE', 'healthCheckGracePeriodSeconds': 10,
                 'networkConfiguration': {'awsvpcConfiguration': {'subnets': ['subnet-1']}},
                 'loadBalancers': [{'targetGroupArn': '%s', 'containerName': 'web',
                   'containerPort': 8080}]}
                """
                        .formatted(arns.get("group")));
        call(
                "ecs:CreateService",
                """
                {'cluster': 'shop', 'serviceName': 'batch', 'taskDefinition': 'batch',
                 'desiredCount': 1,
                 'placementConstraints': [{'type': 'distinctInstance'}],
                 'placementStrategy': [{'type': 'binpack', 'field': 'cpu'}, {'type': 'random'}]}
                """);
        deploy();
        scale();
        loop.runUntil(loop.nowMillis() + 90_000);
        loop.observe(
                new EdgeObservation.Measured(
                        EcsMetrics.cpu("shop", "web"), loop.nowMillis(), 190.5, 2, 100));
        Target target = world.traffic().targets.rows().iterator().next();
        List<String> keys = List.of(target.key());
        loop.observe(new EdgeObservation.AnomaliesChanged(target.groupArn(), keys, keys));
        loop.runUntil(loop.nowMillis() + 30_000);
        call(
                "ecs:UpdateTaskProtection",
                "{'cluster': 'shop', 'protectionEnabled': true, 'tasks': ['" + lastTask() + "']}");
        call("ecs:StopTask", "{'cluster': 'shop', 'task': '" + anyTask() + "', 'reason': 'why'}");
        loop.runUntil(loop.nowMillis() + 2_000);
    }

    /// A deployment that shifts traffic, watched and paused, and one of somebody else's.
    private void deploy() {
        call(
                "ecs:CreateService",
                """
                {'cluster': 'shop', 'serviceName': 'careful', 'taskDefinition': 'web',
                 'desiredCount': 1, 'launchType': 'FARGATE',
                 'networkConfiguration': {'awsvpcConfiguration': {'subnets': ['subnet-1']}},
                 'deploymentConfiguration': {'strategy': 'CANARY', 'bakeTimeInMinutes': 1,
                   'canaryConfiguration': {'canaryPercent': 2.5, 'canaryBakeTimeInMinutes': 1},
                   'alarms': {'alarmNames': ['slow'], 'enable': true, 'rollback': true},
                   'lifecycleHooks': [{'targetType': 'PAUSE',
                     'lifecycleStages': ['PRE_SCALE_UP']}]}}
                """);
        call(
                "ecs:CreateService",
                """
                {'cluster': 'shop', 'serviceName': 'theirs', 'desiredCount': 3,
                 'deploymentController': {'type': 'EXTERNAL'}}
                """);
        call(
                "ecs:CreateTaskSet",
                """
                {'cluster': 'shop', 'service': 'theirs', 'taskDefinition': 'web',
                 'externalId': 'e', 'launchType': 'FARGATE', 'scale': {'value': 33.3},
                 'networkConfiguration': {'awsvpcConfiguration': {'subnets': ['subnet-1']}}}
                """);
    }

    private String lastTask() {
        String last = "";
        for (Task task : world.tasks().table.rows()) {
            last = task.identity().serviceKey() != null && task.isRunning() ? task.id() : last;
        }
        return last;
    }

    /// Tasks run a second after they were asked for.
    private void run() {
        loop.connect(
                command -> {
                    if (command instanceof TaskCommand.Start(var task, _)) {
                        loop.at(
                                loop.nowMillis() + 1_000,
                                () -> {
                                    loop.observe(
                                            new TaskObservation.NetworkAttached(
                                                    task.id(), "10.0.0.9"));
                                    loop.observe(
                                            new TaskObservation.ContainerStarted(
                                                    task.id(), "web", 8080));
                                });
                    }
                },
                command -> {});
    }

    private void definitions() {
        call(
                "ecs:CreateCapacityProvider",
                """
                {'name': 'machines', 'autoScalingGroupProvider': {'autoScalingGroupArn':
                  'arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup:0123:autoScalingGroupName/a'}}
                """);
        call("ecs:PutAccountSetting", "{'name': 'containerInsights', 'value': 'enabled'}");
        call("ecs:CreateCluster", "{'clusterName': 'shop', 'tags': [{'key': 'a', 'value': 'b'}]}");
        call(
                "ecs:RegisterTaskDefinition",
                """
                {'family': 'web', 'networkMode': 'awsvpc', 'cpu': '256', 'memory': '512',
                 'requiresCompatibilities': ['FARGATE'],
                 'volumes': [{'name': 'scratch'}],
                 'containerDefinitions': [{'name': 'web', 'image': 'nginx',
                   'portMappings': [{'containerPort': 8080}],
                   'environment': [{'name': 'A', 'value': 'ä \\"quoted\\"'}],
                   'dockerLabels': {'x': 'y'},
                   'healthCheck': {'command': ['CMD', 'true'], 'interval': 5}}]}
                """);
        call(
                "ecs:RegisterTaskDefinition",
                """
                {'family': 'batch', 'placementConstraints': [{'type': 'memberOf',
                   'expression': 'attribute:ecs.instance-type =~ m5.* and not(attribute:x == y)'}],
                 'containerDefinitions': [{'name': 'web', 'image': 'b', 'memory': 64,
                   'resourceRequirements': [{'type': 'GPU', 'value': '1'}]}]}
                """);
    }

    private String anyTask() {
        return world.tasks().table.rows().iterator().next().id();
    }

    private void register() {
        call(
                "ecs:RegisterContainerInstance",
                """
                {'cluster': 'shop', 'instanceIdentityDocument':
                   '{\\"instanceId\\": \\"i-0123456789abcdef0\\", \\"instanceType\\": \\"m5.large\\",\
                     \\"availabilityZone\\": \\"us-east-1b\\"}',
                 'totalResources': [{'name': 'CPU', 'type': 'INTEGER', 'integerValue': 2048},
                   {'name': 'MEMORY', 'type': 'INTEGER', 'integerValue': 7680}],
                 'attributes': [{'name': 'rack', 'value': 'r1'}],
                 'platformDevices': [{'id': 'GPU-1', 'type': 'GPU'}]}
                """);
    }

    private Map<String, String> balance() {
        String balancer =
                call(
                                "elbv2:CreateLoadBalancer",
                                "{'Name': 'shop', 'Subnets': ['subnet-1', 'subnet-2']}")
                        .at("/LoadBalancers/0/LoadBalancerArn")
                        .asText();
        String group =
                call(
                                "elbv2:CreateTargetGroup",
                                "{'Name': 'web', 'Protocol': 'HTTP', 'Port': 80, 'VpcId': 'vpc-1',"
                                        + " 'TargetType': 'ip'}")
                        .at("/TargetGroups/0/TargetGroupArn")
                        .asText();
        String listener =
                call(
                                "elbv2:CreateListener",
                                """
                                {'LoadBalancerArn': '%s', 'Protocol': 'HTTP', 'Port': 80,
                                 'DefaultActions': [{'Type': 'forward', 'TargetGroupArn': '%s'}]}
                                """
                                        .formatted(balancer, group))
                        .at("/Listeners/0/ListenerArn")
                        .asText();
        String certificate =
                loop.decide(turn ->
                                Certificates.create(
                                        turn, CertificateFiles.brought("shop", "shop.example")))
                        .arn();
        TrustStore made = loop.decide(turn -> TrustStores.create(turn, "clients", List.of("AA==")));
        TrustStore.Revoked revoked = new TrustStore.Revoked("cn=root", List.of("1", "2"));
        loop.decide(turn -> TrustStores.revoke(turn, made.arn(), List.of(List.of(revoked))));
        call(
                "elbv2:CreateListener",
                """
                {'LoadBalancerArn': '%s', 'Protocol': 'HTTPS', 'Port': 443,
                 'Certificates': [{'CertificateArn': '%s'}],
                 'MutualAuthentication': {'Mode': 'verify', 'TrustStoreArn': '%s'},
                 'DefaultActions': [{'Type': 'forward', 'TargetGroupArn': '%s'}]}
                """
                        .formatted(balancer, certificate, made.arn(), group));
        call(
                "elbv2:CreateRule",
                """
                {'ListenerArn': '%s', 'Priority': 7,
                 'Conditions': [{'Field': 'path-pattern', 'Values': ['/old/*']},
                   {'Field': 'host-header', 'RegexValues': ['^(a|b)\\\\.example$']}],
                 'Transforms': [{'Type': 'url-rewrite', 'UrlRewriteConfig':
                   {'Rewrites': [{'Regex': '^/old/(.*)$', 'Replace': '/$1'}]}}],
                 'Actions': [{'Type': 'fixed-response',
                   'FixedResponseConfig': {'StatusCode': '410', 'MessageBody': 'gone'}}]}
                """
                        .formatted(listener));
        call(
                "elbv2:RegisterTargets",
                "{'TargetGroupArn': '%s', 'Targets': [{'Id': '10.0.0.77', 'Port': 81}]}"
                        .formatted(group));
        Map<String, String> arns = new LinkedHashMap<>();
        arns.put("group", group);
        return arns;
    }

    private void scale() {
        String target =
                "'ServiceNamespace': 'ecs', 'ResourceId': 'service/shop/web',"
                        + " 'ScalableDimension': 'ecs:service:DesiredCount'";
        call(
                "application-autoscaling:RegisterScalableTarget",
                "{" + target + ", 'MinCapacity': 3, 'MaxCapacity': 20}");
        call(
                "application-autoscaling:PutScalingPolicy",
                "{"
                        + target
                        + ", 'PolicyName': 'cpu', 'PolicyType': 'TargetTrackingScaling',"
                        + " 'TargetTrackingScalingPolicyConfiguration': {'TargetValue': 40.5,"
                        + " 'PredefinedMetricSpecification': {'PredefinedMetricType':"
                        + " 'ECSServiceAverageCPUUtilization'}}}");
        String policy =
                call(
                                "application-autoscaling:PutScalingPolicy",
                                "{"
                                        + target
                                        + ", 'PolicyName': 'steps', 'PolicyType': 'StepScaling',"
                                        + " 'StepScalingPolicyConfiguration': {'AdjustmentType':"
                                        + " 'ChangeInCapacity', 'Cooldown': 60, 'StepAdjustments':"
                                        + " [{'MetricIntervalLowerBound': 0,"
                                        + " 'ScalingAdjustment': 3}]}}")
                        .path("PolicyARN")
                        .asText();
        call(
                "cloudwatch:PutMetricAlarm",
                """
                {'AlarmName': 'busy', 'Namespace': 'AWS/ECS', 'MetricName': 'CPUUtilization',
                 'Dimensions': [{'Name': 'ClusterName', 'Value': 'shop'},
                   {'Name': 'ServiceName', 'Value': 'web'}],
                 'Statistic': 'Average', 'Period': 60, 'EvaluationPeriods': 1, 'Threshold': 50,
                 'ComparisonOperator': 'GreaterThanThreshold', 'AlarmActions': ['%s']}
                """
                        .formatted(policy));
        for (String schedule :
                List.of(
                        "cron(15 10 ? * 6L 2027-2030)",
                        "rate(3 hours)",
                        "at(2027-01-01T10:00:00)")) {
            call(
                    "application-autoscaling:PutScheduledAction",
                    "{"
                            + target
                            + ", 'ScheduledActionName': '"
                            + schedule.substring(0, 2)
                            + "', 'Schedule': '"
                            + schedule
                            + "', 'Timezone': 'Europe/Berlin',"
                            + " 'ScalableTargetAction': {'MinCapacity': 3}}");
        }
    }

    private JsonNode call(String name, String input) {
        try {
            return api.call(name, JSON.readTree(input.replace('\'', '"')));
        } catch (IOException e) {
            throw new AssertionError(input, e);
        }
    }
}
