package dev.kingtide.aws.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.aws.Api;
import dev.kingtide.aws.Operations;
import dev.kingtide.aws.Operations.Operation;
import dev.kingtide.aws.codec.Codec;
import dev.kingtide.aws.codec.Sample;
import dev.kingtide.aws.wire.Gateway.Settings;
import dev.kingtide.aws.wire.ServiceModel.ErrorModel;
import dev.kingtide.core.Refusal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.builder.Buildable;

/// Whatever a real client sends arrives as it was sent, and whatever is answered arrives as it was
/// answered: every operation with a value in every member, and every error of every model.
class ConformanceTest {
    private static final long SEED = 20261127;

    /// One operation in so many is enough of a service that has hundreds.
    private static final int SAMPLED = 12;

    private final Codec codec = new Codec();

    /// A service, its client, and what stands at the other end.
    ///
    /// @param exact whether every operation is tried
    record Service(String name, Class<?> client, boolean exact) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Service> services() {
        return Stream.of(
                new Service("acm", AcmClient.class, true),
                new Service("ecs", EcsClient.class, true),
                new Service("elbv2", ElasticLoadBalancingV2Client.class, true),
                new Service("application-autoscaling", ApplicationAutoScalingClient.class, true),
                new Service("cloudwatch", CloudWatchClient.class, true),
                new Service("sts", StsClient.class, true),
                new Service("scheduler", SchedulerClient.class, true),
                new Service("iam", IamClient.class, false),
                new Service("ec2", Ec2Client.class, false));
    }

    private static Object client(Service service, GatewayClient transport) {
        return switch (service.name()) {
            case "acm" -> Clients.of(AcmClient.builder(), transport, Clients.SECRET);
            case "ecs" -> Clients.of(EcsClient.builder(), transport, Clients.SECRET);
            case "elbv2" ->
                    Clients.of(ElasticLoadBalancingV2Client.builder(), transport, Clients.SECRET);
            case "application-autoscaling" ->
                    Clients.of(ApplicationAutoScalingClient.builder(), transport, Clients.SECRET);
            case "cloudwatch" -> Clients.of(CloudWatchClient.builder(), transport, Clients.SECRET);
            case "sts" -> Clients.of(StsClient.builder(), transport, Clients.SECRET);
            case "scheduler" -> Clients.of(SchedulerClient.builder(), transport, Clients.SECRET);
            case "iam" -> Clients.of(IamClient.builder(), transport, Clients.SECRET);
            case "ec2" -> Clients.of(Ec2Client.builder(), transport, Clients.SECRET);
            default -> throw new AssertionError(service.name());
        };
    }

    /// What was asked last, and what is answered next.
    private static final class Far {
        private @Nullable SdkPojo asked;
        private @Nullable SdkPojo answer;
        private @Nullable Refusal refusal;

        SdkPojo answer(SdkPojo request) {
            asked = request;
            if (refusal != null) {
                throw refusal;
            }
            return Objects.requireNonNull(answer);
        }

        SdkPojo asked() {
            return Objects.requireNonNull(asked);
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void every_request_and_every_answer_arrives_as_it_was_sent(Service service) throws Exception {
        Far far = new Far();
        Map<String, Method> calls = calls(service);
        Object client = client(service, transport(service, calls, far));
        int step = service.exact() ? 1 : SAMPLED;
        int i = 0;
        for (Map.Entry<String, Method> entry : calls.entrySet()) {
            if (i++ % step != 0) {
                continue;
            }
            Method call = entry.getValue();
            String seed = entry.getKey() + " with seed " + (SEED + i);
            Random random = new Random(SEED + i);
            SdkPojo request = filled(call.getParameterTypes()[0], random);
            SdkPojo answered = filled(call.getReturnType(), random);
            far.answer = answered;
            Object answer;
            try {
                answer = call.invoke(client, request);
            } catch (InvocationTargetException e) {
                throw new AssertionError(seed, e.getCause());
            }
            assertThat(far.asked().equalsBySdkFields(request))
                    .as("request of %s:%n%s%n%s", seed, far.asked(), request)
                    .isTrue();
            assertThat(answered.equalsBySdkFields(answer))
                    .as("answer of %s:%n%s%n%s", seed, answered, answer)
                    .isTrue();
        }
        assertThat(calls).hasSizeGreaterThan(9);
    }

    @ParameterizedTest
    @MethodSource("services")
    void every_error_arrives_as_its_class_with_its_code_status_text_and_members(Service service)
            throws Exception {
        Far far = new Far();
        Map<String, Method> calls = calls(service);
        Object client = client(service, transport(service, calls, far));
        Method call = calls.values().iterator().next();
        SdkPojo request = filled(call.getParameterTypes()[0], new Random(SEED));
        ServiceModel model = ServiceModel.read(service.name());
        for (ErrorModel error : model.errors().values()) {
            Class<?> type = exception(call.getReturnType().getPackageName(), error.shape());
            String stem = error.shape().replaceFirst("Exception$", "");
            boolean taken =
                    error.shape().endsWith("Exception")
                            ? model.errors().containsKey(stem + "Fault")
                            : model.errors().containsKey(error.shape() + "Exception");
            if (type == null || taken) {
                // Newer than the SDK's jar; or another error has the name of its class.
                continue;
            }
            SequencedMap<String, Object> members = members(type);
            far.refusal = new Refusal(error.shape(), "Text of <" + error.shape() + ">", members);
            AwsServiceException thrown = thrown(client, call, request);
            boolean query = model.protocols().contains(Protocol.QUERY);
            assertThat(thrown).as(error.shape()).isInstanceOf(type);
            assertThat(thrown.awsErrorDetails().errorCode())
                    .isEqualTo(query ? error.code() : error.shape());
            assertThat(thrown.awsErrorDetails().errorMessage())
                    .isEqualTo("Text of <" + error.shape() + ">");
            assertThat(thrown.statusCode()).as(error.shape()).isEqualTo(error.status());
            members.forEach((name, value) ->
                    assertThat(field(thrown, name)).as(error.shape() + name).isEqualTo(value));
        }
    }

    private static AwsServiceException thrown(Object client, Method call, SdkPojo request)
            throws IllegalAccessException {
        try {
            call.invoke(client, request);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof AwsServiceException exception) {
                return exception;
            }
            throw new AssertionError(e.getCause());
        }
        throw new AssertionError("nothing was thrown");
    }

    private static @Nullable Object field(Object thrown, String name) {
        for (SdkField<?> field : ((SdkPojo) thrown).sdkFields()) {
            if (field.memberName().equals(name)) {
                return field.getValueOrDefault(thrown);
            }
        }
        return null;
    }

    /// Values for the members that an error has besides its text, as far as they are texts.
    private static SequencedMap<String, Object> members(Class<?> type) throws Exception {
        SequencedMap<String, Object> members = new LinkedHashMap<>();
        SdkPojo builder = (SdkPojo) type.getMethod("builder").invoke(null);
        for (SdkField<?> field : builder.sdkFields()) {
            boolean text = field.marshallingType().equals(MarshallingType.STRING);
            if (text && !field.memberName().equalsIgnoreCase("message")) {
                members.put(field.memberName(), "value of " + field.memberName());
            }
            if (field.memberName().equals("resourceIds")) {
                members.put(field.memberName(), List.of("a", "b"));
            }
        }
        return members;
    }

    /// How the SDK names the class of an error: without `Fault`, and with `Exception` at its end.
    private static @Nullable Class<?> exception(String packageName, String shape) {
        String name = shape.endsWith("Fault") ? shape.substring(0, shape.length() - 5) : shape;
        String full = name.endsWith("Exception") ? name : name + "Exception";
        try {
            return Class.forName(packageName + "." + full);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    private SdkPojo filled(Class<?> type, Random random) throws Exception {
        SdkPojo builder = (SdkPojo) type.getMethod("builder").invoke(null);
        codec.read(builder, new Sample(random).structure(builder, 0));
        return (SdkPojo) ((Buildable) builder).build();
    }

    /// The methods of a client that are operations, by their names on the wire.
    private static Map<String, Method> calls(Service service) {
        Map<String, String> names = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        ServiceModel.read(service.name()).operations().keySet().forEach(n -> names.put(n, n));
        Map<String, Method> calls = new TreeMap<>();
        for (Method method : service.client().getMethods()) {
            String name = names.get(method.getName());
            if (name != null
                    && method.getParameterCount() == 1
                    && SdkPojo.class.isAssignableFrom(method.getParameterTypes()[0])) {
                calls.put(name, method);
            }
        }
        return calls;
    }

    private static GatewayClient transport(Service service, Map<String, Method> calls, Far far) {
        List<Operation<?>> operations = new ArrayList<>();
        calls.forEach(
                (name, call) -> operations.add(operation(name, call.getParameterTypes()[0], far)));
        Operations table =
                new Operations(
                        service.name(),
                        new Operations.Errors(
                                invalid -> new Refusal("Malformed", invalid.toString()),
                                name -> new Refusal("Unsupported", name)),
                        operations);
        Api api = new Api(Map.of(service.name(), () -> table));
        Gateway gateway =
                new Gateway(
                        id -> new AccessKey("123456789012", Clients.SECRET),
                        _ -> api,
                        () -> "00000000-0000-4000-8000-000000000001",
                        Settings.DEFAULT,
                        List.of(service.name()));
        return new GatewayClient(request -> gateway.answer(request, System.currentTimeMillis()));
    }

    private static Operation<?> operation(String name, Class<?> request, Far far) {
        return Operations.op(name, request.asSubclass(SdkPojo.class), far::answer);
    }
}
