package dev.kingtide.host.metadata;

import dev.kingtide.core.Scope;
import dev.kingtide.core.task.NetworkMode;
import dev.kingtide.core.task.Task;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;

/// A task that runs here, as far as it does not change.
///
/// @param task as it was when it was placed
/// @param networkMode of its definition
/// @param containers as they are defined, in their order
/// @param dockerNames by the containers' names
/// @param pauseName the Docker name of what holds its network, null in other modes than `awsvpc`
/// @param roleArn of the role that its containers have, or null
public record Resident(
        Scope scope,
        Task task,
        NetworkMode networkMode,
        List<ContainerDefinition> containers,
        Map<String, String> dockerNames,
        @Nullable String pauseName,
        @Nullable String roleArn) {

    /// Its ARN.
    public String arn() {
        return scope.arn("ecs", task.resource());
    }

    /// The Docker name of a container.
    String dockerName(String container) {
        return dockerNames.getOrDefault(container, "");
    }

    /// A container as it is defined.
    @Nullable ContainerDefinition definition(String container) {
        for (ContainerDefinition one : containers) {
            if (container.equals(one.name())) {
                return one;
            }
        }
        return null;
    }
}
