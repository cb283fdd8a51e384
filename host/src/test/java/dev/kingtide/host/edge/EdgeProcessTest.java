package dev.kingtide.host.edge;

import static java.nio.ByteOrder.nativeOrder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpServer;
import dev.kingtide.core.Scope;
import dev.kingtide.core.driver.Edge;
import dev.kingtide.core.driver.EdgeCommand;
import dev.kingtide.core.driver.EdgeObservation;
import dev.kingtide.core.driver.EdgeObservation.TargetHealthChanged;
import dev.kingtide.core.traffic.HealthCheck;
import dev.kingtide.core.traffic.HealthReason;
import dev.kingtide.core.traffic.Listener;
import dev.kingtide.core.traffic.Rule;
import dev.kingtide.core.traffic.SampleTraffic;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.core.traffic.TargetState;
import dev.kingtide.core.traffic.Transform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The process of the load balancers, started, left alone, killed and replaced.
class EdgeProcessTest {
    private static final String OWNER = "5f1c7a0e-0000-4000-8000-000000000001";
    private static final HealthCheck CHECK =
            new HealthCheck(5, 2, 2, 2, "/", "200", "traffic-port", "HTTP", true);
    private final HttpClient client = HttpClient.newHttpClient();
    private final Queue<String> paths = new ConcurrentLinkedQueue<>();
    private final Queue<EdgeObservation> seen = new ConcurrentLinkedQueue<>();
    @TempDir private Path data;
    private HttpServer service;
    private EdgeFleet link;
    private Edge edge;
    private volatile @Nullable InetSocketAddress reach;

    @BeforeEach
    void start_a_service_and_a_control_plane() throws IOException {
        Files.writeString(data.resolve("identity"), OWNER);
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext(
                "/",
                exchange -> {
                    paths.add(exchange.getRequestURI().getPath());
                    exchange.sendResponseHeaders(200, 2);
                    exchange.getResponseBody().write("up".getBytes(StandardCharsets.UTF_8));
                    exchange.close();
                });
        service.start();
        reach = service.getAddress();
        begin("1", 1);
    }

    @AfterEach
    void end() {
        link.close();
        EdgeFleet.quit(data, OWNER);
        service.stop(0);
    }

    private void begin(String version) {
        begin(version, 1);
    }

    private void begin(String version, int edges) {
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EdgeMain.class.getName(),
                        version);
        link =
                new EdgeFleet(
                        data, OWNER, edges, () -> new EdgeProgram(command, version), _ -> reach);
        seen.clear();
        edge = link.edge(Scope.DEFAULT, seen::add);
    }

    private void carry(Target target) {
        edge.accept(new EdgeCommand.PutLoadBalancer(SampleTraffic.loadBalancer()));
        edge.accept(
                new EdgeCommand.PutGroup(SampleTraffic.group(CHECK, SampleTraffic.LOAD_BALANCER)));
        edge.accept(new EdgeCommand.PutListener(SampleTraffic.listener()));
        edge.accept(new EdgeCommand.AddTarget(target));
        link.begin();
    }

    private static Target target(TargetState state) {
        HealthReason reason =
                state == TargetState.HEALTHY ? null : HealthReason.REGISTRATION_IN_PROGRESS;
        return SampleTraffic.ofTask(
                        "task1", SampleTraffic.target(SampleTraffic.GROUP, "172.31.0.9", 8080))
                .with(state, reason, "");
    }

    private static void until(BooleanSupplier holds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within 30 s").isLessThan(end);
            Thread.onSpinWait();
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /// The first status that a client gets which asks until it gets one.
    private static int firstAnswer(IntSupplier ask) {
        AtomicInteger status = new AtomicInteger();
        until(() -> {
            status.set(ask.getAsInt());
            return status.get() != 0;
        });
        return status.get();
    }

    private boolean isHealthy() {
        return seen.stream()
                .anyMatch(one ->
                        one instanceof TargetHealthChanged health
                                && health.state() == TargetState.HEALTHY);
    }

    /// Where the listener is, without what is said beside it.
    private String place() {
        String told = link.endpoint(SampleTraffic.LISTENER);
        return told == null ? "" : told.split(" ", 2)[0];
    }

    private int ask(String place) {
        try {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://" + place + "/"))
                                    .timeout(Duration.ofSeconds(5))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private String carried() {
        carry(target(TargetState.INITIAL));
        until(() -> isHealthy() && !place().isEmpty());
        String place = place();
        assertThat(ask(place)).isEqualTo(200);
        return place;
    }

    private long process() throws IOException {
        return process(1);
    }

    private long process(int number) throws IOException {
        try (Wire wire = Wire.connect(Wire.socket(data, OWNER, number))) {
            wire.send(List.of(new Message.Hello("1", 0)));
            return wire.receive() instanceof Message.Hello(String _, long process) ? process : 0;
        }
    }

    @Test
    void traffic_goes_on_without_a_control_plane_and_with_the_next_one() throws IOException {
        String place = carried();
        link.close();
        assertThat(ask(place)).as("none").isEqualTo(200);
        long process = process();
        reach = null; // the next one has not found the task's containers yet
        begin("1");
        carry(target(TargetState.HEALTHY));
        until(() -> isHealthy() && !place().isEmpty());
        assertThat(place()).isEqualTo(place);
        assertThat(ask(place)).as("the next one").isEqualTo(200);
        reach = service.getAddress();
        link.located("task1");
        assertThat(ask(place)).isEqualTo(200);
        link.close();
        assertThat(process()).isEqualTo(process);
    }

    @Test
    void expressions_and_transforms_of_rules_reach_the_process() {
        String place = carried();
        Rule versions =
                new Rule(
                        SampleTraffic.LISTENER + "/1",
                        1,
                        List.of(
                                new Rule.Condition(
                                        "path-pattern", "", List.of(), List.of("^/v[0-9]+/$"))),
                        Rule.Action.Forward.to(SampleTraffic.GROUP),
                        List.of(new Transform(Transform.Part.URL, "^/v([0-9]+)/$", "/seen/$1")));
        Listener before = SampleTraffic.listener();
        edge.accept(
                new EdgeCommand.PutListener(
                        new Listener(
                                before.arn(),
                                before.loadBalancerArn(),
                                before.protocol(),
                                before.port(),
                                List.of(versions, before.defaultRule()))));
        until(() -> ask(place + "/v7") == 200 && paths.contains("/seen/7"));
    }

    @Test
    void what_went_while_nobody_watched_goes_with_the_next_control_plane() {
        String place = carried();
        link.close();
        begin("1");
        edge.accept(new EdgeCommand.PutLoadBalancer(SampleTraffic.loadBalancer()));
        edge.accept(
                new EdgeCommand.PutGroup(SampleTraffic.group(CHECK, SampleTraffic.LOAD_BALANCER)));
        edge.accept(new EdgeCommand.PutListener(SampleTraffic.listener()));
        link.begin();
        until(() -> ask(place) == 503);
    }

    @Test
    void a_control_plane_that_has_nothing_to_carry_says_so_to_the_process_of_the_one_before() {
        String place = carried();
        link.close();
        begin("1");
        link.begin();
        until(() -> ask(place) == 0);
    }

    @Test
    void a_running_process_hears_nothing_before_all_is_known() throws InterruptedException {
        String place = carried();
        link.close();
        begin("1");
        edge.accept(new EdgeCommand.PutLoadBalancer(SampleTraffic.loadBalancer()));
        TimeUnit.MILLISECONDS.sleep(500);
        assertThat(ask(place)).isEqualTo(200);
        carry(target(TargetState.HEALTHY));
        until(this::isHealthy);
        assertThat(ask(place)).isEqualTo(200);
    }

    @Test
    void a_killed_process_is_started_again_and_serves_healthy_targets_at_once()
            throws IOException, InterruptedException {
        String place = carried();
        link.close();
        ProcessHandle process = ProcessHandle.of(process()).orElseThrow();
        begin("1");
        carry(target(TargetState.HEALTHY));
        until(this::isHealthy);
        seen.clear();
        process.destroyForcibly();
        until(() -> !process.isAlive());
        assertThat(firstAnswer(() -> ask(place))).isEqualTo(200);
        assertThat(process()).isNotEqualTo(process.pid());
    }

    /// The status for a request that asks for a host, at a port of 127.0.0.1; 0 without an answer.
    private static int ask(String host, int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return status(socket, host);
        } catch (IOException e) {
            return 0;
        }
    }

    private static int status(Socket socket, String host) throws IOException {
        socket.setSoTimeout(5_000);
        String request = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
        return status.length < 12
                ? 0
                : Integer.parseInt(new String(status, 9, 3, StandardCharsets.US_ASCII));
    }

    @Test
    void names_lead_to_load_balancers_at_one_port_which_a_killed_process_gets_again()
            throws IOException {
        carried();
        int port = link.sharedPort(SampleTraffic.LISTENER);
        assertThat(Files.readString(data.resolve("edge.port"))).isEqualTo(port + "\n");
        String host = SampleTraffic.loadBalancer().dnsName().replace("amazonaws.com", "localhost");
        assertThat(ask(host, port)).isEqualTo(200);
        assertThat(ask("none.elb.localhost", port)).isEqualTo(404);
        long before = process();
        ProcessHandle process = ProcessHandle.of(before).orElseThrow();
        process.destroyForcibly();
        until(() -> !process.isAlive());
        assertThat(firstAnswer(() -> ask(host, port))).isEqualTo(200);
        assertThat(process()).isNotEqualTo(before);
    }

    @Test
    void a_process_of_another_version_is_replaced() throws IOException {
        String place = carried();
        long before = process();
        link.close();
        begin("2");
        carry(target(TargetState.HEALTHY));
        until(() -> !place().isEmpty() && ask(place) == 200);
        assertThat(process()).isNotEqualTo(before);
    }

    @Test
    void nothing_is_started_before_there_is_something_to_carry() {
        link.begin();
        assertThat(Files.exists(data.resolve("edge.sock"))).isFalse();
        edge.accept(new EdgeCommand.PutLoadBalancer(SampleTraffic.loadBalancer()));
        until(() -> Files.exists(data.resolve("edge.sock")));
    }

    private boolean isThere(int number) {
        try {
            return process(number) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    /// Two processes at a listener of the load balancer's own address.
    private String carriedByTwo() {
        link.close();
        begin("1", 2);
        String place = carried();
        assumeThat(place).as("addresses of loopback of one's own").doesNotContain("127.0.0.1");
        until(() -> listeners(place) == 2);
        return place;
    }

    /// How many sockets listen at a place, by Linux's table of them (proc(5)): local address,
    /// remote address and state, which is 0A of those that listen; the address in the machine's
    /// order of bytes, with other digits before it where the socket is one of IPv6.
    private static int listeners(String place) {
        InetSocketAddress at = address(place);
        int host = ByteBuffer.wrap(at.getAddress().getAddress()).order(nativeOrder()).getInt();
        String listens = ".*%08X:%04X \\S+ 0A .*".formatted(host, at.getPort());
        int count = 0;
        try {
            for (String table : List.of("tcp", "tcp6")) {
                for (String line : Files.readAllLines(Path.of("/proc/net", table))) {
                    count += line.matches(listens) ? 1 : 0;
                }
            }
            return count;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetSocketAddress address(String place) {
        int colon = place.lastIndexOf(':');
        int port = Integer.parseInt(place.substring(colon + 1));
        return new InetSocketAddress(place.substring(0, colon), port);
    }

    @Test
    void two_processes_share_the_connections_and_either_goes_on_without_the_other()
            throws IOException {
        String place = carriedByTwo();
        seen.clear();
        for (int killed = 2; killed >= 1; killed--) {
            ProcessHandle process = ProcessHandle.of(process(killed)).orElseThrow();
            process.destroyForcibly();
            process.onExit().join();
            int first = firstAnswer(() -> askAnew(place)); // its last connections end with it
            assertThat(first).isEqualTo(200);
            for (int i = 0; i < 20; i++) {
                assertThat(askAnew(place)).isEqualTo(200);
            }
            assertThat(isThere(killed)).as("it was the other that answered").isFalse();
            until(() -> listeners(place) == 2);
        }
        until(this::isHealthy); // by the first one, which is believed again; it listens before
        assertThat(seen)
                .filteredOn(TargetHealthChanged.class::isInstance)
                .extracting(one -> ((TargetHealthChanged) one).state())
                .containsOnly(TargetState.HEALTHY);
    }

    /// Over a connection of its own.
    private static int askAnew(String place) {
        InetSocketAddress at = address(place);
        try (Socket socket = new Socket(at.getAddress(), at.getPort())) {
            return status(socket, at.getHostString());
        } catch (IOException e) {
            return 0;
        }
    }

    @Test
    void processes_that_are_not_wanted_any_more_end_and_the_others_listen_alone()
            throws IOException {
        String place = carriedByTwo();
        long first = process();
        link.close();
        begin("1");
        carry(target(TargetState.HEALTHY));
        until(() -> !isThere(2) && isHealthy() && ask(place) == 200);
        assertThat(process()).isNotEqualTo(first);
        assertThat(Files.exists(Wire.socket(data, OWNER, 2))).isFalse();
    }
}
