package dev.kingtide.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.traffic.Rule;
import dev.kingtide.core.traffic.Rule.Action;
import dev.kingtide.core.traffic.Rule.Condition;
import dev.kingtide.core.traffic.Transform;
import dev.kingtide.core.traffic.Transform.Part;
import dev.kingtide.edge.EdgeConfig.Ports;
import dev.kingtide.edge.proxy.Transport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Regular expressions choose rules, and rules' transforms say what targets get (ELB user guide,
/// rule-transforms).
class TransformsTest {
    @TempDir private Path directory;

    private static Rule rule(int priority, Condition condition, Transform... transforms) {
        return new Rule(
                EdgeScene.PREFIX + "listener-rule/app/shop/1/2/" + priority,
                priority,
                List.of(condition),
                Action.Forward.to(EdgeScene.GROUP),
                List.of(transforms));
    }

    private static Condition fitting(String field, String name, String expression) {
        return new Condition(field, name, List.of(), List.of(expression));
    }

    private static Transform url(String expression, String replacement) {
        return new Transform(Part.URL, expression, replacement);
    }

    private static Transform host(String expression, String replacement) {
        return new Transform(Part.HOST, expression, replacement);
    }

    private static List<Rule> rules() {
        return List.of(
                rule(
                        1,
                        fitting("host-header", "", "^mywebsite-.+\\.com$"),
                        host("^mywebsite-(.+)\\.com$", "internal.dev.$1.myweb.com"),
                        url("^/dp/([A-Za-z0-9]+)/?$", "/product.php?id=$1")),
                rule(
                        2,
                        fitting("path-pattern", "", "^/v[0-9]+/"),
                        url("^/v([0-9]+)/([^?]*)(.*)$", "/$2/version-$1$3")),
                rule(3, fitting("http-header", "X-Tenant", "^[a-z]{3}$"), host("^", "tenant.")),
                rule(
                        4,
                        new Condition("path-pattern", "", List.of("/strip/*")),
                        url("^/strip/", "/")),
                rule(
                        5,
                        new Condition("path-pattern", "", List.of("/bad/*")),
                        url("^/bad/(.*)$", "$1"),
                        host("x", "y")),
                rule(6, new Condition("path-pattern", "", List.of("/v1/*"))));
    }

    @ParameterizedTest(name = "{0} of {1} {2}: {3} of {4}")
    @CsvSource({
        "/dp/B09G3HRMW,       mywebsite-example.com, '',   /product.php?id=B09G3HRMW,"
                + " internal.dev.example.myweb.com",
        "/dp/B09/?ref=1,      mywebsite-a.com,       '',   /dp/B09/?ref=1,"
                + " internal.dev.a.myweb.com",
        "/,                   x.example,             '',   /,                x.example:8080",
        "/v2/cart/7?a=b&c,    x.example,             '',   /cart/7/version-2?a=b&c, x.example:8080",
        "/v2/,                x.example,             '',   //version-2,      x.example:8080",
        "/V2/cart,            x.example,             '',   /V2/cart,         x.example:8080",
        "/a,                  x.example,             abc,  /a,               tenant.x.example",
        "/a,                  x.example,             abcd, /a,               x.example:8080",
        "/strip/%2e%2E/?q=1,  x.example,             '',   /%2e%2E/?q=1,     x.example:8080",
        "/strip/a b,          x.example,             '',   /a%20b,           x.example:8080",
    })
    void a_target_gets_what_the_rules_transforms_made(
            String url, String host, String tenant, String newUrl, String newHost)
            throws IOException {
        try (EdgeScene scene = new EdgeScene()) {
            TargetServer target = scene.target((_, out, _) -> out.write(TargetServer.ok("well")));
            scene.rules(rules());
            Caller caller = scene.caller();
            caller.send(
                    Caller.head(
                            "GET " + url + " HTTP/1.1", "Host: " + host, "X-Tenant: " + tenant));
            assertThat(caller.read().status()).isEqualTo(200);
            assertThat(target.last().line()).isEqualTo("GET " + newUrl + " HTTP/1.1");
            assertThat(target.last().field("Host")).isEqualTo(newHost);
        }
    }

    @Test
    void what_comes_out_as_no_request_is_answered_with_500_and_sent_nowhere() throws IOException {
        try (EdgeScene scene = new EdgeScene()) {
            TargetServer target = scene.target((_, out, _) -> out.write(TargetServer.ok("well")));
            scene.rules(rules());
            assertThat(scene.caller().get("/bad/a").status()).isEqualTo(500);
            assertThat(target.received).isEmpty();
        }
    }

    @Test
    void the_access_log_says_what_was_asked_and_what_the_target_got() throws Exception {
        EdgeConfig config =
                EdgeConfig.standard()
                        .with(Transport.NIO)
                        .with(Ports.ALLOCATED)
                        .withThreads(1)
                        .withLogs(directory);
        try (EdgeScene scene = new EdgeScene(config)) {
            scene.balancer(
                    Map.of(
                            "access_logs.s3.enabled", "true",
                            "access_logs.s3.bucket", "logs",
                            "access_logs.s3.prefix", "shop"));
            scene.target((_, out, _) -> out.write(TargetServer.ok("well")));
            scene.rules(rules());
            for (String line :
                    List.of(
                            "GET /dp/1 HTTP/1.1\r\nHost: mywebsite-a.com",
                            "GET /bad/x HTTP/1.1\r\nHost: x",
                            "GET /dp/1 HTTP/1.1\r\nHost: x")) {
                Caller caller = scene.caller();
                caller.send(line + "\r\n\r\n").read();
            }
        }
        List<String> lines = ReportsTest.lines(directory);
        assertThat(lines.get(0))
                .contains("\"GET http://mywebsite-a.com:8080/dp/1 HTTP/1.1\"", " 1 20")
                .endsWith(
                        " \"internal.dev.a.myweb.com\" \"/product.php?id=1\""
                                + " \"TransformSuccess\" 127.0.0.1");
        assertThat(lines.get(1))
                .contains(" 500 - ", "\"GET http://x:8080/bad/x HTTP/1.1\"")
                .endsWith(" \"-\" \"-\" \"TransformInvalidPath\" 127.0.0.1");
        assertThat(lines.get(2)).endsWith(" \"-\" \"-\" \"-\" 127.0.0.1");
    }
}
