package dev.kingtide.host.docker;

import dev.kingtide.core.driver.TaskDriverContract;
import dev.kingtide.host.engine.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/// [DockerDriver] keeps the contract of [dev.kingtide.core.driver.TaskDriver], with real
/// containers.
class DockerDriverContractTest extends TaskDriverContract {
    private final Engine engine = TestEngine.get();
    private final List<TestMachines> made = new ArrayList<>();
    @TempDir private Path data;

    @Override
    protected Machines machines() {
        return machines(
                TestEngine.image(
                        engine,
                        "server",
                        "trap 'exit 0' TERM; while :; do /busybox sleep 1000 & wait $!; done"));
    }

    @Override
    protected Machines machinesWithoutRegistry() {
        return machines("127.0.0.1:1/nobody/web:1");
    }

    private TestMachines machines(String server) {
        String errand = TestEngine.image(engine, "errand", "exit 0");
        TestMachines machines = new TestMachines(engine, data, server, errand);
        made.add(machines);
        return machines;
    }

    @AfterEach
    void close() {
        made.forEach(TestMachines::close);
    }
}
