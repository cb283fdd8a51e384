package dev.kingtide.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A server as a process, on a free port of this machine.
final class Running implements AutoCloseable {
    private static final Pattern ENDPOINT = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");
    private static final int TRIES = 600;
    private static final int KILOBYTES = 1_024;

    private final Process process;
    private @Nullable URI known;
    private final BufferedReader output;

    private Running(Process process, @Nullable URI known) {
        this.process = process;
        this.known = known;
        output = process.inputReader();
    }

    /// `./kingtide up` over a directory.
    static Running kingtide(Path data, String... options) throws IOException {
        return new Running(up("simulated", data, options).start(), null);
    }

    /// The same with containers of a Docker Engine, whose images are not asked for anew.
    static Running docker(Path data) throws IOException {
        ProcessBuilder up = up("docker", data, "--auth", "off", "--settle-seconds", "1");
        up.environment().put("ECS_IMAGE_PULL_BEHAVIOR", "prefer-cached");
        return new Running(up.start(), null);
    }

    private static ProcessBuilder up(String driver, Path data, String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of("kingtide").toAbsolutePath().toString());
        command.addAll(List.of("up", "--driver", driver, "--port", "0", "--data", data.toString()));
        command.addAll(List.of(options));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    }

    /// moto's server, which says nothing when it listens; null where no Python has it.
    static @Nullable Running moto() throws IOException, InterruptedException {
        Process asked =
                new ProcessBuilder("python3", "-c", "import moto.server")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (asked.waitFor() != 0) {
            return null;
        }
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process process =
                new ProcessBuilder("python3", "-m", "moto.server", "-p", String.valueOf(port))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        Running moto = new Running(process, URI.create("http://127.0.0.1:" + port));
        for (int i = 0; i < TRIES; i++) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return moto;
            } catch (IOException notYet) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        moto.close();
        throw new IOException("moto does not listen");
    }

    /// Where it listens.
    URI endpoint() throws IOException {
        if (known != null) {
            return known;
        }
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher said = ENDPOINT.matcher(line);
            if (said.find()) {
                known = URI.create(said.group());
                return known;
            }
        }
        throw new IOException("it ended before it listened");
    }

    /// Its resident set now, in megabytes.
    long residentMegabytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / KILOBYTES;
            }
        }
        throw new IOException("no VmRSS in /proc");
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
