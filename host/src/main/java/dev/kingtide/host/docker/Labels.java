package dev.kingtide.host.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.core.task.Task;

/// The labels that say whose a container is and which: the ECS agent's own (ECS developer guide,
/// task-metadata-endpoint-v4), and Kingtide's.
final class Labels {
    /// The identity of the data directory whose control plane made it.
    static final String OWNER = "dev.kingtide.owner";

    /// The id of its task.
    static final String TASK = "dev.kingtide.task";

    /// The name of the service that its task belongs to, behind that of the cluster and a slash.
    static final String SERVICE = "dev.kingtide.service";

    /// The container's name in the task definition, or [#PAUSE].
    static final String CONTAINER = "com.amazonaws.ecs.container-name";

    /// On networks that were made on further hosts.
    static final String NETWORK = "dev.kingtide.network";

    /// The container that holds a task's network namespace, by the agent's name for it.
    static final String PAUSE = "~internal~ecs~pause";

    private Labels() {}

    /// What a list of an owner's containers is filtered by.
    static String ownedBy(String owner) {
        return OWNER + '=' + owner;
    }

    static void put(ObjectNode labels, String owner, String arn, Task task, String container) {
        String definition = task.identity().definition();
        int colon = definition.lastIndexOf(':');
        String cluster = arn.substring(0, arn.indexOf(":task/")) + ":cluster/";
        labels.put("com.amazonaws.ecs.cluster", cluster + task.identity().clusterName());
        labels.put("com.amazonaws.ecs.task-arn", arn);
        labels.put("com.amazonaws.ecs.task-definition-family", definition.substring(0, colon));
        labels.put("com.amazonaws.ecs.task-definition-version", definition.substring(colon + 1));
        labels.put(CONTAINER, container);
        labels.put(OWNER, owner);
        labels.put(TASK, task.id());
        String service = task.identity().serviceKey();
        if (service != null) {
            labels.put(SERVICE, service);
        }
    }

    /// A container's name: the agent's form (`ecs-family-revision-container-...`), ended by the
    /// task's id, so that the same container is never made twice.
    static String name(Task task, String container) {
        String definition = task.identity().definition().replace(':', '-');
        String inner = container.equals(PAUSE) ? "internalecspause" : container;
        return "ecs-" + definition + '-' + inner + '-' + task.id();
    }
}
