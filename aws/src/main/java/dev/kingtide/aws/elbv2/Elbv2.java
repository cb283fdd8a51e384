package dev.kingtide.aws.elbv2;

import static dev.kingtide.aws.Operations.op;

import dev.kingtide.aws.Operations;
import dev.kingtide.aws.Operations.Operation;
import dev.kingtide.aws.S3Objects;
import dev.kingtide.aws.Turns;
import dev.kingtide.aws.Zones;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddTrustStoreRevocationsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTrustStoreRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTrustStoreRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeregisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeAccountLimitsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeCapacityReservationRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeSslPoliciesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTrustStoreAssociationsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTrustStoreRevocationsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTrustStoresRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyCapacityReservationRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyLoadBalancerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTrustStoreRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveTrustStoreRevocationsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetIpAddressTypeRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetRulePrioritiesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSecurityGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSubnetsRequest;

/// The table of Elastic Load Balancing's operations.
public final class Elbv2 {

    private Elbv2() {}

    /// The operations, over something that runs their decisions.
    ///
    /// @param objects the files of trust stores
    public static Operations operations(Turns turns, Zones zones, S3Objects objects) {
        List<Operation<?>> all = new ArrayList<>(balancing(turns, zones));
        all.addAll(trust(turns, objects));
        return new Operations(
                "elbv2",
                new Operations.Errors(Elbv2Errors::malformed, Elbv2Errors::unsupported),
                all);
    }

    private static List<Operation<?>> trust(Turns turns, S3Objects objects) {
        var stores = new TrustStoreOperations(turns, objects);
        var revocations = new RevocationOperations(turns, objects);
        return List.of(
                op(CreateTrustStoreRequest.class, stores::create),
                op(DescribeTrustStoresRequest.class, stores::describe),
                op(ModifyTrustStoreRequest.class, stores::modify),
                op(DeleteTrustStoreRequest.class, stores::delete),
                op(DescribeTrustStoreAssociationsRequest.class, stores::associations),
                op(AddTrustStoreRevocationsRequest.class, revocations::add),
                op(RemoveTrustStoreRevocationsRequest.class, revocations::remove),
                op(DescribeTrustStoreRevocationsRequest.class, revocations::describe));
    }

    private static List<Operation<?>> balancing(Turns turns, Zones zones) {
        var loadBalancers = new LoadBalancerOperations(turns, zones);
        var groups = new TargetGroupOperations(turns);
        var targets = new TargetOperations(turns);
        var listeners = new ListenerOperations(turns);
        var certificates = new ListenerCertificateOperations(turns);
        var listenerAttributes = new ListenerAttributeOperations(turns);
        var rules = new RuleOperations(turns);
        var settings = new BalancerSettingOperations(turns, loadBalancers);
        var tags = new TagOperations(turns);
        return List.of(
                op(CreateLoadBalancerRequest.class, loadBalancers::create),
                op(DescribeLoadBalancersRequest.class, loadBalancers::describe),
                op(DeleteLoadBalancerRequest.class, loadBalancers::delete),
                op(ModifyLoadBalancerAttributesRequest.class, loadBalancers::modifyAttributes),
                op(DescribeLoadBalancerAttributesRequest.class, loadBalancers::describeAttributes),
                op(CreateTargetGroupRequest.class, groups::create),
                op(DescribeTargetGroupsRequest.class, groups::describe),
                op(ModifyTargetGroupRequest.class, groups::modify),
                op(DeleteTargetGroupRequest.class, groups::delete),
                op(ModifyTargetGroupAttributesRequest.class, groups::modifyAttributes),
                op(DescribeTargetGroupAttributesRequest.class, groups::describeAttributes),
                op(RegisterTargetsRequest.class, targets::register),
                op(DeregisterTargetsRequest.class, targets::deregister),
                op(DescribeTargetHealthRequest.class, targets::describeHealth),
                op(CreateListenerRequest.class, listeners::create),
                op(DescribeListenersRequest.class, listeners::describe),
                op(ModifyListenerRequest.class, listeners::modify),
                op(DeleteListenerRequest.class, listeners::delete),
                op(AddListenerCertificatesRequest.class, certificates::add),
                op(RemoveListenerCertificatesRequest.class, certificates::remove),
                op(DescribeListenerCertificatesRequest.class, certificates::describe),
                op(
                        "DescribeSSLPolicies",
                        DescribeSslPoliciesRequest.class,
                        ListenerCertificateOperations::policies),
                op(DescribeListenerAttributesRequest.class, listenerAttributes::describe),
                op(ModifyListenerAttributesRequest.class, listenerAttributes::modify),
                op(CreateRuleRequest.class, rules::create),
                op(DescribeRulesRequest.class, rules::describe),
                op(ModifyRuleRequest.class, rules::modify),
                op(DeleteRuleRequest.class, rules::delete),
                op(SetRulePrioritiesRequest.class, rules::setPriorities),
                op(SetSubnetsRequest.class, settings::subnets),
                op(SetSecurityGroupsRequest.class, settings::securityGroups),
                op(SetIpAddressTypeRequest.class, settings::addressType),
                op(DescribeCapacityReservationRequest.class, settings::reservation),
                op(ModifyCapacityReservationRequest.class, settings::reserve),
                op(AddTagsRequest.class, tags::add),
                op(RemoveTagsRequest.class, tags::remove),
                op(DescribeTagsRequest.class, tags::describe),
                op(DescribeAccountLimitsRequest.class, new LimitOperations(turns)::describe));
    }
}
