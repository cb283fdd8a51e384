package dev.kingtide.host.docker;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.engine.EngineAddress;
import dev.kingtide.host.engine.EngineFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

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
        return AgentSettings.of(
                Map.of(
                        "ECS_IMAGE_PULL_BEHAVIOR", "prefer-cached",
                        "ECS_CONTAINER_STOP_TIMEOUT", "2s",
                        "ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION", "1s"));
    }

    /// The same for images that are always pulled.
    ///
    /// @param silence how long nothing may be heard of a pull's progress
    /// @param whole how long all of it may take
    static AgentSettings pulling(Duration silence, Duration whole) {
        AgentSettings usual = settings();
        return new AgentSettings(
                usual.cluster(),
                AgentSettings.PullBehavior.ALWAYS,
                whole,
                silence,
                usual.manifestTimeout(),
                usual.pullUpfront(),
                usual.createTimeout(),
                usual.startTimeout(),
                usual.stopTimeout(),
                usual.cleanupWait(),
                usual.reservedMemoryMib(),
                usual.reservedPorts(),
                usual.cpuPeriod(),
                usual.registryAuthType(),
                usual.registryAuth(),
                usual.images(),
                usual.reservedPortsUdp(),
                usual.dynamicPorts(),
                usual.attributes(),
                usual.taskLimits(),
                usual.gpus());
    }

    /// Removes every container of an owner.
    static void removeAll(Engine engine, String owner) {
        try {
            for (Engine.Listed one : engine.list(Labels.ownedBy(owner))) {
                engine.remove(one.id());
            }
        } catch (EngineFailure failure) {
            throw new AssertionError(failure);
        }
    }
}
