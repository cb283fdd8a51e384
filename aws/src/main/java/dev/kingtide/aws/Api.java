package dev.kingtide.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.aws.Operations.Operation;
import dev.kingtide.aws.cloudwatch.CloudWatch;
import dev.kingtide.aws.codec.BadInput;
import dev.kingtide.aws.codec.Codec;
import dev.kingtide.aws.codec.InvalidInput;
import dev.kingtide.aws.ecs.Ecs;
import dev.kingtide.aws.elbv2.Elbv2;
import dev.kingtide.aws.scaling.ApplicationAutoScaling;
import dev.kingtide.core.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/// Every operation that Kingtide serves, called by the name that `aws` knows it by:
/// `ecs:CreateService`, `elbv2:ModifyTargetGroupAttributes`,
/// `application-autoscaling:PutScheduledAction`, `cloudwatch:PutMetricAlarm`.
///
/// A service's table is made when its first operation is called.
public final class Api {
    private final Codec codec = new Codec();
    private final Map<String, Supplier<Operations>> makers = new TreeMap<>();
    private final Map<String, Operations> tables = new TreeMap<>();

    /// The operations over something that runs their decisions.
    ///
    /// @param zones which availability zone a subnet is in
    public Api(Turns turns, Zones zones) {
        makers.put("ecs", () -> Ecs.operations(turns, zones));
        makers.put("elbv2", () -> Elbv2.operations(turns, zones));
        makers.put("application-autoscaling", () -> ApplicationAutoScaling.operations(turns));
        makers.put("cloudwatch", () -> CloudWatch.operations(turns));
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
        return require(name).run(request);
    }

    /// Calls an operation with the JSON that `aws ... --cli-input-json` takes and returns the JSON
    /// that `aws` prints.
    ///
    /// @throws InvalidInput when the input does not fit the operation's shape
    /// @throws Refusal with AWS's error code and message
    public ObjectNode call(String name, JsonNode input) {
        return codec.write(require(name).run(read(name, input)));
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
        if (known != null) {
            return known;
        }
        Supplier<Operations> maker = makers.get(service);
        if (maker == null) {
            throw CommonErrors.unknownOperation(service);
        }
        Operations made = maker.get();
        tables.put(service, made);
        return made;
    }

    private static String service(String name) {
        int colon = name.indexOf(':');
        return colon < 0 ? name : name.substring(0, colon);
    }
}
