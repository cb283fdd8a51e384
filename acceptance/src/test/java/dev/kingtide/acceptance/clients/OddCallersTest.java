package dev.kingtide.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.aws.wire.Header;
import dev.kingtide.aws.wire.Mutation;
import dev.kingtide.aws.wire.Recorded;
import dev.kingtide.aws.wire.WireRequest;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Callers of a `kingtide up` whose requests no client would send, over sockets: each gets an
/// answer that is no 5xx, or an end of its connection where it cut its own request short, within
/// seconds; and when they are gone, so are their threads and descriptors.
///
/// `-Dkingtide.odd=N` says how many requests, `-Dkingtide.seed=N` which.
class OddCallersTest {
    private static final int REQUESTS = Integer.getInteger("kingtide.odd", 4_000);
    private static final long SEED = Long.getLong("kingtide.seed", 1);
    private static final int CALLERS = 4;
    private static final int PATIENCE_MILLIS = 15_000;
    private static final long GROWTH_MB_MOST = 150;

    /// One request in so many is cut short, and its connection closed.
    private static final int CUT = 20;

    /// One in so many has bytes of its head turned over.
    private static final int TORN = 20;

    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

    /// How often the process is looked at until what has ended is gone.
    private static final int LOOKS = 100;

    @TempDir private Path data = Path.of("");

    @Test
    void each_gets_an_answer_and_nothing_of_them_is_left()
            throws IOException, InterruptedException, ExecutionException {
        List<WireRequest> recorded = Recorded.requests();
        try (Kingtide kingtide = Kingtide.start(data, "--auth", "off")) {
            URI endpoint = kingtide.endpoint();
            call(endpoint, SEED, recorded, REQUESTS / 10); // everything is loaded once
            Left before = left(kingtide.pid());
            Map<Integer, Integer> statuses = new TreeMap<>();
            List<Future<Map<Integer, Integer>>> callers = new ArrayList<>();
            try (ExecutorService threads = Executors.newFixedThreadPool(CALLERS)) {
                for (int i = 1; i <= CALLERS; i++) {
                    long seed = SEED * 1_000 + i;
                    callers.add(
                            threads.submit(
                                    () -> call(endpoint, seed, recorded, REQUESTS / CALLERS)));
                }
            }
            for (Future<Map<Integer, Integer>> each : callers) {
                each.get().forEach((status, n) -> statuses.merge(status, n, Integer::sum));
            }
            System.out.println("answers to odd requests by status (0: closed): " + statuses);
            assertThat(statuses).containsKeys(200, 400, 0);
            Left after = left(kingtide.pid());
            for (int i = 0; i < LOOKS && !after.isNoMoreThan(before); i++) {
                TimeUnit.MILLISECONDS.sleep(100);
                after = left(kingtide.pid());
            }
            assertThat(after.isNoMoreThan(before)).as("%s, before %s", after, before).isTrue();
        }
    }

    /// What a process holds.
    private record Left(long threads, long descriptors, long megabytes) {

        /// Threads of the pools may have come; the heap grows up to its bound before it is cleared.
        boolean isNoMoreThan(Left other) {
            return threads <= other.threads + Runtime.getRuntime().availableProcessors() + 2
                    && descriptors <= other.descriptors + 2
                    && megabytes <= other.megabytes + GROWTH_MB_MOST;
        }
    }

    private static Left left(long pid) throws IOException {
        Path process = Path.of("/proc/" + pid);
        Map<String, Long> status = new TreeMap<>();
        for (String line : Files.readAllLines(process.resolve("status"))) {
            String[] member = line.split(":\\s*", 2);
            String digits = member[1].replaceAll("\\D.*", "");
            status.put(member[0], digits.isEmpty() ? 0 : Long.parseLong(digits));
        }
        try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
            return new Left(
                    status.getOrDefault("Threads", 0L),
                    descriptors.count(),
                    status.getOrDefault("VmRSS", 0L) / 1_024);
        }
    }

    /// Sends so many, one after the other; how many ended with each status, 0 where the connection
    /// was closed.
    private static Map<Integer, Integer> call(
            URI endpoint, long seed, List<WireRequest> recorded, int requests) throws IOException {
        Random random = new Random(seed);
        Mutation mutation = new Mutation(random, recorded);
        Map<Integer, Integer> statuses = new TreeMap<>();
        for (int i = 0; i < requests; i++) {
            WireRequest request = mutation.next();
            byte[] bytes = bytes(request);
            boolean cut = random.nextInt(CUT) == 0;
            boolean torn = random.nextInt(TORN) == 0;
            if (torn) {
                bytes[random.nextInt(Math.min(bytes.length, 300))] ^=
                        (byte) (1 << random.nextInt(8));
            }
            int length = cut ? random.nextInt(bytes.length) : bytes.length;
            String where = "request %d of seed %d".formatted(i, seed);
            int status = 0;
            try (Socket socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
                socket.setSoTimeout(PATIENCE_MILLIS);
                socket.getOutputStream().write(bytes, 0, length);
                if (cut || torn) {
                    socket.shutdownOutput(); // it may wait for more
                }
                boolean body = !request.method().equals("HEAD");
                status = status(new BufferedInputStream(socket.getInputStream()), body);
            } catch (SocketTimeoutException e) {
                throw new AssertionError(where + ": no answer to\n" + text(bytes), e);
            } catch (IOException reset) {
                assertThat(reset).as(where).hasMessageContaining("reset");
            }
            assertThat(status).as("%s:%n%s", where, text(bytes)).isLessThan(500);
            statuses.merge(status, 1, Integer::sum);
        }
        return statuses;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(WireRequest request) throws IOException {
        StringBuilder head = new StringBuilder();
        head.append(request.method()).append(' ').append(request.target()).append(" HTTP/1.1\r\n");
        for (Header header : request.headers()) {
            if (!header.name().toLowerCase(Locale.ROOT).equals("content-length")) {
                head.append(header.name()).append(": ").append(header.value()).append("\r\n");
            }
        }
        head.append("Content-Length: ").append(request.body().length).append("\r\n\r\n");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(head.toString().getBytes(StandardCharsets.UTF_8));
        bytes.write(request.body());
        return bytes.toByteArray();
    }

    /// The status of the answer, all of which is read; 0 where there is none.
    private static int status(InputStream in, boolean body) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return 0;
            }
            head.append((char) next);
        }
        Matcher length = LENGTH.matcher(head);
        in.readNBytes(body && length.find() ? Integer.parseInt(length.group(1)) : 0);
        return Integer.parseInt(head.substring(head.indexOf(" ") + 1, head.indexOf(" ") + 4));
    }
}
