package dev.kingtide.core.service;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a deployment deploys: whatever of a service cannot change without a new deployment
/// (botocore ecs model, `UpdateService`).
///
/// @param taskDefinition `family:revision`
/// @param platformVersion as given, `LATEST` by default
/// @param network where its tasks are attached; null members never: empty without awsvpc
/// @param loadBalancers the target groups that its tasks are registered in, at most five
public record ServiceRevision(
        String taskDefinition,
        String platformVersion,
        ServiceNetwork network,
        List<ServiceLoadBalancer> loadBalancers) {

    /// The awsvpc configuration of a service's tasks.
    ///
    /// @param subnets the subnets, at most 16
    /// @param zones their availability zones, each once
    /// @param securityGroups at most five
    /// @param publicAddress whether a public address is assigned
    /// @param subnetZones the zone of each subnet
    public record ServiceNetwork(
            List<String> subnets,
            List<String> zones,
            List<String> securityGroups,
            boolean publicAddress,
            List<String> subnetZones) {

        /// A network whose subnets have one zone each, in order.
        public ServiceNetwork(
                List<String> subnets,
                List<String> zones,
                List<String> securityGroups,
                boolean publicAddress) {
            this(subnets, zones, securityGroups, publicAddress, zones);
        }

        /// The first subnet in a zone; without one the first of all, or null when there is none.
        public @Nullable String subnetIn(String zone) {
            int place = subnetZones.indexOf(zone);
            return subnets.isEmpty()
                    ? null
                    : subnets.get(place < 0 || place >= subnets.size() ? 0 : place);
        }

        /// No awsvpc network.
        public static final ServiceNetwork NONE =
                new ServiceNetwork(List.of(), List.of(), List.of(), false);
    }

    /// A target group and the container port that is registered in it.
    ///
    /// @param shift what shifts traffic between this group and another, or null
    public record ServiceLoadBalancer(
            String targetGroupArn,
            String containerName,
            int containerPort,
            @Nullable TrafficShift shift) {

        /// A target group that always gets all of the tasks.
        public ServiceLoadBalancer(String targetGroupArn, String containerName, int containerPort) {
            this(targetGroupArn, containerName, containerPort, null);
        }

        /// The group of one side: the alternate one or the first.
        public String groupOf(boolean alternate) {
            return alternate && shift != null ? shift.alternateTargetGroupArn() : targetGroupArn;
        }

        /// The same with the group of one side as its only one.
        ServiceLoadBalancer on(boolean alternate) {
            return shift == null
                    ? this
                    : new ServiceLoadBalancer(groupOf(alternate), containerName, containerPort);
        }
    }

    /// How traffic is shifted between two target groups (`AdvancedConfiguration`).
    ///
    /// @param alternateTargetGroupArn the other group
    /// @param productionRuleArn the listener rule of the production traffic
    /// @param testRuleArn the listener rule of the test traffic, or null
    /// @param roleArn echoed
    public record TrafficShift(
            String alternateTargetGroupArn,
            String productionRuleArn,
            @Nullable String testRuleArn,
            String roleArn) {}
}
