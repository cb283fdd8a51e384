package dev.kingtide.aws.ec2;

import dev.kingtide.aws.DefaultVpc;
import dev.kingtide.aws.Turns;
import dev.kingtide.core.Scope;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.AccountAttribute;
import software.amazon.awssdk.services.ec2.model.DescribeAccountAttributesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAccountAttributesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeRegionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeRegionsResponse;

/// The operations on regions, zones and the account.
final class RegionOperations {
    private final Turns turns;

    RegionOperations(Turns turns) {
        this.turns = turns;
    }

    /// The regions that every account has.
    DescribeRegionsResponse regions(DescribeRegionsRequest request) {
        for (String name : request.regionNames()) {
            if (!RegionView.NAMES.contains(name)) {
                throw Ec2Errors.regionNotFound(name);
            }
        }
        return DescribeRegionsResponse.builder()
                .regions(
                        RegionView.NAMES.stream()
                                .filter(name ->
                                        request.regionNames().isEmpty()
                                                || request.regionNames().contains(name))
                                .filter(name ->
                                        Filters.pass(
                                                request.filters(),
                                                RegionView.filtersOfRegion(name)))
                                .map(RegionView::region)
                                .toList())
                .build();
    }

    /// The zones of the caller's region: those of the default VPC's subnets.
    DescribeAvailabilityZonesResponse zones(DescribeAvailabilityZonesRequest request) {
        Scope scope = scope();
        List<DefaultVpc.Subnet> all = DefaultVpc.of(scope).subnets();
        for (String name : request.zoneNames()) {
            if (all.stream().noneMatch(subnet -> subnet.zone().equals(name))) {
                throw Ec2Errors.zoneNotFound(name);
            }
        }
        for (String id : request.zoneIds()) {
            if (all.stream().noneMatch(subnet -> subnet.zoneId().equals(id))) {
                throw Ec2Errors.zoneNotFound(id);
            }
        }
        return DescribeAvailabilityZonesResponse.builder()
                .availabilityZones(
                        all.stream()
                                .filter(s ->
                                        request.zoneNames().isEmpty()
                                                || request.zoneNames().contains(s.zone()))
                                .filter(s ->
                                        request.zoneIds().isEmpty()
                                                || request.zoneIds().contains(s.zoneId()))
                                .filter(s ->
                                        Filters.pass(
                                                request.filters(),
                                                RegionView.filtersOfZone(scope, s)))
                                .map(s -> RegionView.zone(scope, s))
                                .toList())
                .build();
    }

    /// What the account may have; clients ask whether it has EC2-Classic.
    DescribeAccountAttributesResponse attributes(DescribeAccountAttributesRequest request) {
        List<String> asked = request.attributeNamesAsStrings();
        List<AccountAttribute> attributes =
                RegionView.attributes(DefaultVpc.of(scope())).stream()
                        .filter(a -> asked.isEmpty() || asked.contains(a.attributeName()))
                        .toList();
        return DescribeAccountAttributesResponse.builder().accountAttributes(attributes).build();
    }

    private Scope scope() {
        return turns.decide(turn -> turn.world().scope());
    }
}
