package dev.kingtide.host.docker;

import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.metadata.MetadataServer;
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
/// @param secrets what stands for AWS's stores of secrets
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
        Secrets secrets,
        @Nullable MetadataServer metadata) {}
