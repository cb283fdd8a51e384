/// The API of Docker Engine, as far as tasks need it, over its socket.
///
/// Read [dev.kingtide.host.engine.Engine] first: one method an endpoint, each blocking its
/// (virtual) thread and bounded in time; what fails is an [dev.kingtide.host.engine.EngineFailure].
/// Nothing here knows of tasks.
@NullMarked
package dev.kingtide.host.engine;

import org.jspecify.annotations.NullMarked;
