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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What a proxied request costs: CPU seconds of the proxy's processes for 100,000 requests of 1 KB
/// over keep-alive connections, beside nginx and HAProxy as Debian has them.
///
/// Each proxy has one worker on the first core; the upstream (nginx) and the load (wrk) have the
/// second. Rounds are interleaved, and the ratio of each to nginx is taken within a round; the
/// machine's other work shows in the spread.
///
/// Before that the 99th of a hundred answers when each gets half the requests a second that nginx
/// carries, as long as nobody probes 1,000 targets on the same core; after it what the edges take
/// at rest ([EdgeAtRest]); every target is probed every 5 s.
///
/// Needs `apt-get install nginx-light haproxy wrk nghttp2-client`. Arguments: rounds, seconds.
public final class EdgeBench {
    private static final int[] CONNECTIONS = {64, 256, 1_024};
    private static final long WARM_REQUESTS = 150_000;
    private static final int PACED_ROUNDS = 3; // for each round: single 99ths scatter by a half

    /// Proxies of 1,000 targets, and what they are beside with two.
    private static final Map<String, String> MANY =
            new TreeMap<>(
                    Map.of("edge 1000 targets", "edge io_uring", "nginx 1000 targets", "nginx"));

    private static final double TICKS_PER_SECOND = 100;
    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in");
    private static final Pattern P99 = Pattern.compile("99%\\s+(\\S+)");

    private EdgeBench() {}

    private record Proxy(String name, Process process, int port) {}

    private record Round(double cpuSeconds, long requests, String p99) {

        double per100k() {
            return cpuSeconds * 100_000 / requests;
        }
    }

    /// Measures.
    public static void main(String[] args) throws IOException, InterruptedException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 4;
        Path directory = Files.createTempDirectory("edge-bench");
        List<Process> all = new ArrayList<>();
        try {
            int upstream = freePort();
            all.add(nginx(directory, "upstream", "1", upstream, 0, 0));
            List<Proxy> proxies = new ArrayList<>();
            int port = freePort();
            proxies.add(
                    new Proxy("nginx", nginx(directory, "nginx", "0", port, upstream, 1), port));
            port = freePort();
            proxies.add(new Proxy("haproxy", haproxy(directory, port, upstream), port));
            proxies.add(edge("edge io_uring", "IO_URING", upstream, 2));
            proxies.add(edge("edge epoll", "EPOLL", upstream, 2));
            for (Proxy proxy : proxies) {
                all.add(proxy.process);
                warmUp(proxy);
            }
            equalLoad(
                    proxies,
                    rate(proxies.getFirst(), seconds),
                    directory,
                    rounds * PACED_ROUNDS,
                    seconds);
            port = freePort();
            List<Proxy> ofMany =
                    List.of(
                            edge("edge 1000 targets", "IO_URING", upstream, 1_000),
                            new Proxy(
                                    "nginx 1000 targets",
                                    nginx(directory, "many", "0", port, upstream, 1_000),
                                    port));
            for (Proxy proxy : ofMany) {
                all.add(proxy.process);
                warmUp(proxy);
            }
            proxies.addAll(ofMany);
            for (int connections : CONNECTIONS) {
                measure(proxies, connections, rounds, seconds);
            }
            rest(proxies);
        } finally {
            all.forEach(Process::destroy);
            for (Process process : all) {
                process.waitFor(5, TimeUnit.SECONDS);
            }
            delete(directory);
        }
    }

    /// Until what is hot is compiled.
    private static void warmUp(Proxy proxy) throws IOException, InterruptedException {
        long requests = 0;
        for (int i = 0; i < 20 && requests < WARM_REQUESTS; i++) {
            requests += load(proxy, 64, 3).requests;
        }
    }

    /// Half the requests a second that a proxy carries at most, for each of the connections at
    /// equal load.
    private static int rate(Proxy proxy, int seconds) throws IOException, InterruptedException {
        double most = 0;
        for (int connections : CONNECTIONS) {
            most = Math.max(most, load(proxy, connections, seconds).requests / (double) seconds);
        }
        return (int) (most / 2 / CONNECTIONS[0]);
    }

    private static void measure(List<Proxy> proxies, int connections, int rounds, int seconds)
            throws IOException, InterruptedException {
        Map<String, List<Round>> measured = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Proxy proxy : proxies) {
                measured.computeIfAbsent(proxy.name, name -> new ArrayList<>())
                        .add(load(proxy, connections, seconds));
            }
        }
        System.out.printf("%d connections, %d rounds of %d s%n", connections, rounds, seconds);
        System.out.printf(
                "%-20s %14s %10s %10s %10s  %s%n",
                "", "CPU s / 100k", "x nginx", "x haproxy", "req/s", "p99 of each round");
        for (Map.Entry<String, List<Round>> each : measured.entrySet()) {
            List<Round> own = each.getValue();
            System.out.printf(
                    Locale.ROOT,
                    "%-20s %14.2f %10.2f %10.2f %10.0f  %s%n",
                    each.getKey(),
                    median(own.stream().mapToDouble(Round::per100k).toArray()),
                    median(ratios(own, measured.getOrDefault("nginx", own))),
                    median(ratios(own, measured.getOrDefault("haproxy", own))),
                    median(own.stream().mapToDouble(r -> r.requests / (double) seconds).toArray()),
                    own.stream().map(Round::p99).toList());
        }
        MANY.forEach((many, two) ->
                System.out.printf(
                        Locale.ROOT,
                        "%s: %.2f times %s%n",
                        many,
                        median(
                                ratios(
                                        measured.getOrDefault(many, List.of()),
                                        measured.getOrDefault(two, List.of()))),
                        two));
    }

    /// The 99th of a hundred answers when every proxy gets as many requests a second: each of the
    /// connections asks at its own pace, whatever the answers take.
    private static void equalLoad(
            List<Proxy> proxies, int each, Path directory, int rounds, int seconds)
            throws IOException, InterruptedException {
        Map<String, double[]> p99 = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Proxy proxy : proxies) {
                p99.computeIfAbsent(proxy.name, name -> new double[rounds])[round] =
                        paced(proxy, each, directory.resolve("answers"), seconds);
            }
        }
        double[] nginx = p99.getOrDefault(proxies.getFirst().name, new double[0]);
        System.out.printf(
                "%d connections, %d requests a second, %d rounds of %d s%n",
                CONNECTIONS[0], each * CONNECTIONS[0], rounds, seconds);
        System.out.printf("%-20s %10s %10s%n", "", "p99 ms", "x nginx");
        p99.forEach((name, own) -> {
            double[] ratios = new double[rounds];
            for (int i = 0; i < rounds; i++) {
                ratios[i] = own[i] / nginx[i];
            }
            System.out.printf(
                    Locale.ROOT,
                    "%-20s %10.2f %10.2f%n",
                    name,
                    median(own.clone()) / 1_000,
                    median(ratios));
        });
    }

    /// @return the 99th of a hundred answers, in microseconds
    private static double paced(Proxy proxy, int each, Path answers, int seconds)
            throws IOException, InterruptedException {
        Files.deleteIfExists(answers);
        Process load =
                new ProcessBuilder(
                                "taskset",
                                "-c",
                                "1",
                                "h2load",
                                "--h1",
                                "-c" + CONNECTIONS[0],
                                "-D" + seconds,
                                "--warm-up-time=1",
                                "--rps=" + each,
                                "--log-file=" + answers,
                                "http://127.0.0.1:" + proxy.port + "/1k")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        load.waitFor();
        double[] micros;
        try (Stream<String> lines = Files.lines(answers)) {
            micros =
                    lines.map(line -> line.split("\t", -1))
                            .mapToDouble(answer -> {
                                if (!answer[1].equals("200")) {
                                    throw new IllegalStateException(
                                            proxy.name + " answered with " + answer[1]);
                                }
                                return Double.parseDouble(answer[2]);
                            })
                            .sorted()
                            .toArray();
        }
        return micros[(int) (micros.length * 0.99)];
    }

    /// What edges take that carry nothing.
    private static void rest(List<Proxy> proxies) throws IOException, InterruptedException {
        for (Proxy proxy : proxies) {
            if (proxy.name.startsWith("edge")) {
                EdgeAtRest.cpu(proxy.name, proxy.process);
            }
        }
        for (Proxy proxy : proxies) {
            if (proxy.name.startsWith("edge")) {
                EdgeAtRest.memory(proxy.name, proxy.process, proxy.port);
            }
        }
    }

    private static double[] ratios(List<Round> own, List<Round> others) {
        double[] ratios = new double[own.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = own.get(i).per100k() / others.get(i).per100k();
        }
        return ratios;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private static Round load(Proxy proxy, int connections, int seconds)
            throws IOException, InterruptedException {
        double before = cpuSeconds(proxy.process);
        Process wrk =
                new ProcessBuilder(
                                "taskset",
                                "-c",
                                "1",
                                "wrk",
                                "-t1",
                                "-c" + connections,
                                "-d" + seconds + "s",
                                "--latency",
                                "http://127.0.0.1:" + proxy.port + "/1k")
                        .redirectErrorStream(true)
                        .start();
        String said = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        wrk.waitFor();
        if (said.contains("Non-2xx") || said.contains("Socket errors")) {
            throw new IllegalStateException(proxy.name + " failed requests:\n" + said);
        }
        return new Round(
                cpuSeconds(proxy.process) - before,
                Long.parseLong(found(REQUESTS, said)),
                found(P99, said));
    }

    private static String found(Pattern pattern, String said) {
        Matcher matcher = pattern.matcher(said);
        if (!matcher.find()) {
            throw new IllegalStateException("wrk said:\n" + said);
        }
        return matcher.group(1);
    }

    /// User and system time of a process and its children, which live on.
    static double cpuSeconds(Process process) {
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

    /// @param targets how many it has behind it, each an address of its own; 0 to answer itself
    private static Process nginx(
            Path directory, String name, String core, int port, int upstream, int targets)
            throws IOException, InterruptedException {
        String location =
                targets == 0
                        ? "return 200 '" + "x".repeat(1_024) + "';"
                        : "proxy_pass http://up; proxy_http_version 1.1;"
                                + " proxy_set_header Connection '';"
                                + " proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;"
                                + " proxy_set_header X-Forwarded-Proto http;";
        String group =
                targets == 0
                        ? ""
                        : "upstream up { %s keepalive %d; keepalive_requests 100000000; }"
                                .formatted(
                                        IntStream.range(0, targets)
                                                .mapToObj(i ->
                                                        "server %s:%d;"
                                                                .formatted(
                                                                        ForwardingEdge.address(i),
                                                                        upstream))
                                                .collect(Collectors.joining(" ")),
                                        256 + targets);
        Path config = directory.resolve(name + ".conf");
        Files.writeString(
                config,
                """
                daemon off; worker_processes 1; pid %s/%s.pid; error_log /dev/null;
                events { worker_connections 16384; }
                http { access_log off; keepalive_requests 100000000; %s
                  server { listen %s:%d backlog=4096;
                    location / { %s } } }
                """
                        .formatted(
                                directory,
                                name,
                                group,
                                targets == 0 ? "0.0.0.0" : "127.0.0.1",
                                port,
                                location));
        return started(
                new ProcessBuilder("taskset", "-c", core, "nginx", "-c", config.toString()), port);
    }

    private static Process haproxy(Path directory, int port, int upstream)
            throws IOException, InterruptedException {
        Path config = directory.resolve("haproxy.cfg");
        Files.writeString(
                config,
                """
                global
                  nbthread 1
                  maxconn 4096
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
                  server one 127.0.0.1:%d
                """
                        .formatted(port, upstream));
        return started(
                new ProcessBuilder("taskset", "-c", "0", "haproxy", "-db", "-f", config.toString()),
                port);
    }

    private static Process started(ProcessBuilder builder, int port)
            throws IOException, InterruptedException {
        Process process =
                builder.redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        for (int tries = 0; tries < 100; tries++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return process;
            } catch (IOException e) {
                Thread.sleep(50);
            }
        }
        throw new IOException("%s does not start".formatted(builder.command()));
    }

    private static Proxy edge(String name, String transport, int upstream, int targets)
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
                                "" + upstream,
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

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(directory);
    }
}
