package dev.kingtide.host.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kingtide.core.driver.TaskCommand;
import dev.kingtide.core.driver.TaskObservation;
import dev.kingtide.core.driver.TaskObservation.ContainerHealth;
import dev.kingtide.core.driver.TaskObservation.ContainerStarted;
import dev.kingtide.core.driver.TaskObservation.ContainerStopped;
import dev.kingtide.core.driver.TaskObservation.StartFailed;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskDefinition;
import dev.kingtide.core.task.TaskOverrides;
import dev.kingtide.host.engine.BuiltImage;
import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.engine.EngineFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.Volume;

/// Every setting of a container, as the Engine says it of a container that runs, and as what runs
/// in it sees it.
@SuppressWarnings("unchecked") // builders of the SDK take arrays of lambdas
class ContainerSettingsTest {
    private static final String SHARED = "kingtide-test-shared";
    private static final String LOOK_AROUND =
            """
            PATH=/bin:/
            say() { echo "<$1>$2"; }
            say user "$(busybox id -u):$(busybox id -g)"
            say directory "$PWD"
            say host "$(busybox hostname)"
            say other "$(busybox awk '$2 == "db" {print $1}' /etc/hosts)"
            say dns "$(busybox awk '/^nameserver/ {print $2}' /etc/resolv.conf)"
            say search "$(busybox awk '/^search/ {print $2}' /etc/resolv.conf)"
            say open "$(ulimit -n)"
            say root "$(busybox awk '$2 == "/" {print substr($4, 1, 3)}' /proc/mounts)"
            say scratch "$(busybox df -m /scratch | busybox awk 'END {print $2}')"
            say shared "$(busybox df -m /dev/shm | busybox awk 'END {print $2}')"
            say first "$(busybox cat /proc/1/comm)"
            say somaxconn "$(busybox cat /proc/sys/net/core/somaxconn)"
            say plain "$PLAIN"
            say file "$OF_FILE"
            say secret "$SECRET"
            say host-volume "$(busybox cat /host/greeting)"
            say end ""
            exec busybox sleep 1000
            """;

    private final Engine engine = TestEngine.get();
    private final String image = TestEngine.image(engine, "shell", "exit 0");
    @TempDir private Path data;
    @TempDir private Path hostDirectory;
    private TestMachines machines;

    @BeforeEach
    void begin() {
        machines = new TestMachines(engine, data, image, image);
    }

    @AfterEach
    void close() throws EngineFailure {
        machines.close();
        engine.removeVolume(SHARED);
    }

    private ContainerDefinition container(
            String name, String script, Consumer<ContainerDefinition.Builder> more) {
        ContainerDefinition.Builder builder =
                ContainerDefinition.builder()
                        .name(name)
                        .image(image)
                        .stopTimeout(2)
                        .entryPoint("/busybox", "sh", "-c")
                        .command(script);
        more.accept(builder);
        return builder.build();
    }

    private Task start(NetworkMode mode, List<Volume> volumes, ContainerDefinition... containers) {
        TaskDefinition definition =
                Plans.definition(
                        software.amazon.awssdk.services.ecs.model.TaskDefinition.builder()
                                .family("web")
                                .networkMode(mode)
                                .volumes(volumes)
                                .containerDefinitions(containers)
                                .build());
        Task task = Plans.task(UUID.randomUUID().toString().replace("-", ""), definition);
        machines.driver().accept(new TaskCommand.Start(task, definition));
        return task;
    }

    private <T extends TaskObservation> T await(Class<T> type) {
        TaskObservation seen =
                machines.await(one -> type.isInstance(one) || one instanceof StartFailed);
        assertThat(seen).isInstanceOf(type);
        return type.cast(seen);
    }

    private void awaitStart(String container) {
        machines.await(one -> {
            assertThat(one).isNotInstanceOf(StartFailed.class);
            return one instanceof ContainerStarted started && started.container().equals(container);
        });
    }

    private JsonNode said(Task task, String container) throws EngineFailure {
        return engine.describe(Labels.name(task, container));
    }

    /// What a container has said, once it has said all.
    private String log(Task task, String container) {
        return LiveDaemon.await(
                () -> TestEngine.logs(engine, Labels.name(task, container)),
                text -> text.contains("<end>"));
    }

    private static void everything(ContainerDefinition.Builder c) {
        c.environment(e -> e.name("PLAIN").value("1"))
                .environmentFiles(f -> f.type("s3").value("arn:aws:s3:::shop/prod.env"))
                .secrets(s -> s.name("SECRET").valueFrom("prod/key"))
                .user("1000:1001")
                .workingDirectory("/srv")
                .hostname("till")
                .dnsServers("192.0.2.53")
                .dnsSearchDomains("shop.test")
                .extraHosts(h -> h.hostname("db").ipAddress("192.0.2.9"))
                .dockerLabels(Map.of("team", "tide"))
                .cpu(256)
                .memory(64)
                .memoryReservation(32)
                .ulimits(u -> u.name("nofile").softLimit(99).hardLimit(100))
                .readonlyRootFilesystem(true)
                .dockerSecurityOptions("no-new-privileges")
                .systemControls(s -> s.namespace("net.core.somaxconn").value("77"))
                .pseudoTerminal(false)
                .interactive(true)
                .linuxParameters(l ->
                        l.maxSwap(36)
                                .initProcessEnabled(true)
                                .sharedMemorySize(8)
                                .capabilities(k -> k.add("SYS_PTRACE").drop("CHOWN"))
                                .tmpfs(t -> t.containerPath("/scratch").size(5)))
                .healthCheck(h -> h.command("CMD", "/busybox", "true").interval(7).retries(2))
                .logConfiguration(l -> l.logDriver("json-file").options(Map.of("max-size", "1m")))
                .mountPoints(
                        m -> m.sourceVolume("host").containerPath("/host").readOnly(true),
                        m -> m.sourceVolume("own").containerPath("/own"),
                        m -> m.sourceVolume(SHARED).containerPath("/shared"));
    }

    private Task startEverything() throws IOException {
        Files.writeString(data.resolve("secrets.json"), "{\"prod/key\": \"pearl\"}");
        Files.writeString(
                Files.createDirectories(data.resolve("s3/shop")).resolve("prod.env"),
                "PLAIN=2\nOF_FILE=3\n");
        Files.writeString(hostDirectory.resolve("greeting"), "ahoy");
        Files.setPosixFilePermissions(hostDirectory, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<Volume> volumes =
                List.of(
                        Volume.builder()
                                .name("host")
                                .host(h -> h.sourcePath(hostDirectory.toString()))
                                .build(),
                        Volume.builder().name("own").build(),
                        Volume.builder()
                                .name(SHARED)
                                .dockerVolumeConfiguration(
                                        d -> d.scope("shared").autoprovision(true))
                                .build());
        Task task =
                start(
                        NetworkMode.BRIDGE,
                        volumes,
                        container("web", LOOK_AROUND, ContainerSettingsTest::everything),
                        container(
                                "probe",
                                "exec /busybox sleep 1000",
                                c ->
                                        c.links("web:shop")
                                                .volumesFrom(v -> v.sourceContainer("web"))
                                                .dependsOn(d ->
                                                        d.containerName("web")
                                                                .condition("START"))));
        awaitStart("probe");
        return task;
    }

    /// A JSON pointer into what the Engine says of a container, and what is there.
    private static final String[][] SAID = {
        {"/Config/Entrypoint", "[\"/busybox\",\"sh\",\"-c\"]"},
        {"/Config/User", "\"1000:1001\""},
        {"/Config/WorkingDir", "\"/srv\""},
        {"/Config/Hostname", "\"till\""},
        {"/Config/Labels/team", "\"tide\""},
        {"/Config/OpenStdin", "true"},
        {"/Config/Tty", "false"},
        {"/Config/Healthcheck/Test", "[\"CMD\",\"/busybox\",\"true\"]"},
        {"/Config/Healthcheck/Interval", "7000000000"},
        {"/Config/Healthcheck/Retries", "2"},
        {"/HostConfig/Dns", "[\"192.0.2.53\"]"},
        {"/HostConfig/DnsSearch", "[\"shop.test\"]"},
        {"/HostConfig/ExtraHosts", "[\"db:192.0.2.9\"]"},
        {"/HostConfig/CpuShares", "256"},
        {"/HostConfig/Memory", "67108864"},
        {"/HostConfig/MemoryReservation", "33554432"},
        {"/HostConfig/MemorySwap", "104857600"},
        {"/HostConfig/Ulimits", "[{\"Name\":\"nofile\",\"Hard\":100,\"Soft\":99}]"},
        {"/HostConfig/ReadonlyRootfs", "true"},
        {"/HostConfig/SecurityOpt", "[\"no-new-privileges\"]"},
        {"/HostConfig/Sysctls", "{\"net.core.somaxconn\":\"77\"}"},
        {"/HostConfig/Init", "true"},
        {"/HostConfig/ShmSize", "8388608"},
        {"/HostConfig/Tmpfs", "{\"/scratch\":\"size=5m\"}"},
        {"/HostConfig/Privileged", "false"},
        {"/HostConfig/LogConfig", "{\"Type\":\"json-file\",\"Config\":{\"max-size\":\"1m\"}}"}
    };

    /// What runs in the container sees.
    private static final String[] SEEN = {
        "<user>1000:1001", "<directory>/srv", "<host>till", "<other>192.0.2.9",
        "<dns>192.0.2.53", "<search>shop.test", "<open>99", "<root>ro,",
        "<scratch>5", "<shared>8", "<first>docker-init", "<somaxconn>77",
        "<plain>1", "<file>3", "<secret>pearl", "<host-volume>ahoy"
    };

    @Test
    void settings_are_what_the_engine_says_and_what_the_container_sees() throws Exception {
        Task task = startEverything();
        JsonNode web = said(task, "web");
        JsonNode probe = said(task, "probe");
        SoftAssertions all = new SoftAssertions();
        for (String[] row : SAID) {
            all.assertThat(web.at(row[0]).toString()).as(row[0]).isEqualTo(row[1]);
        }
        all.assertThat(web.at("/HostConfig/CapAdd").toString()).contains("SYS_PTRACE");
        all.assertThat(web.at("/HostConfig/CapDrop").toString()).contains("CHOWN");
        all.assertThat(web.at("/HostConfig/Binds").toString())
                .contains(hostDirectory + ":/host:ro", "-own-", SHARED + ":/shared:rw");
        all.assertThat(probe.at("/HostConfig/Links").toString()).contains("/shop\"");
        all.assertThat(probe.at("/HostConfig/VolumesFrom").toString())
                .contains(Labels.name(task, "web"));
        all.assertThat(probe.at("/Mounts").toString()).contains("\"/own\"");
        all.assertThat(log(task, "web").lines()).contains(SEEN);
        all.assertAll();
    }

    /// Made, not started: a machine that is a container itself may lack what it would get.
    @Test
    void a_privileged_container_is_one_for_the_engine_too() throws Exception {
        ContainerDefinition container = container("web", "exit 0", c -> c.privileged(true));
        TaskPlan plan =
                Plans.of(
                        software.amazon.awssdk.services.ecs.model.TaskDefinition.builder()
                                .family("web")
                                .networkMode(NetworkMode.NONE)
                                .containerDefinitions(container)
                                .build(),
                        TaskOverrides.NONE);
        String id =
                engine.create(
                        "kingtide-test-" + UUID.randomUUID(),
                        ContainerPlan.of(plan, "web", ContainerPlan.Given.NOTHING),
                        Duration.ofSeconds(30));
        try {
            assertThat(engine.describe(id).at("/HostConfig/Privileged").asBoolean()).isTrue();
        } finally {
            engine.remove(id);
        }
    }

    @Test
    void the_images_own_stop_signal_is_sent() throws Exception {
        String file = "FROM " + image + "\nSTOPSIGNAL SIGUSR1\n";
        BuiltImage.build(
                engine,
                "kingtide-test/signal:1",
                PauseImage.tar("Dockerfile", file.getBytes(StandardCharsets.UTF_8)));
        String script =
                "trap 'exit 6' USR1; trap '' TERM; echo '<end>';"
                        + " while :; do /busybox sleep 1000 & wait $!; done";
        Task task =
                start(
                        NetworkMode.NONE,
                        List.of(),
                        container("web", script, c -> c.image("kingtide-test/signal:1")));
        awaitStart("web");
        assertThat(log(task, "web")).as("it listens").isNotEmpty();
        machines.driver().accept(new TaskCommand.Stop(task.id()));
        assertThat(await(ContainerStopped.class).exitCode()).isEqualTo(6);
        engine.remove(Labels.name(task, "web"));
        engine.removeImage("kingtide-test/signal:1");
    }

    @ParameterizedTest
    @CsvSource({"8, 9", "3, 3"})
    void a_restart_policy_starts_a_container_again_unless_its_exit_code_is_ignored(
            int ignored, int last) {
        String script = "[ -e /ran ] && exit 9; : > /ran; /busybox sleep 2; exit 3";
        Consumer<ContainerDefinition.Builder> policy =
                c ->
                        c.restartPolicy(r ->
                                r.enabled(true).restartAttemptPeriod(1).ignoredExitCodes(ignored));
        start(NetworkMode.NONE, List.of(), container("web", script, policy));
        assertThat(await(ContainerStopped.class).exitCode()).isEqualTo(last);
        assertThat(machines.seen().stream().filter(ContainerStarted.class::isInstance)).hasSize(1);
    }

    @Test
    void a_container_may_wait_until_another_is_healthy() {
        start(
                NetworkMode.NONE,
                List.of(),
                container(
                        "web",
                        "exec /busybox sleep 1000",
                        c -> c.dependsOn(d -> d.containerName("db").condition("HEALTHY"))),
                container(
                        "db",
                        "/busybox sleep 2; : > /ready; exec /busybox sleep 1000",
                        c ->
                                c.healthCheck(h ->
                                        h.command("CMD", "/busybox", "test", "-e", "/ready")
                                                .interval(1)
                                                .startPeriod(60))));
        awaitStart("web");
        assertThat(machines.seen())
                .filteredOn(
                        one -> one instanceof ContainerStarted || one instanceof ContainerHealth)
                .extracting(one -> one.getClass().getSimpleName())
                .containsExactly("ContainerStarted", "ContainerHealth", "ContainerStarted");
    }

    @Test
    void what_the_engine_does_not_make_is_told_in_its_words() throws Exception {
        engine.importImage(
                "kingtide-test/mute",
                "1",
                PauseImage.tar("busybox", Files.readAllBytes(Path.of("/bin/busybox"))),
                List.of());
        start(
                NetworkMode.NONE,
                List.of(),
                ContainerDefinition.builder().name("web").image("kingtide-test/mute:1").build());
        assertThat(await(StartFailed.class).fault().reason())
                .startsWith("CannotCreateContainerError: Error response from daemon: ")
                .containsIgnoringCase("no command specified");
        engine.removeImage("kingtide-test/mute:1");
    }

    @Test
    void tasks_share_a_file_system_and_an_access_point_takes_any_user() {
        List<Volume> volumes =
                List.of(
                        Volume.builder()
                                .name("files")
                                .efsVolumeConfiguration(e -> e.fileSystemId("fs-1"))
                                .build(),
                        Volume.builder()
                                .name("point")
                                .efsVolumeConfiguration(e ->
                                        e.fileSystemId("fs-1")
                                                .transitEncryption("ENABLED")
                                                .authorizationConfig(
                                                        a -> a.accessPointId("fsap-1")))
                                .build());
        Consumer<ContainerDefinition.Builder> mounts =
                c ->
                        c.mountPoints(
                                m -> m.sourceVolume("files").containerPath("/files"),
                                m -> m.sourceVolume("point").containerPath("/point"));
        String write = "echo ahoy > /point/greeting && exit 4";
        start(
                NetworkMode.NONE,
                volumes,
                container("web", write, c -> mounts.accept(c.user("1000"))));
        assertThat(await(ContainerStopped.class).exitCode()).isEqualTo(4);
        String read = "[ \"$(/busybox cat /files/fsap-1/greeting)\" = ahoy ] && exit 5";
        Task second = start(NetworkMode.NONE, volumes, container("web", read, mounts));
        TaskObservation ended =
                machines.await(one ->
                        one instanceof ContainerStopped stopped
                                && stopped.taskId().equals(second.id()));
        assertThat(ended).isEqualTo(new ContainerStopped(second.id(), "web", 5, null));
        assertThat(data.resolve("efs/fs-1/fsap-1/greeting")).hasContent("ahoy\n");
    }

    @Test
    void a_volume_that_nothing_here_stands_for_is_refused_by_its_name() {
        start(
                NetworkMode.NONE,
                List.of(
                        Volume.builder()
                                .name("files")
                                .fsxWindowsFileServerVolumeConfiguration(
                                        f -> f.fileSystemId("fs-1"))
                                .build()),
                container("web", "exit 0", c -> {}));
        assertThat(await(StartFailed.class).fault().reason())
                .startsWith("ResourceInitializationError: volume files is of Amazon FSx");
    }
}
