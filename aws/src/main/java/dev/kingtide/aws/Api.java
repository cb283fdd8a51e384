package dev.kingtide.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.aws.Operations.Operation;
import dev.kingtide.aws.acm.Acm;
import dev.kingtide.aws.cloudwatch.CloudWatch;
import dev.kingtide.aws.codec.BadInput;
import dev.kingtide.aws.codec.Codec;
import dev.kingtide.aws.codec.InvalidInput;
import dev.kingtide.aws.ec2.Ec2;
import dev.kingtide.aws.ecs.Ecs;
import dev.kingtide.aws.elbv2.Elbv2;
import dev.kingtide.aws.iam.Iam;
import dev.kingtide.aws.scaling.ApplicationAutoScaling;
import dev.kingtide.aws.sts.Sts;
import dev.kingtide.core.Invariant;
import dev.kingtide.core.Refusal;
import dev.kingtide.core.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/// Every operation that Kingtide serves, called by the name that `aws` knows it by:
/// `ecs:CreateService`, `elbv2:ModifyTargetGroupAttributes`,
/// `application-autoscaling:PutScheduledAction`, `cloudwatch:PutMetricAlarm`.
///
/// A service's table is made when its first operation is called.
///
/// Safe for many threads, as far as what runs its decisions is.
public final class Api {

    /// The services that have operations, by their names.
    public static final List<String> SERVICES =
            List.of(
                    "acm",
                    "application-autoscaling",
                    "cloudwatch",
                    "ec2",
                    "ecs",
                    "elbv2",
                    "iam",
                    "sts");

    private final Codec codec = new Codec();
    private final Map<String, Supplier<Operations>> makers;
    private final ConcurrentSkipListMap<String, Operations> tables = new ConcurrentSkipListMap<>();

    /// The operations over something that runs their decisions.
    ///
    /// @param zones which availability zone a subnet is in
    public Api(Turns turns, Zones zones) {
        this(turns, zones, Commands.NONE, S3Objects.NONE);
    }

    /// The same where commands can be carried into containers, and objects in S3 be read.
    public Api(Turns turns, Zones zones, Commands commands, S3Objects objects) {
        this(makers(turns, zones, commands, objects));
    }

    /// The operations of services, each made when the first of them is called.
    public Api(Map<String, Supplier<Operations>> makers) {
        this.makers = new TreeMap<>(makers);
    }

    private static Map<String, Supplier<Operations>> makers(
            Turns turns, Zones zones, Commands commands, S3Objects objects) {
        Map<String, Supplier<Operations>> makers = new TreeMap<>();
        for (String service : SERVICES) {
            makers.put(
                    service,
                    switch (service) {
                        case "acm" -> () -> Acm.operations(turns);
                        case "ec2" -> () -> Ec2.operations(turns);
                        case "iam" -> Iam::operations;
                        case "sts" -> () -> Sts.operations(turns);
                        case "ecs" -> () -> Ecs.operations(turns, zones, commands);
                        case "elbv2" -> () -> Elbv2.operations(turns, zones, objects);
                        case "application-autoscaling" ->
                                () -> ApplicationAutoScaling.operations(turns);
                        case "cloudwatch" -> () -> CloudWatch.operations(turns);
                        default -> throw Invariant.broken("no operations of " + service);
                    });
        }
        return makers;
    }

    /// Whether there is an operation of this name.
    public boolean serves(String name) {
        return find(name) != null;
    }

    /// The names of all operations, by service; this makes every table.
    public List<String> names() {
        List<String> names = new ArrayList<>();
        for (String service : makers.keySet()) {
            for (String operation : table(service).names()) {
                names.add(service + ':' + operation);
            }
        }
        return names;
    }

    /// Calls an operation with AWS's own request object and returns AWS's own answer.
    ///
    /// @throws Refusal with AWS's error code and message
    public SdkPojo call(String name, SdkPojo request) {
        return require(name).run(Caller.root(Scope.DEFAULT.account()), request);
    }

    /// Calls an operation with the JSON that `aws ... --cli-input-json` takes and returns the JSON
    /// that `aws` prints.
    ///
    /// @throws InvalidInput when the input does not fit the operation's shape
    /// @throws Refusal with AWS's error code and message
    public ObjectNode call(String name, JsonNode input) {
        return codec.write(call(name, read(name, input)));
    }

    /// The request that an input stands for, to be called later.
    ///
    /// @throws InvalidInput when the input does not fit the operation's shape
    /// @throws Refusal when there is no such operation
    public SdkPojo read(String name, JsonNode input) {
        Operation<?> operation = require(name);
        return operation.build(codec.read(operation.builder(), input));
    }

    /// A fresh builder of an operation's request.
    ///
    /// @throws Refusal when there is no such operation
    public SdkPojo builder(String name) {
        return require(name).builder();
    }

    /// In what an input does not fit its operation's shape; nothing is called.
    ///
    /// @throws Refusal when there is no such operation
    public List<BadInput> check(String name, JsonNode input) {
        try {
            read(name, input);
            return List.of();
        } catch (InvalidInput invalid) {
            return invalid.problems();
        }
    }

    /// The operation that a service has by this name on the wire, or null.
    public @Nullable Operation<?> operation(String service, String operation) {
        return table(service).get(operation);
    }

    /// The error with which a service answers a call of an operation that Kingtide does not serve.
    public Refusal unsupported(String service, String operation) {
        return table(service).unsupported(operation);
    }

    /// The error with which the operation's service answers an input that does not fit its shape.
    public Refusal malformed(String name, InvalidInput invalid) {
        return table(service(name)).malformed(invalid);
    }

    /// An answer as JSON.
    public ObjectNode write(SdkPojo answer) {
        return codec.write(answer);
    }

    private Operation<?> require(String name) {
        Operation<?> operation = find(name);
        if (operation == null) {
            throw CommonErrors.unknownOperation(name);
        }
        return operation;
    }

    private @Nullable Operation<?> find(String name) {
        String service = service(name);
        return makers.containsKey(service)
                ? table(service).get(name.substring(service.length() + 1))
                : null;
    }

    private Operations table(String service) {
        Operations known = tables.get(service);
        return known != null ? known : tables.computeIfAbsent(service, this::make);
    }

    private Operations make(String service) {
        Supplier<Operations> maker = makers.get(service);
        if (maker == null) {
            throw CommonErrors.unknownOperation(service);
        }
        return maker.get();
    }

    private static String service(String name) {
        int colon = name.indexOf(':');
        return colon < 0 ? name : name.substring(0, colon);
    }
}
