package dev.kingtide.host.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.kingtide.host.metadata.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Settings that the ECS container agent takes from its environment, under the same names, with the
/// same defaults and lower limits (amazon-ecs-agent README, environment variables). Values that
/// cannot be used are passed over with a warning, as the agent does; so are settings of the agent
/// that have no meaning here.
///
/// @param cluster `ECS_CLUSTER`: the cluster of which this machine is a container instance
/// @param createTimeout `ECS_CONTAINER_CREATE_TIMEOUT`
/// @param startTimeout `ECS_CONTAINER_START_TIMEOUT`
/// @param stopTimeout `ECS_CONTAINER_STOP_TIMEOUT`
/// @param cleanupWait `ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION`
/// @param cleanupJitter `ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION_JITTER`: up to which is added to it
/// @param reservedMemoryMib `ECS_RESERVED_MEMORY`
/// @param reservedPorts `ECS_RESERVED_PORTS`, TCP
/// @param cpuPeriod `ECS_CGROUP_CPU_PERIOD`
/// @param registryAuthType `ECS_ENGINE_AUTH_TYPE`
/// @param registryAuth `ECS_ENGINE_AUTH_DATA`
/// @param images which are removed, and when
/// @param reservedPortsUdp `ECS_RESERVED_PORTS_UDP`
/// @param dynamicPorts `ECS_DYNAMIC_HOST_PORT_RANGE`, such as `49153-65535`; empty for the kernel's
/// @param attributes `ECS_INSTANCE_ATTRIBUTES`
/// @param tags `ECS_CONTAINER_INSTANCE_TAGS`
/// @param taskLimits `ECS_ENABLE_TASK_CPU_MEM_LIMIT`
/// @param gpus `ECS_ENABLE_GPU_SUPPORT`
/// @param metrics what is measured of tasks
/// @param metadataRate `ECS_TASK_METADATA_RPS_LIMIT`
/// @param metadataFile `ECS_ENABLE_CONTAINER_METADATA`
public record AgentSettings(
        String cluster,
        Pulls pulls,
        Duration createTimeout,
        Duration startTimeout,
        Duration stopTimeout,
        Duration cleanupWait,
        Duration cleanupJitter,
        int reservedMemoryMib,
        List<Integer> reservedPorts,
        Duration cpuPeriod,
        String registryAuthType,
        String registryAuth,
        ImageCleanup.Settings images,
        List<Integer> reservedPortsUdp,
        String dynamicPorts,
        SortedMap<String, String> attributes,
        SortedMap<String, String> tags,
        boolean taskLimits,
        boolean gpus,
        UsageMeter.Settings metrics,
        Rate metadataRate,
        boolean metadataFile) {
    private static final Logger LOG = LoggerFactory.getLogger(AgentSettings.class);
    private static final Pattern PORT_RANGE = Pattern.compile("(\\d{1,5})-(\\d{1,5})");

    private static final Pattern RATE = Pattern.compile("([1-9]\\d{0,8})\\s*,\\s*([1-9]\\d{0,8})");

    /// What ECS tells a container, which this process may run in: no settings.
    private static final Pattern OF_A_CONTAINER =
            Pattern.compile("ECS_CONTAINER_METADATA_(URI|URI_V4|FILE)|ECS_AGENT_URI");

    private static final Pattern OF_THE_AGENT = Pattern.compile("(NON_)?ECS_.+");
    private static final Duration POLLING_MIN = Duration.ofSeconds(5);
    private static final Duration POLLING_MAX = Duration.ofSeconds(20);

    /// How images are brought.
    ///
    /// @param behavior `ECS_IMAGE_PULL_BEHAVIOR`
    /// @param timeout `ECS_IMAGE_PULL_TIMEOUT`
    /// @param silence `ECS_IMAGE_PULL_INACTIVITY_TIMEOUT`
    /// @param manifestTimeout `ECS_MANIFEST_PULL_TIMEOUT`: until the registry has said what an
    ///   image is made of
    /// @param upfront `ECS_PULL_DEPENDENT_CONTAINERS_UPFRONT`
    public record Pulls(
            PullBehavior behavior,
            Duration timeout,
            Duration silence,
            Duration manifestTimeout,
            boolean upfront) {}

    /// The values of `ECS_IMAGE_PULL_BEHAVIOR`.
    public enum PullBehavior {
        DEFAULT,
        ALWAYS,
        ONCE,
        PREFER_CACHED
    }

    /// Reads the settings, and warns of those that it passes over.
    public static AgentSettings of(Map<String, String> environment) {
        for (String name : unknown(environment)) {
            LOG.warn(
                    "{} is set, and is none of the ECS agent's settings that count here"
                            + " (docs/up.md); it changes nothing",
                    name);
        }
        return read(new Reader(environment, new TreeSet<>()));
    }

    /// The names in an environment that are, or may be, settings of the agent, and mean nothing
    /// here.
    static List<String> unknown(Map<String, String> environment) {
        Set<String> known = new TreeSet<>();
        AgentSettings _ = read(new Reader(Map.of(), known));
        return environment.keySet().stream()
                .filter(OF_THE_AGENT.asMatchPredicate())
                .filter(name -> !known.contains(name))
                .filter(OF_A_CONTAINER.asMatchPredicate().negate())
                .sorted()
                .toList();
    }

    private static AgentSettings read(Reader from) {
        Pulls pulls =
                new Pulls(
                        from.behavior("ECS_IMAGE_PULL_BEHAVIOR"),
                        from.duration("ECS_IMAGE_PULL_TIMEOUT", "2h", "1ms"),
                        from.duration("ECS_IMAGE_PULL_INACTIVITY_TIMEOUT", "1m", "1m"),
                        from.duration("ECS_MANIFEST_PULL_TIMEOUT", "1m", "1ms"),
                        from.isOn("ECS_PULL_DEPENDENT_CONTAINERS_UPFRONT"));
        return new AgentSettings(
                from.text("ECS_CLUSTER", "default"),
                pulls,
                from.duration("ECS_CONTAINER_CREATE_TIMEOUT", "4m", "1m"),
                from.duration("ECS_CONTAINER_START_TIMEOUT", "3m", "1ms"),
                from.duration("ECS_CONTAINER_STOP_TIMEOUT", "30s", "1s"),
                from.duration("ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION", "3h", "1s"),
                from.duration("ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION_JITTER", "0s", "0s"),
                from.whole("ECS_RESERVED_MEMORY", 0),
                from.ports("ECS_RESERVED_PORTS", "[22,2375,2376,51678,51679,51680]"),
                from.duration("ECS_CGROUP_CPU_PERIOD", "100ms", "8ms"),
                from.text("ECS_ENGINE_AUTH_TYPE", ""),
                from.text("ECS_ENGINE_AUTH_DATA", ""),
                images(from, pulls.behavior()),
                from.ports("ECS_RESERVED_PORTS_UDP", "[]"),
                from.range("ECS_DYNAMIC_HOST_PORT_RANGE"),
                from.texts("ECS_INSTANCE_ATTRIBUTES"),
                tags(from),
                !from.text("ECS_ENABLE_TASK_CPU_MEM_LIMIT", "true").equals("false"),
                from.isOn("ECS_ENABLE_GPU_SUPPORT"),
                metrics(from),
                from.rate("ECS_TASK_METADATA_RPS_LIMIT"),
                from.isOn("ECS_ENABLE_CONTAINER_METADATA"));
    }

    private static ImageCleanup.Settings images(Reader from, PullBehavior behavior) {
        boolean off = from.isOn("ECS_DISABLE_IMAGE_CLEANUP");
        return new ImageCleanup.Settings(
                !off && behavior != PullBehavior.PREFER_CACHED,
                from.duration("ECS_IMAGE_CLEANUP_INTERVAL", "30m", "10m"),
                from.duration("ECS_IMAGE_MINIMUM_CLEANUP_AGE", "1h", "1m"),
                Math.max(1, from.whole("ECS_NUM_IMAGES_DELETE_PER_CYCLE", 5)),
                new ImageCleanup.Untracked(
                        from.isOn("ECS_ENABLE_UNTRACKED_IMAGE_CLEANUP"),
                        from.duration("NON_ECS_IMAGE_MINIMUM_CLEANUP_AGE", "1h", "1m"),
                        Arrays.stream(from.text("ECS_EXCLUDE_UNTRACKED_IMAGE", "").split(",", -1))
                                .map(String::strip)
                                .filter(image -> !image.isEmpty())
                                .toList()));
    }

    /// Without polling, the agent has the Engine stream what containers use; here the Engine is
    /// asked once a minute then, which is as often as it is published.
    private static UsageMeter.Settings metrics(Reader from) {
        boolean polls = from.isOn("ECS_POLL_METRICS");
        Duration given = from.duration("ECS_POLLING_METRICS_WAIT_DURATION", "10s", "1ms");
        Duration step = given.compareTo(POLLING_MIN) < 0 ? POLLING_MIN : given;
        return new UsageMeter.Settings(
                !from.isOn("ECS_DISABLE_METRICS"),
                !polls ? UsageMeter.MINUTE : step.compareTo(POLLING_MAX) > 0 ? POLLING_MAX : step);
    }

    private static SortedMap<String, String> tags(Reader from) {
        String name = "ECS_CONTAINER_INSTANCE_TAGS";
        SortedMap<String, String> tags = from.texts(name);
        boolean refused =
                tags.keySet()
                        .removeIf(key ->
                                key.isEmpty() || key.toLowerCase(Locale.ROOT).startsWith("aws:"));
        if (refused) {
            LOG.warn("{}: a tag whose key is empty or begins with aws: is passed over", name);
        }
        return tags;
    }

    /// How long the containers of a task that is over are kept.
    Duration keeping(RandomGenerator chance) {
        long most = cleanupJitter.toMillis();
        return most == 0 ? cleanupWait : cleanupWait.plusMillis(chance.nextLong(most));
    }

    /// Without what may be secret.
    @Override
    public String toString() {
        return "AgentSettings[cluster=" + cluster + ", pulls=" + pulls + "]";
    }

    /// @param read the names that were asked for
    private record Reader(Map<String, String> environment, Set<String> read) {

        String text(String name, String otherwise) {
            read.add(name);
            String given = environment.getOrDefault(name, "").strip();
            return given.isEmpty() ? otherwise : given;
        }

        boolean isOn(String name) {
            return text(name, "false").equals("true");
        }

        Rate rate(String name) {
            String given = text(name, "");
            Matcher both = RATE.matcher(given);
            if (both.matches()) {
                return new Rate(Integer.parseInt(both.group(1)), Integer.parseInt(both.group(2)));
            }
            if (!given.isEmpty()) {
                LOG.warn("{}={} is no steady rate and burst, such as 40,60", name, given);
            }
            return Rate.USUAL;
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
            boolean none = duration.isZero() && !given.equals(otherwise);
            if (none || duration.compareTo(GoDuration.read(least)) < 0) {
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

        SortedMap<String, String> texts(String name) {
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
