package dev.kingtide.host.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.aws.Api;
import dev.kingtide.aws.DefaultVpc;
import dev.kingtide.aws.Unavailable;
import dev.kingtide.core.task.LaunchType;
import dev.kingtide.core.task.NetworkMode;
import dev.kingtide.host.ControlPlane;
import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.engine.EngineFailure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.Task;

/// A task and its containers as the metadata endpoint says them (ECS developer guide,
/// task-metadata-endpoint-v4-response; amazon-ecs-agent, ecs-agent/tmds/handlers/v2 and v4/state):
/// what was decided from the World, what runs from the Engine.
///
/// @param four version 4, not 3, which knows less of containers
record TaskDocument(Engine engine, ControlPlane plane, Resident resident, boolean four) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final double UNITS_OF_A_CPU = 1024;
    private static final String PAUSE = "~internal~ecs~pause";

    /// A container.
    ObjectNode container(String name) throws EngineFailure {
        JsonNode holder = holder();
        return container(described(), name, holder);
    }

    /// The task with its containers.
    ObjectNode task(boolean tags) throws EngineFailure {
        Task task = described();
        boolean fargate = task.launchTypeAsString().equals("FARGATE");
        String definition = resident.task().identity().definition();
        int colon = definition.lastIndexOf(':');
        ObjectNode json = JSON.createObjectNode();
        json.put("Cluster", fargate ? task.clusterArn() : resident.task().identity().clusterName());
        json.put("TaskARN", task.taskArn());
        json.put("Family", definition.substring(0, colon));
        json.put("Revision", definition.substring(colon + 1));
        json.put("DesiredStatus", task.desiredStatus());
        json.put("KnownStatus", task.lastStatus());
        limits(json, task);
        time(json, "PullStartedAt", task.pullStartedAt());
        time(json, "PullStoppedAt", task.pullStoppedAt());
        time(json, "ExecutionStoppedAt", task.executionStoppedAt());
        json.put("AvailabilityZone", task.availabilityZone());
        if (four) {
            json.put("LaunchType", task.launchTypeAsString());
        }
        JsonNode holder = holder();
        ArrayNode containers = json.putArray("Containers");
        if (!fargate && holder != null) {
            containers.add(pause(holder));
        }
        for (Container container : task.containers()) {
            containers.add(container(task, container.name(), holder));
        }
        if (four) {
            if (resident.networkMode() == NetworkMode.AWSVPC) {
                json.put("VPCID", DefaultVpc.of(resident.scope()).vpcId());
            }
            String service = task.group();
            if (service != null && service.startsWith("service:")) {
                json.put("ServiceName", service.substring("service:".length()));
            }
            json.put("FaultInjectionEnabled", false);
        }
        if (tags) {
            tags(json, task);
        }
        return json;
    }

    private Task described() {
        var tasks =
                ((DescribeTasksResponse)
                                api().call(
                                                "ecs:DescribeTasks",
                                                DescribeTasksRequest.builder()
                                                        .cluster(cluster())
                                                        .tasks(resident.task().id())
                                                        .includeWithStrings("TAGS")
                                                        .build()))
                        .tasks();
        if (tasks.isEmpty()) {
            throw new Unavailable("there is no task " + resident.arn() + " any more");
        }
        return tasks.getFirst();
    }

    private Api api() {
        Api api = plane.api(resident.scope());
        if (api == null) {
            throw new Unavailable("there is no region " + resident.scope().region());
        }
        return api;
    }

    private String cluster() {
        return resident.task().identity().clusterName();
    }

    /// What holds the network of the containers; null without such a thing.
    private @Nullable JsonNode holder() throws EngineFailure {
        String name = resident.pauseName();
        return name == null ? null : docker(name);
    }

    /// All about a container, null when there is none yet.
    private @Nullable JsonNode docker(String name) throws EngineFailure {
        try {
            return engine.describe(name);
        } catch (EngineFailure failure) {
            if (failure.isMissing()) {
                return null;
            }
            throw failure;
        }
    }

    private static void limits(ObjectNode json, Task task) {
        if (task.cpu() == null && task.memory() == null) {
            return;
        }
        ObjectNode limits = json.putObject("Limits");
        if (task.cpu() != null) {
            limits.put("CPU", Integer.parseInt(task.cpu()) / UNITS_OF_A_CPU);
        }
        if (task.memory() != null) {
            limits.put("Memory", Integer.parseInt(task.memory()));
        }
    }

    private ObjectNode container(Task task, String name, @Nullable JsonNode holder)
            throws EngineFailure {
        Container known =
                task.containers().stream()
                        .filter(one -> one.name().equals(name))
                        .findFirst()
                        .orElseGet(() -> Container.builder().name(name).build());
        JsonNode docker = docker(resident.dockerName(name));
        ObjectNode json = JSON.createObjectNode();
        json.put("DockerId", docker == null ? "" : docker.path("Id").asText());
        json.put("Name", name);
        json.put("DockerName", resident.dockerName(name));
        json.put("Image", known.image());
        json.put("ImageID", docker == null ? "" : docker.path("Image").asText());
        var shape = resident.definition(name);
        if (shape != null) {
            new ContainerParts(json, docker, shape).ports(resident.networkMode());
        }
        if (docker != null) {
            json.set("Labels", docker.path("Config").path("Labels"));
        }
        json.put("DesiredStatus", task.desiredStatus());
        json.put("KnownStatus", ContainerParts.status(docker, known));
        ContainerParts.times(json, docker);
        ObjectNode limits = json.putObject("Limits");
        limits.put("CPU", known.cpu() == null ? 0 : Integer.parseInt(known.cpu()));
        if (known.memory() != null) {
            limits.put("Memory", Integer.parseInt(known.memory()));
        }
        json.put("Type", "NORMAL");
        if (shape != null) {
            ContainerParts parts = new ContainerParts(json, docker, shape);
            parts.health();
            if (four) {
                parts.log();
                json.put("ContainerARN", known.containerArn());
            }
        }
        networks(json, docker, holder, task);
        return json;
    }

    private ObjectNode pause(JsonNode docker) {
        ObjectNode json = JSON.createObjectNode();
        json.put("DockerId", docker.path("Id").asText());
        json.put("Name", PAUSE);
        json.put("DockerName", resident.pauseName());
        json.put("Image", docker.path("Config").path("Image").asText());
        json.put("ImageID", docker.path("Image").asText());
        json.set("Labels", docker.path("Config").path("Labels"));
        json.put("DesiredStatus", "RESOURCES_PROVISIONED");
        json.put("KnownStatus", "RESOURCES_PROVISIONED");
        ContainerParts.times(json, docker);
        json.putObject("Limits").put("CPU", 0).put("Memory", 0);
        json.put("Type", "CNI_PAUSE");
        return json;
    }

    private void networks(
            ObjectNode json, @Nullable JsonNode docker, @Nullable JsonNode holder, Task task) {
        JsonNode bridge =
                (holder == null ? docker == null ? JSON.missingNode() : docker : holder)
                        .path("NetworkSettings")
                        .path("Networks")
                        .path("bridge");
        String address = bridge.path("IPAddress").asText("");
        ObjectNode network = json.putArray("Networks").addObject();
        network.put("NetworkMode", resident.networkMode().word());
        ArrayNode addresses = network.putArray("IPv4Addresses");
        if (!address.isEmpty()) {
            addresses.add(address);
        }
        if (!four || resident.networkMode() != NetworkMode.AWSVPC || address.isEmpty()) {
            return;
        }
        int bits = bridge.path("IPPrefixLen").asInt();
        network.put("AttachmentIndex", 0);
        network.put("MACAddress", bridge.path("MacAddress").asText());
        network.put("IPv4SubnetCIDRBlock", ContainerParts.block(address, bits));
        network.put("SubnetGatewayIpv4Address", bridge.path("Gateway").asText() + '/' + bits);
        task.attachments().stream()
                .flatMap(attachment -> attachment.details().stream())
                .filter(detail -> detail.name().equals("privateDnsName"))
                .findFirst()
                .ifPresent(detail -> network.put("PrivateDNSName", detail.value()));
    }

    private void tags(ObjectNode json, Task task) {
        put(json, "TaskTags", task.tags());
        String instance = task.containerInstanceArn();
        if (instance != null && resident.task().place().launchType() != LaunchType.FARGATE) {
            var found =
                    (DescribeContainerInstancesResponse)
                            api().call(
                                            "ecs:DescribeContainerInstances",
                                            DescribeContainerInstancesRequest.builder()
                                                    .cluster(cluster())
                                                    .containerInstances(instance)
                                                    .includeWithStrings("TAGS")
                                                    .build());
            found.containerInstances()
                    .forEach(one -> put(json, "ContainerInstanceTags", one.tags()));
        }
    }

    private static void put(ObjectNode json, String name, Iterable<Tag> tags) {
        ObjectNode made = JSON.createObjectNode();
        tags.forEach(tag -> made.put(tag.key(), tag.value()));
        if (!made.isEmpty()) {
            json.set(name, made);
        }
    }

    private static void time(ObjectNode json, String name, @Nullable Instant time) {
        if (time != null) {
            json.put(name, time.toString());
        }
    }
}
