package dev.kingtide.aws.ec2;

import static dev.kingtide.aws.ApiWorld.assertContains;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kingtide.aws.ApiWorld;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterfaceTest {
    private final ApiWorld aws = new ApiWorld();
    private final List<String> tasks = new ArrayList<>();

    @BeforeEach
    void three_tasks_with_interfaces_and_one_that_waits_for_its() {
        aws.call("ecs:CreateCluster", "{}");
        aws.webDefinition();
        for (int i = 0; i < 4; i++) {
            aws.wait(i == 3 ? 15 : 1);
            tasks.add(
                    aws.call(
                                    "ecs:RunTask",
                                    "{'taskDefinition': 'web', 'launchType': 'FARGATE',"
                                            + " 'networkConfiguration': {'awsvpcConfiguration':"
                                            + " {'subnets': ['subnet-a'], 'securityGroups':"
                                            + " ['sg-%d']}}}".formatted(i))
                            .at("/tasks/0/taskArn")
                            .asText());
        }
    }

    private JsonNode described(String members) {
        return aws.call("ec2:DescribeNetworkInterfaces", "{" + members + "}");
    }

    private static List<String> ids(JsonNode answer) {
        return answer.get("NetworkInterfaces").findValuesAsText("NetworkInterfaceId");
    }

    /// What ECS says of the interface of a task.
    private String detail(int task, String name) {
        JsonNode shown =
                aws.call("ecs:DescribeTasks", "{'tasks': ['" + tasks.get(task) + "']}")
                        .at("/tasks/0/attachments/0");
        for (JsonNode detail : shown.get("details")) {
            if (detail.get("name").asText().equals(name)) {
                return detail.get("value").asText();
            }
        }
        throw new AssertionError(shown.toString());
    }

    @Test
    void an_interface_is_the_one_that_its_task_shows() {
        String id = detail(1, "networkInterfaceId");
        JsonNode shown = described("'NetworkInterfaceIds': ['" + id + "']");
        assertThat(ids(shown)).containsExactly(id);
        assertContains(
                shown.at("/NetworkInterfaces/0"),
                "{'MacAddress': '%s', 'PrivateIpAddress': '%s', 'PrivateDnsName': '%s',"
                                .formatted(
                                        detail(1, "macAddress"),
                                        detail(1, "privateIPv4Address"),
                                        detail(1, "privateDnsName"))
                        + " 'SubnetId': 'subnet-a', 'AvailabilityZone': 'us-east-1a', 'Status':"
                        + " 'in-use', 'OwnerId': '123456789012', 'RequesterManaged': true,"
                        + " 'InterfaceType': 'interface', 'Groups': [{'GroupId': 'sg-1'}]}");
        assertThat(shown.at("/NetworkInterfaces/0/Description").asText())
                .startsWith("arn:aws:ecs:us-east-1:123456789012:attachment/");
    }

    @Test
    void only_a_task_that_has_its_address_has_an_interface() {
        assertThat(ids(described(""))).hasSize(3).doesNotHaveDuplicates();
        aws.wait(30);
        assertThat(ids(described(""))).hasSize(4);
        String gone = detail(0, "networkInterfaceId");
        aws.call("ecs:StopTask", "{'task': '" + tasks.getFirst() + "'}");
        aws.wait(60);
        assertThat(ids(described(""))).hasSize(3).doesNotContain(gone);
    }

    @ParameterizedTest
    @CsvSource({
        "group-id,sg-2,1",
        "group-id,sg-*,3",
        "subnet-id,subnet-a,3",
        "subnet-id,subnet-b,0",
        "vpc-id,vpc-1,0",
        "private-ip-address,10.0.0.2,1",
        "private-dns-name,ip-10-0-0-3.ec2.internal,1",
        "availability-zone,us-east-1a,3",
        "status,available,0",
        "network-interface-id,eni-*,3",
        "network-interface-id,eni-1,0",
        "requester-managed,true,3"
    })
    void a_filter_finds_what_fits(String name, String value, int count) {
        assertThat(
                        ids(
                                described(
                                        "'Filters': [{'Name': '%s', 'Values': ['%s']}]"
                                                .formatted(name, value))))
                .hasSize(count);
    }

    @Test
    void ids_in_a_filter_are_found_and_those_that_are_not_there_are_none() {
        String id = detail(2, "networkInterfaceId");
        String filter =
                "'Filters': [{'Name': 'network-interface-id', 'Values': ['eni-1', '%s']}]"
                        .formatted(id);
        assertThat(ids(described(filter))).containsExactly(id);
        assertThat(ids(described("'NetworkInterfaceIds': ['" + id + "'], " + filter)))
                .containsExactly(id);
    }

    @Test
    void a_page_goes_on_where_the_last_one_ended_even_when_that_has_gone() {
        aws.wait(30);
        for (int i = 0; i < 4; i++) {
            aws.call(
                    "ecs:RunTask",
                    "{'taskDefinition': 'web', 'launchType': 'FARGATE', 'networkConfiguration':"
                            + " {'awsvpcConfiguration': {'subnets': ['subnet-a']}}}");
            aws.wait(15);
        }
        JsonNode first = described("'MaxResults': 5");
        assertThat(ids(first)).hasSize(5);
        String next = "'MaxResults': 5, 'NextToken': '" + first.get("NextToken").asText() + "'";
        List<String> rest = ids(described(next));
        assertThat(rest).hasSize(3).doesNotContainAnyElementsOf(ids(first));
        String last = ids(first).getLast();
        String task =
                aws.world.tasks().table.rows().stream()
                        .filter(t -> last.endsWith(t.interfaceDigits()))
                        .findFirst()
                        .orElseThrow()
                        .id();
        aws.call("ecs:StopTask", "{'task': '" + task + "'}");
        aws.wait(60);
        assertThat(ids(described(next))).isEqualTo(rest);
        assertThat(described(next).has("NextToken")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    'NetworkInterfaceIds': ['eni-1'] | InvalidNetworkInterfaceID.NotFound: The networkInterface ID 'eni-1' does not exist
                    'NetworkInterfaceIds': ['eni-1'], 'MaxResults': 5 | InvalidParameterCombination: The parameter networkInterfaceIds cannot be used with the parameter maxResults
                    'NextToken': 'nothing' | InvalidPaginationToken: The specified pagination token is not valid.
                    'Filters': [{'Name': 'colour', 'Values': ['red']}] | InvalidParameterValue: The filter 'colour' is invalid
                    """)
    void what_cannot_be_answered_is_refused(String members, String expected) {
        assertThat(aws.refusal("ec2:DescribeNetworkInterfaces", "{" + members + "}"))
                .isEqualTo(expected);
    }
}
