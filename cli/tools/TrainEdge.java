import com.sun.net.httpserver.HttpServer;
import dev.kingtide.cli.Kingtide;
import dev.kingtide.core.Scope;
import dev.kingtide.core.driver.Edge;
import dev.kingtide.core.driver.EdgeCommand;
import dev.kingtide.core.driver.EdgeObservation.TargetHealthChanged;
import dev.kingtide.core.traffic.GroupAttributes;
import dev.kingtide.core.traffic.HealthCheck;
import dev.kingtide.core.traffic.Listener;
import dev.kingtide.core.traffic.LoadBalancer;
import dev.kingtide.core.traffic.Rule;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.core.traffic.TargetGroup;
import dev.kingtide.core.traffic.TargetState;
import dev.kingtide.host.DataDirectory;
import dev.kingtide.host.edge.EdgeFleet;
import dev.kingtide.host.edge.EdgeProgram;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Has the process of the load balancers carry a few requests, so that the AOT cache made of that
/// run has what a later one needs until it serves: it is told what to carry as a control plane
/// tells it, and asked as clients ask.
///
///     java -cp target/kingtide/lib/kingtide.jar:target/tools TrainEdge DIRECTORY JAR COMMAND...
///
/// `./build` runs it: over a directory that a control plane has used, with the command of `kingtide
/// edge` up to its `--data`. It returns when that process has ended and its cache is written.
final class TrainEdge {
    private static final String PREFIX = "arn:aws:elasticloadbalancing:us-east-1:123456789012:";
    private static final String BALANCER = PREFIX + "loadbalancer/app/shop/50dc6c495c0c9188";
    private static final String GROUP = PREFIX + "targetgroup/shop/6d0ecf831eec9f09";
    private static final String LISTENER = PREFIX + "listener/app/shop/50dc6c495c0c9188/f2f7dc8e";
    private static final int SECONDS_MOST = 30;

    private TrainEdge() {}

    public static void main(String[] arguments) throws Exception {
        Path data = Path.of(arguments[0]);
        Path jar = Path.of(arguments[1]);
        String version =
                "kingtide %s %s"
                        .formatted(
                                Kingtide.class.getPackage().getImplementationVersion(),
                                Files.getLastModifiedTime(jar));
        EdgeProgram program =
                new EdgeProgram(List.of(arguments).subList(2, arguments.length), version);
        String owner = DataDirectory.identity(data);
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch probed = new CountDownLatch(1);
        HttpServer service = service(probed);
        try (EdgeFleet fleet =
                new EdgeFleet(data, owner, 1, () -> program, _ -> service.getAddress())) {
            Edge edge =
                    fleet.edge(
                            Scope.DEFAULT,
                            seen -> {
                                if (seen instanceof TargetHealthChanged) {
                                    told.countDown();
                                }
                            });
            carry(edge);
            fleet.begin();
            await(told, "it said nothing of its target");
            ask(place(fleet));
            await(probed, "it made no health check");
        } finally {
            EdgeFleet.quit(data, owner);
            for (ProcessHandle process : ProcessHandle.current().children().toList()) {
                process.onExit().get(SECONDS_MOST, TimeUnit.SECONDS);
            }
            service.stop(0);
        }
    }

    private static void await(CountDownLatch latch, String or) throws InterruptedException {
        if (!latch.await(SECONDS_MOST, TimeUnit.SECONDS)) {
            throw new IllegalStateException(or);
        }
    }

    /// Where its listener is, once that is known.
    private static String place(EdgeFleet fleet) throws InterruptedException {
        for (int i = 0; i < SECONDS_MOST * 20; i++) {
            String told = fleet.endpoint(LISTENER);
            if (told != null) {
                return told.split(" ", 2)[0];
            }
            Thread.sleep(50);
        }
        throw new IllegalStateException("it opened no listener");
    }

    private static HttpServer service(CountDownLatch probed) throws Exception {
        HttpServer service =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext(
                "/",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    String agent = exchange.getRequestHeaders().getFirst("User-Agent");
                    if (agent != null && agent.startsWith("ELB-HealthChecker")) {
                        probed.countDown();
                    }
                    byte[] body = "up\n".repeat(100).getBytes();
                    exchange.sendResponseHeaders(200, body.length);
                    try (OutputStream out = exchange.getResponseBody()) {
                        out.write(body);
                    }
                });
        service.start();
        return service;
    }

    private static void carry(Edge edge) {
        edge.accept(
                new EdgeCommand.PutLoadBalancer(
                        new LoadBalancer(
                                BALANCER,
                                "shop",
                                "shop-1.us-east-1.elb.amazonaws.com",
                                "internet-facing",
                                "application",
                                "vpc-1",
                                new TreeMap<>(),
                                true,
                                List.of(),
                                new TreeMap<>(),
                                LoadBalancer.State.ACTIVE,
                                0)));
        edge.accept(
                new EdgeCommand.PutGroup(
                        new TargetGroup(
                                GROUP,
                                "shop",
                                "HTTP",
                                "HTTP1",
                                80,
                                "ip",
                                "vpc-1",
                                new HealthCheck(5, 2, 2, 2, "/", "200", "traffic-port", "HTTP", true),
                                GroupAttributes.DEFAULT,
                                List.of(BALANCER))));
        edge.accept(
                new EdgeCommand.PutListener(
                        new Listener(
                                LISTENER,
                                BALANCER,
                                "HTTP",
                                80,
                                List.of(
                                        new Rule(
                                                PREFIX + "listener-rule/app/shop/1/2/3",
                                                Rule.DEFAULT_PRIORITY,
                                                List.of(),
                                                Rule.Action.Forward.to(GROUP))))));
        edge.accept(
                new EdgeCommand.AddTarget(
                        new Target(
                                GROUP,
                                "172.31.0.9",
                                8080,
                                "us-east-1a",
                                "task1",
                                TargetState.HEALTHY,
                                null,
                                "",
                                1)));
    }

    private static void ask(String place) throws Exception {
        URI uri = URI.create("http://" + place + "/");
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (int i = 0; i < 20; i++) {
                HttpRequest request =
                        HttpRequest.newBuilder(uri)
                                .timeout(Duration.ofSeconds(SECONDS_MOST))
                                .method(
                                        i % 2 == 0 ? "GET" : "POST",
                                        i % 2 == 0
                                                ? HttpRequest.BodyPublishers.noBody()
                                                : HttpRequest.BodyPublishers.ofString("order"))
                                .build();
                int status = client.send(request, BodyHandlers.ofString()).statusCode();
                if (status != 200) {
                    throw new IllegalStateException("answered with " + status);
                }
            }
        }
    }
}
