package dev.kingtide.rehearsal.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.time.Dice;
import dev.kingtide.rehearsal.source.Place;
import dev.kingtide.rehearsal.source.Problem;
import dev.kingtide.rehearsal.source.Problems;
import dev.kingtide.rehearsal.traffic.Trace.AfterEnd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessLogsTest {
    private static final Place ASKED = new Place("launch.yaml", 6, 10);
    private static final String GROUP =
            "arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/web/73e2d6bc24d8a067";

    private final Problems problems = new Problems();

    /// A line with the fields that matter given; the rest as in the user guide's examples.
    private static String line(String type, String request, String group, String created) {
        return type
                + " 2018-07-02T22:23:09.186641Z app/my-lb/50dc6c495c0c9188 192.168.131.39:2817"
                + " 10.0.0.1:80 0.000 0.001 0.000 200 200 34 366 \""
                + request
                + "\" \"curl/7.46.0\" - - "
                + group
                + " \"Root=1-58337262-36d228ad5d99923122bbe354\" \"-\" \"-\" 0 "
                + created
                + " \"forward\" \"-\" \"-\" \"10.0.0.1:80\" \"200\" \"-\" \"-\" TID_abc";
    }

    private static String at(String created) {
        return line("http", "GET http://www.example.com:80/ HTTP/1.1", GROUP, created);
    }

    private AccessLogs read(String text) {
        AccessLogs logs = new AccessLogs("", problems);
        logs.read("logs/a.log", ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        return logs;
    }

    private double[] seconds(@Nullable Trace trace, int count) {
        assertThat(problems.list()).isEmpty();
        assertThat(trace).isNotNull();
        double[] all = new double[count];
        trace.from(0, 1, AfterEnd.ZERO).addTo(all);
        return all;
    }

    private static byte[] zip(String text) {
        try (var bytes = new ByteArrayOutputStream()) {
            try (var out = new GZIPOutputStream(bytes)) {
                out.write(text.getBytes(StandardCharsets.UTF_8));
            }
            return bytes.toByteArray();
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /// The example entries of the user guide, and what else is seen.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http 2018-07-02T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188"
                        + " 192.168.131.39:2817 10.0.0.1:80 0.000 0.001 0.000 200 200 34 366 \"GET"
                        + " http://www.example.com:80/ HTTP/1.1\" \"curl/7.46.0\" - - "
                        + GROUP
                        + " \"Root=1-58337262-36d228ad5d99923122bbe354\" \"-\" \"-\" 0"
                        + " 2018-07-02T22:22:48.364000Z \"forward\" \"-\" \"-\" \"10.0.0.1:80\""
                        + " \"200\" \"-\" \"-\" TID_1234abcd5678ef90",
                "https 2018-07-02T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188"
                        + " 192.168.131.39:2817 10.0.0.1:80 0.086 0.048 0.037 200 200 0 57 \"GET"
                        + " https://www.example.com:443/ HTTP/1.1\" \"curl/7.46.0\""
                        + " ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 "
                        + GROUP
                        + " \"Root=1-58337281-1d84f3d73c47ec4e58577259\" \"www.example.com\""
                        + " \"arn:aws:acm:us-east-2:123456789012:certificate/12345678\" 1"
                        + " 2018-07-02T22:22:48.364000Z \"authenticate,forward\" \"-\" \"-\""
                        + " \"10.0.0.1:80\" \"200\" \"-\" \"-\" TID_1234abcd5678ef90",
                "h2 2018-07-02T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188"
                        + " 10.0.1.252:48160 10.0.0.66:9000 0.000 0.002 0.000 200 200 5 257 \"GET"
                        + " https://10.0.2.105:773/ HTTP/2.0\" \"curl/7.46.0\""
                        + " ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 "
                        + GROUP
                        + " \"Root=1-58337327-72bd00b0343d75b906739c42\" \"-\" \"-\" 1"
                        + " 2018-07-02T22:22:48.364000Z \"redirect\""
                        + " \"https://example.com:80/\" \"-\" \"10.0.0.66:9000\" \"200\" \"-\" \"-\"",
                "wss 2018-07-02T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188"
                        + " 10.0.0.140:44244 10.0.0.171:8010 0.000 0.001 0.000 101 101 218 786"
                        + " \"GET https://10.0.0.30:443/ HTTP/1.1\" \"-\""
                        + " ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 "
                        + GROUP
                        + " \"Root=1-58337364-23a8c76965a2ef7629b185e3\" \"-\" \"-\" 1"
                        + " 2018-07-02T22:22:48.364000Z \"forward\" \"-\" \"-\""
                        + " \"10.0.0.171:8010\" \"101\" \"-\" \"-\"",
                // a Lambda function that failed: no target, no times
                "http 2018-11-30T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188"
                        + " 192.168.131.39:2817 - 0.000 0.001 0.000 502 - 34 366 \"GET"
                        + " http://www.example.com:80/ HTTP/1.1\" \"curl/7.46.0\" - - "
                        + GROUP
                        + " \"Root=1-58337364-23a8c76965a2ef7629b185e3\" \"-\" \"-\" 0"
                        + " 2018-11-30T22:22:48.364000Z \"forward\" \"-\" \"LambdaInvalidResponse\""
                        + " \"-\" \"-\" \"-\" \"-\"",
                // a bad request over IPv6, nothing dispatched, and nothing after the time
                "http 2018-11-30T22:23:00.186641Z app/my-lb/50dc6c495c0c9188"
                        + " 2001:db8::1:2817 - -1 -1 -1 400 - 0 272 \"- http://x:80- -\" \"-\" - -"
                        + " - \"-\" \"-\" \"-\" - 2018-11-30T22:22:48.364000Z",
                // quotes within the user agent, escaped or not
                "http 2018-11-30T22:23:00.186641Z app/my-lb/50dc6c495c0c9188 192.0.2.1:2817 - -1"
                        + " -1 -1 400 - 0 272 \"GET http://x:80/\\\" a HTTP/1.1\" \"a\"b \\\" c\" -"
                        + " - - \"-\" \"-\" \"-\" - 2018-11-30T22:22:48Z \"forward\"",
            })
    void a_request_counts_in_the_second_in_which_it_arrived(String line) {
        AccessLogs logs = read(line + "\n" + line.replace(":22:48", ":22:50") + "\r\n");
        assertThat(seconds(logs.trace(ASKED), 4)).containsExactly(1, 0, 1, 0);
        assertThat(logs.notes()).isEmpty();
    }

    @Test
    void files_add_up_in_any_order_over_midnight_plain_or_packed() {
        AccessLogs logs = new AccessLogs("", problems);
        String late = at("2026-11-21T00:00:01.000001Z") + "\n\n" + at("2026-11-21T00:00:00.9Z");
        String early = at("2026-11-20T23:59:59.999999Z") + "\n" + at("2026-11-21T00:00:01Z") + "\n";
        logs.read("logs/late.log.gz", ByteBuffer.wrap(zip(late)));
        logs.read("logs/early.log", ByteBuffer.wrap(early.getBytes(StandardCharsets.UTF_8)));
        assertThat(seconds(logs.trace(ASKED), 4)).containsExactly(1, 1, 2, 0);
        assertThat(logs.requests()).isEqualTo(4);
    }

    @Test
    void only_one_target_group_counts_when_it_is_named() {
        String text =
                at("2026-11-20T20:00:00Z")
                        + "\n"
                        + at("2026-11-20T20:00:00Z").replace("targetgroup/web/", "targetgroup/api/")
                        + "\n"
                        + at("2026-11-20T20:00:00Z").replace(GROUP, "-")
                        + "\n";
        for (String group : List.of("web", GROUP)) {
            AccessLogs logs = new AccessLogs(group, problems);
            logs.read("a.log", ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            assertThat(seconds(logs.trace(ASKED), 1)).containsExactly(1);
        }
        AccessLogs none = new AccessLogs("shop", problems);
        none.read("a.log", ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        assertThat(none.trace(ASKED)).isNull();
        assertThat(problems.list())
                .extracting(Problem::toString)
                .containsExactly(
                        "launch.yaml:6:10: no request of the target group among 3; expected the"
                                + " name or ARN of one that is there, such as "
                                + GROUP);
    }

    /// What is wrong with a line, as it is named.
    @Test
    void bad_lines_do_not_count_and_are_named() {
        String good = at("2026-11-20T20:00:00Z");
        List<List<String>> rows =
                List.of(
                        List.of("hello", "it begins with \"hello\""),
                        List.of(
                                "tls 2.0 " + good,
                                "it begins with \"tls\""), // of a Network Load Balancer
                        List.of(
                                good.replace("http ", "2015-05-13T23:39:43.945958Z "),
                                "it begins with \"2015-05-13T23:39:43.945958Z\""), // classic
                        List.of("\u0000\u0001", "it begins with \"??\""),
                        List.of(
                                " " + good,
                                "it begins with \" http 2018-07-02T22:23:09.186641Z"
                                        + " app/my...\""),
                        List.of(
                                good.substring(0, good.indexOf("\"-\"")),
                                "it has 18 fields, an access log at least 22"),
                        List.of(
                                good.substring(0, good.indexOf("curl") + 3),
                                "it has 13 fields, an access log at least 22"),
                        List.of(
                                good.replace("  ", " ").replace(" 0.000", "  0.000"),
                                "it has 5 fields, an access log at least 22"),
                        List.of(
                                at("2026-11-31T20:00:00Z"),
                                "request_creation_time is \"2026-11-31T20:00:00Z\""),
                        List.of(
                                at("2026-11-20T24:00:00Z"),
                                "request_creation_time is \"2026-11-20T24:00:00Z\""),
                        List.of(at("-"), "request_creation_time is \"-\""),
                        List.of(
                                at("2026-11-20 20:00:00Z"),
                                "request_creation_time is \"2026-11-20\""),
                        List.of(
                                at("x".repeat(50)),
                                "request_creation_time is \"" + "x".repeat(40) + "...\""),
                        List.of(
                                good.replace("curl", "c".repeat(70_000)),
                                "longer than 65536 bytes"));
        for (List<String> row : rows) {
            AccessLogs logs = read(good + "\n" + row.getFirst() + "\n" + good);
            assertThat(logs.requests()).as(row.getLast()).isEqualTo(2);
            assertThat(logs.notes())
                    .containsExactly(
                            "1 of 3 lines are not of an access log and do not count: logs/a.log:2: "
                                    + row.getLast());
            assertThat(logs.trace(ASKED)).isNotNull();
        }
        assertThat(problems.list()).isEmpty();
    }

    @Test
    void the_first_five_bad_lines_are_named_and_all_are_counted() {
        AccessLogs logs = read((at("2026-11-20T20:00:00Z") + "\nbad\n").repeat(7));
        assertThat(logs.badLines()).isEqualTo(7);
        assertThat(logs.notes().getFirst())
                .startsWith("7 of 14 lines")
                .contains("logs/a.log:2:", "logs/a.log:10:")
                .doesNotContain("logs/a.log:12:")
                .endsWith("; and others");
    }

    @Test
    void mostly_bad_lines_or_none_at_all_are_a_problem() {
        assertThat(read("a\nb\n" + at("2026-11-20T20:00:00Z")).trace(ASKED)).isNull();
        assertThat(read("\n").trace(ASKED)).isNull();
        assertThat(problems.list())
                .extracting(Problem::toString)
                .containsExactly(
                        "launch.yaml:6:10: 2 of 3 lines are not of an access log and do not count:"
                                + " logs/a.log:1: it begins with \"a\"; logs/a.log:2: it begins"
                                + " with \"b\"; expected access logs of a load balancer",
                        "launch.yaml:6:10: no request in these access logs; expected lines such as"
                                + " https 2026-11-20T20:00:00.123456Z app/...");
    }

    @Test
    void a_file_that_ends_in_the_middle_is_a_problem() {
        byte[] whole = zip((at("2026-11-20T20:00:00Z") + "\n").repeat(100));
        AccessLogs logs = new AccessLogs("", problems);
        logs.read("logs/cut.log.gz", ByteBuffer.wrap(Arrays.copyOf(whole, whole.length - 9)));
        logs.read("logs/no.log.gz", ByteBuffer.wrap("plain".getBytes(StandardCharsets.UTF_8)));
        assertThat(problems.list())
                .extracting(Problem::toString)
                .satisfiesExactly(
                        cut ->
                                assertThat(cut)
                                        .startsWith("logs/cut.log.gz:")
                                        .contains("not a whole gzip file: ")
                                        .endsWith(
                                                "fetch it again, or move it away to go on"
                                                        + " without it"),
                        no ->
                                assertThat(no)
                                        .isEqualTo(
                                                "logs/no.log.gz: not a gzip file; rename it, or"
                                                        + " fetch it again"));
    }

    /// Whatever befalls a log, what is left of it is read, and every line is counted as something.
    @Test
    void damage_never_stops_the_reading() {
        for (long seed = 1; seed <= 300; seed++) {
            Dice dice = new Dice(seed);
            List<String> lines = new ArrayList<>();
            int count = 1 + (int) (40 * dice.uniform("lines", seed));
            for (int i = 0; i < count; i++) {
                String second = "%02d".formatted((int) (60 * dice.uniform("second", i)));
                lines.add(at("2026-11-20T20:00:" + second + ".123456Z"));
            }
            byte[] bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
            int damage = (int) (20 * dice.uniform("damage", seed));
            for (int i = 0; i < damage; i++) {
                int where = (int) (bytes.length * dice.uniform("where", i));
                bytes[where] = (byte) (256 * dice.uniform("byte", i));
            }
            AccessLogs logs = new AccessLogs("", new Problems());
            logs.read("a.log", ByteBuffer.wrap(bytes));
            long breaks = 1;
            for (byte one : bytes) {
                breaks += one == '\n' ? 1 : 0;
            }
            assertThat(logs.requests() + logs.badLines())
                    .as("seed " + seed)
                    .isBetween(count - (long) damage, breaks);
            assertThat(logs.badLines()).as("seed " + seed).isLessThanOrEqualTo(2L * damage);
        }
    }
}
