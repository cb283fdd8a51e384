package dev.kingtide.aws.elbv2;

import dev.kingtide.core.World;
import dev.kingtide.core.traffic.Certificate;
import dev.kingtide.core.traffic.Certificates;
import dev.kingtide.core.traffic.Listener;
import dev.kingtide.core.traffic.MutualTls;
import dev.kingtide.core.traffic.Rule;
import dev.kingtide.core.traffic.TlsPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.MutualAuthenticationAttributes;

/// What callers say of how a listener speaks TLS: one default certificate and a security policy
/// (ELB user guide, create-https-listener; texts as issue threads of Terraform and Elastic
/// Beanstalk show them, a slip of the pen in one of them included).
final class TlsShape {

    private TlsShape() {}

    /// What a listener is asked to have, or what it has where nothing is asked.
    ///
    /// @param protocol of the listener from now on
    /// @param before what it had; null without
    static Listener.@Nullable Tls read(
            World world, Asked asked, String protocol, Listener.@Nullable Tls before) {
        if (protocol.equals("HTTP")) {
            if (!asked.certificates.isEmpty()) {
                throw Elbv2Errors.validation(
                        "A certificate cannot be specified for HTTP listeners");
            }
            if (asked.policy != null) {
                throw Elbv2Errors.validation("An SSL policy cannot be specifed for HTTP listeners");
            }
            if (asked.mutual != null && !"off".equals(asked.mutual.mode())) {
                throw Elbv2Errors.validation(
                        "Mutual Authentication cannot be specified for HTTP listeners");
            }
            return null;
        }
        if (asked.certificates.size() > 1) {
            throw Elbv2Errors.tooManyDefaults();
        }
        String certificate =
                !asked.certificates.isEmpty()
                        ? asked.certificates.getFirst()
                        : before == null ? null : before.defaultCertificateArn();
        if (certificate == null) {
            throw Elbv2Errors.validation("A certificate must be specified for HTTPS listeners");
        }
        require(world, certificate);
        String policy =
                asked.policy != null
                        ? asked.policy
                        : before == null ? TlsPolicy.DEFAULT : before.policy();
        if (TlsPolicy.named(policy) == null) {
            throw Elbv2Errors.policyNotFound(policy);
        }
        MutualTls mutual =
                asked.mutual != null
                        ? MutualShape.read(world, asked.place, asked.mutual)
                        : before == null ? null : before.mutual();
        return new Listener.Tls(
                policy, certificate, before == null ? List.of() : before.certificateArns(), mutual);
    }

    /// What a request says of TLS.
    record Asked(
            MutualShape.Place place,
            List<@Nullable String> certificates,
            @Nullable String policy,
            @Nullable MutualAuthenticationAttributes mutual) {}

    /// Refuses an action that forwards to a group of HTTP/2 or gRPC from a listener without TLS,
    /// where no client speaks HTTP/2.
    static Rule.Action fitting(World world, String protocol, Rule.Action action) {
        if (protocol.equals("HTTP") && action instanceof Rule.Action.Forward forward) {
            for (Rule.WeightedGroup weighted : forward.groups()) {
                String version =
                        TargetGroupOperations.require(world, weighted.groupArn()).protocolVersion();
                if (!version.equals("HTTP1")) {
                    throw Elbv2Errors.versionNeedsTls(version);
                }
            }
        }
        return action;
    }

    /// Refuses a certificate that no listener can show: one that is not there, that names no host
    /// by its full name, or whose key is too short for load balancers.
    static void require(World world, @Nullable String arn) {
        if (arn == null || !Certificates.isKnown(world, arn)) {
            throw Elbv2Errors.certificateNotFound(String.valueOf(arn));
        }
        Certificate certificate = world.traffic().certificates.get(arn);
        if (certificate != null
                && (certificate.subject().keyAlgorithm().equals("RSA_1024")
                        || certificate.subject().domains().stream()
                                .noneMatch(domain -> domain.indexOf('.') > 0))) {
            throw Elbv2Errors.unsupportedCertificate(arn);
        }
    }
}
