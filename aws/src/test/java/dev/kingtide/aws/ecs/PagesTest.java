package dev.kingtide.aws.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kingtide.aws.ApiWorld;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagesTest {
    private final ApiWorld aws = new ApiWorld();

    private void definition(String family, int revisions) {
        for (int i = 0; i < revisions; i++) {
            aws.call(
                    "ecs:RegisterTaskDefinition",
                    "{'family': '%s', 'containerDefinitions': [{'name': 'c', 'image': 'i',"
                                    .formatted(family)
                            + " 'memory': 8}]}");
        }
    }

    private List<String> all(String operation, String member, String input) {
        List<String> found = new ArrayList<>();
        String token = "";
        do {
            JsonNode page =
                    aws.call(
                            "ecs:" + operation,
                            "{"
                                    + input
                                    + (token.isEmpty() ? "" : ", 'nextToken': '%s'")
                                            .formatted(token)
                                    + "}");
            page.get(member).forEach(each -> found.add(last(each.asText())));
            token = page.path("nextToken").asText();
        } while (!token.isEmpty());
        return found;
    }

    private static String last(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "maxResults": 2                                      | a:1 a:2 a:3 b:1 b:2 c:1
                    "maxResults": 4, "sort": "DESC"                      | c:1 b:2 b:1 a:3 a:2 a:1
                    "maxResults": 1, "familyPrefix": "b"                 | b:1 b:2
                    "maxResults": 1, "familyPrefix": "b", "sort": "DESC" | b:2 b:1
                    "maxResults": 1, "familyPrefix": "nope"              | ''
                    "maxResults": 1, "status": "INACTIVE"                | b:3
                    """)
    void task_definitions_are_listed_by_family_and_revision(String input, String expected) {
        definition("c", 1);
        definition("a", 3);
        definition("b", 3);
        aws.call("ecs:DeregisterTaskDefinition", "{'taskDefinition': 'b:3'}");
        assertThat(String.join(" ", all("ListTaskDefinitions", "taskDefinitionArns", input)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "maxResults": 1                         | abc abd b
                    "maxResults": 1, "familyPrefix": "ab"   | abc abd
                    "maxResults": 2, "status": "ACTIVE"     | abd b
                    "maxResults": 2, "status": "INACTIVE"   | abc
                    "maxResults": 2, "status": "ALL"        | abc abd b
                    """)
    void families_are_listed_by_prefix_and_status(String input, String expected) {
        definition("b", 2);
        definition("abd", 1);
        definition("abc", 1);
        aws.call("ecs:DeregisterTaskDefinition", "{'taskDefinition': 'abc:1'}");
        assertThat(String.join(" ", all("ListTaskDefinitionFamilies", "families", input)))
                .isEqualTo(expected);
    }

    @Test
    void what_comes_and_goes_between_two_pages_neither_shifts_nor_repeats_the_others() {
        for (String name : List.of("a", "b", "c", "d")) {
            aws.call("ecs:CreateCluster", "{'clusterName': '" + name + "'}");
        }
        JsonNode first = aws.call("ecs:ListClusters", "{'maxResults': 2}");
        assertThat(first.get("clusterArns").findValuesAsText("")).isEmpty();
        aws.call("ecs:DeleteCluster", "{'cluster': 'a'}");
        aws.call("ecs:DeleteCluster", "{'cluster': 'b'}");
        aws.call("ecs:CreateCluster", "{'clusterName': 'e'}");
        String rest = "'nextToken': '" + first.get("nextToken").asText() + "'";
        List<String> found = new ArrayList<>();
        aws.call("ecs:ListClusters", "{" + rest + "}")
                .get("clusterArns")
                .forEach(arn -> found.add(last(arn.asText())));
        assertThat(found).containsExactly("c", "d", "e");
    }

    @Test
    void a_page_goes_on_although_the_row_it_ended_with_is_gone() {
        aws.call("ecs:CreateCluster", "{}");
        for (int i = 0; i < 4; i++) {
            aws.call(
                    "ecs:RegisterContainerInstance",
                    "{'totalResources': [{'name': 'CPU', 'integerValue': 1024},"
                            + " {'name': 'MEMORY', 'integerValue': 1024}]}");
            aws.wait(1);
        }
        JsonNode first = aws.call("ecs:ListContainerInstances", "{'maxResults': 2}");
        String gone = last(first.at("/containerInstanceArns/1").asText());
        aws.loop.observe(new dev.kingtide.core.driver.TaskObservation.InstanceLost(gone));
        String token = first.get("nextToken").asText();
        assertThat(
                        aws.call("ecs:ListContainerInstances", "{'nextToken': '" + token + "'}")
                                .get("containerInstanceArns"))
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    ListClusters | 'maxResults': 0 | maxResults must be between 1 and 100.
                    ListClusters | 'maxResults': 101 | maxResults must be between 1 and 100.
                    ListServices | 'maxResults': 101 | maxResults must be between 1 and 100.
                    ListTasks | 'maxResults': -1 | maxResults must be between 1 and 100.
                    ListTaskDefinitions | 'maxResults': 101 | maxResults must be between 1 and 100.
                    ListTaskDefinitionFamilies | 'maxResults': 101 | maxResults must be between 1 and 100.
                    ListContainerInstances | 'maxResults': 101 | maxResults must be between 1 and 100.
                    ListClusters | 'nextToken': 'nope' | Invalid nextToken.
                    ListClusters | 'nextToken': '???' | Invalid nextToken.
                    ListContainerInstances | 'filter': 'agentConnected ==' | Invalid expression 'agentConnected ==': at position 17: found the end, expected a value.
                    """)
    void a_bad_page_is_refused(String operation, String input, String message) {
        assertThat(aws.refusal("ecs:" + operation, "{" + input + "}"))
                .isEqualTo("InvalidParameterException: " + message);
    }

    @Test
    void a_token_of_another_list_is_refused() {
        definition("a", 2);
        String token =
                aws.call("ecs:ListTaskDefinitions", "{'maxResults': 1}").get("nextToken").asText();
        assertThat(aws.refusal("ecs:ListClusters", "{'nextToken': '" + token + "'}"))
                .isEqualTo("InvalidParameterException: Invalid nextToken.");
    }

    @Test
    void instances_are_found_by_an_expression() {
        aws.call("ecs:CreateCluster", "{}");
        for (String zone : List.of("us-east-1a", "us-east-1b", "us-east-1a")) {
            aws.call(
                    "ecs:RegisterContainerInstance",
                    "{'attributes': [{'name': 'ecs.availability-zone', 'value': '%s'}],"
                                    .formatted(zone)
                            + " 'totalResources': [{'name': 'CPU', 'integerValue': 1024},"
                            + " {'name': 'MEMORY', 'integerValue': 1024}]}");
        }
        assertThat(
                        all(
                                "ListContainerInstances",
                                "containerInstanceArns",
                                "'maxResults': 1, 'filter': 'attribute:ecs.availability-zone =="
                                        + " us-east-1a'"))
                .hasSize(2);
    }
}
