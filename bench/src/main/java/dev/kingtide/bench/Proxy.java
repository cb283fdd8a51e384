package dev.kingtide.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A program that carries requests, or the one behind all of them that answers: a process with one
/// worker, on the first core or the second, and its port on loopback.
record Proxy(String name, Process process, int port) {
    private static final double TICKS_PER_SECOND = 100;

    /// Who answers every request itself, with 1 KB.
    static Proxy upstream(Path directory) throws IOException, InterruptedException {
        String answer = "return 200 '" + "x".repeat(1_024) + "';";
        return nginx("upstream", directory, 1, "0.0.0.0", "", answer);
    }

    /// nginx in front of targets, each with an address of its own.
    static Proxy nginx(String name, Path directory, Proxy upstream, int targets)
            throws IOException, InterruptedException {
        String group =
                "upstream up { %s keepalive %d; keepalive_requests 100000000; }"
                        .formatted(servers("server %2$s;", upstream, targets, " "), 256 + targets);
        String location =
                "proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection '';"
                        + " proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;"
                        + " proxy_set_header X-Forwarded-Proto http;";
        return nginx(name, directory, 0, "127.0.0.1", group, location);
    }

    private static Proxy nginx(
            String name, Path directory, int core, String address, String group, String location)
            throws IOException, InterruptedException {
        int port = freePort();
        Path config = file(directory, name);
        Files.writeString(
                config,
                """
                daemon off; worker_processes 1; pid %s.pid; error_log /dev/null;
                events { worker_connections 16384; }
                http { access_log off; keepalive_requests 100000000; %s
                  server { listen %s:%d backlog=4096;
                    location / { %s } } }
                """
                        .formatted(config, group, address, port, location));
        return started(
                name,
                port,
                new ProcessBuilder("taskset", "-c", "" + core, "nginx", "-c", config.toString()));
    }

    /// HAProxy in front of targets, each with an address of its own.
    static Proxy haproxy(String name, Path directory, Proxy upstream, int targets)
            throws IOException, InterruptedException {
        int port = freePort();
        Path config = file(directory, name);
        Files.writeString(
                config,
                """
                global
                  nbthread 1
                  maxconn 8192
                defaults
                  mode http
                  timeout connect 5s
                  timeout client 60s
                  timeout server 60s
                  option forwardfor
                  http-reuse always
                frontend in
                  bind 127.0.0.1:%d
                  http-request set-header X-Forwarded-Proto http
                  default_backend out
                backend out
                %s
                """
                        .formatted(port, servers("  server s%1$d %2$s", upstream, targets, "\n")));
        return started(
                name,
                port,
                new ProcessBuilder(
                        "taskset", "-c", "0", "haproxy", "-db", "-f", config.toString()));
    }

    private static String servers(String line, Proxy upstream, int count, String between) {
        return IntStream.range(0, count)
                .mapToObj(i -> line.formatted(i, ForwardingEdge.address(i) + ":" + upstream.port))
                .collect(Collectors.joining(between));
    }

    private static Path file(Path directory, String name) {
        return directory.resolve(name.replace(' ', '-') + ".conf");
    }

    private static Proxy started(String name, int port, ProcessBuilder builder)
            throws IOException, InterruptedException {
        Process process =
                builder.redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        Proxy proxy = new Proxy(name, process, port);
        for (int tries = 0; tries < 100; tries++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return proxy;
            } catch (IOException e) {
                Thread.sleep(50);
            }
        }
        proxy.close();
        throw new IOException("%s does not start".formatted(builder.command()));
    }

    /// [ForwardingEdge] on a transport, in front of targets.
    static Proxy edge(String name, String transport, Proxy upstream, int targets)
            throws IOException {
        Process process =
                new ProcessBuilder(
                                "taskset",
                                "-c",
                                "0",
                                System.getProperty("java.home") + "/bin/java",
                                "-Xmx256m",
                                "-XX:+UseSerialGC",
                                "-XX:ActiveProcessorCount=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-Dio.netty.leakDetection.level=disabled",
                                "-cp",
                                System.getProperty("java.class.path"),
                                ForwardingEdge.class.getName(),
                                transport,
                                "" + upstream.port,
                                "" + targets)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.matches("\\d+")) {
                Thread.ofVirtual().start(() -> drain(said));
                return new Proxy(name, process, Integer.parseInt(line));
            }
        }
        throw new IOException("the edge does not start");
    }

    private static void drain(BufferedReader said) {
        try {
            said.transferTo(Writer.nullWriter());
        } catch (IOException e) {
            // the edge was ended, which is how each of them ends
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /// User and system time of the process and its children, which live on.
    double cpuSeconds() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .mapToDouble(each -> cpuSeconds(each.pid()))
                .sum();
    }

    private static double cpuSeconds(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Ends it.
    void close() throws InterruptedException {
        process.destroy();
        process.waitFor(5, TimeUnit.SECONDS);
    }
}
