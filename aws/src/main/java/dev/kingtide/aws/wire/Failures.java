package dev.kingtide.aws.wire;

import dev.kingtide.aws.Unavailable;
import dev.kingtide.aws.codec.Malformed;
import dev.kingtide.aws.wire.ServiceModel.ErrorModel;
import dev.kingtide.core.Refusal;
import java.util.Map;
import java.util.TreeMap;

/// What a failure is called on the wire.
final class Failures {
    private Failures() {}

    /// A refusal by an operation: its code is that of a modelled error, or one that AWS's services
    /// have in common.
    static WireFailure refused(Route route, Refusal refusal) {
        ErrorModel model = route.service() == null ? null : route.service().error(refusal.code());
        Map<String, Object> members = new TreeMap<>(refusal.members());
        return model == null
                ? new WireFailure(
                        refusal.code(),
                        refusal.code(),
                        refusal.message(),
                        commonStatus(route.protocol(), refusal.code()),
                        members)
                : new WireFailure(
                        model.shape(), model.code(), refusal.message(), model.status(), members);
    }

    /// Of the errors that all services share, those that are not 400
    /// (<https://docs.aws.amazon.com/AWSEC2/latest/APIReference/CommonErrors.html>). EC2 refuses a
    /// call over the rate with 503.
    private static int commonStatus(Protocol protocol, String code) {
        return switch (code) {
            case "AccessDenied", "AccessDeniedException" ->
                    protocol == Protocol.JSON_1_0 || protocol == Protocol.JSON_1_1 ? 400 : 403;
            case "RequestLimitExceeded", "ServiceUnavailable" -> 503;
            case "InternalFailure", "InternalError" -> 500;
            default -> 400;
        };
    }

    /// Bytes that are no request of their protocol.
    static WireFailure malformed(Route route, Malformed malformed) {
        return switch (route.protocol()) {
            case JSON_1_0, JSON_1_1, REST_JSON, RPC_V2_CBOR ->
                    new WireFailure("SerializationException", malformed.message(), 400);
            case QUERY -> new WireFailure("MalformedInput", malformed.message(), 400);
            case EC2_QUERY -> new WireFailure("InvalidParameterValue", malformed.message(), 400);
        };
    }

    /// An operation that the service does not have, or no service at all.
    static WireFailure unknownOperation(Route route) {
        return switch (route.protocol()) {
            case JSON_1_0, JSON_1_1 -> new WireFailure("UnknownOperationException", "", 400);
            case REST_JSON, RPC_V2_CBOR -> new WireFailure("UnknownOperationException", "", 404);
            case QUERY, EC2_QUERY -> unknownAction(route);
        };
    }

    private static WireFailure unknownAction(Route route) {
        if (route.operation().isEmpty()) {
            return new WireFailure(
                    "MissingAction", "The request must contain the parameter Action", 400);
        }
        String version = route.form() == null ? null : route.form().value("Version");
        return new WireFailure(
                "InvalidAction",
                route.protocol() == Protocol.EC2_QUERY
                        ? "The action " + route.operation() + " is not valid for this web service."
                        : "Could not find operation "
                                + route.operation()
                                + " for version "
                                + (version == null ? "NO_VERSION_SPECIFIED" : version),
                400);
    }

    /// What only we can mend.
    static WireFailure server(Route route) {
        String fault = route.service() == null ? "InternalFailure" : route.service().fault();
        ErrorModel model = route.service() == null ? null : route.service().error(fault);
        return new WireFailure(
                fault,
                model == null ? fault : model.code(),
                "The request processing has failed because of an unknown error.",
                500,
                new TreeMap<>());
    }

    /// What cannot be done at the moment; why is told, since whoever calls may well be who can mend
    /// it (the name of AWS's common errors, with the suffix of the JSON services).
    static WireFailure unavailable(Route route, Unavailable unavailable) {
        boolean query =
                switch (route.protocol()) {
                    case QUERY, EC2_QUERY -> true;
                    case JSON_1_0, JSON_1_1, REST_JSON, RPC_V2_CBOR -> false;
                };
        String code = query ? "ServiceUnavailable" : "ServiceUnavailableException";
        return new WireFailure(code, unavailable.message(), 503);
    }
}
