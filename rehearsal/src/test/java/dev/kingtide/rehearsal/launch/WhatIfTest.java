package dev.kingtide.rehearsal.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.rehearsal.source.Json;
import dev.kingtide.rehearsal.source.Node;
import dev.kingtide.rehearsal.source.Place;
import dev.kingtide.rehearsal.source.Problem;
import dev.kingtide.rehearsal.source.Problems;
import dev.kingtide.rehearsal.source.Sources;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhatIfTest {
    private static final Place HERE = Place.of("test");
    private final Problems problems = new Problems();
    private final Sources sources =
            new Sources(
                    new FakeFiles()
                            .with(
                                    "launch.yaml",
                                    """
                                    application: {sigterm: ignored}
                                    calls: [{call: "a:B"}, {name: up, call: "c:D", at: start}]
                                    """)
                            .with(
                                    "task.json",
                                    """
                                    {"cpu": "1024", "containerDefinitions":
                                      [{"name": "side"}, {"name": "web", "stopTimeout": 30}]}\
                                    """)
                            .with(
                                    "group.json",
                                    """
                                    {"Attributes": [{"Key": "a.b", "Value": "300"}]}\
                                    """),
                    problems);

    private String read(String file) {
        @Nullable Node tree = sources.tree(file, HERE);
        return tree == null ? "none" : Json.write(tree);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "application.sigterm=handled | launch.yaml | \"sigterm\":\"handled\"",
                "launch.yaml:application.sigterm=handled | launch.yaml | \"sigterm\":\"handled\"",
                "traffic.scale=2 | launch.yaml | \"traffic\":{\"scale\":2}",
                "calls[up].at=+5m | launch.yaml | \"at\":\"+5m\"",
                "calls[0].at=19:55 | launch.yaml | {\"call\":\"a:B\",\"at\":\"19:55\"}",
                "calls[+]={call: 'e:F', at: +1m} | launch.yaml | {\"call\":\"e:F\",\"at\":\"+1m\"}",
                "task.json:cpu=2048 | task.json | \"cpu\":\"2048\"",
                "task.json:memory='4096' | task.json | \"memory\":\"4096\"",
                "task.json:containerDefinitions[web].stopTimeout=5 | task.json |"
                        + " {\"name\":\"web\",\"stopTimeout\":5}",
                "task.json:containerDefinitions.web.stopTimeout=5 | task.json |"
                        + " {\"name\":\"web\",\"stopTimeout\":5}",
                "task.json:containerDefinitions[0].dockerLabels.\"a.b\"=x | task.json |"
                        + " {\"a.b\":\"x\"}",
                "group.json:Attributes[a.b].Value=5 | group.json |"
                        + " {\"Key\":\"a.b\",\"Value\":\"5\"}",
                "task.json:containerDefinitions[web].essential=true | task.json |"
                        + " \"essential\":true",
            })
    void a_path_reaches_anything_in_the_files(String change, String file, String expected) {
        sources.change(change);
        assertThat(read(file)).contains(expected);
        assertThat(problems.list()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "sigterm | not a change; expected KEY=VALUE, such as application.sigterm=handled or"
                        + " service.json:desiredCount=40, or a YAML file",
                "a..b=1 | not a change; expected KEY=VALUE, such as application.sigterm=handled or"
                        + " service.json:desiredCount=40, or a YAML file",
                "calls[down].at=start | no item \"down\" in the list; expected one of [0], [up], or"
                        + " [+] for a new one",
                "calls[7].at=start | no item \"7\" in the list; expected one of [0], [up], or [+]"
                        + " for a new one",
                "application[0]=1 | \"[0]\" leads into a map; expected a list there",
                "application.sigterm.x=1 | \"x\" leads into \"ignored\"; expected a map there",
            })
    void a_path_that_leads_nowhere_is_a_problem(String change, String expected) {
        sources.change(change);
        sources.tree("launch.yaml", HERE);
        assertThat(problems.list())
                .extracting(Problem::toString)
                .containsExactly("--what-if " + change + ": " + expected);
    }

    @Test
    void a_file_of_changes_is_merged_into_the_files_it_names() {
        sources.changesFrom(
                "tuned.yaml",
                bytes(
                        """
                        launch.yaml:
                          application: {sigterm: handled, concurrency: 50}
                        task.json:
                          cpu: 2048
                          containerDefinitions[web]: {stopTimeout: 5}
                        group.json:
                          Attributes: {"[a.b]": {Value: 5}}
                        addCalls:
                          - {call: "e:F"}
                        """));
        assertThat(read("launch.yaml"))
                .contains("{\"sigterm\":\"handled\",\"concurrency\":50}")
                .endsWith("{\"call\":\"e:F\"}]}");
        assertThat(read("task.json"))
                .contains("\"cpu\":\"2048\"")
                .contains("{\"name\":\"web\",\"stopTimeout\":5}");
        assertThat(read("group.json")).contains("\"Value\":\"5\"");
        assertThat(problems.list()).isEmpty();
    }

    @Test
    void later_changes_win() {
        sources.change("task.json:cpu=2048");
        sources.change("task.json:cpu=4096");
        assertThat(read("task.json")).contains("\"cpu\":\"4096\"");
    }

    @Test
    void a_file_of_changes_with_an_unknown_key_is_a_problem_with_its_line() {
        sources.changesFrom("tuned.yaml", bytes("addCall: []\n"));
        assertThat(problems.list())
                .extracting(Problem::toString)
                .containsExactly(
                        "tuned.yaml:1:1: unknown key \"addCall\"; expected addCalls, terraform or"
                                + " a file of the launch, such as launch.yaml");
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
