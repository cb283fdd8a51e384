package dev.kingtide.aws.elbv2;

import dev.kingtide.aws.Turns;
import dev.kingtide.core.World;
import dev.kingtide.core.admission.Quota;
import dev.kingtide.core.traffic.Listener;
import dev.kingtide.core.traffic.Listeners;
import dev.kingtide.core.traffic.Rule;
import dev.kingtide.core.traffic.TrafficQuotas;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerResponse;

/// The operations on listeners.
final class ListenerOperations {
    private final Turns turns;

    ListenerOperations(Turns turns) {
        this.turns = turns;
    }

    /// Creates a listener with its default rule.
    CreateListenerResponse create(CreateListenerRequest request) {
        String protocol = protocol(request.protocolAsString());
        if (request.port() == null) {
            throw Elbv2Errors.validation("A listener port must be specified");
        }
        TlsShape.Asked asked =
                new TlsShape.Asked(
                        new MutualShape.Place(request.loadBalancerArn(), null),
                        certificates(request.certificates()),
                        request.sslPolicy(),
                        request.mutualAuthentication());
        return turns.decide(turn -> {
            World world = turn.world();
            String balancer = request.loadBalancerArn();
            LoadBalancerOperations.require(world, balancer);
            free(world, balancer, request.port(), null);
            if (!TrafficQuotas.roomForListener(world, balancer)) {
                int limit = world.admission().limit(Quota.LISTENERS_PER_LOAD_BALANCER);
                throw Elbv2Errors.tooManyListeners(limit);
            }
            Listener.Tls tls = TlsShape.read(world, asked, protocol, null);
            Rule.Action action = ActionShape.read(world, balancer, request.defaultActions());
            Listener made =
                    Listeners.create(
                            turn,
                            balancer,
                            new Listeners.Settings(
                                    protocol,
                                    request.port(),
                                    TlsShape.fitting(world, protocol, action),
                                    tls));
            TagOperations.created(turn, made.arn(), request.tags());
            return CreateListenerResponse.builder().listeners(ListenerView.of(made)).build();
        });
    }

    /// Listeners by ARN or load balancer, page by page.
    DescribeListenersResponse describe(DescribeListenersRequest request) {
        return turns.decide(turn -> {
            World world = turn.world();
            List<Listener> found = new ArrayList<>();
            for (String arn : request.listenerArns()) {
                found.add(require(world, arn));
            }
            String balancer = request.loadBalancerArn();
            if (balancer != null) {
                LoadBalancerOperations.require(world, balancer);
                found.addAll(world.traffic().listenersByLoadBalancer.get(balancer));
            } else if (!request.hasListenerArns()) {
                throw Elbv2Errors.validation(
                        "You must specify either listener ARNs or a load balancer ARN");
            }
            Page<Listener> page =
                    Page.of(
                            new Page.Asked("listeners", request.marker(), request.pageSize()),
                            found,
                            Listener::arn);
            return DescribeListenersResponse.builder()
                    .listeners(page.map(ListenerView::of))
                    .nextMarker(page.nextMarker())
                    .build();
        });
    }

    /// Changes a listener; what is not named stays.
    ModifyListenerResponse modify(ModifyListenerRequest request) {
        return turns.decide(turn -> {
            World world = turn.world();
            Listener before = require(world, request.listenerArn());
            String balancer = before.loadBalancerArn();
            int port = request.port() == null ? before.port() : request.port();
            String protocol =
                    request.protocol() == null
                            ? before.protocol()
                            : protocol(request.protocolAsString());
            free(world, balancer, port, before.arn());
            Rule.Action action =
                    request.hasDefaultActions()
                            ? ActionShape.read(world, balancer, request.defaultActions())
                            : before.defaultRule().action();
            TlsShape.Asked asked =
                    new TlsShape.Asked(
                            new MutualShape.Place(balancer, before.arn()),
                            certificates(request.certificates()),
                            request.sslPolicy(),
                            request.mutualAuthentication());
            Listener.Tls tls = TlsShape.read(world, asked, protocol, before.tls());
            before.rules().stream()
                    .filter(rule -> !rule.isDefault())
                    .forEach(rule -> TlsShape.fitting(world, protocol, rule.action()));
            Listener after =
                    Listeners.modify(
                            turn,
                            before.arn(),
                            new Listeners.Settings(
                                    protocol,
                                    port,
                                    TlsShape.fitting(world, protocol, action),
                                    tls));
            return ModifyListenerResponse.builder().listeners(ListenerView.of(after)).build();
        });
    }

    /// Deletes a listener with its rules; one that is not there is refused, as AWS does.
    DeleteListenerResponse delete(DeleteListenerRequest request) {
        return turns.decide(turn -> {
            Listener listener = require(turn.world(), request.listenerArn());
            TagOperations.gone(turn, listener);
            Listeners.delete(turn, listener.arn());
            return DeleteListenerResponse.builder().build();
        });
    }

    /// The listener of this ARN.
    static Listener require(World world, String arn) {
        Listener found = world.traffic().listeners.get(arn);
        if (found == null) {
            throw Elbv2Errors.listenerNotFound();
        }
        return found;
    }

    private static void free(World world, String balancer, int port, @Nullable String but) {
        for (Listener other : world.traffic().listenersByLoadBalancer.get(balancer)) {
            if (other.port() == port && !other.arn().equals(but)) {
                throw Elbv2Errors.duplicateListener(balancer);
            }
        }
    }

    private static List<@Nullable String> certificates(List<Certificate> certificates) {
        List<@Nullable String> arns = new ArrayList<>();
        certificates.forEach(certificate -> arns.add(certificate.certificateArn()));
        return arns;
    }

    private static String protocol(@Nullable String protocol) {
        if (protocol == null) {
            throw Elbv2Errors.validation("A listener protocol must be specified");
        }
        if (!protocol.equals("HTTP") && !protocol.equals("HTTPS")) {
            throw Elbv2Errors.unsupported("A listener with protocol '" + protocol + "'");
        }
        return protocol;
    }
}
