package dev.kingtide.rehearsal.terraform;

import dev.kingtide.rehearsal.source.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The calls of Amazon ECS for services.
final class ServiceCalls {
    /// What makes no difference to tasks and requests.
    private static final List<String> PASSED =
            List.of(
                    "enable_ecs_managed_tags",
                    "force_delete",
                    "force_new_deployment",
                    "iam_role",
                    "propagate_tags",
                    "sigint_rollback",
                    "triggers",
                    "wait_for_steady_state");

    private final Plan plan;
    private final NetworkLinks network;
    private final Map<String, List<Resource>> byFamily = new LinkedHashMap<>();

    ServiceCalls(Plan plan, NetworkLinks network) {
        this.plan = plan;
        this.network = network;
        for (Resource definition : plan.all("aws_ecs_task_definition")) {
            byFamily.computeIfAbsent(
                            String.valueOf(definition.text("family")), f -> new ArrayList<>())
                    .add(definition);
        }
    }

    /// Services.
    List<Call> services() {
        List<Call> calls = new ArrayList<>();
        for (Resource service : plan.all("aws_ecs_service")) {
            calls.add(Call.of(service, "ecs:CreateService", service(Block.of(service))));
        }
        return calls;
    }

    private Shape service(Block block) {
        Shape input =
                new Shape(block.owner().place())
                        .text("cluster", EcsCalls.cluster(plan, block))
                        .text("serviceName", block.text("name"))
                        .text("taskDefinition", taskDefinition(block));
        boolean daemon = "DAEMON".equals(block.text("scheduling_strategy"));
        if (daemon) {
            block.pass(List.of("desired_count")); // as many as there are instances
        } else {
            input.plain("desiredCount", "0").lower(block, "desired_count");
        }
        capacity(block, input);
        List<Shape> balancers = balancers(block);
        input.lower(block, "platform_version", "scheduling_strategy", "enable_execute_command")
                .lower(block, "availability_zone_rebalancing")
                .put("deploymentConfiguration", deployment(block, daemon, balancers.isEmpty()))
                .shapes("loadBalancers", balancers)
                .shapes("placementConstraints", EcsCalls.constraints(block));
        Node grace = block.take("health_check_grace_period_seconds");
        input.put("healthCheckGracePeriodSeconds", balancers.isEmpty() ? null : grace);
        List<Shape> strategies = new ArrayList<>();
        for (Block strategy : block.blocks("ordered_placement_strategy")) {
            strategies.add(new Shape(block.owner().place()).lower(strategy, "type", "field"));
        }
        input.shapes("placementStrategy", strategies);
        Block placed = block.block("network_configuration");
        if (!placed.isEmpty()) {
            Shape vpc =
                    new Shape(block.owner().place())
                            .texts("subnets", network.subnets(placed))
                            .texts("securityGroups", network.groups(placed))
                            .text(
                                    "assignPublicIp",
                                    placed.isTrue("assign_public_ip") ? "ENABLED" : "DISABLED");
            input.put(
                    "networkConfiguration",
                    new Shape(block.owner().place()).put("awsvpcConfiguration", vpc));
        }
        block.pass(PASSED);
        EcsCalls.finish(plan, block);
        return input;
    }

    private @Nullable String taskDefinition(Block block) {
        Resource linked = plan.link(block, "task_definition", "aws_ecs_task_definition");
        String known = block.text("task_definition");
        String family =
                linked != null
                        ? linked.text("family")
                        : known == null
                                ? null
                                : known.substring(known.lastIndexOf('/') + 1)
                                        .replaceFirst(":[0-9]+$", "");
        if (family == null) {
            return null;
        }
        if (linked == null && !byFamily.containsKey(family)) {
            plan.note(
                    block.owner(),
                    "its task definition "
                            + family
                            + " is not in the file; calls in launch.yaml must register it"
                            + " (ecs:RegisterTaskDefinition)");
        }
        List<Resource> revisions = byFamily.getOrDefault(family, List.of());
        return revisions.size() > 1 && linked != null
                ? family + ':' + (revisions.indexOf(linked) + 1)
                : family;
    }

    private void capacity(Block block, Shape input) {
        List<Shape> strategy = new ArrayList<>();
        boolean ec2 = false;
        for (Block item : block.blocks("capacity_provider_strategy")) {
            if (EcsCalls.isFargate(item)) {
                strategy.add(EcsCalls.strategyItem(item));
            } else {
                ec2 = true;
            }
        }
        Node launchType = block.take("launch_type");
        if (ec2 && !strategy.isEmpty()) {
            plan.problems()
                    .add(
                            block.owner().place(),
                            "its capacity_provider_strategy mixes Fargate and EC2",
                            "a service runs on one of them");
        }
        if (ec2 || (strategy.isEmpty() && launchType == null && defaultIsEc2(block))) {
            input.text("launchType", "EC2");
        } else if (strategy.isEmpty()) {
            input.put("launchType", launchType);
        } else {
            input.shapes("capacityProviderStrategy", strategy);
        }
    }

    /// Whether the cluster of a service has a default strategy of EC2 instances.
    private boolean defaultIsEc2(Block service) {
        String cluster = EcsCalls.cluster(plan, service);
        for (Resource providers : plan.all("aws_ecs_cluster_capacity_providers")) {
            for (Block item : Block.of(providers).blocks("default_capacity_provider_strategy")) {
                if (cluster.equals(providers.text("cluster_name")) && !EcsCalls.isFargate(item)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// The bounds of a daemon are given only where it has some (the provider's own rule: its
    /// default of 200 percent at most is none for a daemon, and of 100 percent at least none
    /// either).
    private Shape deployment(Block block, boolean daemon, boolean alone) {
        Shape deployment = new Shape(block.owner().place());
        Node most = block.take("deployment_maximum_percent");
        Node least = block.take("deployment_minimum_healthy_percent");
        deployment.put("maximumPercent", daemon ? null : most);
        boolean none = daemon && "100".equals(block.text("deployment_minimum_healthy_percent"));
        deployment.put("minimumHealthyPercent", none ? null : least);
        Block breaker = block.block("deployment_circuit_breaker");
        deployment.put(
                "deploymentCircuitBreaker",
                new Shape(block.owner().place()).lower(breaker, "enable", "rollback"));
        String controller = block.block("deployment_controller").text("type");
        strategy(block, deployment, alone);
        if (controller != null && !controller.equals("ECS")) {
            plan.note(
                    block.owner(),
                    "deployments by " + controller + " are rehearsed as rolling ones of ECS");
        }
        return deployment;
    }

    /// Another strategy than rolling; where a load balancer would have to shift the traffic, the
    /// plan does not say the listener rules that do it in a way that could be followed.
    private void strategy(Block block, Shape deployment, boolean alone) {
        Block given = block.block("deployment_configuration");
        String strategy = given.text("strategy");
        if (strategy == null || strategy.equals("ROLLING")) {
            return;
        }
        if (!alone) {
            plan.note(
                    block.owner(), "deployments of " + strategy + " are rehearsed as rolling ones");
            return;
        }
        Shape linear = new Shape(block.owner().place());
        Shape canary = new Shape(block.owner().place());
        deployment
                .lower(given, "strategy")
                .numbers(given, "bake_time_in_minutes")
                .put(
                        "linearConfiguration",
                        linear.numbers(
                                given.block("linear_configuration"),
                                "step_percent",
                                "step_bake_time_in_minutes"))
                .put(
                        "canaryConfiguration",
                        canary.numbers(
                                given.block("canary_configuration"),
                                "canary_percent",
                                "canary_bake_time_in_minutes"));
        if (!given.blocks("lifecycle_hook").isEmpty()) {
            plan.note(block.owner(), "its lifecycle hooks are not rehearsed");
        }
    }

    private List<Shape> balancers(Block block) {
        List<Shape> balancers = new ArrayList<>();
        for (Block balancer : block.blocks("load_balancer")) {
            Resource group = plan.link(balancer, "target_group_arn", "aws_lb_target_group");
            String known = balancer.text("target_group_arn");
            if (group != null && plan.isPassedOver(group)) {
                plan.note(block.owner(), balancer.words("target_group_arn") + " is left out");
            } else {
                balancers.add(
                        new Shape(block.owner().place())
                                .text("targetGroupArn", group == null ? known : plan.arn(group))
                                .text("loadBalancerName", balancer.text("elb_name"))
                                .lower(balancer, "container_name", "container_port"));
            }
        }
        return balancers;
    }
}
