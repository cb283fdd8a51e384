package dev.kingtide.host.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.host.docker.AgentSettings.PullBehavior;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
                                "",
                                new ImageCleanup.Settings(
                                        true, Duration.ofMinutes(30), Duration.ofHours(1), 5),
                                List.of(),
                                "",
                                new TreeMap<>(),
                                true,
                                false));
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

    @ParameterizedTest
    @CsvSource({
        "49153-65535, 49153-65535",
        "65535-49153, ''",
        "1-70000, ''",
        "0-9, ''",
        "many, ''"
    })
    void a_range_of_ports_has_a_beginning_and_an_end(String given, String expected) {
        Map<String, String> environment = Map.of("ECS_DYNAMIC_HOST_PORT_RANGE", given);
        assertThat(AgentSettings.of(environment).dynamicPorts()).isEqualTo(expected);
    }

    @Test
    void images_ports_and_attributes_are_read() {
        AgentSettings settings =
                AgentSettings.of(
                        Map.of(
                                "ECS_DISABLE_IMAGE_CLEANUP", "true",
                                "ECS_IMAGE_CLEANUP_INTERVAL", "9m",
                                "ECS_IMAGE_MINIMUM_CLEANUP_AGE", "2h",
                                "ECS_NUM_IMAGES_DELETE_PER_CYCLE", "0",
                                "ECS_RESERVED_PORTS_UDP", "[53, 123]",
                                "ECS_INSTANCE_ATTRIBUTES", "{\"rack\": \"r1\"}"));
        assertThat(settings.images())
                .isEqualTo(
                        new ImageCleanup.Settings(
                                false, Duration.ofMinutes(30), Duration.ofHours(2), 1));
        assertThat(settings.reservedPortsUdp()).containsExactly(53, 123);
        assertThat(settings.attributes()).containsExactly(Map.entry("rack", "r1"));
        assertThat(AgentSettings.of(Map.of("ECS_INSTANCE_ATTRIBUTES", "rack=r1")).attributes())
                .isEmpty();
    }

    @Test
    void switches_and_the_limit_on_manifests_are_read() {
        AgentSettings settings =
                AgentSettings.of(
                        Map.of(
                                "ECS_MANIFEST_PULL_TIMEOUT", "20s",
                                "ECS_ENABLE_TASK_CPU_MEM_LIMIT", "false",
                                "ECS_ENABLE_GPU_SUPPORT", "true"));
        assertThat(settings.manifestTimeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.taskLimits()).isFalse();
        assertThat(settings.gpus()).isTrue();
    }

    @Test
    void what_may_be_secret_is_not_shown() {
        AgentSettings settings =
                AgentSettings.of(Map.of("ECS_ENGINE_AUTH_DATA", "{\"password\": \"pearl\"}"));
        assertThat(settings.toString()).doesNotContain("pearl");
    }
}
