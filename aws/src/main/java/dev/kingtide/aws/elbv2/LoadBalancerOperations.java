package dev.kingtide.aws.elbv2;

import dev.kingtide.aws.DefaultVpc;
import dev.kingtide.aws.Turns;
import dev.kingtide.aws.Zones;
import dev.kingtide.core.Turn;
import dev.kingtide.core.World;
import dev.kingtide.core.admission.Quota;
import dev.kingtide.core.traffic.LoadBalancer;
import dev.kingtide.core.traffic.LoadBalancers;
import dev.kingtide.core.traffic.TrafficQuotas;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteLoadBalancerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyLoadBalancerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyLoadBalancerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SubnetMapping;

/// The operations on load balancers.
final class LoadBalancerOperations {
    private final Turns turns;
    private final Zones zones;

    LoadBalancerOperations(Turns turns, Zones zones) {
        this.turns = turns;
        this.zones = zones;
    }

    /// Creates a load balancer; the same again gives the one that is there.
    CreateLoadBalancerResponse create(CreateLoadBalancerRequest request) {
        return turns.decide(turn -> {
            LoadBalancers.New wanted = wanted(turn, request);
            World world = turn.world();
            LoadBalancer there = world.traffic().loadBalancersByName.first(wanted.name());
            if (there != null && !same(there, wanted)) {
                throw Elbv2Errors.duplicateLoadBalancer(wanted.name());
            }
            LoadBalancer made = there != null ? there : made(turn, wanted, request);
            return CreateLoadBalancerResponse.builder()
                    .loadBalancers(LoadBalancerView.of(made))
                    .build();
        });
    }

    private static LoadBalancer made(
            Turn turn, LoadBalancers.New wanted, CreateLoadBalancerRequest request) {
        if (!TrafficQuotas.roomForLoadBalancer(turn.world())) {
            throw Elbv2Errors.tooManyLoadBalancers(
                    turn.world().admission().limit(Quota.LOAD_BALANCERS));
        }
        LoadBalancer made = LoadBalancers.create(turn, wanted);
        TagOperations.created(turn, made.arn(), request.tags());
        return made;
    }

    private LoadBalancers.New wanted(Turn turn, CreateLoadBalancerRequest request) {
        ElbNames.check("The load balancer", request.name());
        if (request.name().startsWith("internal-")) {
            throw Elbv2Errors.validation(
                    "The load balancer name '"
                            + request.name()
                            + "' cannot begin with 'internal-'");
        }
        LoadBalancerTypeEnum type = request.type();
        if (type != null && type != LoadBalancerTypeEnum.APPLICATION) {
            throw Elbv2Errors.unsupported("A load balancer of type '" + type + "'");
        }
        List<String> subnets = new ArrayList<>(request.subnets());
        request.subnetMappings().stream().map(SubnetMapping::subnetId).forEach(subnets::add);
        SortedMap<String, String> bySubnet = zones(turn, subnets);
        String scheme = request.schemeAsString();
        return new LoadBalancers.New(
                request.name(),
                scheme == null ? "internet-facing" : scheme,
                DefaultVpc.of(turn.world().scope()).vpcId(),
                bySubnet,
                areKnown(bySubnet.keySet()),
                List.copyOf(request.securityGroups()));
    }

    /// The zone of each of at least two subnets. That two are in one zone is refused where somebody
    /// has said so: a guess holds nothing back.
    SortedMap<String, String> zones(Turn turn, List<String> subnets) {
        SortedMap<String, String> bySubnet = new TreeMap<>();
        subnets.stream().filter(Objects::nonNull).forEach(s -> bySubnet.put(s, zones.of(turn, s)));
        boolean inOneZone = new LinkedHashSet<>(bySubnet.values()).size() < 2;
        if (bySubnet.size() < 2 || (inOneZone && areKnown(bySubnet.keySet()))) {
            throw Elbv2Errors.validation(
                    "At least two subnets in two different Availability Zones must be specified");
        }
        return bySubnet;
    }

    /// Whether somebody has said in which zones these subnets are.
    boolean areKnown(Collection<String> subnets) {
        return subnets.stream().allMatch(zones::isKnown);
    }

    private static boolean same(LoadBalancer there, LoadBalancers.New wanted) {
        return there.scheme().equals(wanted.scheme())
                && there.zones().equals(wanted.zones())
                && there.securityGroups().equals(wanted.securityGroups());
    }

    /// Load balancers by ARN or name, all without either; page by page.
    DescribeLoadBalancersResponse describe(DescribeLoadBalancersRequest request) {
        return turns.decide(turn -> {
            var tables = turn.world().traffic();
            List<LoadBalancer> found = new ArrayList<>();
            for (String arn : request.loadBalancerArns()) {
                found.add(require(turn.world(), arn));
            }
            for (String name : request.names()) {
                LoadBalancer named = tables.loadBalancersByName.first(name);
                if (named == null) {
                    throw Elbv2Errors.loadBalancerNotFound();
                }
                found.add(named);
            }
            if (!request.hasLoadBalancerArns() && !request.hasNames()) {
                found.addAll(tables.loadBalancers.rows());
            }
            Page<LoadBalancer> page =
                    Page.of(
                            new Page.Asked("load-balancers", request.marker(), request.pageSize()),
                            found,
                            LoadBalancer::arn);
            return DescribeLoadBalancersResponse.builder()
                    .loadBalancers(page.map(LoadBalancerView::of))
                    .nextMarker(page.nextMarker())
                    .build();
        });
    }

    /// Deletes a load balancer with its listeners; one that is not there is no error.
    DeleteLoadBalancerResponse delete(DeleteLoadBalancerRequest request) {
        return turns.decide(turn -> {
            String arn = request.loadBalancerArn();
            LoadBalancer found = turn.world().traffic().loadBalancers.get(arn);
            if (found != null && found.deletionProtected()) {
                throw Elbv2Errors.protectedFromDeletion(arn);
            }
            if (found != null) {
                turn.world()
                        .traffic()
                        .listenersByLoadBalancer
                        .get(arn)
                        .forEach(listener -> TagOperations.gone(turn, listener));
                TagOperations.gone(turn, arn);
                LoadBalancers.delete(turn, arn);
            }
            return DeleteLoadBalancerResponse.builder().build();
        });
    }

    /// Changes attributes; those that are not named stay.
    ModifyLoadBalancerAttributesResponse modifyAttributes(
            ModifyLoadBalancerAttributesRequest request) {
        Map<String, String> changes = new LinkedHashMap<>();
        request.attributes().forEach(a -> changes.put(a.key(), String.valueOf(a.value())));
        AttributeRules.loadBalancer(changes);
        return turns.decide(turn -> {
            require(turn.world(), request.loadBalancerArn());
            LoadBalancer changed =
                    LoadBalancers.modifyAttributes(
                            turn, request.loadBalancerArn(), new TreeMap<>(changes));
            return ModifyLoadBalancerAttributesResponse.builder()
                    .attributes(LoadBalancerView.attributes(changed))
                    .build();
        });
    }

    /// All attributes.
    DescribeLoadBalancerAttributesResponse describeAttributes(
            DescribeLoadBalancerAttributesRequest request) {
        return turns.decide(turn ->
                DescribeLoadBalancerAttributesResponse.builder()
                        .attributes(
                                LoadBalancerView.attributes(
                                        require(turn.world(), request.loadBalancerArn())))
                        .build());
    }

    /// The load balancer of this ARN.
    static LoadBalancer require(World world, String arn) {
        LoadBalancer found = world.traffic().loadBalancers.get(arn);
        if (found == null) {
            throw Elbv2Errors.loadBalancerNotFound();
        }
        return found;
    }
}
