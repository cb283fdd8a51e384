package dev.kingtide.host.docker;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.engine.EngineAddress;
import dev.kingtide.host.engine.EngineFailure;
import dev.kingtide.host.engine.Streams;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The Docker Engine that tests run on: that of `DOCKER_HOST`, else the machine's own. Without one,
/// tests are skipped and say so; `./build test` starts one where it can.
final class TestEngine {
    private static final Path BUSYBOX = Path.of("/bin/busybox");

    private TestEngine() {}

    static Engine get() {
        StringBuilder tried = new StringBuilder();
        Path home = Path.of(System.getProperty("user.home"));
        for (EngineAddress address : EngineAddress.candidates(System.getenv(), home)) {
            try {
                return Engine.connect(address);
            } catch (EngineFailure failure) {
                tried.append(failure.text()).append("; ");
            }
        }
        return abort("no Docker Engine answers: " + tried);
    }

    /// An image of nothing but busybox, which runs a script of its shell until it ends.
    static String image(Engine engine, String name, String script) {
        try {
            byte[] busybox = Files.readAllBytes(BUSYBOX);
            String quoted = TaskPlan.JSON.createArrayNode().add(script).get(0).toString();
            engine.importImage(
                    "kingtide-test/" + name,
                    "1",
                    PauseImage.tar("busybox", busybox),
                    List.of("CMD [\"/busybox\", \"sh\", \"-c\", " + quoted + "]"));
            return "kingtide-test/" + name + ":1";
        } catch (IOException e) {
            return abort("no " + BUSYBOX + " (Debian: busybox-static): " + e);
        } catch (EngineFailure failure) {
            throw new AssertionError(failure);
        }
    }

    /// The agent's settings that tests want: nothing is pulled that is there, and what has ended is
    /// removed soon.
    static AgentSettings settings() {
        return settings(Map.of());
    }

    /// The same with further ones, by their names.
    static AgentSettings settings(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(more);
        all.put("ECS_IMAGE_PULL_BEHAVIOR", "prefer-cached");
        all.put("ECS_CONTAINER_STOP_TIMEOUT", "2s");
        all.put("ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION", "1s");
        return AgentSettings.of(all);
    }

    /// The same for images that are always pulled.
    ///
    /// @param silence how long nothing may be heard of a pull's progress
    /// @param whole how long all of it may take
    static AgentSettings pulling(Duration silence, Duration whole) {
        AgentSettings usual = settings();
        return new AgentSettings(
                usual.cluster(),
                new AgentSettings.Pulls(
                        AgentSettings.PullBehavior.ALWAYS,
                        whole,
                        silence,
                        usual.pulls().manifestTimeout(),
                        usual.pulls().upfront()),
                usual.createTimeout(),
                usual.startTimeout(),
                usual.stopTimeout(),
                usual.cleanupWait(),
                usual.cleanupJitter(),
                usual.reservedMemoryMib(),
                usual.reservedPorts(),
                usual.cpuPeriod(),
                usual.registryAuthType(),
                usual.registryAuth(),
                usual.images(),
                usual.reservedPortsUdp(),
                usual.dynamicPorts(),
                usual.attributes(),
                usual.tags(),
                usual.taskLimits(),
                usual.gpus(),
                usual.metrics(),
                usual.metadataRate(),
                usual.metadataFile());
    }

    /// All that a container has written so far.
    static String logs(Engine engine, String dockerId) {
        StringBuilder text = new StringBuilder();
        try {
            new Streams(engine)
                    .logs(
                            dockerId,
                            false,
                            Streams.Part.ALL,
                            (_, bytes) -> {
                                text.append(new String(bytes, StandardCharsets.UTF_8));
                                return true;
                            });
        } catch (EngineFailure | IOException e) {
            throw new AssertionError(e);
        }
        return text.toString();
    }

    /// Removes every container of an owner, and its tasks' volumes.
    static void removeAll(Engine engine, String owner) {
        try {
            for (Engine.Listed one : engine.list(Labels.ownedBy(owner))) {
                engine.remove(one.id());
            }
            for (String volume : engine.volumes(Labels.ownedBy(owner))) {
                engine.removeVolume(volume);
            }
        } catch (EngineFailure failure) {
            throw new AssertionError(failure);
        }
    }
}
