package dev.kingtide.aws.elbv2;

import static dev.kingtide.aws.ApiWorld.assertContains;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kingtide.aws.ApiWorld;
import dev.kingtide.core.admission.Quota;
import dev.kingtide.core.admission.Quotas;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Elbv2Test {
    private final ApiWorld aws = new ApiWorld();
    private String group = "";
    private String balancer = "";
    private String listener = "";

    @BeforeEach
    void a_load_balancer_in_front_of_a_group() {
        group = aws.shopFront();
        balancer = aws.world.traffic().loadBalancers.rows().iterator().next().arn();
        listener = aws.world.traffic().listeners.rows().iterator().next().arn();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    CreateLoadBalancer | 'Name': 'a', 'Subnets': ['subnet-a'] | ValidationError: At least two subnets in two different Availability Zones must be specified
                    CreateLoadBalancer | 'Name': 'abcdefghijklmnopqrstuvwxyz1234567', 'Subnets': [] | ValidationError: The load balancer name 'abcdefghijklmnopqrstuvwxyz1234567' cannot be longer than '32' characters
                    CreateLoadBalancer | 'Name': 'a_b', 'Subnets': [] | ValidationError: The load balancer name 'a_b' can only contain characters that are alphanumeric characters or hyphens(-)
                    CreateLoadBalancer | 'Name': '-a', 'Subnets': [] | ValidationError: The load balancer name '-a' cannot begin or end with a hyphen(-)
                    CreateLoadBalancer | 'Name': 'internal-a', 'Subnets': [] | ValidationError: The load balancer name 'internal-a' cannot begin with 'internal-'
                    CreateLoadBalancer | 'Name': 'a', 'Type': 'network', 'Subnets': [] | InvalidConfigurationRequest: A load balancer of type 'network' is not supported by Kingtide
                    CreateLoadBalancer | 'Name': 'shop', 'Subnets': ['subnet-a', 'subnet-b'], 'Scheme': 'internal' | DuplicateLoadBalancerName: A load balancer with the same name 'shop' exists, but with different settings
                    CreateLoadBalancer | 'Subnets': [] | ValidationError: 1 validation error detected: Missing required parameter in input: "Name"
                    CreateTargetGroup | 'Name': 'a', 'Protocol': 'HTTP', 'VpcId': 'v' | ValidationError: A port must be specified
                    CreateTargetGroup | 'Name': 'a', 'Port': 80, 'VpcId': 'v' | ValidationError: A protocol must be specified
                    CreateTargetGroup | 'Name': 'a', 'Protocol': 'HTTP', 'Port': 80 | ValidationError: A VPC ID must be specified
                    CreateTargetGroup | 'Name': 'a', 'Protocol': 'TCP', 'Port': 80, 'VpcId': 'v' | InvalidConfigurationRequest: A target group with protocol 'TCP' is not supported by Kingtide
                    CreateTargetGroup | 'Name': 'a', 'Protocol': 'HTTP', 'Port': 80, 'VpcId': 'v', 'TargetType': 'lambda' | InvalidConfigurationRequest: A target group of type 'lambda' is not supported by Kingtide
                    CreateTargetGroup | 'Name': 'a', 'Protocol': 'HTTP', 'Port': 0, 'VpcId': 'v' | ValidationError: 1 validation error detected: Value '0' at 'port' failed to satisfy constraint: Member must have value greater than or equal to 1
                    CreateTargetGroup | 'Name': 'a', 'Protocol': 'HTTP', 'Port': 80, 'VpcId': 'v', 'HealthCheckIntervalSeconds': 5 | ValidationError: Health check interval must be greater than the timeout.
                    CreateTargetGroup | 'Name': 'a', 'Protocol': 'HTTP', 'Port': 80, 'VpcId': 'v', 'HealthCheckIntervalSeconds': 301 | ValidationError: 1 validation error detected: Value '301' at 'healthCheckIntervalSeconds' failed to satisfy constraint: Member must have value less than or equal to 300
                    CreateTargetGroup | 'Name': 'a', 'Protocol': 'HTTP', 'Port': 80, 'VpcId': 'v', 'HealthCheckPath': 'ok' | ValidationError: Health check path 'ok' must begin with a '/' character
                    CreateTargetGroup | 'Name': 'a', 'Protocol': 'HTTP', 'Port': 80, 'VpcId': 'v', 'HealthCheckPort': 'http' | ValidationError: Health check port 'http' must be an integer between 1 and 65535 or 'traffic-port'
                    CreateTargetGroup | 'Name': 'shop', 'Protocol': 'HTTP', 'Port': 81, 'VpcId': 'vpc-1', 'TargetType': 'ip' | DuplicateTargetGroupName: A target group with the same name 'shop' exists, but with different settings
                    ModifyTargetGroup | 'TargetGroupArn': 'GROUP', 'HealthCheckTimeoutSeconds': 30 | ValidationError: Health check interval must be greater than the timeout.
                    ModifyTargetGroup | 'TargetGroupArn': 'nope' | TargetGroupNotFound: One or more target groups not found
                    DeleteTargetGroup | 'TargetGroupArn': 'GROUP' | ResourceInUse: Target group 'GROUP' is currently in use by a listener or a rule
                    ModifyTargetGroupAttributes | 'TargetGroupArn': 'GROUP', 'Attributes': [{'Key': 'deregistration_delay.timeout_seconds', 'Value': '3601'}] | ValidationError: Target group attribute value '3601' for key 'deregistration_delay.timeout_seconds' is not valid: it must be 0-3600
                    ModifyTargetGroupAttributes | 'TargetGroupArn': 'GROUP', 'Attributes': [{'Key': 'slow_start.duration_seconds', 'Value': '29'}] | ValidationError: Target group attribute value '29' for key 'slow_start.duration_seconds' is not valid: it must be 0 or 30-900
                    ModifyTargetGroupAttributes | 'TargetGroupArn': 'GROUP', 'Attributes': [{'Key': 'deregistration_delay', 'Value': '5'}] | ValidationError: Target group attribute key 'deregistration_delay' is not recognized
                    ModifyTargetGroupAttributes | 'TargetGroupArn': 'GROUP', 'Attributes': [{'Key': 'slow_start.duration_seconds', 'Value': '30'}, {'Key': 'load_balancing.algorithm.type', 'Value': 'least_outstanding_requests'}] | InvalidConfigurationRequest: Slow start is not supported with the load balancing algorithm 'least_outstanding_requests'
                    ModifyLoadBalancerAttributes | 'LoadBalancerArn': 'BALANCER', 'Attributes': [{'Key': 'idle_timeout.timeout_seconds', 'Value': '0'}] | ValidationError: Load balancer attribute value '0' for key 'idle_timeout.timeout_seconds' is not valid: it must be 1-4000
                    ModifyLoadBalancerAttributes | 'LoadBalancerArn': 'nope', 'Attributes': [] | LoadBalancerNotFound: One or more load balancers not found
                    CreateListener | 'LoadBalancerArn': 'BALANCER', 'Protocol': 'HTTP', 'Port': 80, 'DefaultActions': [{'Type': 'forward', 'TargetGroupArn': 'GROUP'}] | DuplicateListener: A listener already exists on this port for this load balancer 'BALANCER'
                    CreateListener | 'LoadBalancerArn': 'BALANCER', 'Protocol': 'HTTP', 'Port': 81, 'DefaultActions': [{'Type': 'forward', 'TargetGroupArn': 'nope'}] | TargetGroupNotFound: One or more target groups not found
                    CreateListener | 'LoadBalancerArn': 'BALANCER', 'Protocol': 'HTTP', 'Port': 81, 'DefaultActions': [] | ValidationError: At least one action must be specified
                    CreateListener | 'LoadBalancerArn': 'BALANCER', 'Protocol': 'HTTPS', 'Port': 443, 'DefaultActions': [] | ValidationError: A certificate must be specified for HTTPS listeners
                    CreateRule | 'ListenerArn': 'nope', 'Priority': 1, 'Conditions': [{'Field': 'path-pattern', 'Values': ['/a']}], 'Actions': [] | ListenerNotFound: One or more listeners not found
                    CreateRule | 'ListenerArn': 'LISTENER', 'Priority': 1, 'Conditions': [], 'Actions': [] | ValidationError: At least one condition must be specified
                    CreateRule | 'ListenerArn': 'LISTENER', 'Priority': 50001, 'Conditions': [], 'Actions': [] | ValidationError: 1 validation error detected: Value '50001' at 'priority' failed to satisfy constraint: Member must have value less than or equal to 50000
                    CreateRule | 'ListenerArn': 'LISTENER', 'Priority': 1, 'Conditions': [{'Field': 'path', 'Values': ['/a']}], 'Actions': [] | ValidationError: Condition field 'path' must be one of '[path-pattern, host-header, source-ip, http-request-method, http-header, query-string]'
                    CreateRule | 'ListenerArn': 'LISTENER', 'Priority': 1, 'Conditions': [{'Field': 'path-pattern', 'Values': ['/a', '/b', '/c', '/d', '/e', '/f']}], 'Actions': [] | ValidationError: A rule can only have '5' condition values
                    DescribeRules | 'RuleArns': ['nope'] | RuleNotFound: One or more rules not found
                    RegisterTargets | 'TargetGroupArn': 'GROUP', 'Targets': [{'Id': 'i-0123'}] | InvalidTarget: The IP address 'i-0123' is not a valid IPv4 address
                    """)
    void a_bad_call_is_refused(String operation, String members, String expected) {
        String input =
                ("{" + members + "}")
                        .replace("GROUP", group)
                        .replace("BALANCER", balancer)
                        .replace("LISTENER", listener);
        assertThat(
                        aws.refusal("elbv2:" + operation, input)
                                .replace(group, "GROUP")
                                .replace(balancer, "BALANCER"))
                .isEqualTo(expected);
    }

    @Test
    void a_new_target_group_has_the_defaults_of_aws() {
        JsonNode shown =
                aws.call("elbv2:DescribeTargetGroups", "{'Names': ['shop']}").at("/TargetGroups/0");
        assertContains(
                shown,
                "{'HealthCheckEnabled': true, 'HealthCheckIntervalSeconds': 30,"
                        + " 'HealthCheckTimeoutSeconds': 5, 'HealthyThresholdCount': 5,"
                        + " 'UnhealthyThresholdCount': 2, 'HealthCheckPath': '/',"
                        + " 'HealthCheckPort': 'traffic-port', 'HealthCheckProtocol': 'HTTP',"
                        + " 'ProtocolVersion': 'HTTP1', 'Matcher': {'HttpCode': '200'},"
                        + " 'LoadBalancerArns': ['"
                        + balancer
                        + "']}");
        assertThat(
                        aws.call(
                                        "elbv2:DescribeTargetGroupAttributes",
                                        "{'TargetGroupArn': '" + group + "'}")
                                .toString())
                .contains(
                        "{\"Key\":\"deregistration_delay.timeout_seconds\",\"Value\":\"300\"}",
                        "{\"Key\":\"slow_start.duration_seconds\",\"Value\":\"0\"}",
                        "{\"Key\":\"load_balancing.algorithm.type\",\"Value\":\"round_robin\"}");
    }

    @Test
    void a_modification_changes_what_it_names_and_nothing_else() {
        aws.call(
                "elbv2:ModifyTargetGroup",
                "{'TargetGroupArn': '"
                        + group
                        + "', 'HealthCheckIntervalSeconds': 5, 'HealthCheckTimeoutSeconds': 2,"
                        + " 'HealthyThresholdCount': 2}");
        aws.call(
                "elbv2:ModifyTargetGroupAttributes",
                "{'TargetGroupArn': '"
                        + group
                        + "', 'Attributes': [{'Key': 'deregistration_delay.timeout_seconds',"
                        + " 'Value': '5'}]}");
        var changed = aws.world.traffic().targetGroups.require(group);
        assertThat(changed.healthCheck().intervalSeconds()).isEqualTo(5);
        assertThat(changed.healthCheck().timeoutSeconds()).isEqualTo(2);
        assertThat(changed.healthCheck().healthyThreshold()).isEqualTo(2);
        assertThat(changed.healthCheck().unhealthyThreshold()).isEqualTo(2);
        assertThat(changed.attributes().deregistrationDelaySeconds()).isEqualTo(5);
    }

    @Test
    void rules_come_back_as_they_were_made() {
        String rule =
                "'Conditions': [{'Field': 'path-pattern', 'Values': ['/api/*'],"
                        + " 'PathPatternConfig': {'Values': ['/api/*']}}], 'Actions': [{'Type':"
                        + " 'fixed-response', 'FixedResponseConfig': {'MessageBody': 'soon',"
                        + " 'StatusCode': '503', 'ContentType': 'text/plain'}}]";
        JsonNode made =
                aws.call(
                                "elbv2:CreateRule",
                                "{'ListenerArn': '"
                                        + listener
                                        + "', 'Priority': 10, "
                                        + rule.replace(
                                                ", 'PathPatternConfig': {'Values': ['/api/*']}", "")
                                        + "}")
                        .at("/Rules/0");
        assertContains(made, "{" + rule + ", 'Priority': '10', 'IsDefault': false}");
        assertThat(
                        aws.refusal(
                                "elbv2:CreateRule",
                                "{'ListenerArn': '"
                                        + listener
                                        + "', 'Priority': 10, "
                                        + rule
                                        + "}"))
                .startsWith("PriorityInUse: Priority '10' is currently in use");
        JsonNode rules =
                aws.call("elbv2:DescribeRules", "{'ListenerArn': '" + listener + "'}").get("Rules");
        assertThat(rules.findValuesAsText("Priority")).containsExactly("10", "default");
        String defaultRule = rules.at("/1/RuleArn").asText();
        assertThat(aws.refusal("elbv2:DeleteRule", "{'RuleArn': '" + defaultRule + "'}"))
                .isEqualTo(
                        "OperationNotPermitted: Default rule '"
                                + defaultRule
                                + "' cannot be deleted");
        aws.call("elbv2:DeleteRule", "{'RuleArn': '" + made.get("RuleArn").asText() + "'}");
        assertThat(
                        aws.call("elbv2:DescribeRules", "{'ListenerArn': '" + listener + "'}")
                                .get("Rules"))
                .hasSize(1);
    }

    @Test
    void a_target_by_hand_drains_for_the_deregistration_delay() {
        String target = "'Targets': [{'Id': '10.1.0.9', 'Port': 8080}]}";
        aws.call("elbv2:RegisterTargets", "{'TargetGroupArn': '" + group + "', " + target);
        aws.wait(5);
        assertThat(state()).isEqualTo("healthy");
        aws.call("elbv2:DeregisterTargets", "{'TargetGroupArn': '" + group + "', " + target);
        aws.wait(299);
        assertThat(state()).isEqualTo("draining");
        aws.wait(2);
        assertThat(state()).isEqualTo("unused");
    }

    private String state() {
        return aws.call(
                        "elbv2:DescribeTargetHealth",
                        "{'TargetGroupArn': '"
                                + group
                                + "', 'Targets': [{'Id': '10.1.0.9', 'Port': 8080}]}")
                .at("/TargetHealthDescriptions/0/TargetHealth/State")
                .asText();
    }

    @Test
    void a_deleted_load_balancer_leaves_its_target_groups() {
        aws.call("elbv2:DeleteLoadBalancer", "{'LoadBalancerArn': '" + balancer + "'}");
        assertThat(aws.world.traffic().listeners.size()).isZero();
        aws.call("elbv2:DeleteTargetGroup", "{'TargetGroupArn': '" + group + "'}");
        assertThat(aws.world.traffic().targetGroups.size()).isZero();
    }

    @Test
    void listeners_and_rules_are_as_many_as_the_account_may_have() {
        aws.loop.decide(turn -> {
            turn.put(
                    aws.world.admission().quotasTable,
                    Quotas.DEFAULT
                            .with(Quota.LISTENERS_PER_LOAD_BALANCER, 2)
                            .with(Quota.RULES_PER_LOAD_BALANCER, 1));
            return aws.world;
        });
        String forward = "[{'Type': 'forward', 'TargetGroupArn': '" + group + "'}]";
        String rule =
                "{'ListenerArn': '%s', 'Priority': %d, 'Conditions':"
                        + " [{'Field': 'path-pattern', 'Values': ['/a']}], 'Actions': %s}";
        aws.call("elbv2:CreateRule", rule.formatted(listener, 1, forward));
        assertThat(aws.refusal("elbv2:CreateRule", rule.formatted(listener, 2, forward)))
                .isEqualTo("TooManyRules: The maximum number of rules, 1, has been reached");
        String more =
                "{'LoadBalancerArn': '%s', 'Protocol': 'HTTP', 'Port': %d, 'DefaultActions': %s}";
        aws.call("elbv2:CreateListener", more.formatted(balancer, 81, forward));
        assertThat(aws.refusal("elbv2:CreateListener", more.formatted(balancer, 82, forward)))
                .isEqualTo(
                        "TooManyListeners: The maximum number of listeners, 2, has been reached");
    }
}
