package dev.kingtide.rehearsal.terraform;

import dev.kingtide.rehearsal.source.Node;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The calls of Amazon ECS but those for services: clusters and task definitions.
final class EcsCalls {
    private static final List<String> FARGATE = List.of("FARGATE", "FARGATE_SPOT");

    /// What makes no difference to tasks and requests.
    private static final List<String> PASSED =
            List.of(
                    "arn_without_revision",
                    "revision",
                    "skip_destroy",
                    "track_latest",
                    "inference_accelerator",
                    "proxy_configuration",
                    "enable_fault_injection");

    private final Plan plan;

    EcsCalls(Plan plan) {
        this.plan = plan;
    }

    /// Clusters with their providers, and those that services are in though another file has them.
    List<Call> clusters() {
        List<Call> calls = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        for (Resource cluster : plan.all("aws_ecs_cluster")) {
            names.add(cluster.text("name"));
            Shape input = new Shape(cluster.place()).text("clusterName", cluster.text("name"));
            calls.add(Call.of(cluster, "ecs:CreateCluster", input));
        }
        for (Resource service : plan.all("aws_ecs_service")) {
            String name = cluster(plan, Block.of(service));
            if (names.add(name)) {
                plan.note(
                        service,
                        "its cluster "
                                + name
                                + " is not in the file; taken to be empty, with FARGATE and"
                                + " FARGATE_SPOT");
                Shape input =
                        new Shape(service.place())
                                .text("clusterName", name)
                                .texts("capacityProviders", FARGATE);
                calls.add(Call.of(service, "ecs:CreateCluster", input));
            }
        }
        return calls;
    }

    /// The capacity providers of clusters; EC2 instances are given to a rehearsal by themselves.
    List<Call> providers() {
        List<Call> calls = new ArrayList<>();
        for (Resource providers : plan.all("aws_ecs_cluster_capacity_providers")) {
            Block block = Block.of(providers);
            List<Shape> strategy = new ArrayList<>();
            for (Block item : block.blocks("default_capacity_provider_strategy")) {
                if (isFargate(item)) {
                    strategy.add(strategyItem(item));
                }
            }
            List<String> names = new ArrayList<>(block.words("capacity_providers", ""));
            names.retainAll(FARGATE);
            Resource cluster = plan.link(block, "cluster_name", "aws_ecs_cluster");
            Shape input =
                    new Shape(providers.place())
                            .text(
                                    "cluster",
                                    cluster == null
                                            ? block.text("cluster_name")
                                            : cluster.text("name"))
                            .texts("capacityProviders", names)
                            .shapes("defaultCapacityProviderStrategy", strategy);
            if (names.isEmpty()) {
                input.put("capacityProviders", new Node.Sequence(List.of(), providers.place()));
            }
            if (strategy.isEmpty()) {
                input.put(
                        "defaultCapacityProviderStrategy",
                        new Node.Sequence(List.of(), providers.place()));
            }
            calls.add(Call.of(providers, "ecs:PutClusterCapacityProviders", input));
        }
        for (Resource provider : plan.all("aws_ecs_capacity_provider")) {
            plan.note(
                    provider,
                    "its EC2 instances are those that launch.yaml gives under instances; managed"
                            + " scaling is not rehearsed");
        }
        return calls;
    }

    static boolean isFargate(Block item) {
        return FARGATE.contains(String.valueOf(item.text("capacity_provider")));
    }

    static Shape strategyItem(Block item) {
        return new Shape(item.owner().place()).lower(item, "capacity_provider", "weight", "base");
    }

    /// Task definitions.
    List<Call> taskDefinitions() {
        List<Call> calls = new ArrayList<>();
        for (Resource definition : plan.all("aws_ecs_task_definition")) {
            Block block = Block.of(definition);
            Shape input =
                    new Shape(definition.place())
                            .lower(block, "family", "network_mode", "requires_compatibilities")
                            .lower(block, "cpu", "memory")
                            .text("executionRoleArn", role(block, "execution_role_arn"))
                            .text("taskRoleArn", role(block, "task_role_arn"))
                            .lower(block, "ipc_mode", "pid_mode")
                            .put("containerDefinitions", containers(block));
            Block platform = block.block("runtime_platform");
            Shape runtime =
                    new Shape(definition.place())
                            .lower(platform, "cpu_architecture", "operating_system_family");
            Shape storage =
                    new Shape(definition.place())
                            .put("sizeInGiB", block.block("ephemeral_storage").take("size_in_gib"));
            List<Shape> volumes = new ArrayList<>();
            for (Block volume : block.blocks("volume")) {
                volumes.add(new Shape(definition.place()).lower(volume, "name"));
            }
            input.put("runtimePlatform", runtime)
                    .put("ephemeralStorage", storage)
                    .shapes("volumes", volumes)
                    .shapes("placementConstraints", constraints(block));
            block.pass(PASSED);
            finish(plan, block);
            calls.add(Call.of(definition, "ecs:RegisterTaskDefinition", input));
        }
        return calls;
    }

    /// The ARN of a role; a stand-in for one that the same plan makes, since AWS asks whether there
    /// is any.
    private static @Nullable String role(Block block, String argument) {
        return block.has(argument)
                ? block.text(argument)
                : "arn:aws:iam::000000000000:role/known-after-apply";
    }

    private @Nullable Node containers(Block block) {
        Node known = block.take("container_definitions");
        if (known != null) {
            return known;
        }
        Node.Mapping before = block.owner().before();
        if (before != null && before.get("container_definitions") instanceof Node.Sequence list) {
            plan.note(
                    block.owner(),
                    "container_definitions are known only after apply; taken are the present ones");
            return list;
        }
        plan.problems()
                .add(
                        block.owner().place(),
                        "container_definitions are known only after apply",
                        "say them in launch.yaml: terraform: {file: ..., values: {'"
                                + block.owner().address()
                                + "': {container_definitions: [{name: web, image: shop/web:1,"
                                + " portMappings: [{containerPort: 8080}]}]}}}, or rehearse the"
                                + " state once it is applied: terraform show -json > state.json");
        return null;
    }

    static List<Shape> constraints(Block block) {
        List<Shape> constraints = new ArrayList<>();
        for (Block constraint : block.blocks("placement_constraints")) {
            constraints.add(
                    new Shape(block.owner().place()).lower(constraint, "type", "expression"));
        }
        return constraints;
    }

    /// Nothing of a resource is read any more.
    static void finish(Plan plan, Block block) {
        Terraform.passCommon(block);
        plan.noteUnread(block);
    }

    /// The name of a service's cluster.
    static String cluster(Plan plan, Block block) {
        String known = block.text("cluster");
        if (known == null && !plan.isWritten(block, "cluster")) {
            return "default";
        }
        Resource cluster = plan.link(block, "cluster", "aws_ecs_cluster");
        return cluster != null
                ? String.valueOf(cluster.text("name"))
                : known == null ? "default" : known.substring(known.lastIndexOf('/') + 1);
    }
}
