package dev.kingtide.aws.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinesTest {
    private static final String TEXT =
            """
            {
              "family": "web",
              "containerDefinitions": [
                { "name": "a" },
                {
                  "name": "b",
                  "environment": [{ "name": "x",
                    "value": "y" }]
                }
              ]
            }
            """;

    @ParameterizedTest
    @CsvSource({
        "'', 1",
        "family, 2",
        "containerDefinitions, 3",
        "containerDefinitions[0], 4",
        "containerDefinitions[0].name, 4",
        "containerDefinitions[0].image, 4",
        "containerDefinitions[1], 5",
        "containerDefinitions[1].name, 6",
        "containerDefinitions[1].environment[0].value, 8",
        "containerDefinitions[1].environment[3].value, 7",
        "nothing, 1"
    })
    void a_value_is_found_on_its_line_or_on_that_of_what_it_is_part_of(String path, int line) {
        assertThat(Lines.of(TEXT).line(path)).isEqualTo(line);
    }

    @Test
    void a_text_that_breaks_off_gives_the_lines_so_far() {
        assertThat(Lines.of("{\n\"a\": 1,\n\"b\": [1, ").line("b")).isEqualTo(3);
        assertThat(Lines.of("").line("b")).isEqualTo(1);
    }
}
