package dev.kingtide.acceptance.clients;

import java.util.function.Consumer;
import software.amazon.awssdk.services.ecs.EcsClient;

/// One call that writes.
///
/// @param thing what it writes
/// @param after the thing's state when it was carried out
record Write(Thing thing, String after, Consumer<EcsClient> call) {}
