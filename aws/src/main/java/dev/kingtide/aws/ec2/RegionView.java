package dev.kingtide.aws.ec2;

import dev.kingtide.aws.DefaultVpc;
import dev.kingtide.core.Scope;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.model.AccountAttribute;
import software.amazon.awssdk.services.ec2.model.AccountAttributeValue;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.AvailabilityZoneState;
import software.amazon.awssdk.services.ec2.model.Region;

/// Regions, zones and the account in AWS's shape, and what filters see of them.
final class RegionView {
    private static final String ENABLED = "opt-in-not-required";

    /// The regions that need no opt-in
    /// (<https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html>).
    static final List<String> NAMES =
            List.of(
                    "ap-northeast-1",
                    "ap-northeast-2",
                    "ap-northeast-3",
                    "ap-south-1",
                    "ap-southeast-1",
                    "ap-southeast-2",
                    "ca-central-1",
                    "eu-central-1",
                    "eu-north-1",
                    "eu-west-1",
                    "eu-west-2",
                    "eu-west-3",
                    "sa-east-1",
                    "us-east-1",
                    "us-east-2",
                    "us-west-1",
                    "us-west-2");

    private RegionView() {}

    static Region region(String name) {
        return Region.builder()
                .regionName(name)
                .endpoint(endpoint(name))
                .optInStatus(ENABLED)
                .build();
    }

    private static String endpoint(String region) {
        return "ec2." + region + ".amazonaws.com";
    }

    static Map<String, List<String>> filtersOfRegion(String name) {
        Map<String, List<String>> filters = new TreeMap<>();
        filters.put("region-name", List.of(name));
        filters.put("endpoint", List.of(endpoint(name)));
        filters.put("opt-in-status", List.of(ENABLED));
        return filters;
    }

    static AvailabilityZone zone(Scope scope, DefaultVpc.Subnet subnet) {
        return AvailabilityZone.builder()
                .zoneName(subnet.zone())
                .zoneId(subnet.zoneId())
                .zoneType("availability-zone")
                .regionName(scope.region())
                .groupName(scope.region() + "-zg-1")
                .networkBorderGroup(scope.region())
                .optInStatus(ENABLED)
                .state(AvailabilityZoneState.AVAILABLE)
                .build();
    }

    static Map<String, List<String>> filtersOfZone(Scope scope, DefaultVpc.Subnet subnet) {
        Map<String, List<String>> filters = new TreeMap<>();
        filters.put("zone-name", List.of(subnet.zone()));
        filters.put("zone-id", List.of(subnet.zoneId()));
        filters.put("zone-type", List.of("availability-zone"));
        filters.put("region-name", List.of(scope.region()));
        filters.put("group-name", List.of(scope.region() + "-zg-1"));
        filters.put("opt-in-status", List.of(ENABLED));
        filters.put("state", List.of("available"));
        return filters;
    }

    /// The defaults of a new account
    /// (<https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAccountAttributes.html>).
    static List<AccountAttribute> attributes(DefaultVpc network) {
        return List.of(
                attribute("supported-platforms", "VPC"),
                attribute("default-vpc", network.vpcId()),
                attribute("max-instances", "20"),
                attribute("vpc-max-security-groups-per-interface", "5"),
                attribute("max-elastic-ips", "5"),
                attribute("vpc-max-elastic-ips", "5"));
    }

    private static AccountAttribute attribute(String name, String value) {
        return AccountAttribute.builder()
                .attributeName(name)
                .attributeValues(AccountAttributeValue.builder().attributeValue(value).build())
                .build();
    }
}
