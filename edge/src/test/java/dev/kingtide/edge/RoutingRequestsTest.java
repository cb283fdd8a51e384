package dev.kingtide.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.driver.EdgeCommand;
import dev.kingtide.core.traffic.Rule;
import dev.kingtide.core.traffic.Rule.Action;
import dev.kingtide.core.traffic.Rule.Condition;
import dev.kingtide.core.traffic.Rule.WeightedGroup;
import dev.kingtide.core.traffic.SampleTraffic;
import dev.kingtide.core.traffic.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Rules, groups and targets decide who answers, and changes hold from the next request on.
class RoutingRequestsTest {
    private static final String OTHER = EdgeScene.PREFIX + "targetgroup/api/73e2d6bc24d8a067";
    private final EdgeScene scene = new EdgeScene();

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    private static Rule rule(int priority, Condition condition, Action action) {
        return new Rule(
                EdgeScene.PREFIX + "listener-rule/app/shop/1/2/" + priority,
                priority,
                List.of(condition),
                action);
    }

    private static Condition when(String field, String name, String value) {
        return new Condition(field, name, List.of(value));
    }

    private static Map<String, String> zonal() {
        return Map.of(
                "load_balancing.cross_zone.enabled",
                "false",
                "target_group_health.dns_failover.minimum_healthy_targets.count",
                "off");
    }

    @Test
    void a_connection_keeps_to_the_zone_that_it_came_by() throws Exception {
        scene.zones(Map.of("subnet-1", "us-east-1a", "subnet-2", "us-east-1b"));
        scene.group(EdgeScene.GROUP, zonal());
        scene.saying("a");
        TargetServer other = TargetServer.saying("b");
        scene.alsoClose(other);
        scene.edge.accept(
                new EdgeCommand.AddTarget(
                        SampleTraffic.target(
                                EdgeScene.GROUP, "127.0.0.1", other.port(), "us-east-1b")));
        StringBuilder seen = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            Caller caller = scene.caller();
            String first = caller.get("/").body();
            assertThat(caller.get("/").body()).isEqualTo(first);
            assertThat(caller.get("/").body()).isEqualTo(first);
            seen.append(first);
        }
        assertThat(seen.toString()).isIn("abab", "baba");
    }

    @Test
    void each_kind_of_condition_is_asked() throws Exception {
        scene.saying("default");
        Action.FixedResponse[] numbered = new Action.FixedResponse[6];
        for (int i = 0; i < numbered.length; i++) {
            numbered[i] = new Action.FixedResponse(200, "text/plain", "rule " + i);
        }
        scene.rules(
                List.of(
                        rule(1, when("host-header", "", "*.api.example"), numbered[0]),
                        rule(2, when("path-pattern", "", "/img/*"), numbered[1]),
                        rule(3, when("http-header", "X-Version", "v?"), numbered[2]),
                        rule(4, when("http-request-method", "", "PURGE"), numbered[3]),
                        rule(5, when("query-string", "", "beta=true"), numbered[4]),
                        rule(6, when("source-ip", "", "10.0.0.0/8"), numbered[5])));
        Map<String, String> expected = new TreeMap<>();
        expected.put("GET / HTTP/1.1\r\nHost: a.API.example:80\r\n\r\n", "rule 0");
        expected.put("GET http://b.api.example/ HTTP/1.1\r\nHost: x\r\n\r\n", "rule 0");
        expected.put("GET /img/a.png?x HTTP/1.1\r\nHost: x\r\n\r\n", "rule 1");
        expected.put("GET /IMG/a.png HTTP/1.1\r\nHost: x\r\n\r\n", "default");
        expected.put("GET / HTTP/1.1\r\nHost: x\r\nx-version: V2\r\n\r\n", "rule 2");
        expected.put("PURGE / HTTP/1.1\r\nHost: x\r\n\r\n", "rule 3");
        expected.put("GET /?a=b&beta=true HTTP/1.1\r\nHost: x\r\n\r\n", "rule 4");
        expected.put("GET / HTTP/1.1\r\nHost: x\r\n\r\n", "default");
        Caller caller = scene.caller();
        for (Map.Entry<String, String> each : expected.entrySet()) {
            assertThat(caller.send(each.getKey()).read().body())
                    .as(each.getKey())
                    .isEqualTo(each.getValue());
        }
    }

    @Test
    void a_fixed_response_is_given_and_a_body_not_waited_for() throws Exception {
        scene.always(new Action.FixedResponse(418, "application/json", "{}"));
        Caller caller = scene.caller();
        Caller.Got got =
                caller.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc").read();
        assertThat(got.status()).isEqualTo(418);
        assertThat(got.field("Content-Type")).startsWith("application/json");
        assertThat(got.body()).isEqualTo("{}");
        assertThat(caller.get("/").status()).isEqualTo(418);
        assertThat(caller.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n").read(true).status())
                .isEqualTo(418);
        assertThat(caller.get("/").body()).isEqualTo("{}");
    }

    @Test
    void a_redirect_fills_its_keywords() throws Exception {
        scene.always(
                new Action.Redirect(
                        301,
                        "HTTPS",
                        "www.#{host}",
                        "443",
                        "/new/#{path}",
                        "#{query}&was=#{port}"));
        Caller caller = scene.caller();
        Caller.Got got =
                caller.send("GET /a/b?c=d HTTP/1.1\r\nHost: shop.example:8080\r\n\r\n").read();
        assertThat(got.status()).isEqualTo(301);
        assertThat(got.field("Location"))
                .isEqualTo("https://www.shop.example:443/new/a/b?c=d&was=8080");
        caller.send("GET /%s HTTP/1.1\r\nHost: shop.example\r\n\r\n".formatted("x".repeat(9_000)));
        assertThat(caller.read().status()).isEqualTo(500);
    }

    /// Two groups, of a target each that says its name.
    private void webAndApi() throws IOException {
        scene.saying("web");
        TargetServer api = TargetServer.saying("api");
        scene.alsoClose(api);
        scene.group(OTHER, Map.of());
        scene.add(OTHER, api.port());
    }

    @Test
    void weights_share_requests_among_groups() throws Exception {
        webAndApi();
        scene.always(
                new Action.Forward(
                        List.of(
                                new WeightedGroup(EdgeScene.GROUP, 3),
                                new WeightedGroup(OTHER, 1))));
        Caller caller = scene.caller();
        int web = 0;
        for (int i = 0; i < 1_000; i++) {
            web += caller.get("/").body().equals("web") ? 1 : 0;
        }
        assertThat(web).isBetween(680, 820); // 750 and five standard deviations
        scene.always(
                new Action.Forward(
                        List.of(
                                new WeightedGroup(EdgeScene.GROUP, 0),
                                new WeightedGroup(OTHER, 0))));
        assertThat(caller.get("/").status()).isEqualTo(503);
    }

    @Test
    void targets_take_turns() throws Exception {
        List<TargetServer> targets = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            targets.add(scene.saying("" + i));
        }
        Caller caller = scene.caller();
        for (int i = 0; i < 40; i++) {
            caller.get("/");
        }
        assertThat(targets).allSatisfy(target -> assertThat(target.received).hasSize(10));
    }

    @Test
    void least_outstanding_requests_passes_the_busy_over() throws Exception {
        scene.group(
                EdgeScene.GROUP,
                Map.of("load_balancing.algorithm.type", "least_outstanding_requests"));
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger held = new AtomicInteger();
        TargetServer.Behaviour slow =
                (request, out, socket) -> {
                    if (request.line().contains("/hold")) {
                        held.incrementAndGet();
                        end.await();
                    }
                    out.write(TargetServer.ok(""));
                };
        List<TargetServer> targets = List.of(scene.target(slow), scene.target(slow));
        for (int i = 0; i < 2; i++) {
            scene.caller().send("GET /hold HTTP/1.1\r\nHost: x\r\n\r\n");
            int count = i + 1;
            EdgeScene.until(() -> held.get() == count);
        }
        assertThat(targets).allSatisfy(target -> assertThat(target.received).hasSize(1));
        TargetServer idle = scene.saying("idle");
        Caller caller = scene.caller();
        for (int i = 0; i < 20; i++) {
            assertThat(caller.get("/").body()).isEqualTo("idle");
        }
        assertThat(idle.received).hasSize(20);
        end.countDown();
    }

    @Test
    void weighted_random_reaches_every_target() throws Exception {
        scene.group(EdgeScene.GROUP, Map.of("load_balancing.algorithm.type", "weighted_random"));
        List<TargetServer> targets = List.of(scene.saying("a"), scene.saying("b"));
        Caller caller = scene.caller();
        for (int i = 0; i < 400; i++) {
            caller.get("/");
        }
        assertThat(targets.getFirst().received.size()).isBetween(140, 260);
    }

    @Test
    void a_balancer_cookie_brings_a_client_back() throws Exception {
        scene.group(
                EdgeScene.GROUP,
                Map.of(
                        "stickiness.enabled", "true",
                        "stickiness.type", "lb_cookie",
                        "stickiness.lb_cookie.duration_seconds", "60"));
        for (int i = 0; i < 4; i++) {
            scene.saying("" + i);
        }
        Caller caller = scene.caller();
        Caller.Got first = caller.get("/");
        List<String> cookies = first.all("Set-Cookie");
        assertThat(cookies).hasSize(2);
        assertThat(cookies.get(0)).matches("AWSALB=[^;]+; Expires=[^;]+ GMT; Path=/");
        assertThat(cookies.get(1))
                .matches("AWSALBCORS=[^;]+; Expires=[^;]+; Path=/; SameSite=None; Secure");
        String cookie = cookies.getFirst().split(";", -1)[0];
        for (int i = 0; i < 12; i++) {
            caller.send("GET / HTTP/1.1\r\nHost: x\r\nCookie: a=b; " + cookie + "\r\n\r\n");
            Caller.Got got = caller.read();
            assertThat(got.body()).isEqualTo(first.body());
            assertThat(got.all("Set-Cookie").getFirst()).startsWith(cookie);
        }
        caller.send("GET / HTTP/1.1\r\nHost: x\r\nCookie: AWSALB=forged\r\n\r\n");
        assertThat(caller.read().status()).isEqualTo(200);
    }

    @Test
    void an_application_cookie_brings_a_client_back() throws Exception {
        scene.group(
                EdgeScene.GROUP,
                Map.of(
                        "stickiness.enabled", "true",
                        "stickiness.type", "app_cookie",
                        "stickiness.app_cookie.cookie_name", "SESSION"));
        for (int i = 0; i < 4; i++) {
            String name = "" + i;
            scene.target((request, out, socket) ->
                    out.write(
                            ("HTTP/1.1 200 OK\r\n"
                                            + (request.line().contains("login")
                                                    ? "Set-Cookie: SESSION=1; Path=/\r\n"
                                                    : "")
                                            + "Content-Length: 1\r\n\r\n"
                                            + name)
                                    .getBytes(StandardCharsets.ISO_8859_1)));
        }
        Caller caller = scene.caller();
        assertThat(caller.get("/").all("Set-Cookie")).isEmpty();
        Caller.Got login = caller.get("/login");
        assertThat(login.all("Set-Cookie")).hasSize(2);
        String cookie = login.all("Set-Cookie").get(1).split(";", -1)[0];
        assertThat(cookie).startsWith("AWSALBAPP-0=");
        for (int i = 0; i < 12; i++) {
            caller.send("GET / HTTP/1.1\r\nHost: x\r\nCookie: " + cookie + "\r\n\r\n");
            assertThat(caller.read().body()).isEqualTo(login.body());
        }
    }

    @Test
    void a_group_cookie_brings_a_client_back_to_its_group() throws Exception {
        webAndApi();
        scene.always(
                new Action.Forward(
                        List.of(new WeightedGroup(EdgeScene.GROUP, 1), new WeightedGroup(OTHER, 1)),
                        60));
        Caller caller = scene.caller();
        Caller.Got first = caller.get("/");
        String cookie = first.all("Set-Cookie").getFirst().split(";", -1)[0];
        assertThat(cookie).startsWith("AWSALBTG=");
        for (int i = 0; i < 20; i++) {
            caller.send("GET / HTTP/1.1\r\nHost: x\r\nCookie: " + cookie + "\r\n\r\n");
            assertThat(caller.read().body()).isEqualTo(first.body());
        }
    }

    @Test
    void a_draining_target_finishes_what_it_has_and_gets_no_more() throws Exception {
        CountDownLatch there = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        TargetServer leaving =
                new TargetServer((request, out, socket) -> {
                    if (request.line().contains("slow")) {
                        there.countDown();
                        finish.await();
                    }
                    out.write(TargetServer.ok("leaving"));
                });
        scene.alsoClose(leaving);
        Target target = scene.add(EdgeScene.GROUP, leaving.port());
        Caller slow = scene.caller().send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
        there.await();
        scene.saying("staying");
        scene.edge.accept(new EdgeCommand.DrainTarget(target));
        Caller caller = scene.caller();
        for (int i = 0; i < 10; i++) {
            assertThat(caller.get("/").body()).isEqualTo("staying");
        }
        finish.countDown();
        assertThat(slow.read().body()).isEqualTo("leaving");
        assertThat(slow.get("/").body()).isEqualTo("staying");
        scene.edge.accept(new EdgeCommand.RemoveTarget(target));
        assertThat(slow.get("/").body()).isEqualTo("staying");
        assertThat(leaving.received).hasSize(1);
    }

    @Test
    void changes_under_load_fail_no_request() throws Exception {
        List<TargetServer> servers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            servers.add(TargetServer.saying("x"));
            scene.alsoClose(servers.get(i));
        }
        Target stays = scene.add(EdgeScene.GROUP, servers.getFirst().port());
        AtomicInteger[] answered = new AtomicInteger[4];
        List<String> failures = new java.util.concurrent.CopyOnWriteArrayList<>();
        AtomicInteger stop = new AtomicInteger();
        List<Thread> load = new ArrayList<>();
        for (int i = 0; i < answered.length; i++) {
            Caller caller = scene.caller();
            AtomicInteger own = new AtomicInteger();
            answered[i] = own;
            load.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    while (stop.get() == 0) {
                                        Caller.Got got = caller.get("/");
                                        if (got.status() != 200) {
                                            failures.add("" + got);
                                        }
                                        own.incrementAndGet();
                                    }
                                } catch (java.io.IOException e) {
                                    failures.add("" + e);
                                }
                            }));
        }
        for (int round = 0; round < 100; round++) {
            Target comes = scene.add(EdgeScene.GROUP, servers.get(1 + round % 2).port());
            scene.rules(
                    List.of(
                            rule(
                                    1 + round,
                                    when("path-pattern", "", "/never"),
                                    Action.Forward.to(EdgeScene.GROUP))));
            awaitTwoMore(answered);
            scene.edge.accept(new EdgeCommand.DrainTarget(comes));
            awaitTwoMore(answered); // what was in flight is answered then
            scene.edge.accept(new EdgeCommand.RemoveTarget(comes));
        }
        stop.set(1);
        for (Thread each : load) {
            each.join();
        }
        assertThat(failures).isEmpty();
        assertThat(servers).allSatisfy(server -> assertThat(server.received).isNotEmpty());
        assertThat(stays.port()).isEqualTo(servers.getFirst().port());
    }

    private static void awaitTwoMore(AtomicInteger[] counts) {
        for (AtomicInteger count : counts) {
            int seen = count.get();
            EdgeScene.until(() -> count.get() > seen + 1);
        }
    }

    @Test
    void a_removed_listener_takes_no_connections() throws Exception {
        scene.saying("x");
        Caller caller = scene.caller();
        caller.get("/");
        var address = scene.address();
        scene.edge.accept(new EdgeCommand.RemoveListener(EdgeScene.LISTENER));
        scene.edge.settle(30_000);
        assertThat(scene.edge.endpoints()).isEmpty();
        assertThat(caller.isEnded()).isTrue();
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> new Caller(address))
                .isInstanceOf(java.io.IOException.class);
    }
}
