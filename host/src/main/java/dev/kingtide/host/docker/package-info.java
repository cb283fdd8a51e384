/// Tasks as containers of a Docker Engine.
///
/// Read [dev.kingtide.host.docker.TaskRun] first: the life of one task, on a virtual thread of its
/// own that alone changes what is known of it; what takes time (a pull, a start, a stop) runs on
/// others and comes back as news. [dev.kingtide.host.docker.DockerMachines] has all runs, hears the
/// Engine's events, and knows whose containers are ours. [dev.kingtide.host.docker.ContainerPlan]
/// is what a container is made of, as a pure function.
///
/// Invariants: no call to the Engine on the writer's thread. A container has a name that follows
/// from its task and itself, so that none is made twice; only containers with this control plane's
/// label are ever touched.
@NullMarked
package dev.kingtide.host.docker;

import org.jspecify.annotations.NullMarked;
