package dev.kingtide.host.docker;

import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.metadata.MetadataServer;
import org.jspecify.annotations.Nullable;

/// What all tasks on one Engine share.
///
/// @param owner the identity of the data directory, on every container's label
/// @param engine the Engine
/// @param patience asks it again while it is away
/// @param settings of the agent
/// @param pulls of images
/// @param pause the image of namespaces' holders
/// @param secrets what stands for AWS's stores of secrets
/// @param metadata what containers may ask; null where there is no control plane to answer
record Yard(
        String owner,
        Engine engine,
        Patience patience,
        AgentSettings settings,
        ImagePulls pulls,
        PauseImage pause,
        Secrets secrets,
        @Nullable MetadataServer metadata) {}
