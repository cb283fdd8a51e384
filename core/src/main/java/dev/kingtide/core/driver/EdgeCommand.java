package dev.kingtide.core.driver;

import dev.kingtide.core.traffic.Certificate;
import dev.kingtide.core.traffic.Listener;
import dev.kingtide.core.traffic.LoadBalancer;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.core.traffic.TargetGroup;
import dev.kingtide.core.traffic.TrustStore;

/// What an [Edge] is asked to do: changes to the routes, so that the cost of one never grows with
/// the others.
public sealed interface EdgeCommand {

    /// A load balancer is new, or its attributes or zones changed.
    record PutLoadBalancer(LoadBalancer loadBalancer) implements EdgeCommand {}

    /// A load balancer is gone; its listeners went before.
    record RemoveLoadBalancer(String loadBalancerArn) implements EdgeCommand {}

    /// A certificate is new to the edge or changed; the listeners that show it come after.
    record PutCertificate(Certificate certificate) implements EdgeCommand {}

    /// No listener shows a certificate any more.
    record RemoveCertificate(String certificateArn) implements EdgeCommand {}

    /// A trust store is new to the edge or changed; the listeners that verify clients with it come
    /// after.
    record PutTrustStore(TrustStore trustStore) implements EdgeCommand {}

    /// No listener verifies clients with a trust store any more.
    record RemoveTrustStore(String trustStoreArn) implements EdgeCommand {}

    /// A listener with its rules is new or changed.
    record PutListener(Listener listener) implements EdgeCommand {}

    /// A listener is gone.
    record RemoveListener(String listenerArn) implements EdgeCommand {}

    /// A target group is new, or its settings changed.
    record PutGroup(TargetGroup group) implements EdgeCommand {}

    /// A target group is gone, and its targets with it.
    record RemoveGroup(String groupArn) implements EdgeCommand {}

    /// A target was registered, or its group came into use, or it is wanted again while it drains:
    /// probe it, and send it requests once it is healthy.
    record AddTarget(Target target) implements EdgeCommand {}

    /// A target was deregistered: no new requests, those in flight may finish, no probes.
    record DrainTarget(Target target) implements EdgeCommand {}

    /// A target is gone, because its deregistration delay is over or because nothing forwards to
    /// its group any more: what is still in flight is cut.
    record RemoveTarget(Target target) implements EdgeCommand {}
}
