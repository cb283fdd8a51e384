package dev.kingtide.rehearsal.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kingtide.rehearsal.source.BadLaunch;
import dev.kingtide.rehearsal.source.Problems;
import dev.kingtide.rehearsal.source.Sources;
import dev.kingtide.rehearsal.traffic.Sentence;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BadLaunchTest {
    static final String GOOD =
            """
            name: Sale
            start: 2026-12-04T19:30
            timeZone: Europe/Berlin
            length: 1h
            goal: {servedPercent: 99.9, p99Millis: 800}
            traffic: {shape: constant, requestsPerSecond: 100}
            calls:
              - {call: "ecs:CreateCluster", input: cluster.json}
              - {call: "ecs:RegisterTaskDefinition", input: taskdef.json}
            """;

    /// What is replaced in the good launch, by what, and the problem that this must give.
    record Row(String before, String after, String problem) {

        @Override
        public String toString() {
            return problem;
        }
    }

    static Row row(String before, String after, String problem) {
        return new Row(before, after, problem);
    }

    static Stream<Row> rows() {
        return Stream.of(headerRows(), sourceRows(), traceRows(), callRows(), modelRows())
                .flatMap(rows -> rows);
    }

    static Stream<Row> headerRows() {
        return Stream.of(
                row(
                        "name: Sale",
                        "nmae: Sale",
                        "launch.yaml:1:1: unknown key \"nmae\"; did you mean \"name\"?"),
                row(
                        "start: 2026-12-04T19:30\n",
                        "",
                        "launch.yaml:1:1: start is missing; expected a date and time such as"
                                + " 2026-12-04T19:30"),
                row(
                        "2026-12-04T19:30",
                        "tomorrow",
                        "launch.yaml:2:8: start is \"tomorrow\"; expected a date and time such as"
                                + " 2026-12-04T19:30 that exists in Europe/Berlin"),
                row(
                        "2026-12-04T19:30",
                        "2026-03-29T02:30",
                        "launch.yaml:2:8: start is \"2026-03-29T02:30\"; expected a date and time"
                                + " such as 2026-12-04T19:30 that exists in Europe/Berlin"),
                row(
                        "Europe/Berlin",
                        "Berlin",
                        "launch.yaml:3:11: timeZone is \"Berlin\"; expected a time zone such as"
                                + " Europe/Berlin"),
                row(
                        "length: 1h",
                        "length: 60",
                        "launch.yaml:4:9: length is \"60\"; expected a length such as 90m or 1h30m,"
                                + " at most 7d"),
                row(
                        "99.9",
                        "120",
                        "launch.yaml:5:23: goal.servedPercent is \"120\"; expected a number from 0"
                                + " to 100"),
                row(
                        "p99Millis: 800",
                        "p99: 800",
                        "launch.yaml:5:29: unknown key in goal \"p99\"; expected one of:"
                                + " servedPercent, p99Millis"),
                row(
                        "goal: {servedPercent: 99.9, p99Millis: 800}",
                        "goal: high",
                        "launch.yaml:5:7: goal is \"high\"; expected a map"),
                row(
                        "name: Sale",
                        "name: Sale\nname: Sales",
                        "launch.yaml:2:1: key \"name\" given twice; it is already"
                                + " given in line 1"));
    }

    static Stream<Row> sourceRows() {
        return Stream.of(
                row(
                        "shape: constant",
                        "shape: konstant",
                        "launch.yaml:6:18: unknown shape \"konstant\"; did you mean \"constant\"?"),
                row(
                        ", requestsPerSecond: 100",
                        "",
                        "launch.yaml:6:10: traffic.requestsPerSecond is missing; expected requests"
                                + " per second, such as 250"),
                row(
                        "{shape: constant, requestsPerSecond: 100}",
                        "{shape: spike, at: 22:00, peakRequestsPerSecond: 9}",
                        "launch.yaml:6:29: traffic.at is \"22:00\"; expected a moment before the"
                                + " end of the run: 2026-12-04T19:30 to 2026-12-04T20:30"),
                row(
                        "requestsPerSecond: 100",
                        "requestsPerSecond: 0",
                        "launch.yaml:6:10: no request in the whole launch; check scale and"
                                + " moments"));
    }

    static Stream<Row> traceRows() {
        return Stream.of(
                row(
                        "{shape: constant, requestsPerSecond: 100}",
                        "{file: crowd.csv, shape: constant}",
                        "launch.yaml:6:10: traffic.file and shape are both given; expected a trace"
                                + " (file: requests.csv), access logs (accessLogs: logs), words"
                                + " (words: 200 rps), a load test (stages: k6.json) or one of the"
                                + " shapes constant, ramp, spike, daily"),
                row(
                        "{shape: constant, requestsPerSecond: 100}",
                        "{accessLogs: logs}",
                        "launch.yaml:6:23: no file \"logs\"; expected it in the launch"
                                + " directory"),
                row(
                        "{shape: constant, requestsPerSecond: 100}",
                        "{accessLogs: trace.csv, targetGroup: web}",
                        "launch.yaml:6:23: 3 of 3 lines are not of an access log and do not count:"
                                + " trace.csv:1: it begins with \"second,requests\"; trace.csv:2:"
                                + " it begins with \"0,5\"; trace.csv:3: it begins with \"1,6\";"
                                + " expected access logs of a load balancer"),
                row(
                        "{shape: constant, requestsPerSecond: 100}",
                        "5 rps at noon",
                        "launch.yaml:6:10: traffic.words: \"at\" at character 7 where a comma or"
                                + " then before the next step should be; expected words "
                                + Sentence.FORMS),
                row(
                        "{shape: constant, requestsPerSecond: 100}",
                        "{words: 5 rps at noon}",
                        "launch.yaml:6:18: traffic.words: \"at\" at character 7 where a comma or"
                                + " then before the next step should be; expected words "
                                + Sentence.FORMS),
                row(
                        "{shape: constant, requestsPerSecond: 100}",
                        "{file: crowd.csv}",
                        "launch.yaml:6:17: no file \"crowd.csv\"; expected it in the launch"
                                + " directory"),
                row(
                        "{shape: constant, requestsPerSecond: 100}",
                        "{file: trade.csv}",
                        "launch.yaml:6:17: no file \"trade.csv\"; did you mean \"trace.csv\"?"),
                row(
                        "{shape: constant, requestsPerSecond: 100}",
                        "{file: trace.csv}",
                        "launch.yaml:6:17: the trace lasts 2 s, the launch 3600 s; say what comes"
                                + " after it (afterEnd: zero, hold or repeat), or shorten length"),
                row(
                        "{shape: constant, requestsPerSecond: 100}",
                        "{file: broken.csv}",
                        "broken.csv:3: count \"many\"; expected a number that is not negative"),
                row(
                        "{shape: constant, requestsPerSecond: 100}",
                        "{file: endless.csv, afterEnd: hold}",
                        "endless.csv:2: count \"1e30\"; expected at most a million million"),
                row(
                        "{shape: constant, requestsPerSecond: 100}",
                        "{file: unsorted.csv}",
                        "unsorted.csv:2: time \"0\" is not after the row before; sort the rows by"
                                + " time, one row a time"),
                row(
                        "{shape: constant, requestsPerSecond: 100}",
                        "{file: trace.csv, countColumn: hits, afterEnd: hold}",
                        "trace.csv:1: no column \"hits\"; the columns are second, requests"),
                row(
                        "{shape: constant, requestsPerSecond: 100}",
                        "{file: plain.csv.gz}",
                        "plain.csv.gz: not a gzip file; rename it, or pack it with gzip"),
                row(
                        "{shape: constant, requestsPerSecond: 100}",
                        "{file: cut.csv.gz}",
                        "cut.csv.gz: not a whole gzip file: Unexpected end of ZLIB input stream;"
                                + " fetch or pack it again"),
                row(
                        "{shape: constant, requestsPerSecond: 100}",
                        "{file: locked.csv}",
                        "launch.yaml:6:17: cannot read \"locked.csv\": permission denied"));
    }

    static Stream<Row> callRows() {
        return Stream.of(
                row(
                        "input: cluster.json",
                        "input: clutser.json",
                        "launch.yaml:8:40: no file \"clutser.json\"; did you mean"
                                + " \"cluster.json\"?"),
                row(
                        "input: cluster.json",
                        "input: cluster.json, at: 22:00",
                        "launch.yaml:8:58: calls[0].at is \"22:00\"; expected a moment in the run:"
                                + " 2026-12-04T19:30 to 2026-12-04T20:30"),
                row(
                        "input: cluster.json",
                        "input: cluster.json, at: soon",
                        "launch.yaml:8:58: calls[0].at is \"soon\"; expected a moment such as"
                                + " 19:55, 19:55:30, +10m, start or 2026-12-04T19:55"),
                row(
                        "\"ecs:CreateCluster\"",
                        "CreateCluster",
                        "launch.yaml:8:12: calls[0].call is \"CreateCluster\"; expected"
                                + " SERVICE:OPERATION, as ecs:CreateService"),
                row(
                        "cluster.json",
                        "bad.json",
                        "bad.json:3:1: not JSON: Unexpected character ('}' (code 125)): expected a"
                                + " value; expected JSON as `aws ... --cli-input-json` takes it"),
                row(
                        "cluster.json",
                        "list.json",
                        "list.json:1:1: the input is a list; expected a JSON object"),
                row(
                        "cluster.json",
                        "twice.json",
                        "twice.json:2:2: key \"a\" given twice; remove one of them"),
                row(
                        "cluster.json",
                        "accounts.json",
                        "accounts.json:2:7: an ARN of account 222222222222; expected account"
                                + " 111111111111: a launch is in one account and region"));
    }

    static Stream<Row> modelRows() {
        return Stream.of(
                row(
                        "name: Sale",
                        "region: us-east-1",
                        "region.json:1:7: an ARN of region eu-west-1; expected region us-east-1: a"
                                + " launch is in one account and region"),
                row(
                        "name: Sale",
                        "application: {sigterm: maybe}",
                        "launch.yaml:1:24: application.sigterm is \"maybe\"; expected handled or"
                                + " ignored"),
                row(
                        "name: Sale",
                        "timings: {fargateInterfaceSeconds: [20, 10]}",
                        "launch.yaml:1:36: timings.fargateInterfaceSeconds is [20,10]; expected"
                                + " seconds, or the least and the most: [10, 20]"),
                row(
                        "name: Sale",
                        "timings: nowhere.yaml",
                        "launch.yaml:1:10: no file \"nowhere.yaml\"; expected it in the launch"
                                + " directory"),
                row(
                        "name: Sale",
                        "timings: machine.yaml",
                        "machine.yaml:1:16: machine.yaml.detachSeconds is \"soon\"; expected"
                                + " seconds, or the least and the most: [10, 20]"),
                row(
                        "name: Sale",
                        "agent: {ECS_IMAGE_PULL_BEHAVIOR: never}",
                        "launch.yaml:1:34: agent.ECS_IMAGE_PULL_BEHAVIOR is \"never\"; expected"
                                + " one of default, always, once, prefer-cached"),
                row(
                        "name: Sale",
                        "instances: [{instanceType: z9.huge, cluster: shop}]\nprices:"
                                + " {instanceHourDollars: {z9.huge: 1}}",
                        "launch.yaml:1:28: instances[0].instanceType is \"z9.huge\", a type whose"
                                + " size is not known here; expected cpuUnits and memoryMib beside"
                                + " it, or one of t3.small, t3.medium, t3.large, m5.large,"
                                + " m6g.large, m7g.large, c5.large, c5.2xlarge, c5.4xlarge,"
                                + " c5.12xlarge, c5.18xlarge, c5.24xlarge"),
                row(
                        "name: Sale",
                        "instances: [{instanceType: z9.huge, cluster: shop, cpuUnits: 9,"
                                + " memoryMib: 9}]",
                        "launch.yaml:1:28: instances[0].instanceType is \"z9.huge\", a type whose"
                                + " price is not known here; expected its price in"
                                + " prices.instanceHourDollars, such as {z9.huge: 0.096}"),
                row(
                        "name: Sale",
                        "instances: [{instanceType: m5.large, cluster: shoe}]",
                        "launch.yaml:1:47: instances[0].cluster is \"shoe\", which no call of"
                                + " ecs:CreateCluster creates; expected one of shop"),
                row(
                        "name: Sale",
                        "applications: {wob: {concurrency: 3}}",
                        "launch.yaml:1:21: unknown family in applications \"wob\"; did you mean"
                                + " \"web\"?"),
                row(
                        "name: Sale",
                        "images: {slim: {layers: 3}}",
                        "launch.yaml:1:16: unknown image in images \"slim\"; expected one of:"
                                + " shop/web:1"),
                row(
                        "name: Sale",
                        "faults: {events: [{kind: comet}]}",
                        "launch.yaml:1:26: faults.events[0].kind is \"comet\"; expected one of"
                                + " pull-outage, task-crash, task-hang, instance-loss,"
                                + " fargate-spot-reclaim, instance-spot-notice"),
                row(
                        "name: Sale",
                        "subnets: {subnet-1: us-west-2a}",
                        "launch.yaml:1:21: subnets.subnet-1 is \"us-west-2a\"; expected a zone of"
                                + " us-east-1, such as us-east-1a"));
    }

    private static FakeFiles files(String launch) {
        byte[] gzip = {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 51};
        return new FakeFiles()
                .with("launch.yaml", launch)
                .with("cluster.json", "{\"clusterName\": \"shop\"}")
                .with(
                        "taskdef.json",
                        """
                        {"family": "web", "containerDefinitions": [{"image": "shop/web:1"}]}\
                        """)
                .with("machine.yaml", "detachSeconds: soon\n")
                .with("endless.csv", "0,5\n1,1e30\n")
                .with("trace.csv", "second,requests\n0,5\n1,6\n")
                .with("broken.csv", "second,requests\n0,5\n1,many\n")
                .with("unsorted.csv", "1,5\n0,6\n")
                .with("plain.csv.gz", "second,requests\n0,5\n1,6\n")
                .with("cut.csv.gz", gzip)
                .with("locked.csv", "")
                .with("bad.json", "{\n\"clusterName\":\n}")
                .with("list.json", "[1]")
                .with("twice.json", "{\"a\": 1,\n \"a\": 2}")
                .with(
                        "accounts.json",
                        """
                        {"a": "arn:aws:ecs:us-east-1:111111111111:cluster/x",
                         "b": "arn:aws:ecs:us-east-1:222222222222:cluster/x"}\
                        """)
                .with("region.json", "{\"a\": \"arn:aws:ecs:eu-west-1:111111111111:cluster/x\"}");
    }

    private static List<String> problems(FakeFiles files, String... whatIf) {
        Sources sources = new Sources(files, new Problems());
        List.of(whatIf).forEach(sources::change);
        BadLaunch bad =
                catchThrowableOfType(BadLaunch.class, () -> LaunchLoader.load(sources, null));
        return bad == null ? List.of() : bad.problems().stream().map(Object::toString).toList();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void what_cannot_be_used_is_named_with_its_place_and_what_was_expected(Row row) {
        assertThat(GOOD).contains(row.before);
        String launch = GOOD.replace(row.before, row.after);
        String files = row.problem.startsWith("region.json") ? "region.json" : "cluster.json";
        assertThat(problems(files(launch.replace("cluster.json", files))))
                .containsExactly(row.problem);
    }

    @Test
    void the_launch_that_the_table_breaks_is_good() {
        assertThat(problems(files(GOOD))).isEmpty();
    }

    @Test
    void all_problems_are_found_at_once() {
        String launch = GOOD.replace("1h", "1x").replace("99.9", "-1").replace("name", "nam");
        assertThat(problems(files(launch))).hasSize(3);
    }

    @Test
    void text_that_is_not_yaml_is_named_by_its_line() {
        assertThat(problems(files("a: [1\nb: 2\n")))
                .containsExactly(
                        "launch.yaml:2:2: not YAML: expected ',' or ']', but got :; found while"
                                + " parsing a flow sequence");
    }

    @Test
    void a_byte_order_mark_is_passed_over() {
        FakeFiles files = files("\uFEFF" + GOOD).with("cluster.json", "\uFEFF{}");
        assertThat(problems(files)).isEmpty();
    }

    @Test
    void endless_values_and_control_characters_are_not_printed() {
        String found =
                problems(files(GOOD.replace("1h", "\"\\e[31m" + "x".repeat(999) + '"'))).getFirst();
        assertThat(found).startsWith("launch.yaml:4:9: length is \"?[31mxxx").hasSizeLessThan(420);
    }

    @Test
    void a_launch_without_launch_file_says_so() {
        assertThat(problems(new FakeFiles().with("lunch.yaml", GOOD)))
                .containsExactly(
                        "launch.yaml: no file \"launch.yaml\"; did you mean \"lunch.yaml\"?");
    }

    @Test
    void an_unknown_key_in_a_what_if_is_named_with_the_nearest_known_one() {
        assertThat(problems(files(GOOD), "application.sigtrm=handled", "clustr.json:a=1"))
                .containsExactly(
                        "--what-if application.sigtrm=handled: unknown key in application"
                                + " \"sigtrm\"; did you mean \"sigterm\"?",
                        "--what-if clustr.json:a=1: unknown file \"clustr.json\"; did you mean"
                                + " \"cluster.json\"?");
    }
}
