package dev.kingtide.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Clients that send a mix of ECS calls over connections that stay open, each one after the other
/// as fast as they are answered. A process of its own, so that it shares no heap and no compiler
/// with what it measures.
///
/// Each client has a cluster, a service and a family of its own, made before the clock runs. Its
/// requests are signed once and sent many times, as a signature holds for minutes: so clients cost
/// little, and who verifies signatures verifies each.
final class ApiLoad {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int SECONDS_BEFORE = 20;
    private static final int ANSWER_MILLIS_MOST = 20_000;

    private ApiLoad() {}

    /// Prints requests a second, and the middle, 99th and 99.9th of a hundred answers in
    /// milliseconds.
    ///
    /// @param args endpoint, access key id, secret, seconds, clients
    public static void main(String[] args)
            throws IOException, InterruptedException, ExecutionException {
        URI endpoint = URI.create(args[0]);
        Signing signing = new Signing(endpoint, args[1], args[2]);
        int seconds = Integer.parseInt(args[3]);
        int clients = Integer.parseInt(args[4]);
        List<Future<long[]>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            for (int i = 0; i < clients; i++) {
                String name = "bench-%d-%d".formatted(ProcessHandle.current().pid(), i);
                int seed = i;
                running.add(threads.submit(() -> client(endpoint, signing, name, seconds, seed)));
            }
        }
        List<long[]> all = new ArrayList<>();
        for (Future<long[]> each : running) {
            all.add(each.get());
        }
        long[] sorted = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "%.0f %.3f %.3f %.3f%n",
                sorted.length / (double) seconds,
                part(sorted, 0.5),
                part(sorted, 0.99),
                part(sorted, 0.999));
    }

    private static double part(long[] sorted, double part) {
        int at = (int) Math.ceil(sorted.length * part) - 1;
        return sorted[Math.max(0, at)] / NANOS_PER_MILLI;
    }

    /// How long each answer took, in nanoseconds.
    private static long[] client(URI endpoint, Signing signing, String name, int seconds, int seed)
            throws IOException {
        Random random = new Random(seed);
        List<byte[]> requests = new ArrayList<>();
        try (Connection connection = new Connection(endpoint)) {
            for (Call call : first(name)) {
                connection.send(signing.request(call.operation, call.input));
            }
            for (Call call : mix(name)) {
                byte[] request = signing.request(call.operation, call.input);
                for (int i = 0; i < call.share; i++) {
                    requests.add(request);
                }
            }
            long start = System.nanoTime() + SECONDS_BEFORE * 1_000_000_000L;
            long end = start + seconds * 1_000_000_000L;
            long[] nanos = new long[1 << 16];
            int count = 0;
            for (long now = System.nanoTime(); now < end; ) {
                connection.send(requests.get(random.nextInt(requests.size())));
                long then = System.nanoTime();
                if (now >= start) {
                    if (count == nanos.length) {
                        nanos = Arrays.copyOf(nanos, 2 * count);
                    }
                    nanos[count++] = then - now;
                }
                now = then;
            }
            return Arrays.copyOf(nanos, count);
        }
    }

    /// A call, and how often it comes among a hundred.
    private record Call(int share, String operation, String input) {
        static Call of(int share, String operation, String input, String name) {
            return new Call(share, operation, input.replace('\'', '"').replace("NAME", name));
        }
    }

    private static List<Call> first(String name) {
        return List.of(
                Call.of(1, "CreateCluster", "{'clusterName':'NAME'}", name),
                Call.of(1, "RegisterTaskDefinition", DEFINITION, name),
                Call.of(
                        1,
                        "CreateService",
                        "{'cluster':'NAME','serviceName':'web','taskDefinition':'NAME',"
                                + "'desiredCount':0,'launchType':'EC2'}",
                        name));
    }

    private static List<Call> mix(String name) {
        return List.of(
                Call.of(25, "DescribeClusters", "{'clusters':['NAME']}", name),
                Call.of(25, "DescribeServices", "{'cluster':'NAME','services':['web']}", name),
                Call.of(15, "ListTasks", "{'cluster':'NAME'}", name),
                Call.of(10, "ListServices", "{'cluster':'NAME'}", name),
                Call.of(10, "DescribeTaskDefinition", "{'taskDefinition':'NAME:1'}", name),
                Call.of(
                        10,
                        "UpdateService",
                        "{'cluster':'NAME','service':'web','desiredCount':0}",
                        name),
                Call.of(5, "RegisterTaskDefinition", DEFINITION, name));
    }

    private static final String DEFINITION =
            "{'family':'NAME','containerDefinitions':[{'name':'web','image':'nginx:1.27','cpu':128,"
                    + "'memory':256,'portMappings':[{'containerPort':8080}],"
                    + "'environment':[{'name':'GREETING','value':'hello'}]}]}";

    /// A connection with one request on its way at a time, made anew only where the server says
    /// that it closes it.
    static final class Connection implements AutoCloseable {
        private final URI endpoint;
        private Socket socket;
        private InputStream in;

        Connection(URI endpoint) throws IOException {
            this.endpoint = endpoint;
            socket = connect();
            in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        }

        private Socket connect() throws IOException {
            Socket connected = new Socket(endpoint.getHost(), endpoint.getPort());
            connected.setTcpNoDelay(true);
            connected.setSoTimeout(ANSWER_MILLIS_MOST);
            return connected;
        }

        /// Sends a request and reads the whole answer, which has to be one of success.
        ///
        /// @return its body
        String send(byte[] request) throws IOException {
            socket.getOutputStream().write(request);
            String status = line();
            int length = 0;
            boolean last = status.startsWith("HTTP/1.0");
            for (String line = line(); !line.isEmpty(); line = line()) {
                String header = line.toLowerCase(Locale.ROOT);
                if (header.startsWith("content-length:")) {
                    length = Integer.parseInt(header.substring(header.indexOf(':') + 1).strip());
                }
                last |= header.startsWith("connection:") && header.contains("close");
            }
            String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
            if (!status.contains(" 200")) {
                String asked = new String(request, StandardCharsets.UTF_8);
                throw new IOException(status + ": " + body + " to " + asked);
            }
            if (last) {
                socket.close();
                socket = connect();
                in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            }
            return body;
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new EOFException("the connection was closed");
                }
                if (c != '\r') {
                    line.append((char) c);
                }
            }
            return line.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
