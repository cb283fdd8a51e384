package dev.kingtide.aws.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.aws.ApiWorld;
import dev.kingtide.aws.wire.Gateway.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What real clients sent, byte for byte, is verified and answered.
class GoldenWireTest {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private final ApiWorld world = new ApiWorld();
    private final List<Trail.Call> trail = new ArrayList<>();
    private final Gateway gateway =
            new Gateway(
                    id ->
                            id.equals(Recorded.KEY)
                                    ? new AccessKey("123456789012", Recorded.SECRET)
                                    : null,
                    _ -> world.api,
                    () -> "00000000-0000-4000-8000-000000000001",
                    new Settings(
                            Gateway.Auth.ON,
                            Limits.DEFAULT,
                            new Gateway.Hooks(Admission.ALL, trail::add, Incidents.NONE)));

    @Test
    void a_launch_by_the_sdk_for_javascript_succeeds_call_by_call() {
        List<WireRequest> requests = Recorded.ofJavaScript();
        assertThat(requests).hasSizeGreaterThan(10);
        for (WireRequest request : requests) {
            WireResponse answer = gateway.answer(request, signedAt(request));
            String text = new String(answer.body(), StandardCharsets.UTF_8);
            assertThat(answer.status()).as(text).isEqualTo(200);
        }
        assertThat(trail)
                .extracting(Trail.Call::operation)
                .contains("CreateService", "CreateLoadBalancer", "PutMetricAlarm");
        assertThat(trail).allSatisfy(call -> assertThat(call.failure()).isNull());
    }

    @Test
    void the_trail_has_who_and_what_without_what_is_secret() {
        for (WireRequest request : Recorded.ofJavaScript()) {
            gateway.answer(request, signedAt(request));
        }
        Trail.Call call =
                trail.stream()
                        .filter(c -> c.operation().equals("RegisterTaskDefinition"))
                        .findFirst()
                        .orElseThrow();
        assertThat(call.caller())
                .hasToString(
                        "Caller[principal=Root[account=123456789012], accessKeyId=AKIDRECORDED,"
                                + " signer=AKIDRECORDED]");
        assertThat(call.origin().userAgent()).startsWith("aws-sdk-js/");
        assertThat(call.request()).isNotNull();
        assertThat(call.request().get().toString())
                .contains("\"family\":\"web\"", "\"image\":\"nginx:1.27\"")
                .doesNotContain("GREETING");
    }

    @Test
    void every_request_that_botocore_signed_is_let_in() {
        for (WireRequest request : Recorded.requests()) {
            WireResponse answer = gateway.answer(request, signedAt(request));
            assertThat(answer.status())
                    .as(new String(answer.body(), StandardCharsets.UTF_8))
                    .isNotIn(401, 403, 500);
        }
    }

    private static long signedAt(WireRequest request) {
        String date = request.header("x-amz-date");
        return date == null ? Recorded.AT_MILLIS : Instant.from(TIME.parse(date)).toEpochMilli();
    }
}
