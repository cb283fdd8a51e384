package dev.kingtide.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.traffic.Rule.Action;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A listener's attributes say which fields answers have, and what targets are told (ELB user
/// guide, header-modification).
class ListenerFieldsTest {
    private static final String POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06";
    private static final String RESPONSE = "routing.http.response.";
    private static final Map<String, String> SET =
            Map.of(
                    RESPONSE + "strict_transport_security.header_value",
                    "max-age=31536000; includeSubDomains",
                    RESPONSE + "x_frame_options.header_value",
                    "DENY",
                    RESPONSE + "access_control_max_age.header_value",
                    "60",
                    RESPONSE + "server.enabled",
                    "false");
    private final EdgeScene scene = new EdgeScene();

    @AfterEach
    void close() throws IOException {
        scene.close();
    }

    private void targetWithFieldsOfItsOwn() throws IOException {
        scene.target((_, out, _) ->
                out.write(
                        Caller.head(
                                        "HTTP/1.1 200 OK",
                                        "Content-Length: 0",
                                        "X-FRAME-options: SAMEORIGIN",
                                        "X-Frame-Options: ALLOWALL",
                                        "X-Frame-Option: kept",
                                        "Server: mine")
                                .getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void targets_answers_get_the_values_that_the_listener_says() throws IOException {
        targetWithFieldsOfItsOwn();
        assertThat(scene.caller().get("/").field("X-Frame-Options")).isEqualTo("SAMEORIGIN");
        scene.listener(SET);
        Caller.Got got = scene.caller().get("/");
        assertThat(got.all("X-Frame-Options")).containsExactly("DENY");
        assertThat(got.field("X-Frame-Option")).isEqualTo("kept");
        assertThat(got.field("Strict-Transport-Security"))
                .isEqualTo("max-age=31536000; includeSubDomains");
        assertThat(got.field("Access-Control-Max-Age")).isEqualTo("60");
        assertThat(got.field("Server")).isEqualTo("mine");
    }

    @Test
    void answers_of_the_load_balancer_have_them_and_do_not_say_what_it_is() throws IOException {
        assertThat(scene.caller().get("/").field("Server")).isEqualTo("awselb/2.0");
        scene.listener(SET);
        Caller.Got none = scene.caller().get("/");
        assertThat(none.status()).isEqualTo(503);
        assertThat(none.field("X-Frame-Options")).isEqualTo("DENY");
        assertThat(none.field("Server")).isNull();
        scene.always(new Action.Redirect(302, "#{protocol}", "x", "#{port}", "/#{path}", ""));
        Caller.Got elsewhere = scene.caller().get("/");
        assertThat(elsewhere.field("Location")).isEqualTo("http://x:8080/");
        assertThat(elsewhere.field("X-Frame-Options")).isEqualTo("DENY");
    }

    @Test
    void so_it_is_over_http_2() throws Exception {
        scene.tls(POLICY, "shop");
        targetWithFieldsOfItsOwn();
        scene.listener(SET);
        URI uri = URI.create("https://127.0.0.1:" + scene.address().getPort() + "/");
        try (HttpClient client =
                HttpClient.newBuilder()
                        .sslContext(TlsClients.trusting())
                        .version(HttpClient.Version.HTTP_2)
                        .build()) {
            HttpResponse<String> got =
                    client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
            assertThat(got.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(got.headers().allValues("x-frame-options")).containsExactly("DENY");
            assertThat(got.headers().firstValue("server")).hasValue("mine");
            scene.always(new Action.FixedResponse(404, "text/plain", "no"));
            HttpResponse<String> own =
                    client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
            assertThat(own.headers().firstValue("server")).isEmpty();
            assertThat(own.headers().allValues("x-frame-options")).containsExactly("DENY");
        }
    }

    @Test
    void targets_are_told_of_tls_by_the_names_that_the_listener_says() throws IOException {
        scene.balancer(Map.of("routing.http.x_amzn_tls_version_and_cipher_suite.enabled", "true"));
        scene.tls(POLICY, "shop");
        scene.listener(
                Map.of(
                        "routing.http.request.x_amzn_tls_version.header_name", "Tls_Version",
                        "routing.http.request.x_amzn_tls_cipher_suite.header_name", "Suite"));
        TargetServer target = scene.saying("hello");
        Caller caller = new Caller(TlsClients.connect(scene.address(), "shop.example"));
        caller.send(Caller.head("GET / HTTP/1.1", "Host: a", "tls_version: forged", "SUITE: x"));
        assertThat(caller.read().status()).isEqualTo(200);
        caller.close();
        assertThat(target.last().count("Tls_Version")).isEqualTo(1);
        assertThat(target.last().field("Tls_Version")).startsWith("TLSv1.");
        assertThat(target.last().count("Suite")).isEqualTo(1);
        assertThat(target.last().count("X-Amzn-Tls-Version")).isZero();
    }
}
