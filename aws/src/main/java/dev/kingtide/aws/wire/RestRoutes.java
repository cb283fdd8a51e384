package dev.kingtide.aws.wire;

import dev.kingtide.aws.wire.ServiceModel.OperationModel;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The operations of REST services by method and path. Of those that fit, the one with the most
/// literal steps and fixed parameters is meant; where two services have the same path, the one that
/// the caller signed for.
final class RestRoutes {
    private final List<Pattern> patterns = new ArrayList<>();

    /// An operation's method, path and fixed query.
    ///
    /// @param steps of the path; `{name}` is a label, `{name+}` one with all steps that remain
    /// @param fixed parameters that must be there, as `name=value` or `name`
    private record Pattern(
            ServiceModel service,
            OperationModel operation,
            List<String> steps,
            List<String> fixed) {

        static Pattern of(ServiceModel service, OperationModel operation) {
            String uri = operation.uri();
            int question = uri.indexOf('?');
            String path = question < 0 ? uri : uri.substring(0, question);
            List<String> fixed =
                    question < 0 ? List.of() : List.of(uri.substring(question + 1).split("&", -1));
            return new Pattern(service, operation, RestRoutes.steps(path), fixed);
        }

        /// How much of it is fixed: literal steps count most, since a path decides before a query.
        int rank() {
            long literal = steps.stream().filter(step -> !step.startsWith("{")).count();
            return (int) (literal * 100 + fixed.size());
        }

        /// The labels' values, or null when the request does not fit.
        @Nullable Map<String, String> match(String method, List<String> path, List<String> query) {
            if (!operation.method().equals(method) || !query.containsAll(fixed)) {
                return null;
            }
            Map<String, String> labels = new TreeMap<>();
            for (int i = 0; i < steps.size(); i++) {
                String step = steps.get(i);
                boolean greedy = step.endsWith("+}");
                if (greedy && i < path.size()) {
                    String rest = String.join("/", path.subList(i, path.size()));
                    labels.put(step.substring(1, step.length() - 2), decoded(rest));
                    return labels;
                }
                if (i >= path.size()) {
                    return null;
                }
                if (step.startsWith("{")) {
                    labels.put(step.substring(1, step.length() - 1), decoded(path.get(i)));
                } else if (!step.equals(path.get(i))) {
                    return null;
                }
            }
            return steps.size() == path.size() ? labels : null;
        }
    }

    RestRoutes(List<ServiceModel> services) {
        for (ServiceModel service : services) {
            if (service.protocols().contains(Protocol.REST_JSON)) {
                service.operations()
                        .values()
                        .forEach(operation -> patterns.add(Pattern.of(service, operation)));
            }
        }
        patterns.sort((a, b) -> Integer.compare(b.rank(), a.rank()));
    }

    @Nullable Route find(WireRequest request, @Nullable String signing) {
        List<String> path = steps(request.path());
        List<String> query = List.of(request.query().split("&", -1));
        Route any = null;
        for (Pattern pattern : patterns) {
            Map<String, String> labels = pattern.match(request.method(), path, query);
            if (labels != null) {
                Route route =
                        new Route(
                                pattern.service,
                                Protocol.REST_JSON,
                                pattern.operation.name(),
                                null,
                                labels);
                if (signing == null || pattern.service.signing().equals(signing)) {
                    return route;
                }
                any = any == null ? route : any;
            }
        }
        return any;
    }

    private static List<String> steps(String path) {
        String from = path.startsWith("/") ? path.substring(1) : path;
        return List.of(from.split("/", -1));
    }

    private static String decoded(String text) {
        try {
            // In a path, a plus is a plus.
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
