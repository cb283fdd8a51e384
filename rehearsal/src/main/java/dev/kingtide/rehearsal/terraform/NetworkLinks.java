package dev.kingtide.rehearsal.terraform;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The subnets, security groups and VPCs that services and load balancers are in.
///
/// What no plan can say is made up: subnets that are nowhere known are three, one a zone.
final class NetworkLinks {
    private static final List<String> UNKNOWN = List.of("subnet-1", "subnet-2", "subnet-3");
    private final Plan plan;

    NetworkLinks(Plan plan) {
        this.plan = plan;
    }

    /// The subnets of an argument; where they are unknown, those that others have.
    List<String> subnets(Block block) {
        List<String> own = ids(block, "subnets", "aws_subnet", "subnet-");
        if (own.isEmpty()) {
            for (Block mapping : block.blocks("subnet_mapping")) {
                own.addAll(ids(mapping, "subnet_id", "aws_subnet", "subnet-"));
            }
        }
        return own.isEmpty() ? elsewhere() : own;
    }

    /// The subnets that others have.
    List<String> elsewhere() {
        Set<String> found = new LinkedHashSet<>();
        for (Resource balancer : plan.all("aws_lb")) {
            found.addAll(ids(Block.of(balancer), "subnets", "aws_subnet", "subnet-"));
        }
        for (Resource service : plan.all("aws_ecs_service")) {
            Block network = Block.of(service).block("network_configuration");
            found.addAll(ids(network, "subnets", "aws_subnet", "subnet-"));
        }
        plan.all("aws_subnet").forEach(subnet -> found.add(plan.id(subnet, "subnet-")));
        return found.size() < 2 ? UNKNOWN : List.copyOf(found);
    }

    /// The security groups of an argument.
    List<String> groups(Block block) {
        return ids(block, "security_groups", "aws_security_group", "sg-");
    }

    /// The VPC of an argument.
    String vpc(Block block) {
        String known = block.text("vpc_id");
        List<String> ids = known == null ? ids(block, "vpc_id", "aws_vpc", "vpc-") : List.of(known);
        return ids.isEmpty() ? "vpc-1" : ids.getFirst();
    }

    private List<String> ids(Block block, String argument, String type, String prefix) {
        List<String> known = new ArrayList<>(block.words(argument, ""));
        String one = block.text(argument);
        if (one != null) {
            known.add(one);
        }
        if (!known.isEmpty() && !known.contains("")) {
            return known;
        }
        List<String> ids = new ArrayList<>();
        plan.links(block, argument, List.of(type)).forEach(r -> ids.add(plan.id(r, prefix)));
        return ids;
    }

    /// The zone of each subnet that the file has one for.
    SortedMap<String, String> zones() {
        SortedMap<String, String> zones = new TreeMap<>();
        for (Resource subnet : plan.all("aws_subnet")) {
            String zone = subnet.text("availability_zone");
            if (zone != null) {
                zones.put(plan.id(subnet, "subnet-"), zone);
            }
        }
        return zones;
    }
}
