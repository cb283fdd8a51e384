package dev.kingtide.rehearsal.cost;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// Prices in US dollars, Linux, without taxes, savings plans and data transfer.
///
/// @param fargateX86VcpuHour one vCPU of an x86 task for an hour
/// @param fargateX86GbHour one GB of memory of an x86 task for an hour
/// @param fargateArmVcpuHour the same on ARM64, about 20 % less
/// @param fargateArmGbHour the same on ARM64
/// @param fargateStorageGbHour ephemeral storage above 20 GB
/// @param fargateSpotDiscountPercent how much less a Fargate Spot task costs; it varies with supply
/// @param instanceSpotDiscountPercent how much less an EC2 Spot instance costs; it varies
/// @param loadBalancerHour an Application Load Balancer for an hour
/// @param lcuHour one load balancer capacity unit for an hour
/// @param instanceHour EC2 instances by type
public record Prices(
        double fargateX86VcpuHour,
        double fargateX86GbHour,
        double fargateArmVcpuHour,
        double fargateArmGbHour,
        double fargateStorageGbHour,
        double fargateSpotDiscountPercent,
        double instanceSpotDiscountPercent,
        double loadBalancerHour,
        double lcuHour,
        SortedMap<String, Double> instanceHour) {

    /// us-east-1, as price pages and calculators showed them in 2026 (AWS Fargate pricing, Elastic
    /// Load Balancing pricing, Amazon EC2 on-demand pricing; "up to 70 %" off for Fargate Spot; EC2
    /// Spot 44 to 62 % off in the example prices of the EC2 Auto Scaling guide).
    public static final Prices DEFAULT =
            new Prices(
                    0.04048, 0.004445, 0.03238, 0.00356, 0.000111, 70, 55, 0.0225, 0.008, types());

    /// Keeps a copy.
    public Prices {
        instanceHour = Collections.unmodifiableSortedMap(new TreeMap<>(instanceHour));
    }

    private static SortedMap<String, Double> types() {
        SortedMap<String, Double> types = new TreeMap<>();
        types.put("t3.small", 0.0208);
        types.put("t3.medium", 0.0416);
        types.put("t3.large", 0.0832);
        types.put("m5.large", 0.096);
        types.put("m6g.large", 0.077);
        types.put("m7g.large", 0.0816);
        types.put("c5.large", 0.085);
        types.put("c5.2xlarge", 0.34);
        types.put("c5.4xlarge", 0.68);
        types.put("c5.12xlarge", 2.04);
        types.put("c5.18xlarge", 3.06);
        types.put("c5.24xlarge", 4.08);
        return types;
    }
}
