package dev.kingtide.host.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.host.docker.AgentSettings.PullBehavior;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The agent's environment variables, against its README.
class AgentSettingsTest {

    @Test
    void every_default_is_the_agents() {
        assertThat(AgentSettings.of(Map.of()))
                .isEqualTo(
                        new AgentSettings(
                                "default",
                                PullBehavior.DEFAULT,
                                Duration.ofHours(2),
                                Duration.ofMinutes(1),
                                false,
                                Duration.ofMinutes(4),
                                Duration.ofMinutes(3),
                                Duration.ofSeconds(30),
                                Duration.ofHours(3),
                                0,
                                List.of(22, 2375, 2376, 51678, 51679, 51680),
                                Duration.ofMillis(100),
                                "",
                                ""));
    }

    @ParameterizedTest
    @CsvSource({
        "45s, PT45S",
        "1m30s, PT1M30S",
        "1.5m, PT1M30S",
        "1500ms, PT1.5S",
        "999ms, PT30S",
        "never, PT30S",
        "30, PT30S",
        "'', PT30S"
    })
    void durations_are_gos_and_too_short_ones_are_passed_over(String given, Duration expected) {
        Map<String, String> environment = Map.of("ECS_CONTAINER_STOP_TIMEOUT", given);
        assertThat(AgentSettings.of(environment).stopTimeout()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "default, DEFAULT",
        "always, ALWAYS",
        "once, ONCE",
        "prefer-cached, PREFER_CACHED",
        "sometimes, DEFAULT"
    })
    void pull_behaviour_has_four_words(String given, PullBehavior expected) {
        Map<String, String> environment = Map.of("ECS_IMAGE_PULL_BEHAVIOR", given);
        assertThat(AgentSettings.of(environment).pullBehavior()).isEqualTo(expected);
    }

    @Test
    void what_may_be_secret_is_not_shown() {
        AgentSettings settings =
                AgentSettings.of(Map.of("ECS_ENGINE_AUTH_DATA", "{\"password\": \"pearl\"}"));
        assertThat(settings.toString()).doesNotContain("pearl");
    }
}
