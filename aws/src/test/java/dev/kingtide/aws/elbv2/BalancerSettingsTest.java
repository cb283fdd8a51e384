package dev.kingtide.aws.elbv2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kingtide.aws.ApiWorld;
import dev.kingtide.core.admission.Quota;
import dev.kingtide.core.admission.Quotas;
import dev.kingtide.core.driver.EdgeObservation;
import dev.kingtide.core.traffic.TargetState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tags, places, priorities, limits and anomalies: what is set and shown beside the life of a load
/// balancer.
class BalancerSettingsTest {
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

    private String filled(String members) {
        return ("{" + members + "}")
                .replace("GROUP", group)
                .replace("BALANCER", balancer)
                .replace("LISTENER", listener);
    }

    private JsonNode call(String operation, String members) {
        return aws.call("elbv2:" + operation, filled(members));
    }

    private String rule(int priority) {
        return call(
                        "CreateRule",
                        "'ListenerArn': 'LISTENER', 'Priority': "
                                + priority
                                + ", 'Conditions': [{'Field': 'path-pattern', 'Values': ['/a']}],"
                                + " 'Actions': [{'Type': 'forward', 'TargetGroupArn': 'GROUP'}],"
                                + " 'Tags': [{'Key': 'a', 'Value': 'b'}]")
                .at("/Rules/0/RuleArn")
                .asText();
    }

    private List<String> tags(String... arns) {
        List<String> tags = new ArrayList<>();
        String list = "'" + String.join("', '", arns) + "'";
        for (JsonNode each :
                call("DescribeTags", "'ResourceArns': [" + list + "]").path("TagDescriptions")) {
            StringBuilder text = new StringBuilder();
            for (JsonNode tag : each.path("Tags")) {
                text.append(tag.path("Key").asText()).append('=');
                text.append(tag.path("Value").asText()).append(' ');
            }
            tags.add(text.toString().strip());
        }
        return tags;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    AddTags | 'ResourceArns': ['BALANCER'], 'Tags': [{'Key': 'a'}, {'Key': 'a'}] | DuplicateTagKeys: The tag key 'a' was specified twice
                    AddTags | 'ResourceArns': ['BALANCER'], 'Tags': [{'Key': 'aws:a'}] | ValidationError: The tag key 'aws:a' cannot begin with 'aws:'
                    AddTags | 'ResourceArns': ['a:loadbalancer/app/none/1'], 'Tags': [{'Key': 'a'}] | LoadBalancerNotFound: One or more load balancers not found
                    AddTags | 'ResourceArns': ['a:targetgroup/none/1'], 'Tags': [{'Key': 'a'}] | TargetGroupNotFound: One or more target groups not found
                    DescribeTags | 'ResourceArns': ['a:listener/app/none/1/2'] | ListenerNotFound: One or more listeners not found
                    DescribeTags | 'ResourceArns': ['a:listener-rule/app/none/1/2/3'] | RuleNotFound: One or more rules not found
                    DescribeTags | 'ResourceArns': ['none'] | ValidationError: 'none' is not a valid ARN
                    RemoveTags | 'ResourceArns': ['BALANCER', 'a:targetgroup/none/1'], 'TagKeys': ['a'] | TargetGroupNotFound: One or more target groups not found
                    SetSubnets | 'LoadBalancerArn': 'BALANCER', 'Subnets': ['subnet-a'] | ValidationError: At least two subnets in two different Availability Zones must be specified
                    SetSubnets | 'LoadBalancerArn': 'none', 'Subnets': ['subnet-a', 'subnet-b'] | LoadBalancerNotFound: One or more load balancers not found
                    SetSubnets | 'LoadBalancerArn': 'BALANCER', 'Subnets': ['subnet-a', 'subnet-b'], 'IpAddressType': 'dualstack' | InvalidConfigurationRequest: The IP address type 'dualstack' is not supported by Kingtide
                    SetIpAddressType | 'LoadBalancerArn': 'BALANCER', 'IpAddressType': 'dualstack' | InvalidConfigurationRequest: The IP address type 'dualstack' is not supported by Kingtide
                    SetSecurityGroups | 'LoadBalancerArn': 'BALANCER', 'SecurityGroups': [] | InvalidConfigurationRequest: Security groups cannot be empty for load balancer 'BALANCER'
                    SetRulePriorities | 'RulePriorities': [{'RuleArn': 'none', 'Priority': 1}] | RuleNotFound: One or more rules not found
                    SetRulePriorities | 'RulePriorities': [{'Priority': 1}] | ValidationError: A rule ARN and a priority must be specified
                    ModifyCapacityReservation | 'LoadBalancerArn': 'BALANCER', 'MinimumLoadBalancerCapacity': {'CapacityUnits': 100} | InvalidConfigurationRequest: A capacity reservation is not supported by Kingtide
                    ModifyTargetGroupAttributes | 'TargetGroupArn': 'GROUP', 'Attributes': [{'Key': 'load_balancing.cross_zone.enabled', 'Value': 'false'}, {'Key': 'stickiness.enabled', 'Value': 'true'}] | InvalidConfigurationRequest: Stickiness is not supported when cross-zone load balancing is disabled
                    """)
    void a_bad_call_is_refused(String operation, String members, String expected) {
        assertThat(aws.refusal("elbv2:" + operation, filled(members)))
                .isEqualTo(expected.replace("BALANCER", balancer));
    }

    @Test
    void tags_come_with_what_is_created_change_and_go_with_it() {
        String rule = rule(1);
        assertThat(tags(rule, listener)).containsExactly("a=b", "");
        call(
                "AddTags",
                "'ResourceArns': ['BALANCER', '"
                        + rule
                        + "'], 'Tags': [{'Key': 'a', 'Value': 'c'}, {'Key': 'd', 'Value': ''}]");
        assertThat(tags(balancer, rule)).containsExactly("a=c d=", "a=c d=");
        call("RemoveTags", "'ResourceArns': ['" + rule + "'], 'TagKeys': ['a', 'none']");
        assertThat(tags(balancer, rule)).containsExactly("a=c d=", "d=");
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 49; i++) {
            many.append(i == 0 ? "" : ", ").append("{'Key': 'k").append(i).append("'}");
        }
        assertThat(
                        aws.refusal(
                                "elbv2:AddTags",
                                filled("'ResourceArns': ['BALANCER'], 'Tags': [" + many + "]")))
                .isEqualTo("TooManyTags: The maximum number of tags, 50, has been reached");
        call("DeleteLoadBalancer", "'LoadBalancerArn': 'BALANCER'");
        assertThat(aws.world.tags().table.size()).isZero();
    }

    @Test
    void a_load_balancer_moves_to_other_subnets_and_security_groups() {
        assertThat(
                        call(
                                        "SetSubnets",
                                        "'LoadBalancerArn': 'BALANCER', 'Subnets': ['subnet-a',"
                                                + " 'subnet-b', 'subnet-c']")
                                .at("/AvailabilityZones"))
                .hasSize(3);
        assertThat(
                        call(
                                        "SetSecurityGroups",
                                        "'LoadBalancerArn': 'BALANCER', 'SecurityGroups': ['sg-2']")
                                .at("/SecurityGroupIds/0")
                                .asText())
                .isEqualTo("sg-2");
        JsonNode seen = call("DescribeLoadBalancers", "").at("/LoadBalancers/0");
        assertThat(seen.path("AvailabilityZones")).hasSize(3);
        assertThat(seen.at("/SecurityGroups/0").asText()).isEqualTo("sg-2");
        assertThat(
                        call(
                                        "SetIpAddressType",
                                        "'LoadBalancerArn': 'BALANCER', 'IpAddressType': 'ipv4'")
                                .path("IpAddressType")
                                .asText())
                .isEqualTo("ipv4");
    }

    @Test
    void rules_change_places_at_once() {
        String first = rule(1);
        String second = rule(2);
        String change =
                "'RulePriorities': [{'RuleArn': '%s', 'Priority': %d}, {'RuleArn': '%s',"
                        + " 'Priority': %d}]";
        call("SetRulePriorities", change.formatted(first, 2, second, 1));
        JsonNode rules = call("DescribeRules", "'ListenerArn': 'LISTENER'").path("Rules");
        assertThat(rules.findValuesAsText("Priority")).containsExactly("1", "2", "default");
        assertThat(rules.at("/0/RuleArn").asText()).isEqualTo(second);
        assertThat(
                        aws.refusal(
                                "elbv2:SetRulePriorities",
                                filled(change.formatted(first, 7, second, 7))))
                .isEqualTo("PriorityInUse: Priority '7' is currently in use");
        String standard = rules.at("/2/RuleArn").asText();
        assertThat(
                        aws.refusal(
                                "elbv2:SetRulePriorities",
                                filled(change.formatted(first, 3, standard, 4))))
                .isEqualTo(
                        "OperationNotPermitted: The priority of default rule '"
                                + standard
                                + "' cannot be changed");
    }

    @Test
    void limits_are_those_that_calls_are_refused_by() {
        aws.loop.decide(turn -> {
            turn.put(
                    aws.world.admission().quotasTable,
                    Quotas.DEFAULT
                            .with(Quota.LOAD_BALANCERS, 1)
                            .with(Quota.TARGET_GROUPS, 1)
                            .with(Quota.TARGETS_PER_LOAD_BALANCER, 1));
            return aws.world;
        });
        JsonNode limits = call("DescribeAccountLimits", "").path("Limits");
        assertThat(limits.findValuesAsText("Name"))
                .contains("application-load-balancers", "condition-values-per-alb-rule");
        assertThat(limits.at("/0/Max").asText()).isEqualTo("1");
        assertThat(
                        aws.refusal(
                                "elbv2:CreateLoadBalancer",
                                "{'Name': 'b', 'Subnets': ['subnet-a', 'subnet-b']}"))
                .isEqualTo(
                        "TooManyLoadBalancers: The maximum number of load balancers, 1, has been"
                                + " reached");
        assertThat(
                        aws.refusal(
                                "elbv2:CreateTargetGroup",
                                "{'Name': 'b', 'Protocol': 'HTTP', 'Port': 80, 'VpcId': 'v'}"))
                .isEqualTo(
                        "TooManyTargetGroups: The maximum number of target groups, 1, has been"
                                + " reached");
        String targets = "'TargetGroupArn': 'GROUP', 'Targets': [{'Id': '10.0.0.%d'}]";
        call("RegisterTargets", targets.formatted(1));
        call("RegisterTargets", targets.formatted(1));
        assertThat(aws.refusal("elbv2:RegisterTargets", filled(targets.formatted(2))))
                .startsWith("TooManyTargets: ");
    }

    @Test
    void anomalies_are_shown_to_who_asks_for_them() {
        for (int i = 1; i <= 3; i++) {
            call(
                    "RegisterTargets",
                    "'TargetGroupArn': 'GROUP', 'Targets': [{'Id': '10.0.0." + i + "'}]");
        }
        List<String> keys = new ArrayList<>();
        aws.world.traffic().targetsByGroup.get(group).forEach(target -> keys.add(target.key()));
        for (String key : keys) {
            aws.loop.observe(
                    new EdgeObservation.TargetHealthChanged(key, TargetState.HEALTHY, null, ""));
        }
        aws.loop.observe(
                new EdgeObservation.AnomaliesChanged(
                        group, List.of(keys.get(1)), keys.subList(1, 3)));
        aws.loop.observe(
                new EdgeObservation.AnomaliesChanged("gone", List.of("gone 1"), List.of()));
        assertThat(anomalies("'Include': ['AnomalyDetection']"))
                .containsExactly("normal no", "anomalous yes", "normal yes");
        assertThat(anomalies("'Include': ['All']")).hasSize(3).doesNotContain(" ");
        assertThat(anomalies("'Include': []")).containsOnly(" ");
        aws.loop.observe(new EdgeObservation.AnomaliesChanged(group, List.of(), List.of()));
        assertThat(anomalies("'Include': ['All']")).containsOnly("normal no");
        assertThat(aws.world.traffic().anomalies.size()).isZero();
    }

    private List<String> anomalies(String include) {
        List<String> seen = new ArrayList<>();
        for (JsonNode each :
                call("DescribeTargetHealth", "'TargetGroupArn': 'GROUP', " + include)
                        .path("TargetHealthDescriptions")) {
            JsonNode anomaly = each.path("AnomalyDetection");
            seen.add(
                    anomaly.path("Result").asText()
                            + ' '
                            + anomaly.path("MitigationInEffect").asText());
        }
        return seen;
    }
}
