package dev.kingtide.host.docker;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.kingtide.host.engine.Engine;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// A registry of images on loopback (Debian's docker-registry), behind a gate that can turn
/// connections away. Without the program the test is skipped and says so; `./build test` installs
/// it where it can.
final class TestRegistry implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");

    /// The only user of a registry that asks, and the password.
    static final String USER = "tide";

    static final String PASSWORD = "pearl";

    /// Of the password, by bcrypt, as `htpasswd -B` writes it.
    private static final String HASH =
            "$2y$05$kingtidekingtidekingtu4wMKj4m5MnvboWqMVfDAaF/uj6bqyvW";

    private static final long PATIENCE_NANOS = 30_000_000_000L;
    private static final long LOOK_NANOS = 20_000_000;

    /// Manifests are shorter, layers longer.
    private static final int LITTLE = 100_000;

    private final Engine engine;
    private final Path directory;
    private final Process process;
    private final int inner;
    private final ServerSocket gate;
    private final AtomicInteger toTurnAway = new AtomicInteger();
    private final AtomicInteger turnedAway = new AtomicInteger();
    private final AtomicInteger toBreak = new AtomicInteger();
    private final AtomicInteger broken = new AtomicInteger();
    private volatile boolean stalling;

    TestRegistry(Engine engine, Path directory) throws IOException {
        this(engine, directory, "");
    }

    /// One that only tells [#USER] what it has.
    static TestRegistry locked(Engine engine, Path directory) throws IOException {
        Path users = directory.resolve("users");
        Files.writeString(users, USER + ':' + HASH + '\n');
        return new TestRegistry(
                engine, directory, "auth: {htpasswd: {realm: tests, path: %s}}\n".formatted(users));
    }

    private TestRegistry(Engine engine, Path directory, String more) throws IOException {
        if (!Files.exists(PROGRAM)) {
            abort("no " + PROGRAM + " (Debian: docker-registry)");
        }
        this.engine = engine;
        this.directory = directory;
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket free = new ServerSocket(0, 1, loopback)) {
            inner = free.getLocalPort();
        }
        Path settings = directory.resolve("registry.yml");
        Files.writeString(
                settings,
                """
                version: 0.1
                storage:
                  filesystem:
                    rootdirectory: %s
                http:
                  addr: 127.0.0.1:%d
                %s\
                """
                        .formatted(directory.resolve("images"), inner, more));
        process =
                new ProcessBuilder(PROGRAM.toString(), "serve", settings.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("registry.log").toFile())
                        .start();
        gate = new ServerSocket(0, 50, loopback);
        Thread.ofVirtual().name("gate").start(this::accept);
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (!answers() && System.nanoTime() < until) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), inner)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false; // not yet
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = gate.accept();
                if (toTurnAway.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    turnedAway.incrementAndGet();
                    client.close();
                } else {
                    Socket server = new Socket(InetAddress.getLoopbackAddress(), inner);
                    Thread.ofVirtual().start(() -> carry(client, server, false));
                    Thread.ofVirtual().start(() -> carry(server, client, true));
                }
            }
        } catch (IOException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private void carry(Socket from, Socket to, boolean answers) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] piece = new byte[8_192];
            long carried = 0;
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                out.write(piece, 0, read);
                carried += read;
                boolean layer = answers && carried > LITTLE;
                if (layer && toBreak.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    broken.incrementAndGet();
                    return;
                }
                while (layer && stalling && !gate.isClosed()) {
                    LockSupport.parkNanos(LOOK_NANOS);
                }
            }
        } catch (IOException e) {
            Thread.currentThread().interrupt(); // one end has gone
        }
    }

    /// Closes so many of the next connections at once.
    void turnAway(int connections) {
        toTurnAway.set(connections);
    }

    int turnedAway() {
        return turnedAway.get();
    }

    /// Closes so many of the next connections in the middle of a layer.
    void breakOff(int connections) {
        toBreak.set(connections);
    }

    int brokenOff() {
        return broken.get();
    }

    /// Lets no layer go on any more: its connection stays open, and nothing comes.
    void stall() {
        stalling = true;
    }

    /// Where it is, as names of images begin.
    String host() {
        return "127.0.0.1:" + gate.getLocalPort();
    }

    /// What `docker login` writes.
    Path login() throws Exception {
        docker("login", "--username", USER, "--password", PASSWORD, host());
        return directory.resolve("docker/config.json");
    }

    /// How many times it was asked what an image of this name is made of.
    long manifestsAsked(String image) throws IOException {
        String name = image.substring(image.indexOf('/') + 1, image.lastIndexOf(':'));
        try (var lines = Files.lines(directory.resolve("registry.log"))) {
            return lines.filter(line -> line.contains("\"GET /v2/" + name + "/manifests/")).count();
        }
    }

    /// Puts an image of the Engine into the registry, and takes it from the Engine; its name there.
    String push(String image) throws Exception {
        String name = host() + "/" + image;
        docker("tag", image, name);
        docker("push", name);
        engine.removeImage(name);
        return name;
    }

    /// The name of an image that the registry does not have.
    String missing() {
        return host() + "/nobody/nothing:1";
    }

    private void docker(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.addAll(List.of("docker", "--config", directory.resolve("docker").toString()));
        command.addAll(List.of(arguments));
        Process run = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (run.waitFor() != 0) {
            throw new AssertionError(said);
        }
    }

    @Override
    public void close() throws IOException {
        gate.close();
        process.destroy();
    }
}
