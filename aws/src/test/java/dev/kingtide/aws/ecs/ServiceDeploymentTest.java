package dev.kingtide.aws.ecs;

import static dev.kingtide.aws.ApiWorld.assertContains;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kingtide.aws.ApiWorld;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Service deployments, revisions and strategies as callers see them.
class ServiceDeploymentTest {
    private static final String NETWORK =
            "'networkConfiguration': {'awsvpcConfiguration': {'subnets': ['subnet-a',"
                    + " 'subnet-b']}}";
    private final ApiWorld aws = new ApiWorld();
    private String group = "";
    private String other = "";
    private String production = "";
    private String test = "";

    @BeforeEach
    void a_cluster_and_what_traffic_is_shifted_with() {
        aws.call("ecs:CreateCluster", "{'clusterName': 'shop'}");
        aws.webDefinition();
        aws.webDefinition();
        group = aws.shopFront();
        other = aws.group("other", "ip");
        aws.group("lone", "ip");
        String balancer =
                aws.call("elbv2:DescribeLoadBalancers", "{}")
                        .at("/LoadBalancers/0/LoadBalancerArn")
                        .asText();
        String listener =
                aws.call("elbv2:DescribeListeners", "{'LoadBalancerArn': '" + balancer + "'}")
                        .at("/Listeners/0/ListenerArn")
                        .asText();
        production = defaultRule(listener);
        String testListener =
                aws.call(
                                "elbv2:CreateListener",
                                "{'LoadBalancerArn': '"
                                        + balancer
                                        + "', 'Protocol': 'HTTP', 'Port': 8080, 'DefaultActions':"
                                        + " [{'Type': 'forward', 'TargetGroupArn': '"
                                        + other
                                        + "'}]}")
                        .at("/Listeners/0/ListenerArn")
                        .asText();
        test = defaultRule(testListener);
    }

    private String defaultRule(String listener) {
        return aws.call("elbv2:DescribeRules", "{'ListenerArn': '" + listener + "'}")
                .at("/Rules/0/RuleArn")
                .asText();
    }

    private String named(String text) {
        return text.replace("LISTENER", production.replace("listener-rule", "listener"))
                .replace("NETWORK", NETWORK)
                .replace("GROUP", group)
                .replace("OTHER", other)
                .replace("PRULE", production)
                .replace("TEST", test);
    }

    private JsonNode create(String more) {
        return aws.call(
                        "ecs:CreateService",
                        named(
                                "{'cluster': 'shop', 'serviceName': 'web', 'taskDefinition':"
                                        + " 'web:1', 'launchType': 'FARGATE', 'desiredCount': 2,"
                                        + " NETWORK"
                                        + more
                                        + "}"))
                .get("service");
    }

    private static final String SHIFTED =
            ", 'loadBalancers': [{'targetGroupArn': 'GROUP', 'containerName': 'web',"
                    + " 'containerPort': 8080, 'advancedConfiguration':"
                    + " {'alternateTargetGroupArn': 'OTHER', 'productionListenerRule': 'PRULE',"
                    + " 'testListenerRule': 'TEST', 'roleArn': 'arn:aws:iam::1:role/r'}}]";

    private JsonNode update(String more) {
        return aws.call(
                        "ecs:UpdateService",
                        named("{'cluster': 'shop', 'service': 'web'" + more + "}"))
                .get("service");
    }

    private JsonNode listed(String more) {
        return aws.call(
                "ecs:ListServiceDeployments", "{'cluster': 'shop', 'service': 'web'" + more + "}");
    }

    private JsonNode newest() {
        String arn = listed("").at("/serviceDeployments/0/serviceDeploymentArn").asText();
        return aws.call(
                        "ecs:DescribeServiceDeployments",
                        "{'serviceDeploymentArns': ['" + arn + "']}")
                .at("/serviceDeployments/0");
    }

    @Test
    void a_service_tells_its_deployment_and_its_revisions() {
        JsonNode service = create("");
        assertThat(service.get("currentServiceDeployment").asText())
                .matches(
                        "arn:aws:ecs:us-east-1:123456789012:service-deployment/shop/web/"
                                + "[A-Za-z0-9_-]{21}");
        assertThat(service.at("/currentServiceRevisions/0/arn").asText())
                .matches("arn:aws:ecs:us-east-1:123456789012:service-revision/shop/web/[0-9]{19}");
        assertContains(
                service.at("/currentServiceRevisions/0"),
                "{'requestedTaskCount': 2, 'runningTaskCount': 0, 'pendingTaskCount': 0}");
        aws.wait(120);
        update(", 'taskDefinition': 'web:2'");
        aws.wait(3);
        JsonNode open = newest();
        assertContains(open, "{'status': 'IN_PROGRESS'}");
        assertContains(
                open.get("targetServiceRevision"),
                "{'requestedTaskCount': 2, 'pendingTaskCount': 2, 'runningTaskCount': 0}");
        assertContains(
                open.at("/sourceServiceRevisions/0"),
                "{'requestedTaskCount': 0, 'runningTaskCount': 2}");
        assertContains(open.get("deploymentCircuitBreaker"), "{'status': 'DISABLED'}");
        aws.wait(300);
        JsonNode done = newest();
        assertContains(done, "{'status': 'SUCCESSFUL'}");
        assertThat(done.has("finishedAt")).isTrue();
        JsonNode revision =
                aws.call(
                                "ecs:DescribeServiceRevisions",
                                "{'serviceRevisionArns': ['"
                                        + done.at("/targetServiceRevision/arn").asText()
                                        + "']}")
                        .at("/serviceRevisions/0");
        assertContains(revision, "{'launchType': 'FARGATE', 'platformFamily': 'Linux'}");
        assertThat(revision.get("taskDefinition").asText()).endsWith("web:2");
        assertContains(
                revision.at("/containerImages/0"),
                "{'containerName': 'web', 'image': 'shop/web:1'}");
    }

    @Test
    void service_deployments_are_listed_newest_first_by_status_time_and_page() {
        create("");
        aws.wait(120);
        for (int i = 0; i < 3; i++) {
            update(", 'forceNewDeployment': true");
            aws.wait(300);
        }
        update(", 'forceNewDeployment': true");
        aws.wait(3);
        assertThat(listed("").get("serviceDeployments").findValuesAsText("status"))
                .containsExactly(
                        "IN_PROGRESS", "SUCCESSFUL", "SUCCESSFUL", "SUCCESSFUL", "SUCCESSFUL");
        assertThat(listed(", 'status': ['SUCCESSFUL']").get("serviceDeployments")).hasSize(4);
        assertThat(listed(", 'status': ['PENDING', 'STOPPED']").get("serviceDeployments"))
                .isEmpty();
        JsonNode first = listed(", 'maxResults': 2");
        assertThat(first.get("serviceDeployments")).hasSize(2);
        String token = first.get("nextToken").asText();
        JsonNode second = listed(", 'maxResults': 3, 'nextToken': '" + token + "'");
        assertThat(second.get("serviceDeployments")).hasSize(3);
        assertThat(second.has("nextToken")).isFalse();
        String created = listed("").at("/serviceDeployments/2/createdAt").toString();
        assertThat(listed(", 'createdAt': {'after': " + created + "}").get("serviceDeployments"))
                .hasSize(3);
        assertThat(listed(", 'createdAt': {'before': " + created + "}").get("serviceDeployments"))
                .hasSize(3);
    }

    @Test
    void a_blue_green_service_shifts_its_traffic_between_two_target_groups() {
        JsonNode service =
                create(
                        SHIFTED
                                + ", 'deploymentConfiguration': {'strategy': 'BLUE_GREEN',"
                                + " 'bakeTimeInMinutes': 5}");
        assertContains(
                service.get("deploymentConfiguration"),
                "{'strategy': 'BLUE_GREEN', 'bakeTimeInMinutes': 5}");
        aws.wait(180);
        assertContains(newest(), "{'status': 'SUCCESSFUL', 'lifecycleStage': 'CLEAN_UP'}");
        update(", 'taskDefinition': 'web:2'");
        aws.wait(180);
        JsonNode baking = newest();
        assertContains(baking, "{'status': 'IN_PROGRESS', 'lifecycleStage': 'BAKE_TIME'}");
        assertContains(
                baking.get("targetServiceRevision"),
                "{'requestedProductionTrafficWeight': 100.0, 'requestedTestTrafficWeight': 100.0,"
                        + " 'runningTaskCount': 2}");
        assertContains(
                baking.at("/sourceServiceRevisions/0"),
                "{'requestedProductionTrafficWeight': 0.0, 'requestedTaskCount': 2,"
                        + " 'runningTaskCount': 2}");
        String arn = baking.at("/targetServiceRevision/arn").asText();
        assertContains(
                aws.call("ecs:DescribeServiceRevisions", "{'serviceRevisionArns': ['" + arn + "']}")
                        .at("/serviceRevisions/0/resolvedConfiguration/loadBalancers/0"),
                named("{'targetGroupArn': 'OTHER', 'productionListenerRule': 'PRULE'}"));
        String stop = baking.get("serviceDeploymentArn").asText();
        assertThat(
                        aws.refusal(
                                "ecs:StopServiceDeployment",
                                "{'serviceDeploymentArn': '" + stop + "', 'stopType': 'ABORT'}"))
                .isEqualTo(
                        "InvalidParameterException: The stop type ABORT is only supported for the"
                                + " deployment strategy ROLLING.");
        aws.call("ecs:StopServiceDeployment", "{'serviceDeploymentArn': '" + stop + "'}");
        assertContains(newest(), "{'status': 'ROLLBACK_REQUESTED'}");
        aws.wait(600);
        JsonNode back = newest();
        assertContains(back, "{'status': 'ROLLBACK_SUCCESSFUL'}");
        assertThat(back.at("/rollback/serviceRevisionArn"))
                .isEqualTo(back.at("/sourceServiceRevisions/0/arn"));
        assertThat(
                        aws.refusal(
                                "ecs:StopServiceDeployment",
                                "{'serviceDeploymentArn': '" + stop + "'}"))
                .isEqualTo(
                        "ConflictException: The service deployment cannot be stopped because its"
                                + " status is ROLLBACK_SUCCESSFUL.");
    }

    @Test
    void a_pause_waits_for_a_caller() {
        create(
                SHIFTED
                        + ", 'deploymentConfiguration': {'strategy': 'CANARY',"
                        + " 'canaryConfiguration': {'canaryPercent': 2.5,"
                        + " 'canaryBakeTimeInMinutes': 1}, 'lifecycleHooks': [{'targetType':"
                        + " 'PAUSE', 'lifecycleStages': ['PRE_SCALE_UP'],"
                        + " 'timeoutConfiguration': {'timeoutInMinutes': 60, 'action':"
                        + " 'CONTINUE'}}]}");
        aws.wait(60);
        JsonNode paused = newest();
        assertContains(paused, "{'status': 'IN_PROGRESS', 'lifecycleStage': 'PRE_SCALE_UP'}");
        JsonNode hook = paused.at("/lifecycleHookDetails/0");
        assertContains(
                hook,
                "{'status': 'AWAITING_ACTION', 'targetType': 'PAUSE', 'timeoutAction':"
                        + " 'CONTINUE'}");
        String input =
                "{'serviceDeploymentArn': '%s', 'hookId': '%s'}"
                        .formatted(
                                paused.get("serviceDeploymentArn").asText(),
                                hook.get("hookId").asText());
        aws.call("ecs:ContinueServiceDeployment", input);
        aws.wait(300);
        assertContains(newest(), "{'status': 'SUCCESSFUL'}");
        assertThat(aws.refusal("ecs:ContinueServiceDeployment", input))
                .matches("InvalidParameterException: The lifecycle hook .* is not awaiting an.*");
        assertThat(newest().at("/deploymentConfiguration/canaryConfiguration/canaryPercent"))
                .hasToString("2.5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    ecs:ListServiceDeployments | 'cluster': 'shop', 'service': 'nope' | ServiceNotFoundException: Service not found.
                    ecs:ListServiceDeployments | 'cluster': 'nope', 'service': 'web' | ClusterNotFoundException: Cluster not found.
                    ecs:ListServiceDeployments | 'cluster': 'shop', 'service': 'web', 'maxResults': 101 | InvalidParameterException: maxResults must be between 1 and 100.
                    ecs:ListServiceDeployments | 'cluster': 'shop', 'service': 'web', 'nextToken': 'x' | InvalidParameterException: Invalid nextToken.
                    ecs:DescribeServiceDeployments | 'serviceDeploymentArns': [] | InvalidParameterException: Service deployment ARNs cannot be empty.
                    ecs:DescribeServiceRevisions | 'serviceRevisionArns': [] | InvalidParameterException: Service revision ARNs cannot be empty.
                    ecs:StopServiceDeployment | 'serviceDeploymentArn': 'arn:aws:ecs:us-east-1:123456789012:service-deployment/shop/web/nope' | ServiceDeploymentNotFoundException: The service deployment was not found.
                    ecs:ContinueServiceDeployment | 'serviceDeploymentArn': 'arn:aws:ecs:us-east-1:123456789012:service-deployment/a/b/c', 'hookId': 'a' | ServiceDeploymentNotFoundException: The service deployment was not found.
                    ecs:UpdateService | 'cluster': 'shop', 'service': 'web', 'deploymentConfiguration': {'strategy': 'BLUE_GREEN'} | InvalidParameterException: bakeTimeInMinutes is required for the deployment strategy BLUE_GREEN.
                    ecs:UpdateService | 'cluster': 'shop', 'service': 'web', 'deploymentConfiguration': {'bakeTimeInMinutes': 1441} | InvalidParameterException: bakeTimeInMinutes must be between 0 and 1440.
                    ecs:UpdateService | 'cluster': 'shop', 'service': 'web', 'deploymentConfiguration': {'linearConfiguration': {'stepPercent': 10}} | InvalidParameterException: linearConfiguration is only supported for the deployment strategy LINEAR.
                    ecs:UpdateService | 'cluster': 'shop', 'service': 'web', 'deploymentConfiguration': {'canaryConfiguration': {'canaryPercent': 10}} | InvalidParameterException: canaryConfiguration is only supported for the deployment strategy CANARY.
                    ecs:UpdateService | 'cluster': 'shop', 'service': 'web', 'deploymentConfiguration': {'strategy': 'LINEAR', 'linearConfiguration': {'stepPercent': 2.9}} | InvalidParameterException: stepPercent must be a multiple of 0.1 between 3.0 and 100.0.
                    ecs:UpdateService | 'cluster': 'shop', 'service': 'web', 'deploymentConfiguration': {'strategy': 'CANARY', 'canaryConfiguration': {'canaryPercent': 0.15}} | InvalidParameterException: canaryPercent must be a multiple of 0.1 between 0.1 and 100.0.
                    ecs:UpdateService | 'cluster': 'shop', 'service': 'web', 'deploymentConfiguration': {'strategy': 'CANARY', 'canaryConfiguration': {'canaryBakeTimeInMinutes': 1441}} | InvalidParameterException: canaryBakeTimeInMinutes must be between 0 and 1440.
                    ecs:UpdateService | 'cluster': 'shop', 'service': 'web', 'deploymentConfiguration': {'alarms': {'alarmNames': [], 'enable': true, 'rollback': true}} | InvalidParameterException: alarmNames cannot be empty.
                    ecs:UpdateService | 'cluster': 'shop', 'service': 'web', 'deploymentConfiguration': {'lifecycleHooks': [{'targetType': 'PAUSE', 'lifecycleStages': ['PRE_SCALE_UP']}]} | InvalidParameterException: lifecycleHooks are not supported for the deployment strategy ROLLING.
                    ecs:UpdateService | 'cluster': 'shop', 'service': 'web', 'deploymentConfiguration': {'strategy': 'CANARY', 'lifecycleHooks': [{'targetType': 'AWS_LAMBDA', 'hookTargetArn': 'a', 'roleArn': 'r', 'lifecycleStages': ['PRE_SCALE_UP']}]} | UnsupportedFeatureException: A lifecycle hook of target type AWS_LAMBDA (there is no AWS Lambda here) is not supported by Kingtide.
                    ecs:UpdateService | 'cluster': 'shop', 'service': 'web', 'deploymentConfiguration': {'strategy': 'CANARY', 'lifecycleHooks': [{'targetType': 'PAUSE', 'lifecycleStages': ['PRODUCTION_TRAFFIC_SHIFT']}]} | InvalidParameterException: Lifecycle hooks of target type PAUSE are not supported at the stage PRODUCTION_TRAFFIC_SHIFT.
                    ecs:UpdateService | 'cluster': 'shop', 'service': 'web', 'deploymentConfiguration': {'strategy': 'CANARY', 'lifecycleHooks': [{'targetType': 'PAUSE', 'lifecycleStages': ['PRE_SCALE_UP'], 'timeoutConfiguration': {'timeoutInMinutes': 20161}}]} | InvalidParameterException: 1 validation error detected: Value '20161' at 'deploymentConfiguration.lifecycleHooks[0].timeoutConfiguration.timeoutInMinutes' failed to satisfy constraint: Member must have value less than or equal to 20160
                    ecs:UpdateService | 'cluster': 'shop', 'service': 'web', 'deploymentConfiguration': {'strategy': 'CANARY'}, 'loadBalancers': [{'targetGroupArn': 'GROUP', 'containerName': 'web', 'containerPort': 8080}] | InvalidParameterException: advancedConfiguration field is required for all loadBalancers when using a non-ROLLING deployment strategy
                    ecs:UpdateService | 'cluster': 'shop', 'service': 'web', 'loadBalancers': [{'targetGroupArn': 'GROUP', 'containerName': 'web', 'containerPort': 8080, 'advancedConfiguration': {'alternateTargetGroupArn': 'OTHER', 'productionListenerRule': 'LISTENER', 'roleArn': 'r'}}] | InvalidParameterException: productionListenerRule has an invalid ARN format. Must be RuleArn for ALB or ListenerArn for NLB. Got: LISTENER
                    ecs:UpdateService | 'cluster': 'shop', 'service': 'web', 'loadBalancers': [{'targetGroupArn': 'GROUP', 'containerName': 'web', 'containerPort': 8080, 'advancedConfiguration': {'alternateTargetGroupArn': 'OTHER', 'productionListenerRule': 'PRULE', 'testListenerRule': 'PRULE', 'roleArn': 'r'}}] | InvalidParameterException: The following rules cannot be used as both production and test listener rules: PRULE
                    ecs:UpdateService | 'cluster': 'shop', 'service': 'web', 'loadBalancers': [{'targetGroupArn': 'GROUP', 'containerName': 'web', 'containerPort': 8080, 'advancedConfiguration': {'alternateTargetGroupArn': 'OTHER', 'productionListenerRule': 'PRULE', 'roleArn': 'r'}}] | InvalidParameterException: For Application LoadBalancer, testListenerRule is required when productionListenerRule is not associated with both targetGroup and alternateTargetGroup
                    ecs:UpdateService | 'cluster': 'shop', 'service': 'web', 'loadBalancers': [{'targetGroupArn': 'GROUP', 'containerName': 'web', 'containerPort': 8080, 'advancedConfiguration': {'alternateTargetGroupArn': 'GROUP', 'productionListenerRule': 'PRULE', 'testListenerRule': 'TEST', 'roleArn': 'r'}}] | InvalidParameterException: Duplicate targetGroupArn found: GROUP
                    ecs:UpdateService | 'cluster': 'shop', 'service': 'web', 'loadBalancers': [{'targetGroupArn': 'GROUP', 'containerName': 'web', 'containerPort': 8080, 'advancedConfiguration': {'alternateTargetGroupArn': 'OTHER', 'productionListenerRule': 'PRULE', 'testListenerRule': 'TEST', 'roleArn': 'r'}}, {'targetGroupArn': 'OTHER', 'containerName': 'web', 'containerPort': 8080}] | InvalidParameterException: Either all or none of the provided loadBalancers must have advancedConfiguration defined
                    ecs:UpdateService | 'cluster': 'shop', 'service': 'web', 'loadBalancers': [{'targetGroupArn': 'GROUP', 'containerName': 'web', 'containerPort': 8080, 'advancedConfiguration': {'alternateTargetGroupArn': 'OTHER', 'productionListenerRule': 'PRULE'}}] | InvalidParameterException: roleArn should not be null or empty in advancedConfiguration.
                    ecs:UpdateService | 'cluster': 'shop', 'service': 'web', 'loadBalancers': [{'loadBalancerName': 'old', 'containerName': 'web', 'containerPort': 8080, 'advancedConfiguration': {'alternateTargetGroupArn': 'OTHER'}}] | InvalidParameterException: advancedConfiguration field is not allowed with ELBv1 loadBalancers
                    """)
    void bad_calls_are_refused(String operation, String members, String expected) {
        create("");
        aws.wait(120);
        assertThat(aws.refusal(operation, named("{" + members + "}"))).isEqualTo(named(expected));
    }

    @Test
    void a_first_deployment_cannot_be_rolled_back_and_a_rolling_one_may_be_aborted() {
        create("");
        aws.wait(3);
        String arn = newest().get("serviceDeploymentArn").asText();
        assertThat(
                        aws.refusal(
                                "ecs:StopServiceDeployment",
                                "{'serviceDeploymentArn': '" + arn + "'}"))
                .isEqualTo(
                        "ConflictException: The service deployment cannot be rolled back because"
                                + " no service revision was deployed before it.");
        aws.call(
                "ecs:StopServiceDeployment",
                "{'serviceDeploymentArn': '" + arn + "', 'stopType': 'ABORT'}");
        aws.wait(3);
        assertContains(newest(), "{'status': 'STOPPED'}");
    }

    @Test
    void what_is_not_there_is_a_failure_of_a_describe() {
        for (String kind : new String[] {"Deployment", "Revision"}) {
            JsonNode answer =
                    aws.call(
                            "ecs:DescribeService" + kind + "s",
                            "{'service"
                                    + kind
                                    + "Arns': ['arn:aws:ecs:us-east-1:123456789012:service-"
                                    + kind.toLowerCase(java.util.Locale.ROOT)
                                    + "/a/b/c']}");
            assertThat(answer.at("/failures/0/reason").asText()).isEqualTo("MISSING");
        }
    }
}
