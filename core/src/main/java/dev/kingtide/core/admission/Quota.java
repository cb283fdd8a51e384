package dev.kingtide.core.admission;

import org.jspecify.annotations.Nullable;

/// One limit of an account in a region, with AWS's default.
///
/// Sources: the service quotas pages of the ECS and Elastic Load Balancing guides, and for
/// Fargate's rates the ECS developer guide, throttling.
public enum Quota {
    /// Amazon ECS service quotas: clusters per Region.
    CLUSTERS("clusters", 10_000),
    /// Amazon ECS service quotas: services per cluster.
    SERVICES_PER_CLUSTER("servicesPerCluster", 5_000),
    /// Amazon ECS service quotas: container instances per cluster.
    CONTAINER_INSTANCES_PER_CLUSTER("containerInstancesPerCluster", 5_000),
    /// Amazon ECS service quotas: capacity providers per cluster.
    CAPACITY_PROVIDERS_PER_CLUSTER("capacityProvidersPerCluster", 20),
    /// Amazon ECS service quotas: tasks per service (the desired count).
    TASKS_PER_SERVICE("tasksPerService", 5_000),
    /// Amazon ECS service quotas: tasks per service that uses Service Connect or Cloud Map.
    TASKS_PER_DISCOVERABLE_SERVICE("tasksPerDiscoverableService", 1_000),
    /// Amazon ECS service quotas: tasks in the PROVISIONING state per cluster (waiting for managed
    /// scaling).
    PROVISIONING_TASKS_PER_CLUSTER("provisioningTasksPerCluster", 500),
    /// Amazon ECS service quotas: rate of tasks launched by a service on AWS Fargate, per minute.
    FARGATE_TASKS_PER_SERVICE_PER_MINUTE("fargateTasksPerServicePerMinute", 500),
    /// Amazon ECS service quotas: rate of tasks launched by a service on EC2 or External instances,
    /// per minute.
    EC2_TASKS_PER_SERVICE_PER_MINUTE("ec2TasksPerServicePerMinute", 500),
    /// ECS developer guide, throttling: burst of on-demand Fargate task launches.
    FARGATE_LAUNCH_BURST("fargateLaunchBurst", 100),
    /// ECS developer guide, throttling: sustained on-demand Fargate task launches.
    FARGATE_LAUNCHES_PER_SECOND("fargateLaunchesPerSecond", 20),
    /// ECS developer guide, throttling: burst of Fargate Spot task launches, a bucket of its own.
    FARGATE_SPOT_LAUNCH_BURST("fargateSpotLaunchBurst", 100),
    /// ECS developer guide, throttling: sustained Fargate Spot task launches.
    FARGATE_SPOT_LAUNCHES_PER_SECOND("fargateSpotLaunchesPerSecond", 20),
    /// AWS Fargate service quotas: on-demand vCPUs that may be in use. A new account has 6 and asks
    /// for more; this default is what an account that is about to launch has got.
    FARGATE_VCPUS("fargateVcpus", 4_000),
    /// AWS Fargate service quotas: Spot vCPUs that may be in use; see [#FARGATE_VCPUS].
    FARGATE_SPOT_VCPUS("fargateSpotVcpus", 4_000),
    /// Amazon ECS service quotas: target groups per service.
    TARGET_GROUPS_PER_SERVICE("targetGroupsPerService", 5),
    /// Quotas for Application Load Balancers: targets per load balancer.
    TARGETS_PER_LOAD_BALANCER("targetsPerLoadBalancer", 1_000),
    /// Quotas for Application Load Balancers: targets per target group.
    TARGETS_PER_TARGET_GROUP("targetsPerTargetGroup", 1_000),
    /// Quotas for Application Load Balancers: load balancers per Region.
    LOAD_BALANCERS("loadBalancers", 50),
    /// Quotas for Application Load Balancers: target groups per Region.
    TARGET_GROUPS("targetGroups", 3_000),
    /// Quotas for Application Load Balancers: listeners per load balancer.
    LISTENERS_PER_LOAD_BALANCER("listenersPerLoadBalancer", 50),
    /// Quotas for Application Load Balancers: rules per load balancer, default rules not counted.
    RULES_PER_LOAD_BALANCER("rulesPerLoadBalancer", 100),
    /// Quotas for Application Load Balancers: certificates per load balancer, default certificates
    /// not counted.
    CERTIFICATES_PER_LOAD_BALANCER("certificatesPerLoadBalancer", 25),
    /// Quotas for Application Load Balancers: trust stores per account.
    TRUST_STORES("trustStores", 20),
    /// Quotas for Application Load Balancers: listeners that use mutual TLS in verify mode, per
    /// load balancer.
    VERIFYING_LISTENERS_PER_LOAD_BALANCER("verifyingListenersPerLoadBalancer", 2),
    /// Quotas for Application Load Balancers: CA certificates per trust store.
    CA_CERTIFICATES_PER_TRUST_STORE("caCertificatesPerTrustStore", 25),
    /// Quotas for Application Load Balancers: revocation lists per trust store.
    REVOCATION_LISTS_PER_TRUST_STORE("revocationListsPerTrustStore", 30),
    /// Quotas for Application Load Balancers: revocation entries per trust store.
    REVOCATION_ENTRIES_PER_TRUST_STORE("revocationEntriesPerTrustStore", 500_000),
    /// AWS Certificate Manager quotas: imported certificates.
    IMPORTED_CERTIFICATES("importedCertificates", 2_500),
    /// Application Auto Scaling quotas: scalable targets of Amazon ECS.
    SCALABLE_TARGETS("scalableTargets", 3_000),
    /// Application Auto Scaling quotas: scaling policies per scalable target.
    SCALING_POLICIES_PER_TARGET("scalingPoliciesPerTarget", 50),
    /// Application Auto Scaling quotas: scheduled actions per scalable target.
    SCHEDULED_ACTIONS_PER_TARGET("scheduledActionsPerTarget", 200);

    private final String key;
    private final int defaultLimit;

    Quota(String key, int defaultLimit) {
        this.key = key;
        this.defaultLimit = defaultLimit;
    }

    /// Its name in files: `targetsPerLoadBalancer`.
    public String key() {
        return key;
    }

    /// What an account has that asked for nothing.
    public int defaultLimit() {
        return defaultLimit;
    }

    /// The quota of that name, or null.
    public static @Nullable Quota named(String key) {
        for (Quota quota : values()) {
            if (quota.key.equals(key)) {
                return quota;
            }
        }
        return null;
    }
}
