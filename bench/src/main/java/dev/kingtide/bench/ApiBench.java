package dev.kingtide.bench;

import dev.kingtide.aws.wire.Header;
import dev.kingtide.aws.wire.Recorded;
import dev.kingtide.aws.wire.WireRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// The API of `./kingtide up` as a whole process: from its start to the first answer, memory, the
/// first use of each operation, and requests a second beside moto's server, where a Python here has
/// one. Reads memory from /proc, so it needs Linux.
public final class ApiBench {
    private static final int STARTS = 7;
    private static final int ROUNDS = 3;
    private static final int SECONDS = 8;
    private static final int SECONDS_BEFORE_USE = 4;
    private static final int CLIENTS = 4;
    private static final int WORST = 5;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final Set<String> OWN = Set.of("host", "content-length", "connection");

    private ApiBench() {}

    /// Prints the tables; the argument says how many rounds the comparison has.
    public static void main(String[] args) throws IOException, InterruptedException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : ROUNDS;
        Path data = Files.createTempDirectory("kingtide-api-bench");
        starts(data);
        firstUses();
        LargeWorld.measure();
        compare(data, rounds);
    }

    private static void starts(Path data) throws IOException, InterruptedException {
        try (Running first = Running.kingtide(data)) {
            first.endpoint();
        }
        double[] millis = new double[STARTS];
        long megabytes = 0;
        for (int i = 0; i < STARTS; i++) {
            long begin = System.nanoTime();
            try (Running kingtide = Running.kingtide(data)) {
                Signing signing = signing(kingtide.endpoint(), data);
                try (ApiLoad.Connection connection = new ApiLoad.Connection(signing.endpoint())) {
                    connection.send(signing.request("DescribeClusters", "{}"));
                }
                millis[i] = (System.nanoTime() - begin) / NANOS_PER_MILLI;
                megabytes = Math.max(megabytes, kingtide.residentMegabytes());
            }
        }
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "to the first DescribeClusters: fastest %.0f ms, median %.0f ms; %d MB resident%n",
                millis[0],
                millis[STARTS / 2],
                megabytes);
    }

    /// A first use, and how long it took.
    private record Use(String operation, double millis) {}

    private static void firstUses() throws IOException, InterruptedException {
        Path data = Files.createTempDirectory("kingtide-api-bench");
        List<Use> uses = new ArrayList<>();
        try (Running kingtide = Running.kingtide(data, "--auth", "off");
                HttpClient client = HttpClient.newHttpClient()) {
            send(client, kingtide.endpoint(), Recorded.requests().getFirst());
            TimeUnit.SECONDS.sleep(SECONDS_BEFORE_USE); // it reads ahead; the start has its figure
            for (WireRequest request : Recorded.requests()) {
                long begin = System.nanoTime();
                send(client, kingtide.endpoint(), request);
                uses.add(new Use(name(request), (System.nanoTime() - begin) / NANOS_PER_MILLI));
            }
            System.out.printf(
                    Locale.ROOT,
                    "after one call of each of %d recorded requests: %d MB resident%n",
                    uses.size(),
                    kingtide.residentMegabytes());
        }
        uses.sort(Comparator.comparingDouble(Use::millis).reversed());
        System.out.printf(
                Locale.ROOT,
                "first use, %d s after the start: median %.1f ms, the longest",
                SECONDS_BEFORE_USE,
                uses.get(uses.size() / 2).millis);
        for (Use use : uses.subList(0, WORST)) {
            System.out.printf(Locale.ROOT, " %s %.1f ms,", use.operation, use.millis);
        }
        System.out.println(" each in turn on one process");
    }

    private static String name(WireRequest request) {
        String target = request.header("X-Amz-Target");
        String text = new String(request.body(), StandardCharsets.UTF_8);
        return target != null
                ? target.substring(target.indexOf('.') + 1)
                : text.startsWith("Action=")
                        ? text.substring("Action=".length(), (text + '&').indexOf('&'))
                        : request.target();
    }

    private static void send(HttpClient client, URI endpoint, WireRequest recorded)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(endpoint + recorded.target()))
                        .version(HttpClient.Version.HTTP_1_1)
                        .method(recorded.method(), BodyPublishers.ofByteArray(recorded.body()));
        for (Header header : recorded.headers()) {
            if (!OWN.contains(header.name().toLowerCase(Locale.ROOT))) {
                request.header(header.name(), header.value());
            }
        }
        client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static void compare(Path data, int rounds) throws IOException, InterruptedException {
        System.out.printf(
                "%n%d clients, %d s a round, the same mix of ECS calls%n", CLIENTS, SECONDS);
        System.out.printf(
                "%-10s  %10s  %8s  %8s  %8s%n",
                "server", "requests/s", "p50 ms", "p99 ms", "p99.9 ms");
        double[] best;
        try (Running kingtide = Running.kingtide(data)) {
            best = best("kingtide", signing(kingtide.endpoint(), data), rounds);
            System.out.printf("after it: %d MB resident%n", kingtide.residentMegabytes());
        }
        try (Running moto = Running.moto()) {
            if (moto == null) {
                System.out.println("moto: no python3 here has it (python3 -m moto.server)");
                return;
            }
            double[] other = best("moto", new Signing(moto.endpoint(), "AK", "SK"), rounds);
            System.out.printf(
                    Locale.ROOT,
                    "ratio: %.1f times the requests a second, p99 %.3f of moto's%n",
                    best[0] / other[0],
                    best[2] / other[2]);
        }
    }

    /// The round with the most requests a second, of a load in a process of its own.
    private static double[] best(String name, Signing signing, int rounds)
            throws IOException, InterruptedException {
        double[] best = new double[1];
        for (int round = 0; round < rounds; round++) {
            double[] seen = load(signing);
            best = seen[0] > best[0] ? seen : best;
        }
        System.out.printf(
                Locale.ROOT,
                "%-10s  %10.0f  %8.3f  %8.3f  %8.3f%n",
                name,
                best[0],
                best[1],
                best[2],
                best[3]);
        return best;
    }

    private static double[] load(Signing signing) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                ApiLoad.class.getName(),
                                signing.endpoint().toString(),
                                signing.accessKeyId(),
                                signing.secret(),
                                String.valueOf(SECONDS),
                                String.valueOf(CLIENTS))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader output = process.inputReader()) {
            String line = output.readLine();
            if (process.waitFor() != 0 || line == null) {
                throw new IOException("the load failed");
            }
            return Arrays.stream(line.split(" ")).mapToDouble(Double::parseDouble).toArray();
        }
    }

    /// With the key that `kingtide up` made at its first start.
    static Signing signing(URI endpoint, Path data) throws IOException {
        Properties keys = new Properties();
        for (String line : Files.readAllLines(data.resolve("credentials"))) {
            String[] setting = line.split("=", 2);
            if (setting.length == 2) {
                keys.putIfAbsent(setting[0].strip(), setting[1].strip());
            }
        }
        return new Signing(
                endpoint,
                keys.getProperty("aws_access_key_id"),
                keys.getProperty("aws_secret_access_key"));
    }
}
