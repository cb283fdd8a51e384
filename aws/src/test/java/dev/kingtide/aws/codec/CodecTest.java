package dev.kingtide.aws.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kingtide.aws.Api;
import dev.kingtide.aws.Turns;
import dev.kingtide.aws.Zones;
import dev.kingtide.core.Decision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;

class CodecTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Codec codec = new Codec();

    static List<String> operations() {
        return new Api(new NoTurns(), new Zones("us-east-1", Map.of())).names();
    }

    /// Nothing is decided here.
    private static final class NoTurns implements Turns {
        @Override
        public <T> T decide(Decision<T> decision) {
            throw new AssertionError("nothing is called here");
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void every_request_comes_back_from_its_json_as_it_was(String operation) {
        Api api = new Api(new NoTurns(), new Zones("us-east-1", Map.of()));
        for (long seed = 1; seed <= 20; seed++) {
            SdkPojo builder = api.builder(operation);
            JsonNode input = new Sample(new Random(seed)).structure(builder, 0);
            SdkPojo read = api.read(operation, input);
            JsonNode written = codec.write(read);
            assertThat(written.toString())
                    .as("%s with seed %d", operation, seed)
                    .isEqualTo(input.toString());
            SdkPojo again = api.read(operation, written);
            assertThat(again.equalsBySdkFields(read)).as("seed %d", seed).isTrue();
        }
    }

    static Stream<String> facts() {
        return Api.SERVICES.stream();
    }

    @ParameterizedTest
    @MethodSource("facts")
    void every_fact_is_about_a_member_that_the_sdk_has(String service) throws Exception {
        String packageName = "software.amazon.awssdk.services." + module(service) + ".model";
        List<String> lines;
        try (var in =
                Facts.class.getResourceAsStream("/dev/kingtide/aws/facts/" + service + ".tsv")) {
            lines =
                    new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                            .lines()
                            .toList();
        }
        assertThat(lines).hasSizeGreaterThan(3);
        for (String line : lines) {
            String name = line.substring(0, line.indexOf('\t'));
            Class<?> type = Class.forName(packageName + "." + name);
            SdkPojo builder = (SdkPojo) type.getMethod("builder").invoke(null);
            List<String> members = builder.sdkFields().stream().map(f -> f.memberName()).toList();
            new Facts()
                    .of(packageName, name)
                    .forEach((member, facts) -> {
                        assertThat(members).as(name).contains(member);
                        facts.own().forEach(c -> assertThat(c.words()).isNotBlank());
                        facts.parts().forEach(c -> assertThat(c.words()).isNotBlank());
                    });
        }
    }

    private static String module(String service) {
        return service.equals("elbv2") ? "elasticloadbalancingv2" : service.replace("-", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"serviceName": "a", "desiredCuont": 1} | desiredCuont: found the unknown member "desiredCuont", expected "desiredCount" perhaps
                    {"serviceName": "a", "DesiredCount": 1} | DesiredCount: found the unknown member "DesiredCount", expected "desiredCount" perhaps
                    {} | found no member "serviceName", expected "serviceName", which is required: a text
                    {"serviceName": null} | found no member "serviceName", expected "serviceName", which is required: a text
                    {"serviceName": 3} | serviceName: found 3, expected a text
                    {"serviceName": "a", "desiredCount": "3"} | desiredCount: found "3", expected a whole number
                    {"serviceName": "a", "desiredCount": 3.5} | desiredCount: found 3.5, expected a whole number
                    {"serviceName": "a", "desiredCount": 3000000000} | desiredCount: found 3000000000, expected a whole number
                    {"serviceName": "a", "enableExecuteCommand": "yes"} | enableExecuteCommand: found "yes", expected true or false
                    {"serviceName": "a", "launchType": "FARGAET"} | launchType: found "FARGAET", expected one of EC2, FARGATE, EXTERNAL, MANAGED_INSTANCES
                    {"serviceName": "a", "loadBalancers": {}} | loadBalancers: found {}, expected a list
                    {"serviceName": "a", "loadBalancers": [{"containerPort": true}]} | loadBalancers[0].containerPort: found true, expected a whole number
                    {"serviceName": "a", "networkConfiguration": {"awsvpcConfiguration": {}}} | networkConfiguration.awsvpcConfiguration: found no member "subnets", expected "subnets", which is required: a list
                    {"serviceName": "a", "capacityProviderStrategy": [{"capacityProvider": "FARGATE", "weight": 1001}]} | capacityProviderStrategy[0].weight: found 1001, expected 0 to 1000
                    [] | found [], expected an object
                    """)
    void what_is_wrong_is_told_with_its_place(String input, String expected) {
        assertThatThrownBy(() -> codec.read(CreateServiceRequest.builder(), json(input)))
                .isInstanceOf(InvalidInput.class)
                .hasMessage(expected);
    }

    @Test
    void everything_that_is_wrong_is_told_at_once() {
        JsonNode input = json("{\"family\": 1, \"containerDefinition\": [], \"cpu\": 256}");
        var beginnings =
                List.of(
                        "Invalid type for parameter family, value: 1",
                        "Unknown parameter in input: \"containerDefinition\", must be one of: ",
                        "Invalid type for parameter cpu, value: 256",
                        "Missing required parameter in input: \"containerDefinitions\"");
        var invalid =
                catchThrowableOfType(
                        InvalidInput.class,
                        () -> codec.read(RegisterTaskDefinitionRequest.builder(), input));
        assertThat(invalid.problems())
                .extracting(BadInput::message)
                .zipSatisfy(beginnings, (message, start) -> assertThat(message).startsWith(start));
    }

    @ParameterizedTest
    @CsvSource({
        "1795894200, 2026-11-28T19:30:00Z",
        "1795894200.25, 2026-11-28T19:30:00.250Z",
        "\"2026-11-28T19:30:00Z\", 2026-11-28T19:30:00Z",
        "\"2026-11-28T20:30:00+01:00\", 2026-11-28T19:30:00Z",
        "\"2026-11-28T19:30:00\", 2026-11-28T19:30:00Z",
        "\"2026-11-28\", 2026-11-28T00:00:00Z"
    })
    void times_are_read_as_aws_reads_them(String given, String expected) {
        var request =
                codec.read(
                        software.amazon.awssdk.services.applicationautoscaling.model
                                .PutScheduledActionRequest.builder(),
                        json(
                                "{\"ServiceNamespace\":\"ecs\",\"ScheduledActionName\":\"a\","
                                        + "\"ResourceId\":\"service/a/b\",\"ScalableDimension\":"
                                        + "\"ecs:service:DesiredCount\",\"StartTime\":"
                                        + given
                                        + "}"));
        assertThat(request.build().startTime()).hasToString(expected);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
