package dev.kingtide.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kingtide.core.driver.EdgeCommand;
import dev.kingtide.core.traffic.Listener;
import dev.kingtide.core.traffic.Rule;
import dev.kingtide.core.traffic.SampleTraffic;
import dev.kingtide.edge.EdgeConfig.Ports;
import dev.kingtide.edge.proxy.Limits;
import dev.kingtide.edge.proxy.Loops;
import dev.kingtide.edge.proxy.NamedPort;
import dev.kingtide.edge.proxy.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One port for the load balancers of several accounts and regions, told apart by name.
class NamedPortTest {
    private static final Limits LIMITS = new Limits(100, 16, 10_000, 1_000);
    private final Loops loops = new Loops(Transport.NIO, 2);
    private final NamedPort port =
            new NamedPort(
                    loops, LIMITS, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    private final NettyEdge here = edge();
    private final NettyEdge there = edge();

    NamedPortTest() throws IOException {
        balancer(here, "us-east-1", "shop", 80, "shop of us-east-1");
        listener(here, "us-east-1", "shop", "HTTP", 8080, "8080 of shop");
        balancer(here, "us-east-1", "back", 81, "back");
        balancer(there, "eu-west-1", "shop", 80, "shop of eu-west-1");
        balancer(there, "eu-west-1", "pay", 443, "pay");
        port.begin();
    }

    private NettyEdge edge() {
        EdgeConfig config =
                EdgeConfig.standard()
                        .with(LIMITS)
                        .with(Transport.NIO)
                        .with(Ports.ALLOCATED)
                        .with(port);
        return NettyEdge.start(config, seen -> {});
    }

    @AfterEach
    void close() {
        port.close();
        here.close();
        there.close();
        loops.close();
    }

    private static String prefix(String region) {
        return "arn:aws:elasticloadbalancing:" + region + ":123456789012:";
    }

    private static void balancer(
            NettyEdge edge, String region, String name, int listenerPort, String text) {
        edge.accept(new EdgeCommand.PutLoadBalancer(SampleTraffic.loadBalancer(region, name)));
        String protocol = listenerPort == 443 ? "HTTPS" : "HTTP";
        listener(edge, region, name, protocol, listenerPort, text);
    }

    private static void listener(
            NettyEdge edge, String region, String name, String protocol, int number, String text) {
        boolean tls = protocol.equals("HTTPS");
        if (tls) {
            edge.accept(new EdgeCommand.PutCertificate(EdgeScene.certificate("shop", "shop")));
        }
        Rule says =
                new Rule(
                        "rule/" + name + number,
                        Rule.DEFAULT_PRIORITY,
                        List.of(),
                        new Rule.Action.FixedResponse(200, "text/plain", text));
        edge.accept(
                new EdgeCommand.PutListener(
                        new Listener(
                                prefix(region) + "listener/app/" + name + "/1/" + number,
                                SampleTraffic.loadBalancer(region, name).arn(),
                                protocol,
                                number,
                                List.of(says),
                                tls
                                        ? new Listener.Tls(
                                                "ELBSecurityPolicy-TLS13-1-2-2021-06",
                                                EdgeScene.certificateArn("shop"),
                                                List.of())
                                        : null)));
        edge.settle(5_000);
    }

    private Caller.Got get(Caller caller, String host) throws IOException {
        return caller.send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").read();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    back.elb.localhost | 200 | back
                    BACK.elb.LocalHost:4580 | 200 | back
                    back.elb.localhost. | 200 | back
                    back-1.us-east-1.elb.localhost | 200 | back
                    81.back.elb.localhost | 200 | back
                    82.back.elb.localhost | 404 | no load balancer with such an HTTP listener is called back
                    shop-1.us-east-1.elb.localhost:80 | 200 | shop of us-east-1
                    shop-1.us-east-1.elb.amazonaws.com | 200 | shop of us-east-1
                    8080.shop-1.us-east-1.elb.localhost | 200 | 8080 of shop
                    8080.shop.elb.localhost | 200 | 8080 of shop
                    shop-1.eu-west-1.elb.localhost | 200 | shop of eu-west-1
                    shop.elb.localhost | 404 | several load balancers are called shop; ask for one of shop-1.us-east-1.elb.localhost, shop-1.eu-west-1.elb.localhost
                    none.elb.localhost | 404 | no load balancer with such an HTTP listener is called none
                    pay.elb.localhost | 404 | no load balancer with such an HTTP listener is called pay
                    .elb.localhost | 404 | ".elb.localhost" is no load balancer's name, such as NAME.elb.localhost
                    localhost | 404 | "localhost" is no load balancer's name, such as NAME.elb.localhost
                    a b | 400 | that is no request
                    """)
    void a_name_leads_to(String host, int status, String text) throws IOException {
        try (Caller caller = new Caller(port.address())) {
            Caller.Got got = get(caller, host);
            assertThat(got.status()).isEqualTo(status);
            assertThat(got.body().strip()).isEqualTo(text);
            if (status == 200) {
                assertThat(get(caller, host).body()).as("once more").isEqualTo(text);
            } else {
                assertThat(caller.isEnded()).isTrue();
            }
        }
    }

    @Test
    void a_connection_goes_along_to_whom_each_request_asks_for() throws IOException {
        try (Caller caller = new Caller(port.address())) {
            String both =
                    """
                    \r
                    GET / HTTP/1.1\r
                    Host: back.elb.localhost\r
                    \r
                    GET / HTTP/1.1\r
                    Host: shop-1.eu-west-1.elb.localhost\r
                    \r
                    """;
            caller.send(both);
            assertThat(caller.read().body()).isEqualTo("back");
            assertThat(caller.read().body()).isEqualTo("shop of eu-west-1");
            assertThat(get(caller, "back.elb.localhost").body()).isEqualTo("back");
            assertThat(get(caller, "back.elb.localhost").body()).isEqualTo("back");
            assertThat(get(caller, "none.elb.localhost").status()).isEqualTo(404);
        }
    }

    @Test
    void a_name_leads_nowhere_when_its_load_balancer_is_gone() throws IOException {
        try (Caller caller = new Caller(port.address())) {
            caller.send("GET / HTTP/1.1\r\nHost: back.elb.local");
            here.accept(
                    new EdgeCommand.RemoveListener(prefix("us-east-1") + "listener/app/back/1/81"));
            here.settle(5_000);
            assertThat(caller.send("host\r\n\r\n").read().status()).isEqualTo(404);
        }
    }

    @Test
    void the_domain_of_tls_leads_to_listeners_that_speak_it() throws Exception {
        try (Caller caller = new Caller(TlsClients.connect(port.address(), "pay.elb.localhost"))) {
            assertThat(get(caller, "shop.example").body()).isEqualTo("pay");
        }
        for (String nowhere : List.of("back.elb.localhost", "shop.example", "")) {
            assertThatThrownBy(() -> TlsClients.connect(port.address(), nowhere))
                    .as(nowhere)
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void a_head_without_an_end_is_refused() throws IOException {
        try (Caller caller = new Caller(port.address())) {
            caller.send("GET / HTTP/1.1\r\nX: " + "x".repeat(70_000));
            assertThat(caller.read().status()).isEqualTo(400);
        }
    }
}
