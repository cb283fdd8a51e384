package dev.kingtide.aws.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.aws.ApiWorld;
import dev.kingtide.aws.wire.Gateway.Auth;
import dev.kingtide.aws.wire.Gateway.Hooks;
import dev.kingtide.aws.wire.Gateway.Settings;
import dev.kingtide.core.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final Limits SMALL = new Limits(1_000, 2_000, 8, 1_000, 10, 20);
    private static final Header JSON = new Header("Content-Type", "application/x-amz-json-1.1");
    private static final Header TARGET =
            new Header("X-Amz-Target", "AmazonEC2ContainerServiceV20141113.ListClusters");
    private static final Header CREATE =
            new Header("X-Amz-Target", "AmazonEC2ContainerServiceV20141113.CreateCluster");
    private static final Header FORM =
            new Header("Content-Type", "application/x-www-form-urlencoded");
    private final ApiWorld world = new ApiWorld();
    private final Gateway gateway =
            new Gateway(
                    _ -> null,
                    _ -> world.api,
                    () -> "00000000-0000-4000-8000-000000000001",
                    new Settings(Auth.OFF, SMALL, Hooks.NONE));

    private String answer(List<Header> headers, byte[] body) {
        WireResponse answer =
                gateway.answer(new WireRequest("POST", "/", headers, body, "127.0.0.1"), 0);
        return answer.status() + " " + new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] zipped(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            zip.write(bytes(text));
        }
        return bytes.toByteArray();
    }

    @Test
    void a_small_request_is_answered() {
        assertThat(answer(List.of(JSON, TARGET), bytes("{}"))).startsWith("200 ");
    }

    @Test
    void a_large_body_is_refused() {
        assertThat(answer(List.of(JSON, TARGET), bytes(" ".repeat(1_001))))
                .startsWith("413 ")
                .contains("RequestEntityTooLargeException");
    }

    @Test
    void a_zipped_body_is_read_and_refused_when_it_is_large_inside() throws IOException {
        Header zip = new Header("Content-Encoding", "gzip");
        List<Header> headers = List.of(JSON, TARGET, zip);
        assertThat(answer(headers, zipped("{}" + " ".repeat(1_990)))).startsWith("200 ");
        assertThat(answer(headers, zipped("{}" + " ".repeat(1_999)))).startsWith("413 ");
        assertThat(answer(headers, bytes("{}")))
                .startsWith("400 ")
                .contains("SerializationException");
    }

    @Test
    void a_large_head_is_refused() {
        List<Header> many = new ArrayList<>(List.of(JSON, TARGET));
        for (int i = 0; i < 8; i++) {
            many.add(new Header("x" + i, "y"));
        }
        assertThat(answer(many, bytes("{}")))
                .startsWith("400 ")
                .contains("RequestHeaderSectionTooLarge");
        List<Header> large = List.of(JSON, TARGET, new Header("x", "y".repeat(1_000)));
        assertThat(answer(large, bytes("{}"))).contains("RequestHeaderSectionTooLarge");
    }

    @Test
    void a_deep_body_is_refused_also_where_nobody_reads_it() {
        String deep = "{\"unknown\":" + "[".repeat(11) + "]".repeat(11) + "}";
        assertThat(answer(List.of(JSON, TARGET), bytes(deep)))
                .startsWith("400 ")
                .contains("SerializationException");
    }

    @Test
    void a_form_with_many_or_deep_parameters_is_refused() {
        String start = "Action=GetCallerIdentity&Version=2011-06-15";
        assertThat(answer(List.of(FORM), bytes(start + "&a=b".repeat(18)))).startsWith("200 ");
        assertThat(answer(List.of(FORM), bytes(start + "&a=b".repeat(19))))
                .startsWith("400 ")
                .contains("MalformedInput");
        assertThat(answer(List.of(FORM), bytes(start + "&a" + ".a".repeat(10) + "=b")))
                .startsWith("400 ")
                .contains("MalformedInput");
    }

    @Test
    void a_call_that_is_not_let_in_is_throttled_and_not_run() {
        List<String> asked = new ArrayList<>();
        Admission admission =
                ask -> {
                    asked.add(ask.service() + ':' + ask.operation());
                    if (asked.size() > 1) {
                        throw new Refusal("ThrottlingException", "Rate exceeded");
                    }
                };
        var hooks = new Hooks(admission, Trail.NONE, Incidents.NONE);
        Gateway throttled =
                new Gateway(
                        _ -> null,
                        _ -> world.api,
                        () -> "00000000-0000-4000-8000-000000000001",
                        new Settings(Auth.OFF, SMALL, hooks));
        for (String name : List.of("one", "two")) {
            WireResponse answer =
                    throttled.answer(
                            new WireRequest(
                                    "POST",
                                    "/",
                                    List.of(JSON, CREATE),
                                    bytes("{\"clusterName\":\"" + name + "\"}"),
                                    "127.0.0.1"),
                            0);
            String text = new String(answer.body(), StandardCharsets.UTF_8);
            if (name.equals("one")) {
                assertThat(answer.status()).isEqualTo(200);
            } else {
                assertThat(answer.status()).isEqualTo(400);
                assertThat(text)
                        .contains("\"ThrottlingException\"", "\"message\":\"Rate exceeded\"");
            }
        }
        assertThat(asked).containsExactly("ecs:CreateCluster", "ecs:CreateCluster");
        assertThat(world.world.clusters().table.size()).isEqualTo(1);
    }

    @Test
    void the_usual_limits_are_those_that_the_documents_say() {
        assertThat(Limits.DEFAULT)
                .isEqualTo(new Limits(4_194_304, 8_388_608, 100, 65_536, 64, 100_000));
    }
}
