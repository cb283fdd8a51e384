package dev.kingtide.aws.wire;

import dev.kingtide.aws.Api;
import dev.kingtide.aws.Caller;
import dev.kingtide.aws.Operations.Operation;
import dev.kingtide.aws.Unavailable;
import dev.kingtide.aws.codec.BadInput;
import dev.kingtide.aws.codec.Form;
import dev.kingtide.aws.codec.InvalidInput;
import dev.kingtide.aws.codec.Malformed;
import dev.kingtide.aws.wire.ServiceModel.OperationModel;
import dev.kingtide.aws.wire.ServiceModel.Signing;
import dev.kingtide.core.Refusal;
import dev.kingtide.core.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/// One request on its way through the gateway, and what is known of it so far.
final class Exchange {
    private final Gateway gateway;
    private final WireRequest request;
    private final String id;
    private final long nowMillis;
    private Route route;
    private Scope scope = Scope.DEFAULT;
    private @Nullable Caller caller;
    private @Nullable Api api;
    private @Nullable SdkPojo input;
    private boolean told;

    Exchange(Gateway gateway, WireRequest request, String id, long nowMillis) {
        this.gateway = gateway;
        this.request = request;
        this.id = id;
        this.nowMillis = nowMillis;
        this.route = Router.outline(request);
    }

    /// The answer; whatever is thrown instead, [#failed] turns into one.
    WireResponse answer() {
        WireResponse response = run();
        tell(null);
        return response;
    }

    private WireResponse run() {
        Bodies.checkHead(request, gateway.settings.limits());
        byte[] body = Bodies.read(request, gateway.settings.limits());
        Signed signed = gateway.authenticator.read(request);
        route = gateway.router.route(request, signed == null ? null : signed.service(), body);
        ServiceModel service = route.service();
        OperationModel model = service == null ? null : service.operations().get(route.operation());
        if (service == null || model == null) {
            throw Failures.unknownOperation(route);
        }
        Caller asking = authenticate(signed, service, model);
        Api served = gateway.scopes.api(scope);
        if (served == null) {
            throw new Denied.BadScope(
                    "Credential should be scoped to a valid region, not '"
                            + scope.region()
                            + "'. ");
        }
        api = served;
        Operation<?> operation = served.operation(service.name(), route.operation());
        if (operation == null) {
            throw served.unsupported(service.name(), route.operation());
        }
        SdkPojo decoded = decode(operation, body);
        input = decoded;
        List<BadInput> problems = gateway.codec.check(decoded);
        if (!problems.isEmpty()) {
            throw new InvalidInput(problems);
        }
        gateway.settings
                .hooks()
                .admission()
                .admit(
                        new Admission.Ask(
                                asking, scope, service.name(), route.operation(), nowMillis));
        SdkPojo done = operation.run(asking, decoded);
        return gateway.answers.done(route, service, id, model.status(), done);
    }

    private Caller authenticate(
            @Nullable Signed signed, ServiceModel service, OperationModel model) {
        if (model.auth() == Signing.NONE && signed == null) {
            return Caller.root(scope.account());
        }
        boolean unsignedBody = model.auth() == Signing.UNSIGNED_BODY;
        Caller found =
                gateway.authenticator.caller(request, signed, service, unsignedBody, nowMillis);
        caller = found;
        scope =
                new Scope(
                        found.principal().account(),
                        signed == null ? scope.region() : signed.region());
        return found;
    }

    private SdkPojo decode(Operation<?> operation, byte[] body) {
        SdkPojo builder = operation.builder();
        Form form = route.form();
        switch (route.protocol()) {
            case JSON_1_0, JSON_1_1 -> gateway.codec.readJson(builder, body);
            case RPC_V2_CBOR -> gateway.codec.readCbor(builder, body);
            case REST_JSON ->
                    gateway.codec.readRest(builder, Bodies.rest(request, route.labels(), body));
            case QUERY, EC2_QUERY -> {
                if (form != null) {
                    gateway.codec.readForm(builder, form, route.protocol() == Protocol.EC2_QUERY);
                }
            }
        }
        return operation.build(builder);
    }

    /// The answer of a request that failed.
    WireResponse failed(RuntimeException cause) {
        WireFailure failure =
                switch (cause) {
                    case WireFailure known -> known;
                    case Denied denied -> AuthErrors.of(route.protocol(), denied);
                    case Router.Unreadable unreadable -> {
                        route = unreadable.route();
                        yield Failures.malformed(route, unreadable.malformed());
                    }
                    case Malformed malformed -> Failures.malformed(route, malformed);
                    case Refusal refusal -> Failures.refused(route, refusal);
                    case InvalidInput invalid -> invalid(invalid);
                    case Unavailable unavailable -> Failures.unavailable(route, unavailable);
                    default -> unforeseen(cause);
                };
        tell(new Trail.Failure(failure.code(), failure.message(), failure.status()));
        return gateway.answers.failed(route, id, failure);
    }

    private WireFailure invalid(InvalidInput invalid) {
        ServiceModel service = route.service();
        Api served = api;
        return service == null || served == null
                ? unforeseen(invalid)
                : Failures.refused(route, served.malformed(service.name(), invalid));
    }

    private WireFailure unforeseen(RuntimeException cause) {
        ServiceModel service = route.service();
        String name = (service == null ? "" : service.name()) + ':' + route.operation();
        gateway.settings.hooks().incidents().unforeseen(id, name, cause);
        return Failures.server(route);
    }

    private void tell(Trail.@Nullable Failure failure) {
        ServiceModel service = route.service();
        if (told || service == null || !service.operations().containsKey(route.operation())) {
            return;
        }
        told = true;
        SdkPojo asked = input;
        String agent = request.header("user-agent");
        gateway.settings
                .hooks()
                .trail()
                .record(
                        new Trail.Call(
                                nowMillis,
                                id,
                                caller,
                                scope,
                                service.name(),
                                route.operation(),
                                new Trail.Origin(
                                        request.remoteAddress(), agent == null ? "" : agent),
                                asked == null ? null : () -> gateway.codec.insensitive(asked),
                                failure));
    }
}
