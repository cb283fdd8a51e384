package dev.kingtide.aws.elbv2;

import dev.kingtide.core.traffic.Transform;
import dev.kingtide.core.traffic.Transform.Part;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RewriteConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleTransform;

/// Transforms of rules between AWS's shape and the core's record (ELB API reference,
/// RuleTransform): one for the host and one for the URL at the most, each with one rewrite, though
/// that is a list (Terraform provider, pull request 44702).
final class TransformShape {

    private TransformShape() {}

    /// All transforms of a rule, in the order in which they came.
    static List<Transform> read(List<RuleTransform> shapes) {
        Map<Part, Transform> byPart = new EnumMap<>(Part.class);
        List<Transform> read = shapes.stream().map(TransformShape::read).toList();
        for (Transform transform : read) {
            if (byPart.put(transform.of(), transform) != null) {
                throw Elbv2Errors.validation(
                        "A rule can only have one '" + transform.of().type() + "' transform");
            }
        }
        return read;
    }

    private static Transform read(RuleTransform shape) {
        Part part =
                switch (shape.type()) {
                    case HOST_HEADER_REWRITE -> Part.HOST;
                    case URL_REWRITE -> Part.URL;
                    case UNKNOWN_TO_SDK_VERSION ->
                            throw Elbv2Errors.validation(
                                    "Transform type '"
                                            + shape.typeAsString()
                                            + "' must be one of '[host-header-rewrite,"
                                            + " url-rewrite]'");
                };
        boolean ofHost = part == Part.HOST;
        if ((ofHost ? shape.urlRewriteConfig() : shape.hostHeaderRewriteConfig()) != null) {
            throw Elbv2Errors.validation(
                    "A transform of type '" + part.type() + "' has the configuration of another");
        }
        List<RewriteConfig> rewrites = rewrites(shape, ofHost);
        if (rewrites == null || rewrites.size() != 1) {
            throw Elbv2Errors.validation(
                    "A transform of type '" + part.type() + "' must have exactly one rewrite");
        }
        return read(part, rewrites.getFirst());
    }

    private static @Nullable List<RewriteConfig> rewrites(RuleTransform shape, boolean ofHost) {
        if (ofHost) {
            var config = shape.hostHeaderRewriteConfig();
            return config == null ? null : config.rewrites();
        }
        var config = shape.urlRewriteConfig();
        return config == null ? null : config.rewrites();
    }

    private static Transform read(Part part, RewriteConfig rewrite) {
        String expression = rewrite.regex();
        String replacement = rewrite.replace();
        boolean isLong =
                expression.length() > Transform.LENGTH_MAX
                        || replacement.length() > Transform.LENGTH_MAX;
        if (isLong || expression.isEmpty()) {
            throw Elbv2Errors.validation(
                    "The regular expression and the replacement of a rewrite can have '"
                            + Transform.LENGTH_MAX
                            + "' characters, and the former cannot be empty");
        }
        String fault = Transform.fault(expression, replacement);
        if (fault != null) {
            throw Elbv2Errors.expression(expression, fault);
        }
        return new Transform(part, expression, replacement);
    }

    /// A transform in AWS's shape.
    static RuleTransform write(Transform transform) {
        RewriteConfig rewrite =
                RewriteConfig.builder()
                        .regex(transform.expression())
                        .replace(transform.replacement())
                        .build();
        RuleTransform.Builder shape = RuleTransform.builder().type(transform.of().type());
        return switch (transform.of()) {
            case HOST -> shape.hostHeaderRewriteConfig(c -> c.rewrites(rewrite)).build();
            case URL -> shape.urlRewriteConfig(c -> c.rewrites(rewrite)).build();
        };
    }
}
