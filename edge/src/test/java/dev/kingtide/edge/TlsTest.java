package dev.kingtide.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kingtide.core.driver.EdgeCommand;
import dev.kingtide.core.driver.EdgeObservation.Measured;
import dev.kingtide.core.driver.EdgeObservation.TargetHealthChanged;
import dev.kingtide.core.traffic.HealthCheck;
import dev.kingtide.core.traffic.TargetState;
import dev.kingtide.core.traffic.TlsPolicy;
import dev.kingtide.edge.EdgeConfig.Ports;
import dev.kingtide.edge.proxy.Limits;
import dev.kingtide.edge.proxy.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Listeners that speak TLS, and targets that do.
class TlsTest {
    private static final String NEWER = "ELBSecurityPolicy-TLS13-1-2-2021-06";
    private final EdgeScene scene = new EdgeScene();

    @AfterEach
    void close() throws IOException {
        scene.close();
    }

    private Caller caller(String name, String... protocols) throws IOException {
        Caller caller = new Caller(TlsClients.connect(scene.address(), name, protocols));
        scene.alsoClose(caller);
        return caller;
    }

    private static String shown(SSLSocket socket) throws IOException {
        X509Certificate first = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        return first.getSubjectX500Principal().getName().replaceFirst("^CN=([^,]*).*", "$1");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void requests_over_tls_reach_targets_that_are_told_so(Transport transport) throws IOException {
        if (!transport.works()) {
            return;
        }
        EdgeConfig config = EdgeConfig.standard().with(transport).with(Ports.ALLOCATED);
        try (EdgeScene other = new EdgeScene(config)) {
            other.tls(NEWER, "shop");
            TargetServer target = other.saying("hello");
            Caller caller = new Caller(TlsClients.connect(other.address(), "shop.example"));
            for (int i = 0; i < 3; i++) {
                assertThat(caller.get("/").body()).isEqualTo("hello");
            }
            assertThat(target.last().field("X-Forwarded-Proto")).isEqualTo("https");
            assertThat(target.last().field("X-Forwarded-Port")).isEqualTo("8080");
            assertThat(target.connections.get()).isEqualTo(1);
            caller.close();
        }
    }

    @Test
    void bodies_larger_than_any_buffer_pass_both_ways() throws IOException {
        scene.tls(NEWER, "wild");
        scene.target((request, out, socket) -> out.write(TargetServer.ok(request.text())));
        String body = "0123456789abcdef".repeat(200_000);
        Caller caller = caller("");
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        caller.send(
                                Caller.head(
                                                "POST / HTTP/1.1",
                                                "Host: a",
                                                "Content-Length: " + body.length())
                                        + body);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                });
        assertThat(caller.read().body()).isEqualTo(body);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    shop.example, shop.example
                    SHOP.example, shop.example
                    pay.shop.example, *.shop.example
                    www.shop.example, *.shop.example
                    a.b.shop.example, other.example
                    other.example, other.example
                    else.example, other.example
                    '', other.example
                    """)
    void clients_are_shown_the_best_certificate_of_the_name_they_ask_for(String name, String shown)
            throws IOException {
        scene.tls(NEWER, "other", "shop", "wild");
        try (SSLSocket socket = TlsClients.connect(scene.address(), name)) {
            assertThat(shown(socket)).isEqualTo(shown);
        }
    }

    @Test
    void a_client_that_cannot_verify_elliptic_curves_is_shown_one_of_rsa() throws IOException {
        scene.tls(NEWER, "other", "shop", "wild");
        var parameters = TlsClients.trusting().getDefaultSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.2"});
        parameters.setCipherSuites(new String[] {"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"});
        parameters.setServerNames(List.of(new javax.net.ssl.SNIHostName("www.shop.example")));
        var address = scene.address();
        try (SSLSocket socket =
                (SSLSocket)
                        TlsClients.trusting()
                                .getSocketFactory()
                                .createSocket(address.getAddress(), address.getPort())) {
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            assertThat(shown(socket)).isEqualTo("shop.example");
        }
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    ELBSecurityPolicy-2016-08, TLSv1.3 TLSv1.2, TLSv1.2
                    ELBSecurityPolicy-2016-08, TLSv1.3, none
                    ELBSecurityPolicy-TLS13-1-2-2021-06, TLSv1.3 TLSv1.2, TLSv1.3
                    ELBSecurityPolicy-TLS13-1-2-2021-06, TLSv1.2, TLSv1.2
                    ELBSecurityPolicy-TLS13-1-3-2021-06, TLSv1.3, TLSv1.3
                    ELBSecurityPolicy-TLS13-1-3-2021-06, TLSv1.2, none
                    ELBSecurityPolicy-FS-1-2-Res-2020-10, TLSv1.3 TLSv1.2, TLSv1.2
                    """)
    void policies_decide_on_the_version(String policy, String offered, String agreed)
            throws IOException {
        scene.tls(policy, "shop");
        String[] protocols = offered.split(" ", -1);
        if (agreed.equals("none")) {
            assertThatThrownBy(() -> TlsClients.connect(scene.address(), "", protocols))
                    .isInstanceOf(SSLException.class);
            EdgeScene.until(() -> measured("ClientTLSNegotiationErrorCount") == 1);
        } else {
            try (SSLSocket socket = TlsClients.connect(scene.address(), "", protocols)) {
                assertThat(socket.getSession().getProtocol()).isEqualTo(agreed);
            }
        }
    }

    /// Every policy makes a listener that some client of today can talk to.
    @Test
    void every_policy_can_be_had() throws IOException {
        for (TlsPolicy policy : TlsPolicy.every()) {
            scene.tls(policy.name(), "shop");
            try (SSLSocket socket = TlsClients.connect(scene.address(), "")) {
                assertThat(policy.protocols()).contains(socket.getSession().getProtocol());
            }
        }
    }

    private double measured(String name) {
        scene.edge.report(60_000);
        return scene.observations.stream()
                .filter(Measured.class::isInstance)
                .map(Measured.class::cast)
                .filter(it -> it.metric().name().equals(name))
                .filter(it -> !it.metric().dimensions().contains("TargetGroup"))
                .filter(it -> !it.metric().dimensions().contains("Zone"))
                .mapToDouble(Measured::sum)
                .sum();
    }

    @Test
    void what_is_not_tls_is_counted_and_closed() throws IOException {
        scene.tls(NEWER, "shop");
        Caller caller = scene.caller();
        caller.send(Caller.head("GET / HTTP/1.1", "Host: a"));
        caller.isEnded();
        EdgeScene.until(() -> measured("ClientTLSNegotiationErrorCount") == 1);
        scene.caller().close();
        EdgeScene.until(() -> measured("NewConnectionCount") == 2);
        assertThat(measured("ClientTLSNegotiationErrorCount")).isEqualTo(1);
    }

    @Test
    void a_client_that_shakes_no_hands_is_let_go() throws IOException {
        try (EdgeScene hasty = new EdgeScene(new Limits(1_000, 16, 10_000, 300, 1_000))) {
            hasty.tls(NEWER, "shop");
            assertThat(hasty.caller().isEnded()).isTrue();
            Caller slow = hasty.caller();
            slow.send(new byte[] {22, 3, 1, 1, 0, 1, 0});
            assertThat(slow.isEnded()).isTrue();
        }
    }

    @Test
    void a_certificate_that_is_imported_again_is_shown_to_new_clients() throws IOException {
        scene.tls(NEWER, "shop");
        scene.saying("hello");
        Caller before = caller("shop.example");
        assertThat(before.get("/").status()).isEqualTo(200);
        scene.edge.accept(
                new EdgeCommand.PutCertificate(EdgeScene.certificate("shop", "shop-again")));
        try (SSLSocket socket = TlsClients.connect(scene.address(), "shop.example")) {
            X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            assertThat(shown.getSerialNumber().toString(16)).isEqualTo("4fac07a4");
            assertThat(socket.getSession().getPeerCertificates()).hasSize(3);
        }
        assertThat(before.get("/").status()).isEqualTo(200);
    }

    @Test
    void targets_are_told_version_and_cipher_if_the_load_balancer_is_to() throws IOException {
        scene.balancer(Map.of("routing.http.x_amzn_tls_version_and_cipher_suite.enabled", "true"));
        scene.tls(NEWER, "shop");
        TargetServer target = scene.saying("hello");
        caller("", "TLSv1.2")
                .send(Caller.head("GET / HTTP/1.1", "Host: a", "X-Amzn-Tls-Version: TLSv9"))
                .read();
        assertThat(target.last().field("X-Amzn-Tls-Version")).isEqualTo("TLSv1.2");
        assertThat(target.last().count("X-Amzn-Tls-Version")).isEqualTo(1);
        assertThat(target.last().field("X-Amzn-Tls-Cipher-Suite"))
                .isEqualTo("ECDHE-RSA-AES128-GCM-SHA256");
    }

    @Test
    void access_logs_say_what_was_agreed_on(@TempDir Path directory) throws IOException {
        EdgeConfig config =
                EdgeConfig.standard().with(Transport.NIO).with(Ports.ALLOCATED).withLogs(directory);
        try (EdgeScene other = new EdgeScene(config)) {
            other.balancer(
                    Map.of("access_logs.s3.enabled", "true", "access_logs.s3.bucket", "logs"));
            other.tls(NEWER, "shop", "wild");
            other.saying("hello");
            Caller caller = new Caller(TlsClients.connect(other.address(), "pay.shop.example"));
            caller.get("/");
            caller.close();
        }
        List<Path> files;
        try (Stream<Path> all = Files.walk(directory)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        try (InputStream in = new GZIPInputStream(Files.newInputStream(files.getFirst()))) {
            String line = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(line)
                    .startsWith("https ")
                    .contains("\"GET https://shop.example:8080/ HTTP/1.1\"")
                    .containsPattern(" TLS_AES_(128_GCM_SHA256|256_GCM_SHA384) TLSv1.3 ")
                    .contains(
                            " \"pay.shop.example\" \""
                                    + EdgeScene.certificateArn("wild")
                                    + "\" 0 ");
        }
    }

    @Test
    void targets_that_speak_tls_are_not_asked_who_they_are() throws IOException {
        HealthCheck check = new HealthCheck(5, 2, 2, 2, "/", "200", "traffic-port", "HTTPS", true);
        scene.group("HTTPS", "HTTP1", check);
        TargetServer target =
                scene.tlsTarget(
                        "old", (request, out, socket) -> out.write(TargetServer.ok("expired")));
        Caller caller = scene.caller();
        for (int i = 0; i < 3; i++) {
            assertThat(caller.get("/").body()).isEqualTo("expired");
        }
        assertThat(target.connections.get()).isEqualTo(1);
    }

    @Test
    void a_target_that_does_not_speak_tls_after_all_is_502() throws IOException {
        scene.group("HTTPS", "HTTP1", HealthCheck.DEFAULT);
        scene.target((request, out, socket) -> out.write(TargetServer.ok("never")));
        assertThat(scene.caller().get("/").status()).isEqualTo(502);
        scene.edge.report(60_000);
        assertThat(scene.observations)
                .filteredOn(Measured.class::isInstance)
                .anyMatch(it -> it.toString().contains("TargetTLSNegotiationErrorCount"))
                .noneMatch(it -> it.toString().contains("TargetConnectionErrorCount"));
    }

    @Test
    void health_is_checked_over_tls_where_that_is_asked_for() throws IOException {
        HealthCheck check = new HealthCheck(5, 2, 2, 2, "/", "200", "traffic-port", "HTTPS", true);
        scene.group("HTTPS", "HTTP1", check);
        TargetServer target =
                scene.tlsTarget("old", (request, out, socket) -> out.write(TargetServer.ok("")));
        EdgeScene.until(() -> states().contains(TargetState.HEALTHY));
        assertThat(target.probes.get()).isPositive();
    }

    private List<TargetState> states() {
        return scene.observations.stream()
                .filter(TargetHealthChanged.class::isInstance)
                .map(it -> ((TargetHealthChanged) it).state())
                .toList();
    }
}
