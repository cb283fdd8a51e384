package dev.kingtide.host.docker;

import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.metadata.MetadataServer;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What all tasks on one Engine share.
///
/// @param owner the identity of the data directory, on every container's label
/// @param engine the Engine
/// @param network of its machine
/// @param patience asks it again while it is away
/// @param settings of the agent
/// @param pulls of images
/// @param pause the image of namespaces' holders
/// @param groups control groups of tasks, null where there can be none
/// @param stores what stands for AWS's own
/// @param metadataFiles which containers read about themselves; null without
/// @param metadata what containers may ask; null where there is no control plane to answer
record Yard(
        String owner,
        Engine engine,
        HostNetwork network,
        Patience patience,
        AgentSettings settings,
        ImagePulls pulls,
        PauseImage pause,
        Supplier<@Nullable TaskGroups> groups,
        LocalStores stores,
        @Nullable MetadataFiles metadataFiles,
        @Nullable MetadataServer metadata) {

    /// Removes what a task whose containers are gone has left besides them.
    void forget(String taskId) {
        TaskGroups.remove(List.of(taskId));
        if (metadataFiles != null) {
            metadataFiles.remove(taskId);
        }
    }
}
