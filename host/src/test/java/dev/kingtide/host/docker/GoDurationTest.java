package dev.kingtide.host.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoDurationTest {

    @ParameterizedTest
    @CsvSource({
        "PT2H, 2h0m0s",
        "PT1M30S, 1m30s",
        "PT4M, 4m0s",
        "PT3S, 3s",
        "PT1.5S, 1.5s",
        "PT0.25S, 250ms"
    })
    void a_duration_is_printed_as_go_prints_it_and_read_again(Duration duration, String text) {
        assertThat(GoDuration.text(duration)).isEqualTo(text);
        assertThat(GoDuration.read(text)).isEqualTo(duration);
    }
}
