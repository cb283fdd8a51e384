package dev.kingtide.host;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.core.World;
import dev.kingtide.core.cluster.Cluster;
import dev.kingtide.core.service.Service;
import dev.kingtide.core.service.ServiceEvents;
import dev.kingtide.core.service.ServiceStatus;
import dev.kingtide.core.task.Container;
import dev.kingtide.core.task.ContainerRuntime;
import dev.kingtide.core.task.ImagePull;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.task.TaskDefinition;
import dev.kingtide.core.task.TaskLists.Group;
import dev.kingtide.core.task.TaskStatus;
import dev.kingtide.core.task.TaskTables.Standing;
import dev.kingtide.core.traffic.Listener;
import dev.kingtide.core.traffic.LoadBalancer;
import java.util.List;
import java.util.Locale;

/// What `kingtide status` shows: each account and region with its clusters and services.
final class Status {
    /// More would be no overview.
    private static final int PULLS_MAX = 20;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String AWS = ".elb.amazonaws.com";
    private static final String LOCAL = ".elb.localhost";

    private Status() {}

    static ArrayNode list() {
        return JSON.createArrayNode();
    }

    /// @param machines know where listeners can be reached
    static ObjectNode of(World world, Machines machines) {
        ObjectNode json = JSON.createObjectNode();
        json.put("account", world.scope().account());
        json.put("region", world.scope().region());
        ArrayNode clusters = json.putArray("clusters");
        for (Cluster cluster : world.clusters().table.rows()) {
            if (cluster.isActive()) {
                clusters.add(cluster(world, cluster));
            }
        }
        ArrayNode balancers = json.putArray("loadBalancers");
        for (LoadBalancer balancer : world.traffic().loadBalancers.rows()) {
            balancers.add(balancer(world, balancer, machines));
        }
        return json;
    }

    private static ObjectNode balancer(World world, LoadBalancer balancer, Machines machines) {
        ObjectNode json = JSON.createObjectNode();
        json.put("name", balancer.name());
        json.put("dnsName", balancer.dnsName());
        ArrayNode listeners = json.putArray("listeners");
        List<Listener> all = world.traffic().listenersByLoadBalancer.list(balancer.arn());
        for (Listener listener : all) {
            ObjectNode one = listeners.addObject();
            one.put("protocol", listener.protocol());
            one.put("port", listener.port());
            one.put("endpoint", machines.endpoint(listener.arn()));
            int sharedPort = machines.sharedPort(listener.arn());
            if (sharedPort != 0) {
                one.put("url", byName(balancer, listener, all, sharedPort));
            }
        }
        return json;
    }

    /// Where a listener can be reached by name: with its port in front of the name, unless that is
    /// the one which is meant without.
    private static String byName(
            LoadBalancer balancer, Listener listener, List<Listener> all, int sharedPort) {
        boolean isLowest =
                all.stream()
                        .filter(other -> other.protocol().equals(listener.protocol()))
                        .allMatch(other -> other.port() >= listener.port());
        String name = balancer.dnsName().toLowerCase(Locale.ROOT).replace(AWS, LOCAL);
        return "%s://%s%s:%d"
                .formatted(
                        listener.protocol().toLowerCase(Locale.ROOT),
                        isLowest ? "" : listener.port() + ".",
                        name,
                        sharedPort);
    }

    private static ObjectNode cluster(World world, Cluster cluster) {
        ObjectNode json = JSON.createObjectNode();
        json.put("name", cluster.name());
        json.put("runningTasks", world.tasks().counts.running(cluster.name()));
        json.put("pendingTasks", world.tasks().counts.pending(cluster.name()));
        json.put("containerInstances", world.clusters().instancesByCluster.count(cluster.name()));
        pulls(world, cluster.name(), json.putArray("pulls"));
        ArrayNode services = json.putArray("services");
        for (Service service : world.services().byCluster.get(cluster.name())) {
            if (service.status() != ServiceStatus.INACTIVE) {
                services.add(service(world, service));
            }
        }
        return json;
    }

    /// What is being brought for tasks that are on their way.
    private static void pulls(World world, String cluster, ArrayNode json) {
        if (world.tasks().counts.pending(cluster) == 0) {
            return;
        }
        for (Task task : world.tasks().lists().byCluster.get(new Group(cluster, false))) {
            if (task.status() != TaskStatus.PENDING || json.size() >= PULLS_MAX) {
                continue;
            }
            TaskDefinition definition =
                    world.tasks().definitions.require(task.identity().definition());
            for (Container container : task.containers()) {
                ContainerRuntime real = container.runtime();
                ImagePull pull = real == null ? null : real.pull();
                if (pull != null && container.lastStatus() == TaskStatus.PENDING) {
                    json.addObject()
                            .put("task", task.id())
                            .put("container", container.name())
                            .put("image", definition.container(container.name()).image())
                            .put("bytes", pull.bytes())
                            .put("totalBytes", pull.totalBytes())
                            .put("layers", pull.layers())
                            .put("doneLayers", pull.doneLayers())
                            .put("cachedLayers", pull.cachedLayers());
                }
            }
        }
    }

    private static ObjectNode service(World world, Service service) {
        ObjectNode json = JSON.createObjectNode();
        json.put("name", service.name());
        json.put("status", service.status().name());
        json.put("desired", service.desiredCount());
        int running = 0;
        int starting = 0;
        int healthy = 0;
        for (var deployment : service.deployments()) {
            String id = deployment.id();
            healthy += world.tasks().count(id, Standing.HEALTHY);
            starting += world.tasks().count(id, Standing.STARTING);
            running +=
                    world.tasks().count(id, Standing.HEALTHY)
                            + world.tasks().count(id, Standing.UNPROVEN)
                            + world.tasks().count(id, Standing.CONDEMNED)
                            + world.tasks().count(id, Standing.LEAVING);
        }
        json.put("running", running);
        json.put("starting", starting);
        json.put("healthy", healthy);
        if (!service.deployments().isEmpty()) { // a service that waits for task sets has none
            json.put("taskDefinition", service.primary().revision().taskDefinition());
            json.put("rollout", service.primary().rollout().name());
        }
        ServiceEvents events = world.services().events.get(service.key());
        if (events != null && !events.events().isEmpty()) {
            json.put("lastEvent", events.events().getFirst().message());
        }
        return json;
    }
}
