package dev.kingtide.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kingtide.core.driver.EdgeCommand;
import dev.kingtide.core.traffic.MutualTls;
import dev.kingtide.core.traffic.TrustStore;
import dev.kingtide.edge.EdgeConfig.Ports;
import dev.kingtide.edge.proxy.Loops;
import dev.kingtide.edge.proxy.NamedPort;
import dev.kingtide.edge.proxy.Transport;
import io.netty.handler.ssl.OpenSsl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Each connection of a client is a line in the connection log, whether it came about or not.
class ConnectionLogTest {
    private static final String POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06";
    private static final String STORE = EdgeScene.PREFIX + "truststore/clients/1";
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z";
    private static final String END = " app/shop/50dc6c495c0c9188 127\\.0\\.0\\.1";
    private static final String TRACE = "TID_[0-9a-f]{16}";
    private static final String FAILED = "- \"-\" - - Failed:UnmappedConnectionError";
    private static final String VALIDITY = "NotBefore=\\S+Z;NotAfter=\\S+Z";

    @TempDir private Path directory;

    private EdgeScene scene(@Nullable NamedPort named) {
        EdgeConfig config =
                EdgeConfig.standard()
                        .with(Transport.NIO)
                        .with(Ports.ALLOCATED)
                        .withThreads(1)
                        .withLogs(directory);
        EdgeScene scene = new EdgeScene(named == null ? config : config.with(named));
        return scene.balancer(
                Map.of(
                        "connection_logs.s3.enabled", "true",
                        "connection_logs.s3.bucket", "logs",
                        "connection_logs.s3.prefix", "shop"));
    }

    private List<String> lines() throws IOException {
        return ReportsTest.lines(directory, "conn_log_");
    }

    private static String line(String tls) {
        return TIME + " 127\\.0\\.0\\.1 \\d+ 8080 " + tls + END;
    }

    private static String line(String tls, String keyExchange) {
        return line(tls + ' ' + TRACE + ' ' + (OpenSsl.isAvailable() ? keyExchange : "-"));
    }

    private static void logAccess(EdgeScene scene) {
        scene.balancer(
                Map.of(
                        "access_logs.s3.enabled", "true",
                        "access_logs.s3.bucket", "logs",
                        "access_logs.s3.prefix", "shop"));
    }

    private static String trace(String line) {
        return line.replaceFirst(".* (" + TRACE + ") .*", "$1");
    }

    private static void verify(EdgeScene scene, boolean ignoresExpiry, String... revoked) {
        String issuer =
                MutualTlsTest.certificate("client").getIssuerX500Principal().getName("CANONICAL");
        List<String> serials =
                Stream.of(revoked)
                        .map(name -> MutualTlsTest.certificate(name).getSerialNumber().toString(16))
                        .toList();
        scene.edge.accept(
                new EdgeCommand.PutTrustStore(
                        new TrustStore(
                                STORE,
                                "clients",
                                List.of(MutualTlsTest.base64("clients-root")),
                                List.of(
                                        new TrustStore.Revocation(
                                                1,
                                                List.of(new TrustStore.Revoked(issuer, serials)))),
                                1)));
        scene.asks(new MutualTls.Verify(STORE, ignoresExpiry, false));
    }

    /// Asks once; a client of TLS 1.3 finds out only then that it is not let in.
    private static void ask(EdgeScene scene, SSLContext client, String protocol) {
        try (Caller caller =
                new Caller(TlsClients.connect(client, scene.address(), "", protocol))) {
            caller.get("/");
        } catch (IOException e) {
            assertThat(e).as("the client is not let in").isNotNull();
        }
    }

    @Test
    void a_connection_without_tls_is_a_line_however_many_requests_it_has() throws IOException {
        try (EdgeScene scene = scene(null)) {
            logAccess(scene);
            scene.saying("hello");
            Caller caller = scene.caller();
            caller.get("/");
            caller.get("/");
            scene.caller().get("/");
        }
        List<String> lines = lines();
        assertThat(lines).hasSize(2);
        assertThat(lines).allMatch(it -> it.matches(line("- - - \"-\" - - - " + TRACE + " -")));
        List<String> requests = ReportsTest.lines(directory);
        assertThat(requests.stream().map(ConnectionLogTest::trace))
                .containsExactly(trace(lines.get(0)), trace(lines.get(0)), trace(lines.get(1)));
        String port = lines.get(0).split(" ", -1)[2];
        assertThat(requests.get(0)).contains(" 127.0.0.1:" + port + " ");
    }

    @Test
    void nobody_is_told_of_connections_when_that_is_off() throws IOException {
        try (EdgeScene scene = scene(null)) {
            logAccess(scene);
            scene.balancer(Map.of("connection_logs.s3.enabled", "false"));
            scene.saying("hello");
            scene.caller().get("/");
        }
        assertThat(ReportsTest.lines(directory)).hasSize(1);
        assertThatThrownBy(this::lines).isInstanceOf(AssertionError.class);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    TLSv1.2, ECDHE-RSA-AES128-GCM-SHA256
                    TLSv1.3, TLS_AES_(128_GCM_SHA256|256_GCM_SHA384)
                    """)
    void what_was_agreed_on_is_told_of_tls(String protocol, String cipher) throws IOException {
        try (EdgeScene scene = scene(null)) {
            logAccess(scene);
            scene.tls(POLICY, "shop").saying("hello");
            ask(scene, TlsClients.trusting(), protocol);
        }
        assertThat(lines())
                .singleElement()
                .asString()
                .matches(
                        line(
                                protocol + ' ' + cipher + " \\d\\.\\d{3} \"-\" - - Success",
                                "(x25519|secp256r1|X25519MLKEM768)"));
        String request = ReportsTest.lines(directory).getFirst();
        String line = lines().getFirst();
        String agreed = line.split(" ", -1)[5];
        assertThat(request).contains(" " + agreed + " " + protocol + " ");
        assertThat(trace(request)).isEqualTo(trace(line));
    }

    @Test
    void a_connection_of_http_2_is_one_line_for_all_its_requests() throws Exception {
        try (EdgeScene scene = scene(null)) {
            logAccess(scene);
            scene.tls(POLICY, "shop").saying("hello");
            URI all = URI.create("https://127.0.0.1:" + scene.address().getPort());
            try (HttpClient http =
                    HttpClient.newBuilder()
                            .sslContext(TlsClients.trusting())
                            .version(HttpClient.Version.HTTP_2)
                            .build()) {
                for (int i = 0; i < 2; i++) {
                    var got =
                            http.send(HttpRequest.newBuilder(all).build(), BodyHandlers.ofString());
                    assertThat(got.version()).isEqualTo(HttpClient.Version.HTTP_2);
                }
            }
        }
        assertThat(lines()).hasSize(1).first().asString().contains(" TLSv1.3 ", " Success TID_");
        String trace = trace(lines().getFirst());
        List<String> requests = ReportsTest.lines(directory);
        assertThat(requests).hasSize(2).allMatch(it -> it.startsWith("h2 "));
        assertThat(requests).allMatch(it -> trace(it).equals(trace));
    }

    @Test
    void what_is_no_handshake_or_breaks_off_failed() throws IOException {
        try (EdgeScene scene = scene(null)) {
            scene.tls(POLICY, "shop");
            try (Socket silent = connect(scene)) {
                silent.shutdownOutput();
                assertThat(silent.getInputStream().read()).isEqualTo(-1);
            }
            try (Caller plain = new Caller(scene.address())) {
                plain.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(plain.isEnded()).isTrue();
            }
            assertThatThrownBy(() -> TlsClients.connect(scene.address(), "", "TLSv1.1"))
                    .isInstanceOf(IOException.class);
            try (Socket aborted = connect(scene)) {
                aborted.getOutputStream().write(hello());
                aborted.shutdownOutput();
                assertThat(aborted.getInputStream().readAllBytes()).isNotNull();
            }
        }
        assertThat(lines()).hasSize(4).allMatch(it -> it.matches(line("- - " + FAILED, "-")));
    }

    private static Socket connect(EdgeScene scene) throws IOException {
        Socket socket = new Socket(scene.address().getAddress(), scene.address().getPort());
        socket.setSoTimeout(15_000);
        return socket;
    }

    /// The first message of a client.
    private static byte[] hello() throws IOException {
        SSLEngine engine = TlsClients.trusting().createSSLEngine();
        engine.setUseClientMode(true);
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), out);
        return Arrays.copyOf(out.array(), out.position());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_certificate_that_was_verified_is_told(String protocol) throws IOException {
        try (EdgeScene scene = scene(null)) {
            scene.tls(POLICY, "shop").saying("hello");
            verify(scene, false);
            ask(scene, TlsClients.showing("client"), protocol);
        }
        assertThat(lines())
                .singleElement()
                .asString()
                .matches(
                        line(
                                protocol
                                        + " \\S+ \\d\\.\\d{3} \"C=US,OU=Tills,O=Shop,CN=till-1\""
                                        + " NotBefore=2026-01-01T00:00:00Z;"
                                        + "NotAfter=2126-01-01T00:00:00Z 03A5B3 Success",
                                "(x25519|secp256r1|X25519MLKEM768)"));
    }

    @Test
    void a_certificate_that_is_passed_through_is_told_too() throws IOException {
        try (EdgeScene scene = scene(null)) {
            scene.tls(POLICY, "shop").saying("hello");
            scene.asks(new MutualTls.Passthrough());
            ask(scene, TlsClients.showing("client-expired"), "TLSv1.3");
            ask(scene, TlsClients.trusting(), "TLSv1.3");
        }
        assertThat(lines().get(0)).matches(".* \"\\S+\" " + VALIDITY + " \\S+ Success .*");
        assertThat(lines().get(1)).contains(" \"-\" - - Success ");
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    client-foreign, '', ClientCertUntrusted
                    client-below, '', ClientCertUntrusted
                    client-expired, '', ClientCertExpired
                    client-later, '', ClientCertNotYetValid
                    client-later, expiry, ClientCertNotYetValid
                    client-server, '', ClientCertPurposeInvalid
                    client-short, '', ClientCertTypeUnsupported
                    client, client, ClientCertCrlHit
                    client-below clients-middle, clients-middle, ClientCertCrlHit
                    """)
    void why_a_certificate_is_refused_is_told(String shown, String more, String code)
            throws IOException {
        String[] names = shown.split(" ", -1);
        SSLContext client =
                TlsClients.showing(names[0], Stream.of(names).skip(1).toArray(String[]::new));
        boolean ignores = more.equals("expiry");
        List<String> protocols = List.of("TLSv1.2", "TLSv1.3");
        try (EdgeScene scene = scene(null)) {
            scene.tls(POLICY, "shop").saying("hello");
            verify(scene, ignores, more.isEmpty() || ignores ? new String[0] : new String[] {more});
            for (String protocol : protocols) {
                ask(scene, client, protocol);
            }
        }
        assertThat(lines()).hasSize(2);
        String serial = MutualTlsTest.certificate(names[0]).getSerialNumber().toString(16);
        for (int i = 0; i < 2; i++) {
            assertThat(lines().get(i))
                    .matches(
                            line(
                                    protocols.get(i)
                                            + " (ECDHE|TLS_AES)\\S+ - \"[^\"]+\" "
                                            + VALIDITY
                                            + " (?i)0?"
                                            + serial
                                            + "(?-i) Failed:"
                                            + code,
                                    "(x25519|secp256r1|X25519MLKEM768)"));
        }
    }

    @Test
    void a_client_without_a_certificate_failed_without_one_to_blame() throws IOException {
        try (EdgeScene scene = scene(null)) {
            scene.tls(POLICY, "shop").saying("hello");
            verify(scene, false);
            ask(scene, TlsClients.trusting(), "TLSv1.2");
            ask(scene, TlsClients.trusting(), "TLSv1.3");
        }
        assertThat(lines()).hasSize(2).allMatch(it -> it.matches(line("- - " + FAILED, "-")));
    }

    @Test
    void connections_to_a_port_of_all_names_are_lines_of_the_load_balancer_they_ask_for()
            throws IOException {
        Loops loops = new Loops(Transport.NIO, 1);
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (NamedPort port = new NamedPort(loops, EdgeScene.LIMITS, any);
                EdgeScene scene = scene(port)) {
            scene.saying("hello");
            port.begin();
            try (Caller caller = new Caller(port.address())) {
                for (int i = 0; i < 2; i++) {
                    caller.send("GET / HTTP/1.1\r\nHost: shop.elb.localhost\r\n\r\n");
                    assertThat(caller.read().body()).isEqualTo("hello");
                }
            }
            scene.tls(POLICY, "shop");
            try (Caller caller =
                    new Caller(TlsClients.connect(port.address(), "shop.elb.localhost"))) {
                assertThat(caller.get("/").body()).isEqualTo("hello");
            }
        } finally {
            loops.close();
        }
        assertThat(lines()).hasSize(2);
        assertThat(lines().get(0)).matches(line("- - - \"-\" - - - " + TRACE + " -"));
        assertThat(lines().get(1)).contains(" TLSv1.3 ", " Success TID_");
    }
}
