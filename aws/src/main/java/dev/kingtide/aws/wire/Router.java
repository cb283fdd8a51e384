package dev.kingtide.aws.wire;

import dev.kingtide.aws.codec.Form;
import dev.kingtide.aws.codec.Malformed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the operation that a request means: by `X-Amz-Target` (JSON), by `/service/X/operation/Y`
/// (CBOR), by `Action` and `Version` (Query), by method and path (REST).
final class Router {
    private static final String FORM = "application/x-www-form-urlencoded";
    private final List<ServiceModel> services;
    private final RestRoutes rest;
    private final Form.Bounds bounds;

    Router(List<ServiceModel> services, Limits limits) {
        this.services = services;
        this.rest = new RestRoutes(services);
        this.bounds = new Form.Bounds(limits.parameters(), limits.depth());
    }

    /// The protocol of a request by its head alone, for errors before its body is read.
    static Route outline(WireRequest request) {
        String type = request.header("content-type");
        String lower = type == null ? "" : type.toLowerCase(Locale.ROOT);
        Protocol protocol =
                "rpc-v2-cbor".equals(request.header("smithy-protocol"))
                        ? Protocol.RPC_V2_CBOR
                        : lower.contains("json-1.0")
                                ? Protocol.JSON_1_0
                                : request.header("x-amz-target") != null
                                        ? Protocol.JSON_1_1
                                        : lower.startsWith(FORM)
                                                ? Protocol.QUERY
                                                : Protocol.REST_JSON;
        return new Route(null, protocol, "", null, Map.of());
    }

    /// The route of a request.
    ///
    /// @param signing the service in the credential scope, where the caller signed
    /// @param body after gzip
    Route route(WireRequest request, @Nullable String signing, byte[] body) {
        String target = request.header("x-amz-target");
        if (target != null) {
            return json(request, target);
        }
        String path = request.path();
        if ("rpc-v2-cbor".equals(request.header("smithy-protocol"))) {
            return cbor(path);
        }
        if (path.equals("/") || path.isEmpty()) {
            Route query = query(request, signing, body);
            if (query != null) {
                return query;
            }
        }
        Route route = rest.find(request, signing);
        return route != null ? route : new Route(null, Protocol.REST_JSON, "", null, Map.of());
    }

    private Route json(WireRequest request, String target) {
        int point = target.lastIndexOf('.');
        String prefix = target.substring(0, Math.max(0, point));
        String type = request.header("content-type");
        Protocol protocol =
                type != null && type.contains("json-1.0") ? Protocol.JSON_1_0 : Protocol.JSON_1_1;
        ServiceModel found = null;
        for (ServiceModel service : services) {
            if (!service.target().isEmpty() && service.target().equals(prefix)) {
                found = service;
            }
        }
        return new Route(found, protocol, target.substring(point + 1), null, Map.of());
    }

    private Route cbor(String path) {
        String[] steps = path.split("/", -1);
        int count = steps.length;
        boolean fits =
                count >= 5
                        && steps[count - 4].equals("service")
                        && steps[count - 2].equals("operation");
        ServiceModel found = null;
        for (ServiceModel service : services) {
            if (fits
                    && service.protocols().contains(Protocol.RPC_V2_CBOR)
                    && service.target().equals(steps[count - 3])) {
                found = service;
            }
        }
        return new Route(
                found, Protocol.RPC_V2_CBOR, fits ? steps[count - 1] : path, null, Map.of());
    }

    private @Nullable Route query(WireRequest request, @Nullable String signing, byte[] body) {
        String type = request.header("content-type");
        boolean inBody = type != null && type.toLowerCase(Locale.ROOT).startsWith(FORM);
        // Before the form is read, its errors already have a form: that of the caller's service.
        ServiceModel guess = find(signing, null);
        Protocol protocol = guess == null ? Protocol.QUERY : queryOf(guess);
        if (!inBody && !request.query().contains("Action=")) {
            return null;
        }
        Form form;
        try {
            String text = inBody ? new String(body, StandardCharsets.UTF_8) : "";
            form = Form.read(bounds, request.query(), text);
        } catch (Malformed malformed) {
            throw new Unreadable(new Route(guess, protocol, "", null, Map.of()), malformed);
        }
        String action = form.value("Action");
        ServiceModel service = find(signing, form.value("Version"));
        return new Route(
                service,
                service == null ? protocol : queryOf(service),
                action == null ? "" : action,
                form,
                Map.of());
    }

    private @Nullable ServiceModel find(@Nullable String signing, @Nullable String version) {
        for (ServiceModel service : services) {
            boolean speaks =
                    service.protocols().contains(Protocol.QUERY)
                            || service.protocols().contains(Protocol.EC2_QUERY);
            if (speaks
                    && (version == null || service.version().equals(version))
                    && (signing == null || service.signing().equals(signing))
                    && (version != null || signing != null)) {
                return service;
            }
        }
        return null;
    }

    private static Protocol queryOf(ServiceModel service) {
        return service.protocols().contains(Protocol.EC2_QUERY)
                ? Protocol.EC2_QUERY
                : Protocol.QUERY;
    }

    /// A request whose operation cannot be read; its service and protocol are known all the same.
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Route route;

        Unreadable(Route route, Malformed cause) {
            super(cause.message(), null, false, false);
            this.route = route;
        }

        Route route() {
            return route;
        }

        Malformed malformed() {
            return new Malformed(String.valueOf(getMessage()));
        }
    }
}
