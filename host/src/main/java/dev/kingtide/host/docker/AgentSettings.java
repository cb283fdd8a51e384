package dev.kingtide.host.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Settings that the ECS container agent takes from its environment, under the same names, with the
/// same defaults and lower limits (amazon-ecs-agent README, environment variables). Values that
/// cannot be used are passed over with a warning, as the agent does.
///
/// @param cluster `ECS_CLUSTER`: the cluster of which this machine is a container instance
/// @param pullBehavior `ECS_IMAGE_PULL_BEHAVIOR`
/// @param pullTimeout `ECS_IMAGE_PULL_TIMEOUT`
/// @param pullSilence `ECS_IMAGE_PULL_INACTIVITY_TIMEOUT`
/// @param manifestTimeout `ECS_MANIFEST_PULL_TIMEOUT`: until the registry has said what an image is
///   made of
/// @param pullUpfront `ECS_PULL_DEPENDENT_CONTAINERS_UPFRONT`
/// @param createTimeout `ECS_CONTAINER_CREATE_TIMEOUT`
/// @param startTimeout `ECS_CONTAINER_START_TIMEOUT`
/// @param stopTimeout `ECS_CONTAINER_STOP_TIMEOUT`
/// @param cleanupWait `ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION`
/// @param reservedMemoryMib `ECS_RESERVED_MEMORY`
/// @param reservedPorts `ECS_RESERVED_PORTS`, TCP
/// @param cpuPeriod `ECS_CGROUP_CPU_PERIOD`
/// @param registryAuthType `ECS_ENGINE_AUTH_TYPE`
/// @param registryAuth `ECS_ENGINE_AUTH_DATA`
/// @param images which are removed, and when
/// @param reservedPortsUdp `ECS_RESERVED_PORTS_UDP`
/// @param dynamicPorts `ECS_DYNAMIC_HOST_PORT_RANGE`, such as `49153-65535`; empty for the kernel's
/// @param attributes `ECS_INSTANCE_ATTRIBUTES`
/// @param taskLimits `ECS_ENABLE_TASK_CPU_MEM_LIMIT`
/// @param gpus `ECS_ENABLE_GPU_SUPPORT`
public record AgentSettings(
        String cluster,
        PullBehavior pullBehavior,
        Duration pullTimeout,
        Duration pullSilence,
        Duration manifestTimeout,
        boolean pullUpfront,
        Duration createTimeout,
        Duration startTimeout,
        Duration stopTimeout,
        Duration cleanupWait,
        int reservedMemoryMib,
        List<Integer> reservedPorts,
        Duration cpuPeriod,
        String registryAuthType,
        String registryAuth,
        ImageCleanup.Settings images,
        List<Integer> reservedPortsUdp,
        String dynamicPorts,
        SortedMap<String, String> attributes,
        boolean taskLimits,
        boolean gpus) {
    private static final Logger LOG = LoggerFactory.getLogger(AgentSettings.class);
    private static final Pattern PORT_RANGE = Pattern.compile("(\\d{1,5})-(\\d{1,5})");

    /// The values of `ECS_IMAGE_PULL_BEHAVIOR`.
    public enum PullBehavior {
        DEFAULT,
        ALWAYS,
        ONCE,
        PREFER_CACHED
    }

    /// Reads the settings.
    public static AgentSettings of(Map<String, String> environment) {
        Reader from = new Reader(environment);
        return new AgentSettings(
                from.text("ECS_CLUSTER", "default"),
                from.behavior("ECS_IMAGE_PULL_BEHAVIOR"),
                from.duration("ECS_IMAGE_PULL_TIMEOUT", "2h", "1ms"),
                from.duration("ECS_IMAGE_PULL_INACTIVITY_TIMEOUT", "1m", "1m"),
                from.duration("ECS_MANIFEST_PULL_TIMEOUT", "1m", "1ms"),
                from.text("ECS_PULL_DEPENDENT_CONTAINERS_UPFRONT", "false").equals("true"),
                from.duration("ECS_CONTAINER_CREATE_TIMEOUT", "4m", "1m"),
                from.duration("ECS_CONTAINER_START_TIMEOUT", "3m", "1ms"),
                from.duration("ECS_CONTAINER_STOP_TIMEOUT", "30s", "1s"),
                from.duration("ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION", "3h", "1s"),
                from.whole("ECS_RESERVED_MEMORY", 0),
                from.ports("ECS_RESERVED_PORTS", "[22,2375,2376,51678,51679,51680]"),
                from.duration("ECS_CGROUP_CPU_PERIOD", "100ms", "8ms"),
                from.text("ECS_ENGINE_AUTH_TYPE", ""),
                from.text("ECS_ENGINE_AUTH_DATA", ""),
                new ImageCleanup.Settings(
                        !from.text("ECS_DISABLE_IMAGE_CLEANUP", "false").equals("true")
                                && from.behavior("ECS_IMAGE_PULL_BEHAVIOR")
                                        != PullBehavior.PREFER_CACHED,
                        from.duration("ECS_IMAGE_CLEANUP_INTERVAL", "30m", "10m"),
                        from.duration("ECS_IMAGE_MINIMUM_CLEANUP_AGE", "1h", "1m"),
                        Math.max(1, from.whole("ECS_NUM_IMAGES_DELETE_PER_CYCLE", 5))),
                from.ports("ECS_RESERVED_PORTS_UDP", "[]"),
                from.range("ECS_DYNAMIC_HOST_PORT_RANGE"),
                from.attributes("ECS_INSTANCE_ATTRIBUTES"),
                !from.text("ECS_ENABLE_TASK_CPU_MEM_LIMIT", "true").equals("false"),
                from.text("ECS_ENABLE_GPU_SUPPORT", "false").equals("true"));
    }

    /// Without what may be secret.
    @Override
    public String toString() {
        return "AgentSettings[cluster=" + cluster + ", pullBehavior=" + pullBehavior + "]";
    }

    private record Reader(Map<String, String> environment) {

        String text(String name, String otherwise) {
            String given = environment.getOrDefault(name, "").strip();
            return given.isEmpty() ? otherwise : given;
        }

        PullBehavior behavior(String name) {
            String given = text(name, "default");
            for (PullBehavior each : PullBehavior.values()) {
                if (each.name().replace('_', '-').equals(given.toUpperCase(Locale.ROOT))) {
                    return each;
                }
            }
            LOG.warn("{}={} is none of default, always, once, prefer-cached", name, given);
            return PullBehavior.DEFAULT;
        }

        Duration duration(String name, String otherwise, String least) {
            Duration usual = GoDuration.read(otherwise);
            String given = text(name, otherwise);
            Duration duration = GoDuration.read(given);
            if (duration.compareTo(GoDuration.read(least)) < 0) {
                LOG.warn("{}={} is not a duration of {} or more", name, given, least);
                return usual;
            }
            return duration;
        }

        int whole(String name, int otherwise) {
            String given = text(name, Integer.toString(otherwise));
            if (!given.matches("\\d{1,9}")) {
                LOG.warn("{}={} is no whole number", name, given);
                return otherwise;
            }
            return Integer.parseInt(given);
        }

        String range(String name) {
            String given = text(name, "");
            Matcher both = PORT_RANGE.matcher(given);
            boolean fits =
                    both.matches()
                            && Integer.parseInt(both.group(1)) >= 1
                            && Integer.parseInt(both.group(2)) <= 65_535
                            && Integer.parseInt(both.group(1)) < Integer.parseInt(both.group(2));
            if (!fits && !given.isEmpty()) {
                LOG.warn("{}={} is no range of ports, such as 49153-65535", name, given);
            }
            return fits ? given : "";
        }

        SortedMap<String, String> attributes(String name) {
            SortedMap<String, String> found = new TreeMap<>();
            try {
                TaskPlan.JSON
                        .readTree(text(name, "{}"))
                        .properties()
                        .forEach(one -> found.put(one.getKey(), one.getValue().asText()));
            } catch (JsonProcessingException e) {
                LOG.warn("{} is no JSON object of texts: {}", name, e.getOriginalMessage());
            }
            return found;
        }

        List<Integer> ports(String name, String otherwise) {
            String given = text(name, otherwise);
            List<Integer> ports = new ArrayList<>();
            Matcher numbers = Pattern.compile("\\d{1,5}").matcher(given);
            while (numbers.find()) {
                ports.add(Integer.valueOf(numbers.group()));
            }
            return List.copyOf(ports);
        }
    }
}
