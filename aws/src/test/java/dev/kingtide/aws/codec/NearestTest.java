package dev.kingtide.aws.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

    @ParameterizedTest
    @CsvSource({
        "desiredCuont, desiredCount",
        "DESIREDCOUNT, desiredCount",
        "desired, ",
        "taskDefinitoin, taskDefinition",
        "x, ",
        "wieght, weight"
    })
    void a_slip_is_recognised_and_another_word_is_not(String word, String expected) {
        assertThat(Nearest.to(word, List.of("desiredCount", "taskDefinition", "weight")))
                .isEqualTo(expected);
    }
}
