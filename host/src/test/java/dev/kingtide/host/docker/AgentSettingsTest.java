package dev.kingtide.host.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.host.docker.AgentSettings.PullBehavior;
import dev.kingtide.host.metadata.Rate;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
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
                                new AgentSettings.Pulls(
                                        PullBehavior.DEFAULT,
                                        Duration.ofHours(2),
                                        Duration.ofMinutes(1),
                                        Duration.ofMinutes(1),
                                        false),
                                Duration.ofMinutes(4),
                                Duration.ofMinutes(3),
                                Duration.ofSeconds(30),
                                Duration.ofHours(3),
                                Duration.ZERO,
                                0,
                                List.of(22, 2375, 2376, 51678, 51679, 51680),
                                Duration.ofMillis(100),
                                "",
                                "",
                                new ImageCleanup.Settings(
                                        true,
                                        Duration.ofMinutes(30),
                                        Duration.ofHours(1),
                                        5,
                                        new ImageCleanup.Untracked(
                                                false, Duration.ofHours(1), List.of())),
                                List.of(),
                                "",
                                new TreeMap<>(),
                                new TreeMap<>(),
                                true,
                                false,
                                new UsageMeter.Settings(true, Duration.ofMinutes(1)),
                                new Rate(40, 60),
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
        assertThat(AgentSettings.of(environment).pulls().behavior()).isEqualTo(expected);
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
                                "ECS_ENABLE_UNTRACKED_IMAGE_CLEANUP", "true",
                                "NON_ECS_IMAGE_MINIMUM_CLEANUP_AGE", "3h",
                                "ECS_EXCLUDE_UNTRACKED_IMAGE", "alpine:latest, base:1,",
                                "ECS_RESERVED_PORTS_UDP", "[53, 123]",
                                "ECS_CONTAINER_INSTANCE_TAGS",
                                        "{\"team\": \"tide\", \"AWS:x\": \"y\", \"\": \"z\"}",
                                "ECS_INSTANCE_ATTRIBUTES", "{\"rack\": \"r1\"}"));
        assertThat(settings.images())
                .isEqualTo(
                        new ImageCleanup.Settings(
                                false,
                                Duration.ofMinutes(30),
                                Duration.ofHours(2),
                                1,
                                new ImageCleanup.Untracked(
                                        true,
                                        Duration.ofHours(3),
                                        List.of("alpine:latest", "base:1"))));
        assertThat(settings.tags()).containsExactly(Map.entry("team", "tide"));
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
        assertThat(settings.pulls().manifestTimeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.taskLimits()).isFalse();
        assertThat(settings.gpus()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "false, 10s, PT1M",
        "true, '', PT10S",
        "true, 7s, PT7S",
        "true, 1s, PT5S",
        "true, 1m, PT20S",
        "true, often, PT10S"
    })
    void usage_is_looked_at_once_a_minute_or_as_often_as_it_is_polled(
            String polls, String step, Duration expected) {
        AgentSettings settings =
                AgentSettings.of(
                        Map.of(
                                "ECS_POLL_METRICS", polls,
                                "ECS_POLLING_METRICS_WAIT_DURATION", step));
        assertThat(settings.metrics()).isEqualTo(new UsageMeter.Settings(true, expected));
        assertThat(AgentSettings.of(Map.of("ECS_DISABLE_METRICS", "true")).metrics().on())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"'100,150', 100, 150", "'1, 2', 1, 2", "'0,5', 40, 60", "fast, 40, 60"})
    void the_rate_of_questions_has_a_steady_part_and_a_burst(String given, int steady, int burst) {
        assertThat(AgentSettings.of(Map.of("ECS_TASK_METADATA_RPS_LIMIT", given)).metadataRate())
                .isEqualTo(new Rate(steady, burst));
    }

    @Test
    void containers_of_ended_tasks_are_kept_for_up_to_a_jitter_longer() {
        AgentSettings settings =
                AgentSettings.of(
                        Map.of(
                                "ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION", "2s",
                                "ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION_JITTER", "1s"));
        Random chance = new Random(1);
        Set<Duration> waits = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            waits.add(settings.keeping(chance));
        }
        assertThat(waits)
                .hasSizeGreaterThan(50)
                .allSatisfy(wait ->
                        assertThat(wait).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(3)));
        AgentSettings none = AgentSettings.of(Map.of("ECS_ENABLE_CONTAINER_METADATA", "true"));
        assertThat(none.keeping(chance)).isEqualTo(Duration.ofHours(3));
        assertThat(none.metadataFile()).isTrue();
    }

    @Test
    void settings_that_mean_nothing_here_are_named() {
        Map<String, String> environment =
                Map.of(
                        "ECS_CLUSTER", "shop",
                        "ECS_TASK_PIDS_LIMIT", "100",
                        "ECS_IMAGE_PULL_BEHAVIOUR", "once",
                        "NON_ECS_IMAGE_MAXIMUM", "1",
                        "ECS_CONTAINER_METADATA_URI_V4", "http://169.254.170.2/v4/1",
                        "ECS_AGENT_URI", "http://169.254.170.2/api/1",
                        "AWS_REGION", "us-east-1",
                        "PATH", "/bin");
        assertThat(AgentSettings.unknown(environment))
                .containsExactly(
                        "ECS_IMAGE_PULL_BEHAVIOUR", "ECS_TASK_PIDS_LIMIT", "NON_ECS_IMAGE_MAXIMUM");
    }

    @Test
    void what_may_be_secret_is_not_shown() {
        AgentSettings settings =
                AgentSettings.of(Map.of("ECS_ENGINE_AUTH_DATA", "{\"password\": \"pearl\"}"));
        assertThat(settings.toString()).doesNotContain("pearl");
    }
}
