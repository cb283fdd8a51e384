package dev.kingtide.bench;

import java.io.IOException;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    private static final int MANY = 1_000;

    /// Proxies of many targets, and what they are beside with two.
    private static final Map<String, String> OF_MANY =
            new TreeMap<>(
                    Map.of(
                            "edge 1000 targets",
                            "edge io_uring",
                            "haproxy 1000 targets",
                            "haproxy",
                            "nginx 1000 targets",
                            "nginx"));

    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in");
    private static final Pattern P99 = Pattern.compile("(?m)^ +99% +(\\S+)");

    private EdgeBench() {}

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
        List<Proxy> proxies = new ArrayList<>();
        Proxy upstream = Proxy.upstream(directory);
        try {
            join(Proxy.nginx("nginx", directory, upstream, 2), proxies);
            join(Proxy.haproxy("haproxy", directory, upstream, 2), proxies);
            join(Proxy.edge("edge io_uring", "IO_URING", upstream, 2), proxies);
            join(Proxy.edge("edge epoll", "EPOLL", upstream, 2), proxies);
            equalLoad(
                    proxies,
                    rate(proxies.getFirst(), seconds),
                    directory,
                    rounds * PACED_ROUNDS,
                    seconds);
            join(Proxy.edge("edge 1000 targets", "IO_URING", upstream, MANY), proxies);
            join(Proxy.nginx("nginx 1000 targets", directory, upstream, MANY), proxies);
            join(Proxy.haproxy("haproxy 1000 targets", directory, upstream, MANY), proxies);
            for (int connections : CONNECTIONS) {
                measure(proxies, connections, rounds, seconds);
            }
            rest(proxies);
        } finally {
            for (Proxy proxy : proxies) {
                proxy.close();
            }
            upstream.close();
            delete(directory);
        }
    }

    /// Adds one, and lets it carry until what is hot is compiled.
    private static void join(Proxy proxy, List<Proxy> proxies)
            throws IOException, InterruptedException {
        proxies.add(proxy);
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
                measured.computeIfAbsent(proxy.name(), name -> new ArrayList<>())
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
        OF_MANY.forEach((many, two) ->
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
                p99.computeIfAbsent(proxy.name(), name -> new double[rounds])[round] =
                        paced(proxy, each, directory.resolve("answers"), seconds);
            }
        }
        double[] nginx = p99.getOrDefault(proxies.getFirst().name(), new double[0]);
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
                                "http://127.0.0.1:" + proxy.port() + "/1k")
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
                                            proxy.name() + " answered with " + answer[1]);
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
            if (proxy.name().startsWith("edge")) {
                EdgeAtRest.cpu(proxy);
            }
        }
        for (Proxy proxy : proxies) {
            if (proxy.name().startsWith("edge")) {
                EdgeAtRest.memory(proxy);
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
        double before = proxy.cpuSeconds();
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
                                "http://127.0.0.1:" + proxy.port() + "/1k")
                        .redirectErrorStream(true)
                        .start();
        String said = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        wrk.waitFor();
        if (said.contains("Non-2xx") || said.contains("Socket errors")) {
            throw new IllegalStateException(proxy.name() + " failed requests:\n" + said);
        }
        return new Round(
                proxy.cpuSeconds() - before,
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

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(directory);
    }
}
