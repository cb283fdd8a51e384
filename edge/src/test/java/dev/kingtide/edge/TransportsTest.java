package dev.kingtide.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kingtide.edge.EdgeConfig.Ports;
import dev.kingtide.edge.proxy.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Requests are carried alike however the machine waits for bytes.
class TransportsTest {

    @ParameterizedTest
    @EnumSource(Transport.class)
    void bodies_go_both_ways(Transport transport) throws IOException {
        assumeTrue(transport.works(), transport + " does not work on this machine");
        EdgeConfig config =
                EdgeConfig.standard().with(transport).with(Ports.ALLOCATED).withThreads(1);
        try (EdgeScene scene = new EdgeScene(config)) {
            scene.target((request, out, socket) -> out.write(TargetServer.ok(request.text())));
            Caller caller = scene.caller();
            for (int size : new int[] {0, 1, 1_000, 70_000, 1_000_000}) {
                String text = "x".repeat(size);
                for (int i = 0; i < 5; i++) {
                    caller.send(
                            Caller.head("POST / HTTP/1.1", "Host: x", "Content-Length: " + size)
                                    + text);
                    assertThat(caller.read().body()).isEqualTo(text);
                }
            }
            assertThat(caller.get("/").status()).isEqualTo(200);
        }
    }

    @Test
    void each_load_balancer_has_an_address_of_its_own_where_the_machine_allows_it()
            throws IOException {
        EdgeConfig config = EdgeConfig.standard().with(Ports.REAL).withThreads(1);
        try (EdgeScene scene = new EdgeScene(config)) {
            InetSocketAddress address = scene.address();
            Endpoint endpoint = scene.edge.endpoints().getFirst();
            if (endpoint.fault().isEmpty()) {
                assertThat(address.getPort()).isEqualTo(8080);
                assertThat(address.getAddress().getHostAddress()).startsWith("127.");
                assertThat(address.getAddress().getHostAddress()).isNotEqualTo("127.0.0.1");
            } else {
                assertThat(address.getAddress().getHostAddress()).isEqualTo("127.0.0.1");
            }
            assertThat(scene.caller().get("/").status()).isEqualTo(503);
        }
    }

    @Test
    void a_port_that_is_taken_is_replaced_and_said_to_be() throws IOException {
        EdgeConfig config = EdgeConfig.standard().with(Ports.REAL).withThreads(1);
        try (EdgeScene first = new EdgeScene(config);
                EdgeScene second = new EdgeScene(config)) {
            assertThat(first.caller().get("/").status()).isEqualTo(503);
            assertThat(second.caller().get("/").status()).isEqualTo(503);
            assertThat(second.address()).isNotEqualTo(first.address());
            assertThat(second.edge.endpoints().getFirst().fault()).contains("cannot listen on");
        }
    }
}
