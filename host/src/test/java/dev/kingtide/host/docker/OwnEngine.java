package dev.kingtide.host.docker;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.engine.EngineAddress;
import dev.kingtide.host.engine.EngineFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A Docker Engine of a test's own, which it may stop, kill and start again. It shares nothing with
/// the machine's: directories, socket and bridge are its own, and it makes no rules of the packet
/// filter.
///
/// Without root, `dockerd` or `ip` the test is skipped and says so.
final class OwnEngine implements AutoCloseable {
    private static final long PATIENCE_NANOS = 120_000_000_000L;
    private static final int LOG_END = 3_000;
    private static final long LOOK_NANOS = 50_000_000;
    private final Path directory;
    private final List<String> options;
    private final String bridge;
    private final Engine engine;
    private Process process;

    /// Starts it.
    ///
    /// @param directory empty, and its own
    /// @param options further ones of dockerd
    OwnEngine(Path directory, String... options) throws IOException {
        this.directory = directory;
        this.options = List.of(options);
        if (!"root".equals(System.getProperty("user.name")) || !has("dockerd") || !has("ip")) {
            abort("only root may start a Docker Engine; dockerd and ip have to be installed");
        }
        int number = ThreadLocalRandom.current().nextInt(1 << 16);
        this.bridge = "kt-test-%04x".formatted(number);
        String address = "10.126." + (number & 0xff) + ".1/24";
        run("ip", "link", "add", "name", bridge, "type", "bridge");
        run("ip", "address", "add", address, "dev", bridge);
        run("ip", "link", "set", bridge, "up");
        this.process = launch();
        this.engine = await();
    }

    /// One whose files have so many MiB of room.
    static OwnEngine small(Path directory, int mib, String... options) throws IOException {
        Path data = Files.createDirectories(directory.resolve("data"));
        if (run("mount", "-t", "tmpfs", "-o", "size=" + mib + "m", "tmpfs", data.toString()) != 0) {
            abort("no file system in memory can be mounted here");
        }
        return new OwnEngine(directory, options);
    }

    private static boolean has(String program) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }

    EngineAddress address() {
        return EngineAddress.parse("unix://" + directory.resolve("docker.sock"));
    }

    Engine engine() {
        return engine;
    }

    /// Starts it again.
    void start() throws IOException {
        process = launch();
        await();
    }

    private Process launch() throws IOException {
        List<String> command = new ArrayList<>();
        command.add("dockerd");
        command.addAll(List.of("--data-root", directory.resolve("data").toString()));
        command.addAll(List.of("--exec-root", directory.resolve("exec").toString()));
        command.addAll(List.of("--pidfile", directory.resolve("pid").toString()));
        command.addAll(List.of("--host", address().text(), "--bridge", bridge));
        command.addAll(List.of("--iptables=false", "--ip6tables=false", "--ip-masq=false"));
        command.addAll(options);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
                .start();
    }

    private Engine await() throws IOException {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            try {
                Engine answering = Engine.connect(address());
                answering.info();
                return answering;
            } catch (EngineFailure failure) {
                if (!process.isAlive() || System.nanoTime() > until) {
                    String log = Files.readString(directory.resolve("log"));
                    String end = log.substring(Math.max(0, log.length() - LOG_END));
                    throw new AssertionError(end, failure);
                }
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /// Lets it end as a service is stopped.
    void stop() {
        process.destroy();
        process.onExit().orTimeout(PATIENCE_NANOS, TimeUnit.NANOSECONDS).join();
    }

    /// SIGKILL, also to the containerd that it has started and that goes with it; containers run
    /// on.
    void kill() throws IOException {
        process.destroyForcibly().onExit().join();
        Path note = directory.resolve("exec/containerd/containerd.pid");
        if (Files.exists(note)) {
            long pid = Long.parseLong(Files.readString(note).strip());
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            Files.delete(note); // where nobody takes note of its end, it would count as running
        }
    }

    /// Ends it, and unmounts what it has left behind.
    @Override
    public void close() throws IOException {
        if (!process.isAlive()) {
            start(); // so that what it has started ends too
        }
        stop();
        List<String> mounts = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
            int from = line.indexOf(' ') + 1;
            String place = line.substring(from, line.indexOf(' ', from));
            if (place.startsWith(directory + "/")) {
                mounts.addFirst(place);
            }
        }
        for (String place : mounts) {
            run("umount", "-l", place);
        }
        run("ip", "link", "delete", bridge);
    }

    static int run(String... command) throws IOException {
        Process run = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            int status = run.waitFor();
            if (status != 0) {
                System.err.println(String.join(" ", command) + ": " + said);
            }
            return status;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
