package dev.kingtide.aws.elbv2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kingtide.aws.ApiWorld;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Lists are answered page by page, and load balancers are in the VPC that there is.
class BalancerPagesTest {
    private final ApiWorld aws = new ApiWorld();
    private String listener = "";

    @BeforeEach
    void a_listener_with_rules_and_some_groups() {
        String group = aws.shopFront();
        listener = aws.world.traffic().listeners.rows().iterator().next().arn();
        for (int i = 1; i <= 5; i++) {
            aws.call(
                    "elbv2:CreateRule",
                    """
                    {'ListenerArn': '%s', 'Priority': %d,
                     'Conditions': [{'Field': 'path-pattern', 'Values': ['/a']}],
                     'Actions': [{'Type': 'forward', 'TargetGroupArn': '%s'}]}
                    """
                            .formatted(listener, i, group));
            aws.call(
                    "elbv2:CreateTargetGroup",
                    "{'Name': 'g" + i + "', 'Protocol': 'HTTP', 'Port': 80, 'VpcId': 'vpc-1'}");
            aws.call(
                    "elbv2:CreateLoadBalancer",
                    "{'Name': 'b" + i + "', 'Subnets': ['subnet-a', 'subnet-b']}");
        }
    }

    private JsonNode page(String operation, String members, String marker) {
        String asked = members.replace("LISTENER", listener).replace("BALANCER", balancer());
        return aws.call(
                "elbv2:" + operation,
                "{" + asked + (marker.isEmpty() ? "" : ", 'Marker': '" + marker + "'") + "}");
    }

    private String balancer() {
        return aws.world.traffic().loadBalancers.rows().iterator().next().arn();
    }

    private static List<String> sizes(List<JsonNode> pages, String list) {
        return pages.stream().map(page -> Integer.toString(page.path(list).size())).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    DescribeLoadBalancers | LoadBalancers | 'PageSize': 4 | 4 2
                    DescribeLoadBalancers | LoadBalancers | 'PageSize': 6 | 6
                    DescribeLoadBalancers | LoadBalancers | 'PageSize': 400 | 6
                    DescribeTargetGroups | TargetGroups | 'PageSize': 1 | 1 1 1 1 1 1
                    DescribeRules | Rules | 'ListenerArn': 'LISTENER', 'PageSize': 5 | 5 1
                    DescribeListeners | Listeners | 'LoadBalancerArn': 'BALANCER', 'PageSize': 1 | 1
                    DescribeListenerCertificates | Certificates | 'ListenerArn': 'LISTENER', 'PageSize': 1 | 0
                    DescribeAccountLimits | Limits | 'PageSize': 6 | 6 5
                    """)
    void a_list_comes_in_pages_of_the_size_that_is_asked_for(
            String operation, String list, String members, String expected) {
        List<JsonNode> pages = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        String marker = "";
        do {
            JsonNode page = page(operation, members, marker);
            pages.add(page);
            page.path(list).forEach(row -> seen.add(row.toString()));
            marker = page.path("NextMarker").asText();
        } while (!marker.isEmpty());
        assertThat(String.join(" ", sizes(pages, list))).isEqualTo(expected);
        assertThat(seen).doesNotHaveDuplicates();
    }

    @Test
    void policies_come_in_pages_too() {
        JsonNode first = page("DescribeSSLPolicies", "'PageSize': 3", "");
        JsonNode second =
                page("DescribeSSLPolicies", "'PageSize': 3", first.path("NextMarker").asText());
        assertThat(names(first)).hasSize(3).doesNotContainAnyElementsOf(names(second));
        assertThat(names(second)).hasSize(3);
    }

    private static List<String> names(JsonNode page) {
        List<String> names = new ArrayList<>();
        page.path("SslPolicies").forEach(each -> names.add(each.path("Name").asText()));
        return names;
    }

    @Test
    void what_goes_between_two_pages_is_neither_missed_nor_repeated_by_the_others() {
        String asked = "'ListenerArn': 'LISTENER', 'PageSize': 2";
        JsonNode first = page("DescribeRules", asked, "");
        delete(first, 0);
        String marker = first.path("NextMarker").asText();
        JsonNode second = page("DescribeRules", asked, marker);
        assertThat(second.path("Rules").findValuesAsText("Priority")).containsExactly("3", "4");
        delete(second, 1);
        JsonNode third = page("DescribeRules", asked, second.path("NextMarker").asText());
        assertThat(third.path("Rules").findValuesAsText("Priority")).endsWith("5", "default");
    }

    private void delete(JsonNode page, int index) {
        String arn = page.path("Rules").get(index).path("RuleArn").asText();
        aws.call("elbv2:DeleteRule", "{'RuleArn': '" + arn + "'}");
    }

    @Test
    void a_marker_is_for_one_list_only() {
        String marker =
                page("DescribeTargetGroups", "'PageSize': 1", "").path("NextMarker").asText();
        for (String bad : List.of(marker, "none", "****", "cnVsZXM")) {
            assertThat(aws.refusal("elbv2:DescribeLoadBalancers", "{'Marker': '" + bad + "'}"))
                    .isEqualTo("ValidationError: The marker '" + bad + "' is not valid");
        }
    }

    @Test
    void load_balancers_are_in_the_vpc_that_there_is() {
        String vpc = aws.call("ec2:DescribeVpcs", "{}").at("/Vpcs/0/VpcId").asText();
        assertThat(vpc).startsWith("vpc-");
        assertThat(page("DescribeLoadBalancers", "'PageSize': 9", "").findValuesAsText("VpcId"))
                .hasSize(6)
                .containsOnly(vpc);
    }
}
