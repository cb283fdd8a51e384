package dev.kingtide.host.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.core.task.TaskOverrides;
import dev.kingtide.core.task.TaskOverrides.OfContainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.DeviceCgroupPermission;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.Volume;

/// What each member of a container definition becomes in the request to the Engine.
@SuppressWarnings("unchecked") // builders of the SDK take arrays of lambdas
class ContainerPlanTest {
    private static final String TASK = Plans.TASK_ID;
    private static final ContainerPlan.Values NONE = ContainerPlan.Given.NOTHING.values();

    private static Arguments row(
            String member, Consumer<ContainerDefinition.Builder> change, String... expected) {
        return Arguments.of(member, change, expected);
    }

    /// A member, and where in the request (a JSON pointer) what value is.
    static Stream<Arguments> members() {
        List<Arguments> rows = new ArrayList<>();
        rows.addAll(process());
        rows.addAll(network());
        rows.addAll(limits());
        rows.addAll(linux());
        return rows.stream();
    }

    private static List<Arguments> process() {
        return List.of(
                row("nothing", c -> {}, "/Image", "'nginx'", "/Cmd", "", "/HostConfig/Memory", ""),
                row("command", c -> c.command("a", "b"), "/Cmd", "['a','b']"),
                row("entryPoint", c -> c.entryPoint("sh", "-c"), "/Entrypoint", "['sh','-c']"),
                row(
                        "environment",
                        c -> c.environment(e -> e.name("B").value("2"), e -> e.name("A").value("")),
                        "/Env",
                        "['A=','B=2','FILE=read','SECRET=hidden']"),
                row("user", c -> c.user("1000:1000"), "/User", "'1000:1000'"),
                row("workingDirectory", c -> c.workingDirectory("/srv"), "/WorkingDir", "'/srv'"),
                row("pseudoTerminal", c -> c.pseudoTerminal(true), "/Tty", "true"),
                row("interactive", c -> c.interactive(true), "/OpenStdin", "true"),
                row(
                        "dockerLabels",
                        c -> c.dockerLabels(Map.of("team", "shop", "dev.kingtide.owner", "mine")),
                        "/Labels/team",
                        "'shop'",
                        "/Labels/dev.kingtide.owner",
                        "'owner'",
                        "/Labels/com.amazonaws.ecs.container-name",
                        "'web'"),
                row(
                        "healthCheck",
                        c -> c.healthCheck(h -> h.command("CMD-SHELL", "true").interval(7)),
                        "/Healthcheck/Test",
                        "['CMD-SHELL','true']",
                        "/Healthcheck/Interval",
                        "7000000000",
                        "/Healthcheck/Timeout",
                        "5000000000",
                        "/Healthcheck/Retries",
                        "3"),
                row(
                        "awslogs",
                        c -> c.logConfiguration(l -> l.logDriver("awslogs")),
                        "/HostConfig/LogConfig/Type",
                        "'json-file'"),
                row(
                        "another log driver",
                        c ->
                                c.logConfiguration(
                                        l -> l.logDriver("syslog").options(Map.of("tag", "t"))),
                        "/HostConfig/LogConfig",
                        "{'Config':{'tag':'t'},'Type':'syslog'}"),
                row(
                        "secretOptions",
                        c ->
                                c.environment(e -> e.name("A").value("1"))
                                        .logConfiguration(l -> l.logDriver("splunk")),
                        "/HostConfig/LogConfig",
                        "{'Config':{'token':'hidden'},'Type':'splunk'}"),
                row(
                        "disableNetworking",
                        c -> c.disableNetworking(true),
                        "/NetworkDisabled",
                        "true"));
    }

    private static List<Arguments> network() {
        return List.of(
                row("hostname", c -> c.hostname("db"), "/Hostname", "'db'"),
                row("dnsServers", c -> c.dnsServers("9.9.9.9"), "/HostConfig/Dns", "['9.9.9.9']"),
                row(
                        "dnsSearchDomains",
                        c -> c.dnsSearchDomains("shop.local"),
                        "/HostConfig/DnsSearch",
                        "['shop.local']"),
                row(
                        "extraHosts",
                        c -> c.extraHosts(h -> h.hostname("db").ipAddress("10.0.0.9")),
                        "/HostConfig/ExtraHosts",
                        "['db:10.0.0.9']"),
                row(
                        "links",
                        c -> c.links("db", "cache:redis"),
                        "/HostConfig/Links",
                        "['ecs-web-3-db-" + TASK + ":db','ecs-web-3-cache-" + TASK + ":redis']"),
                row(
                        "a dynamic port",
                        c -> c.portMappings(p -> p.containerPort(80)),
                        "/HostConfig/PortBindings",
                        "{'80/tcp':[{'HostIp':'127.0.0.1','HostPort':''}]}",
                        "/ExposedPorts",
                        "{'80/tcp':{}}"),
                row(
                        "a fixed port",
                        c ->
                                c.portMappings(
                                        p -> p.containerPort(53).hostPort(5353).protocol("udp")),
                        "/HostConfig/PortBindings",
                        "{'53/udp':[{'HostIp':'127.0.0.1','HostPort':'5353'}]}"),
                row(
                        "a range of ports",
                        c -> c.portMappings(p -> p.containerPortRange("7000-7001")),
                        "/ExposedPorts",
                        "{'7000/tcp':{},'7001/tcp':{}}",
                        "/HostConfig/PortBindings",
                        "{'7000/tcp':[{'HostIp':'127.0.0.1','HostPort':'40000'}],"
                                + "'7001/tcp':[{'HostIp':'127.0.0.1','HostPort':'40001'}]}"));
    }

    private static List<Arguments> limits() {
        return List.of(
                row("cpu", c -> c.cpu(256), "/HostConfig/CpuShares", "256"),
                row("no cpu", c -> {}, "/HostConfig/CpuShares", "2", "/HostConfig/CpuQuota", ""),
                row("memory", c -> c.memory(64), "/HostConfig/Memory", "67108864"),
                row("little memory", c -> c.memory(4), "/HostConfig/Memory", "6291456"),
                row(
                        "memoryReservation",
                        c -> c.memoryReservation(32),
                        "/HostConfig/MemoryReservation",
                        "33554432"),
                row(
                        "maxSwap and swappiness",
                        c -> c.memory(64).linuxParameters(l -> l.maxSwap(36).swappiness(10)),
                        "/HostConfig/MemorySwap",
                        "104857600",
                        "/HostConfig/MemorySwappiness",
                        "10"),
                row(
                        "ulimits",
                        c -> c.ulimits(u -> u.name("nofile").softLimit(10).hardLimit(20)),
                        "/HostConfig/Ulimits",
                        "[{'Hard':20,'Name':'nofile','Soft':10}]"),
                row("privileged", c -> c.privileged(true), "/HostConfig/Privileged", "true"),
                row(
                        "readonlyRootFilesystem",
                        c -> c.readonlyRootFilesystem(true),
                        "/HostConfig/ReadonlyRootfs",
                        "true"),
                row(
                        "dockerSecurityOptions",
                        c -> c.dockerSecurityOptions("no-new-privileges"),
                        "/HostConfig/SecurityOpt",
                        "['no-new-privileges']"),
                row(
                        "systemControls",
                        c -> c.systemControls(s -> s.namespace("net.core.somaxconn").value("9")),
                        "/HostConfig/Sysctls",
                        "{'net.core.somaxconn':'9'}"));
    }

    private static List<Arguments> linux() {
        return List.of(
                row(
                        "capabilities",
                        c ->
                                c.linuxParameters(l ->
                                        l.capabilities(k -> k.add("SYS_PTRACE").drop("CHOWN"))),
                        "/HostConfig/CapAdd",
                        "['SYS_PTRACE']",
                        "/HostConfig/CapDrop",
                        "['CHOWN']"),
                row(
                        "tmpfs",
                        c ->
                                c.linuxParameters(l ->
                                        l.tmpfs(t ->
                                                t.containerPath("/t")
                                                        .size(5)
                                                        .mountOptions("noexec"))),
                        "/HostConfig/Tmpfs",
                        "{'/t':'noexec,size=5m'}"),
                row(
                        "sharedMemorySize",
                        c -> c.linuxParameters(l -> l.sharedMemorySize(8)),
                        "/HostConfig/ShmSize",
                        "8388608"),
                row(
                        "initProcessEnabled",
                        c -> c.linuxParameters(l -> l.initProcessEnabled(true)),
                        "/HostConfig/Init",
                        "true"),
                row(
                        "devices",
                        c ->
                                c.linuxParameters(l ->
                                        l.devices(d ->
                                                d.hostPath("/dev/fuse")
                                                        .permissions(DeviceCgroupPermission.READ))),
                        "/HostConfig/Devices",
                        "[{'CgroupPermissions':'r','PathInContainer':'/dev/fuse',"
                                + "'PathOnHost':'/dev/fuse'}]"),
                row(
                        "mountPoints",
                        c ->
                                c.mountPoints(
                                        m ->
                                                m.sourceVolume("host")
                                                        .containerPath("/h")
                                                        .readOnly(true),
                                        m -> m.sourceVolume("own").containerPath("/o"),
                                        m -> m.sourceVolume("shared").containerPath("/s"),
                                        m -> m.sourceVolume("efs").containerPath("/e")),
                        "/HostConfig/Binds",
                        "['/srv:/h:ro','ecs-web-3-own-"
                                + TASK
                                + ":/o:rw','shared:/s:rw','/data/efs/fs-1:/e:rw']"),
                row(
                        "volumesFrom",
                        c -> c.volumesFrom(v -> v.sourceContainer("db").readOnly(true)),
                        "/HostConfig/VolumesFrom",
                        "['ecs-web-3-db-" + TASK + ":ro']"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("members")
    void each_member_has_its_place(
            String member, Consumer<ContainerDefinition.Builder> change, String[] expected)
            throws JsonProcessingException {
        ContainerDefinition.Builder container = container();
        change.accept(container);
        JsonNode made = made(shape(NetworkMode.BRIDGE, container.build()), TaskOverrides.NONE);
        for (int i = 0; i < expected.length; i += 2) {
            assertThat(sorted(made.at(expected[i])))
                    .as(member + ' ' + expected[i])
                    .isEqualTo(expected[i + 1].replace('\'', '"'));
        }
    }

    private static String sorted(JsonNode node) throws JsonProcessingException {
        return node.isMissingNode()
                ? ""
                : TaskPlan.JSON.writeValueAsString(
                        TaskPlan.JSON.treeToValue(node, Object.class) instanceof Map<?, ?> map
                                ? new TreeMap<>(map)
                                : sortedItems(node));
    }

    private static Object sortedItems(JsonNode node) throws JsonProcessingException {
        if (!node.isArray()) {
            return node;
        }
        List<Object> items = new ArrayList<>();
        for (JsonNode one : node) {
            items.add(one.isObject() ? TaskPlan.JSON.treeToValue(one, TreeMap.class) : one);
        }
        return items;
    }

    @Test
    void overrides_of_the_task_come_before_its_definition() {
        TaskOverrides overrides =
                new TaskOverrides(
                        512,
                        1024,
                        0,
                        null,
                        null,
                        List.of(
                                new OfContainer(
                                        "web",
                                        List.of("other"),
                                        new TreeMap<>(Map.of("A", "3")),
                                        64,
                                        32,
                                        16,
                                        0)),
                        null);
        ContainerDefinition container =
                container()
                        .command("usual")
                        .memory(128)
                        .environment(e -> e.name("A").value("1"))
                        .build();
        JsonNode made = made(shape(NetworkMode.BRIDGE, container), overrides);
        assertThat(made.at("/Cmd").toString()).isEqualTo("[\"other\"]");
        assertThat(made.at("/Env/0").asText()).isEqualTo("A=3");
        JsonNode host = made.at("/HostConfig");
        assertThat(host.path("CpuShares").asInt()).isEqualTo(64);
        assertThat(host.path("CpuQuota").asInt()).isEqualTo(50_000);
        assertThat(host.path("CpuPeriod").asInt()).isEqualTo(100_000);
        assertThat(host.path("Memory").asLong()).isEqualTo(32L << 20);
        assertThat(host.path("MemoryReservation").asLong()).isEqualTo(16L << 20);
    }

    @Test
    void the_size_of_a_task_limits_a_container_that_has_no_limit_of_its_own() {
        TaskDefinition shape =
                shape(NetworkMode.AWSVPC, container().build()).toBuilder()
                        .cpu("256")
                        .memory("512")
                        .build();
        JsonNode host = made(shape, TaskOverrides.NONE).at("/HostConfig");
        assertThat(host.path("CpuQuota").asInt()).isEqualTo(25_000);
        assertThat(host.path("Memory").asLong()).isEqualTo(512L << 20);
    }

    @Test
    void containers_of_awsvpc_join_a_namespace_that_has_all_ports_and_hosts() {
        TaskDefinition shape =
                shape(
                        NetworkMode.AWSVPC,
                        container()
                                .portMappings(p -> p.containerPort(80))
                                .extraHosts(h -> h.hostname("db").ipAddress("10.0.0.9"))
                                .hostname("ignored")
                                .build());
        TaskPlan plan = Plans.of(shape, TaskOverrides.NONE);
        ObjectNode made =
                ContainerPlan.of(
                        plan,
                        "web",
                        new ContainerPlan.Given("abc", NONE, Map.of(), Map.of(), null));
        assertThat(made.at("/HostConfig/NetworkMode").asText()).isEqualTo("container:abc");
        assertThat(made.at("/HostConfig/PortBindings").isMissingNode()).isTrue();
        assertThat(made.has("Hostname")).isFalse();
        ObjectNode pause = plan.pause();
        assertThat(pause.at("/HostConfig/PortBindings").toString())
                .isEqualTo("{\"80/tcp\":[{\"HostIp\":\"127.0.0.1\",\"HostPort\":\"\"}]}");
        assertThat(pause.at("/HostConfig/ExtraHosts/0").asText()).isEqualTo("db:10.0.0.9");
    }

    @Test
    void a_container_has_the_gpus_that_its_task_was_given() {
        TaskPlan plan =
                Plans.of(
                        shape(
                                NetworkMode.NONE,
                                container()
                                        .resourceRequirements(r -> r.type("GPU").value("2"))
                                        .build()),
                        TaskOverrides.NONE);
        TaskPlan given = Plans.withGpus(plan, List.of("GPU-1", "GPU-2"));
        assertThat(
                        ContainerPlan.of(given, "web", ContainerPlan.Given.NOTHING)
                                .at("/HostConfig/DeviceRequests")
                                .toString())
                .isEqualTo(
                        "[{'Driver':'nvidia','DeviceIDs':['GPU-1','GPU-2'],".replace('\'', '"')
                                + "\"Capabilities\":[[\"gpu\"]]}]");
    }

    private static ContainerDefinition.Builder container() {
        return ContainerDefinition.builder().name("web").image("nginx");
    }

    private static TaskDefinition shape(NetworkMode mode, ContainerDefinition container) {
        return TaskDefinition.builder()
                .family("web")
                .networkMode(mode)
                .containerDefinitions(container)
                .volumes(
                        Volume.builder().name("host").host(h -> h.sourcePath("/srv")).build(),
                        Volume.builder().name("own").build(),
                        Volume.builder()
                                .name("shared")
                                .dockerVolumeConfiguration(
                                        d -> d.scope("shared").autoprovision(true))
                                .build())
                .build();
    }

    private static JsonNode made(TaskDefinition shape, TaskOverrides overrides) {
        ContainerPlan.Values values =
                new ContainerPlan.Values(
                        Map.of("FILE", "read", "B", "of the file"),
                        Map.of("SECRET", "hidden"),
                        Map.of("token", "hidden"));
        boolean with = shape.containerDefinitions().getFirst().hasEnvironment();
        return ContainerPlan.of(
                Plans.of(shape, overrides),
                "web",
                new ContainerPlan.Given(
                        null,
                        with ? values : NONE,
                        Map.of("7000-7001", 40_000),
                        Map.of("efs", "/data/efs/fs-1"),
                        null));
    }
}
