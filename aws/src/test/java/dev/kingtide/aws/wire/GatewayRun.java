package dev.kingtide.aws.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import dev.kingtide.aws.Api;
import dev.kingtide.aws.ApiWorld;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A world behind a gateway, and a seed's row of odd requests to it.
final class GatewayRun {
    private static final long NANOS_MOST = 30_000_000_000L;

    /// One request in so many has to be signed, and time passes after one in so many.
    private static final int SIGNED = 10;

    private static final int PASSING = 20;
    private static final int SECONDS_PASSING = 30;

    /// What no answer shows a caller: names of our code, and of what it is made with.
    private static final Pattern INSIDE =
            Pattern.compile("\\b(java|dev\\.kingtide|software\\.amazon|com\\.fasterxml)\\.");

    private static final Pattern XML_CODE = Pattern.compile("<Code>([^<]*)</Code>");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final CBORMapper CBOR = new CBORMapper();

    /// What all services have in common, and no model lists
    /// (<https://docs.aws.amazon.com/AWSEC2/latest/APIReference/CommonErrors.html> and the Common
    /// Errors of each service's API reference), those of EC2, which has no others
    /// (<https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html>), with
    /// `RequestHeaderSectionTooLarge` of S3.
    private static final Set<String> COMMON =
            new TreeSet<>(
                    List.of(
                            "AccessDenied",
                            "AccessDeniedException",
                            "AuthFailure",
                            "IncompleteSignature",
                            "IncompleteSignatureException",
                            "InvalidAction",
                            "InvalidClientTokenId",
                            "InvalidGroup.NotFound",
                            "InvalidNetworkInterfaceID.NotFound",
                            "InvalidPaginationToken",
                            "InvalidParameterCombination",
                            "InvalidParameterValue",
                            "InvalidSignatureException",
                            "InvalidSubnetID.NotFound",
                            "InvalidVpcID.NotFound",
                            "MalformedInput",
                            "MissingAction",
                            "MissingAuthenticationToken",
                            "MissingAuthenticationTokenException",
                            "OptInRequired",
                            "RequestEntityTooLarge",
                            "RequestExpired",
                            "RequestEntityTooLargeException",
                            "RequestHeaderSectionTooLarge",
                            "SerializationException",
                            "SignatureDoesNotMatch",
                            "UnknownOperationException",
                            "UnrecognizedClientException",
                            "UnsupportedCertificate",
                            "UnsupportedOperation",
                            "ValidationError",
                            "ValidationException"));

    /// How a request ended.
    enum Outcome {
        ANSWERED,
        REFUSED,
        NOT_LET_IN
    }

    private final long seed;
    private final List<WireRequest> recorded;
    private final ApiWorld world = new ApiWorld();
    private final Random random;
    private final Mutation mutation;
    private final Gateway open = gateway(Gateway.Auth.OFF);
    private final Gateway closed = gateway(Gateway.Auth.ON);
    private final Set<String> known = new TreeSet<>(COMMON);
    private final Set<String> asked = new TreeSet<>();
    private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    private @Nullable RuntimeException unforeseen;

    GatewayRun(long seed, List<WireRequest> recorded) {
        this.seed = seed;
        this.recorded = recorded;
        random = new Random(seed);
        mutation = new Mutation(random, recorded);
        for (String service : Api.SERVICES) {
            ServiceModel model = ServiceModel.read(service);
            model.errors()
                    .forEach((shape, error) -> {
                        known.add(shape);
                        known.add(error.code());
                    });
        }
    }

    private Gateway gateway(Gateway.Auth auth) {
        Trail trail = call -> asked.add(call.service() + ':' + call.operation());
        return new Gateway(
                id -> id.equals(Recorded.KEY) ? key() : null,
                _ -> world.api,
                () -> "0c26b6c6-7d5c-4d7a-8f3d-000000000000",
                new Gateway.Settings(
                        auth, Limits.DEFAULT, new Gateway.Hooks(Admission.ALL, trail, witness())));
    }

    private static AccessKey key() {
        return new AccessKey("123456789012", Recorded.SECRET);
    }

    private Incidents witness() {
        return new Incidents() {
            @Override
            public void unforeseen(String requestId, String operation, RuntimeException cause) {
                unforeseen = cause;
            }

            @Override
            public void member(String structure, String member) {}
        };
    }

    /// Sends what was recorded, then a row of odd requests, and says how many ended how.
    Map<Outcome, Integer> run(int requests) {
        recorded.forEach(request -> check(request, -1));
        for (int i = 0; i < requests; i++) {
            check(next(), i);
        }
        return outcomes;
    }

    /// The next odd request, after which time may pass.
    WireRequest next() {
        if (random.nextInt(PASSING) == 0) {
            world.wait(random.nextInt(SECONDS_PASSING));
        }
        return mutation.next();
    }

    /// Sends one, and fails unless it ends as a request may.
    void check(WireRequest request, int number) {
        boolean signed = random.nextInt(SIGNED) == 0;
        unforeseen = null;
        long start = System.nanoTime();
        WireResponse answer = (signed ? closed : open).answer(request, Recorded.AT_MILLIS);
        long nanos = System.nanoTime() - start;
        String text = text(answer);
        Outcome outcome = outcome(answer);
        String code = outcome == Outcome.ANSWERED ? "" : code(answer);
        boolean fine =
                unforeseen == null
                        && answer.status() < 500
                        && nanos < NANOS_MOST
                        && !INSIDE.matcher(text).find()
                        && (outcome == Outcome.ANSWERED || known.contains(code));
        if (!fine) {
            throw new AssertionError(
                    "seed %d, request %d: status %d, code \"%s\", %d ms%n%s%nanswer: %s%n%s"
                            .formatted(
                                    seed,
                                    number,
                                    answer.status(),
                                    code,
                                    nanos / 1_000_000,
                                    shown(request),
                                    text,
                                    trace()));
        }
        outcomes.merge(outcome, 1, Integer::sum);
        if (outcome == Outcome.ANSWERED) {
            mutation.answered(request, answer.body());
        }
    }

    private static Outcome outcome(WireResponse answer) {
        return switch (answer.status()) {
            case 200 -> Outcome.ANSWERED;
            case 401, 403 -> Outcome.NOT_LET_IN;
            default -> Outcome.REFUSED;
        };
    }

    private static String code(WireResponse answer) {
        String type = Objects.requireNonNullElse(answer.header("Content-Type"), "");
        String said = answer.header("x-amzn-ErrorType"); // of restJson
        if (said != null) {
            return said.substring(0, (said + ':').indexOf(':'));
        }
        try {
            if (type.contains("xml")) {
                Matcher code = XML_CODE.matcher(text(answer));
                return code.find() ? code.group(1) : "";
            }
            JsonNode body = (type.contains("cbor") ? CBOR : JSON).readTree(answer.body());
            String code = body.path("__type").asText();
            return code.substring(code.indexOf('#') + 1);
        } catch (IOException unreadable) {
            return "";
        }
    }

    private static String text(WireResponse answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static String shown(WireRequest request) {
        StringBuilder text = new StringBuilder();
        text.append(request.method()).append(' ').append(request.target()).append('\n');
        request.headers()
                .forEach(h -> text.append(h.name()).append(": ").append(h.value()).append('\n'));
        return text.append(new String(request.body(), StandardCharsets.UTF_8)).toString();
    }

    private String trace() {
        if (unforeseen == null) {
            return "";
        }
        StringWriter text = new StringWriter();
        unforeseen.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    Map<Outcome, Integer> outcomes() {
        return outcomes;
    }

    /// The operations that requests were routed to, as `ecs:CreateCluster`.
    Set<String> asked() {
        return asked;
    }

    /// Those that Kingtide serves of a service.
    List<String> operations(String service) {
        return world.api.names().stream().filter(name -> name.startsWith(service + ':')).toList();
    }
}
