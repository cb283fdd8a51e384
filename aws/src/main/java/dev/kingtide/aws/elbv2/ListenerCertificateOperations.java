package dev.kingtide.aws.elbv2;

import dev.kingtide.aws.Turns;
import dev.kingtide.core.World;
import dev.kingtide.core.admission.Quota;
import dev.kingtide.core.traffic.Listener;
import dev.kingtide.core.traffic.Listeners;
import dev.kingtide.core.traffic.TlsPolicy;
import dev.kingtide.core.traffic.TrafficQuotas;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddListenerCertificatesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Cipher;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerCertificatesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeSslPoliciesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeSslPoliciesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveListenerCertificatesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SslPolicy;

/// The operations on the certificates of listeners beside their default one, and on security
/// policies.
final class ListenerCertificateOperations {
    private final Turns turns;

    ListenerCertificateOperations(Turns turns) {
        this.turns = turns;
    }

    /// Adds certificates; those that are there already are not added again (API reference,
    /// AddListenerCertificates). The default one may be added: it then stays when another becomes
    /// the default.
    AddListenerCertificatesResponse add(AddListenerCertificatesRequest request) {
        return turns.decide(turn -> {
            World world = turn.world();
            Listener listener = ListenerOperations.require(world, request.listenerArn());
            Listener.Tls tls = tls(listener);
            List<String> shown = new ArrayList<>(tls.certificateArns());
            for (String arn : arns(request.certificates())) {
                TlsShape.require(world, arn);
                if (!shown.contains(arn)) {
                    shown.add(arn);
                }
            }
            int added = shown.size() - tls.certificateArns().size();
            if (!TrafficQuotas.roomForCertificates(world, listener.loadBalancerArn(), added)) {
                throw Elbv2Errors.tooManyCertificates(
                        world.admission().limit(Quota.CERTIFICATES_PER_LOAD_BALANCER));
            }
            Listeners.show(turn, listener.arn(), shown);
            return AddListenerCertificatesResponse.builder()
                    .certificates(
                            arns(request.certificates()).stream()
                                    .map(arn -> certificate(arn, false))
                                    .toList())
                    .build();
        });
    }

    /// Takes certificates off a listener; its default one stays.
    RemoveListenerCertificatesResponse remove(RemoveListenerCertificatesRequest request) {
        return turns.decide(turn -> {
            Listener listener = ListenerOperations.require(turn.world(), request.listenerArn());
            Listener.Tls tls = tls(listener);
            List<String> shown = new ArrayList<>(tls.certificateArns());
            for (String arn : arns(request.certificates())) {
                if (!shown.remove(arn) && arn.equals(tls.defaultCertificateArn())) {
                    throw Elbv2Errors.defaultCertificate(arn);
                }
            }
            Listeners.show(turn, listener.arn(), shown);
            return RemoveListenerCertificatesResponse.builder().build();
        });
    }

    /// All certificates, the default one first, page by page; it is told twice when it was added
    /// too.
    DescribeListenerCertificatesResponse describe(DescribeListenerCertificatesRequest request) {
        return turns.decide(turn -> {
            Listener listener = ListenerOperations.require(turn.world(), request.listenerArn());
            Listener.Tls tls = listener.tls();
            List<Certificate> all = new ArrayList<>();
            if (tls != null) {
                all.add(certificate(tls.defaultCertificateArn(), true));
                tls.certificateArns().forEach(arn -> all.add(certificate(arn, false)));
            }
            Page<Certificate> page =
                    Page.of(
                            new Page.Asked("certificates", request.marker(), request.pageSize()),
                            all,
                            Certificate::certificateArn);
            return DescribeListenerCertificatesResponse.builder()
                    .certificates(page.rows())
                    .nextMarker(page.nextMarker())
                    .build();
        });
    }

    /// Security policies, all or those that are named, page by page.
    static DescribeSslPoliciesResponse policies(DescribeSslPoliciesRequest request) {
        List<TlsPolicy> found = new ArrayList<>();
        for (String name : request.names()) {
            TlsPolicy policy = TlsPolicy.named(name);
            if (policy == null) {
                throw Elbv2Errors.policyNotFound(name);
            }
            found.add(policy);
        }
        boolean application =
                request.loadBalancerType() == null
                        || "application".equals(request.loadBalancerTypeAsString());
        List<TlsPolicy> all = request.names().isEmpty() ? TlsPolicy.every() : found;
        Page<TlsPolicy> page =
                Page.of(
                        new Page.Asked("policies", request.marker(), request.pageSize()),
                        application ? all : List.of(),
                        TlsPolicy::name);
        return DescribeSslPoliciesResponse.builder()
                .sslPolicies(page.map(ListenerCertificateOperations::write))
                .nextMarker(page.nextMarker())
                .build();
    }

    private static SslPolicy write(TlsPolicy policy) {
        List<Cipher> ciphers = new ArrayList<>();
        for (String cipher : policy.ciphers()) {
            ciphers.add(Cipher.builder().name(cipher).priority(ciphers.size() + 1).build());
        }
        return SslPolicy.builder()
                .name(policy.name())
                .sslProtocols(policy.protocols())
                .ciphers(ciphers)
                .supportedLoadBalancerTypes("application", "network")
                .build();
    }

    private static Listener.Tls tls(Listener listener) {
        Listener.@Nullable Tls tls = listener.tls();
        if (tls == null) {
            throw Elbv2Errors.validation("A certificate cannot be specified for HTTP listeners");
        }
        return tls;
    }

    private static List<String> arns(List<Certificate> certificates) {
        if (certificates.isEmpty()) {
            throw Elbv2Errors.validation("At least one certificate must be specified");
        }
        List<String> arns = new ArrayList<>();
        for (Certificate certificate : certificates) {
            if (certificate.certificateArn() == null) {
                throw Elbv2Errors.validation("A certificate ARN must be specified");
            }
            arns.add(certificate.certificateArn());
        }
        return arns;
    }

    private static Certificate certificate(String arn, boolean isDefault) {
        return Certificate.builder().certificateArn(arn).isDefault(isDefault).build();
    }
}
