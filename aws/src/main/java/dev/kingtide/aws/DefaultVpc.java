package dev.kingtide.aws;

import dev.kingtide.core.Digests;
import dev.kingtide.core.Scope;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The network that an account has in every region without asking: a VPC with a public subnet in
/// each zone and a security group
/// (<https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html>).
///
/// Its ids follow from the account and the region, so they are the same at every start.
///
/// @param subnets one a zone, in the zones' order
public record DefaultVpc(Scope scope, String vpcId, String securityGroupId, List<Subnet> subnets) {

    /// The addresses of every default VPC.
    public static final String CIDR = "172.31.0.0/16";

    private static final List<String> LETTERS = List.of("a", "b", "c");

    /// A subnet for some 4,000 addresses.
    ///
    /// @param zone such as `us-east-1a`
    /// @param zoneId such as `use1-az1`
    public record Subnet(String id, String zone, String zoneId, String cidr) {}

    /// The network of an account in a region.
    public static DefaultVpc of(Scope scope) {
        List<Subnet> subnets = new ArrayList<>();
        for (int i = 0; i < LETTERS.size(); i++) {
            String zone = scope.region() + LETTERS.get(i);
            subnets.add(
                    new Subnet(
                            id(scope, "subnet", zone),
                            zone,
                            zonePrefix(scope.region()) + "-az" + (i + 1),
                            "172.31." + i * 16 + ".0/20"));
        }
        return new DefaultVpc(
                scope, id(scope, "vpc", "default"), id(scope, "sg", "default"), subnets);
    }

    /// In which zone each subnet is, as [Zones] wants to know it.
    public Map<String, String> subnetZones() {
        Map<String, String> zones = new TreeMap<>();
        subnets.forEach(subnet -> zones.put(subnet.id(), subnet.zone()));
        return zones;
    }

    /// `us-east-1` is `use1`, `ap-southeast-2` is `apse2`
    /// (<https://docs.aws.amazon.com/ram/latest/userguide/working-with-az-ids.html>).
    private static String zonePrefix(String region) {
        String[] words = region.split("-", -1);
        var prefix = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            prefix.append(
                    switch (words[i]) {
                        case "northeast" -> "ne";
                        case "northwest" -> "nw";
                        case "southeast" -> "se";
                        case "southwest" -> "sw";
                        default -> words[i].substring(0, Math.min(1, words[i].length()));
                    });
        }
        return prefix.toString();
    }

    private static String id(Scope scope, String kind, String what) {
        String name = scope.account() + ' ' + scope.region() + ' ' + kind + ' ' + what;
        return kind + "-0" + HexFormat.of().formatHex(Digests.sha256(name)).substring(0, 16);
    }
}
