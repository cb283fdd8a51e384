package dev.kingtide.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kingtide.core.driver.EdgeCommand;
import dev.kingtide.core.driver.EdgeObservation.Measured;
import dev.kingtide.core.traffic.CertificateFiles;
import dev.kingtide.core.traffic.HealthCheck;
import dev.kingtide.core.traffic.MutualTls;
import dev.kingtide.core.traffic.TrustStore;
import io.netty.handler.ssl.OpenSsl;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Listeners that ask clients for certificates.
class MutualTlsTest {
    private static final String POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06";
    private static final String STORE = EdgeScene.PREFIX + "truststore/clients/1";
    private static final String FIELD = "X-Amzn-Mtls-Clientcert";
    private static final String ROOT = "ST=Washington,C=US,OU=Roots,O=Shop,CN=clients.example";
    private static final MutualTls VERIFY = new MutualTls.Verify(STORE, false, false);
    private static final MutualTls PASSTHROUGH = new MutualTls.Passthrough();
    private final EdgeScene scene = new EdgeScene().tls(POLICY, "shop");

    @AfterEach
    void close() throws IOException {
        scene.close();
    }

    static X509Certificate certificate(String name) {
        try {
            byte[] pem = CertificateFiles.text(name + ".pem").getBytes(StandardCharsets.US_ASCII);
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(pem));
        } catch (CertificateException e) {
            throw new AssertionError(e);
        }
    }

    /// Tells the edge of a trust store of these authorities.
    ///
    /// @param revoked certificates of `clients-root`
    private void trust(List<String> authorities, String... revoked) {
        String issuer = certificate("client").getIssuerX500Principal().getName("CANONICAL");
        List<String> serials = new ArrayList<>();
        for (String name : revoked) {
            BigInteger serial = certificate(name).getSerialNumber();
            serials.add(serial.toString(16));
        }
        scene.edge.accept(
                new EdgeCommand.PutTrustStore(
                        new TrustStore(
                                STORE,
                                "clients",
                                authorities.stream().map(MutualTlsTest::base64).toList(),
                                List.of(
                                        new TrustStore.Revocation(
                                                1,
                                                List.of(new TrustStore.Revoked(issuer, serials)))),
                                2)));
    }

    static String base64(String name) {
        return CertificateFiles.text(name + ".pem").replaceAll("-----[A-Z ]+-----|\\s", "");
    }

    private static String encoded(String name) {
        return CertificateFiles.text(name + ".pem").replace(" ", "%20").replace("\n", "%0A");
    }

    private static SSLContext client(String names) {
        String[] all = names.split(" ", -1);
        return names.equals("none")
                ? TlsClients.trusting()
                : TlsClients.showing(all[0], Stream.of(all).skip(1).toArray(String[]::new));
    }

    private Caller caller(SSLContext client, String... protocols) throws IOException {
        Caller caller = new Caller(TlsClients.connect(client, scene.address(), "", protocols));
        scene.alsoClose(caller);
        return caller;
    }

    /// Whether a client is let in; one of TLS 1.3 may only find out when it reads.
    private boolean isLetIn(SSLContext client, String... protocols) {
        try (Caller caller = caller(client, protocols)) {
            return caller.get("/").status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private double failures() {
        scene.edge.report(60_000);
        return scene.observations.stream()
                .filter(Measured.class::isInstance)
                .map(Measured.class::cast)
                .filter(it -> it.metric().name().equals("ClientTLSNegotiationErrorCount"))
                .filter(it -> !it.metric().dimensions().contains("Zone"))
                .mapToDouble(Measured::sum)
                .sum();
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    none, clients-root, '', no
                    client, clients-root, '', yes
                    client, clients-root, expiry, yes
                    client clients-root, clients-root, '', yes
                    client, foreign-root clients-root, '', yes
                    client, foreign-root, '', no
                    client-foreign, clients-root, '', no
                    client-below clients-middle, clients-root, '', yes
                    client-below clients-middle clients-root, clients-root, '', yes
                    client-below, clients-root, '', no
                    client-below, clients-root clients-middle, '', yes
                    client-below, clients-middle, '', yes
                    client-expired, clients-root, '', no
                    client-expired, clients-root, expiry, yes
                    client-later, clients-root, '', no
                    client-later, clients-root, expiry, no
                    client-server, clients-root, '', no
                    client-short, clients-root, '', no
                    client, clients-root, client, no
                    client, clients-root, client-expired, yes
                    client-below clients-middle, clients-root, clients-middle, no
                    """)
    void a_client_is_let_in_that_the_trust_store_vouches_for(
            String shown, String authorities, String more, String letIn) throws IOException {
        boolean ignores = more.equals("expiry");
        scene.saying("hello");
        trust(
                List.of(authorities.split(" ", -1)),
                more.isEmpty() || ignores ? new String[0] : new String[] {more});
        scene.asks(new MutualTls.Verify(STORE, ignores, false));
        for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
            assertThat(isLetIn(client(shown), protocol))
                    .as(protocol)
                    .isEqualTo(letIn.equals("yes"));
        }
        double expected = letIn.equals("yes") ? 0 : 2;
        EdgeScene.until(() -> failures() == expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void targets_are_told_of_a_certificate_that_was_verified(String protocol) throws IOException {
        TargetServer target = scene.saying("hello");
        trust(List.of("clients-root"));
        scene.asks(VERIFY);
        Caller caller = caller(client("client"), protocol);
        for (int i = 0; i < 2; i++) {
            caller.get("/");
            TargetServer.Received last = target.last();
            assertThat(last.field(FIELD + "-Serial-Number")).isEqualTo("03A5B3");
            assertThat(last.field(FIELD + "-Issuer")).isEqualTo(ROOT);
            assertThat(last.field(FIELD + "-Subject")).isEqualTo("C=US,OU=Tills,O=Shop,CN=till-1");
            assertThat(last.field(FIELD + "-Validity"))
                    .isEqualTo("NotBefore=2026-01-01T00:00:00Z;NotAfter=2126-01-01T00:00:00Z");
            assertThat(last.field(FIELD + "-Leaf")).isEqualTo(encoded("client"));
            assertThat(last.count(FIELD)).isZero();
        }
    }

    /// The certificate's name has a line end, and a field behind it.
    @Test
    void no_name_in_a_certificate_makes_a_field() throws IOException {
        TargetServer target = scene.saying("hello");
        trust(List.of("clients-root"));
        scene.asks(VERIFY);
        caller(client("client-odd")).get("/");
        assertThat(target.last().count(FIELD + "-Subject")).isEqualTo(1);
        assertThat(target.last().field(FIELD + "-Subject"))
                .isEqualTo(
                        "emailAddress=till@shop.example,O=Caf\\C3\\A9\\, K\\C3\\B6ln,"
                                + "CN=till\\0AX-Amzn-Mtls-Clientcert-Subject: CN=boss");
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    client
                    client-below clients-middle
                    client-foreign foreign-root
                    client-expired
                    """)
    void what_a_client_sends_is_passed_through(String shown) throws IOException {
        TargetServer target = scene.saying("hello");
        scene.asks(PASSTHROUGH);
        StringBuilder chain = new StringBuilder();
        for (String name : shown.split(" ", -1)) {
            chain.append(encoded(name));
        }
        for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
            caller(client(shown), protocol).get("/");
            assertThat(target.last().field(FIELD)).isEqualTo(chain.toString());
            assertThat(target.last().count(FIELD + "-Subject")).isZero();
        }
    }

    @Test
    void a_client_without_a_certificate_is_let_through_and_nothing_is_told() throws IOException {
        TargetServer target = scene.saying("hello");
        scene.asks(PASSTHROUGH);
        caller(client("none")).send(spoofed()).read();
        assertThat(target.last().head().toLowerCase(Locale.ROOT)).doesNotContain("mtls");
    }

    private static String spoofed() {
        return Caller.head(
                "GET / HTTP/1.1",
                "Host: a",
                FIELD + ": forged",
                "x-amzn-mtls-clientcert-subject: CN=forged",
                "X_Amzn_Mtls_Clientcert_Subject: CN=forged",
                FIELD + "-Leaf: forged",
                "X-Client: forged",
                "Connection: " + FIELD + "-Issuer");
    }

    @Test
    void what_a_client_says_itself_never_reaches_a_target() throws IOException {
        TargetServer target = scene.saying("hello");
        trust(List.of("clients-root"));
        scene.asks(VERIFY);
        scene.listener(
                Map.of(
                        "routing.http.request.x_amzn_mtls_clientcert_subject.header_name",
                        "X-Client"));
        caller(client("client")).send(spoofed()).read();
        TargetServer.Received last = target.last();
        assertThat(last.head()).doesNotContain("forged");
        assertThat(last.count("X-Client")).isEqualTo(1);
        assertThat(last.field("X-Client")).isEqualTo("C=US,OU=Tills,O=Shop,CN=till-1");
        assertThat(last.count(FIELD + "-Subject")).isZero();
        assertThat(last.field(FIELD + "-Issuer")).isEqualTo(ROOT);
    }

    @Test
    void without_mutual_tls_such_fields_are_fields_as_others() throws IOException {
        TargetServer target = scene.saying("hello");
        caller(client("client")).send(spoofed()).read();
        assertThat(target.last().field(FIELD)).isEqualTo("forged");
    }

    @Test
    void requests_of_http_2_are_told_the_same() throws Exception {
        TargetServer target = scene.saying("hello");
        trust(List.of("clients-root"));
        scene.asks(VERIFY);
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + scene.address().getPort()))
                        .timeout(Duration.ofSeconds(20))
                        .header(FIELD + "-Subject", "CN=forged")
                        .build();
        for (String name : List.of("client", "none")) {
            try (HttpClient http =
                    HttpClient.newBuilder()
                            .sslContext(client(name))
                            .version(HttpClient.Version.HTTP_2)
                            .build()) {
                if (name.equals("none")) {
                    assertThatThrownBy(() -> http.send(request, BodyHandlers.ofString()))
                            .isInstanceOf(IOException.class);
                } else {
                    var got = http.send(request, BodyHandlers.ofString());
                    assertThat(got.version()).isEqualTo(HttpClient.Version.HTTP_2);
                    assertThat(target.last().count(FIELD + "-Subject")).isEqualTo(1);
                    assertThat(target.last().field(FIELD + "-Subject"))
                            .isEqualTo("C=US,OU=Tills,O=Shop,CN=till-1");
                }
            }
        }
    }

    @Test
    void nothing_is_said_behind_a_body_either() throws Exception {
        scene.group("HTTP", "HTTP2", HealthCheck.DEFAULT);
        try (Http2Target target = new Http2Target(null, 100)) {
            scene.add(EdgeScene.GROUP, target.port());
            scene.asks(PASSTHROUGH);
            try (FrameCaller caller = new FrameCaller(scene.address()).greet()) {
                caller.send(
                        "H:1:H:post!:path&:path=/echo D:1:-:\"abc"
                                + " H:1:EH:none&x-sum=7&x-amzn-mtls-clientcert=forged");
                assertThat(caller.next("D").text()).isEqualTo("abc");
                assertThat(target.trailers.getLast().names()).hasSize(1);
            }
        }
    }

    /// A client is given the same session again where nothing is asked of it; the JDK's TLS, where
    /// there is no other, gives it again anyway.
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    off, TLSv1.2, yes
                    off, TLSv1.3, yes
                    passthrough, TLSv1.2, no
                    verify, TLSv1.2, no
                    passthrough, TLSv1.3, no
                    verify, TLSv1.3, no
                    """)
    void sessions_are_not_resumed(String mode, String protocol, String resumed) throws IOException {
        scene.saying("hello");
        trust(List.of("clients-root"));
        scene.asks(
                switch (mode) {
                    case "off" -> null;
                    case "verify" -> VERIFY;
                    default -> PASSTHROUGH;
                });
        SSLContext client = client("client");
        String first = session(client, protocol);
        assertThat(session(client, protocol).equals(first))
                .isEqualTo(resumed.equals("yes") || !OpenSsl.isAvailable());
    }

    /// When a client's session began, which a resumed one has from the first, and its id.
    private String session(SSLContext client, String protocol) throws IOException {
        try (SSLSocket socket = TlsClients.connect(client, scene.address(), "", protocol)) {
            assertThat(new Caller(socket).get("/").status()).isEqualTo(200);
            String id = new BigInteger(1, socket.getSession().getId()).toString(16);
            return protocol.equals("TLSv1.3")
                    ? Long.toString(socket.getSession().getCreationTime())
                    : id;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void clients_are_told_whose_certificates_are_accepted(boolean advertises) {
        trust(List.of("foreign-root", "clients-root"));
        scene.asks(new MutualTls.Verify(STORE, false, advertises));
        for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
            Asked asked = new Asked();
            assertThat(isLetIn(TlsClients.trusting(new KeyManager[] {asked}), protocol)).isFalse();
            assertThat(asked.heard)
                    .as(protocol)
                    .containsExactly(
                            advertises
                                    ? List.of(
                                            certificate("foreign-root").getSubjectX500Principal(),
                                            certificate("clients-root").getSubjectX500Principal())
                                    : List.of());
        }
    }

    /// Has no key, and notes whose it could have.
    private static final class Asked extends X509ExtendedKeyManager {
        private final List<List<Principal>> heard = new ArrayList<>();

        @Override
        public @Nullable String chooseClientAlias(
                String[] types, Principal @Nullable [] issuers, Socket socket) {
            heard.add(issuers == null ? List.of() : List.of(issuers));
            return null;
        }

        @Override
        public String @Nullable [] getClientAliases(String type, Principal[] issuers) {
            return null;
        }

        @Override
        public String @Nullable [] getServerAliases(String type, Principal[] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return null;
        }

        @Override
        public X509Certificate @Nullable [] getCertificateChain(String alias) {
            return null;
        }

        @Override
        public @Nullable PrivateKey getPrivateKey(String alias) {
            return null;
        }
    }

    @Test
    void a_change_counts_for_the_next_connection_and_ends_none() throws IOException {
        TargetServer target = scene.saying("hello");
        Caller unasked = caller(client("none"));
        assertThat(unasked.get("/").status()).isEqualTo(200);
        trust(List.of("clients-root"));
        scene.asks(VERIFY);
        assertThat(isLetIn(client("none"))).isFalse();
        assertThat(unasked.send(spoofed()).read().status()).isEqualTo(200);
        assertThat(target.last().head()).doesNotContain("CN=forged");
        SSLContext known = client("client");
        Caller verified = caller(known);
        assertThat(verified.get("/").status()).isEqualTo(200);
        trust(List.of("clients-root"), "client");
        assertThat(isLetIn(known)).isFalse();
        assertThat(verified.get("/").status()).isEqualTo(200);
        trust(List.of("foreign-root"));
        assertThat(isLetIn(client("client-below clients-middle"))).isFalse();
        assertThat(isLetIn(client("client-foreign"))).isTrue();
        scene.asks(null);
        assertThat(isLetIn(client("none"))).isTrue();
        verified.get("/");
        assertThat(target.last().field(FIELD + "-Serial-Number")).isEqualTo("03A5B3");
    }

    @Test
    void without_its_trust_store_a_listener_lets_nobody_in() throws IOException {
        scene.saying("hello");
        trust(List.of("clients-root"));
        scene.asks(VERIFY);
        assertThat(isLetIn(client("client"))).isTrue();
        scene.edge.accept(new EdgeCommand.RemoveTrustStore(STORE));
        scene.asks(VERIFY);
        assertThatThrownBy(scene::address).hasMessage("the listener is not open");
    }
}
