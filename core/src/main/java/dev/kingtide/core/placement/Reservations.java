package dev.kingtide.core.placement;

import dev.kingtide.core.cluster.HostPort;
import dev.kingtide.core.cluster.Reservation;
import dev.kingtide.core.task.ContainerDefinition;
import dev.kingtide.core.task.NetworkMode;
import dev.kingtide.core.task.TaskDefinition;
import dev.kingtide.core.task.TaskOverrides;
import java.util.ArrayList;
import java.util.List;

/// What tasks of a definition take of an instance.
public final class Reservations {

    private Reservations() {}

    /// CPU, memory, an interface in network mode `awsvpc`, GPUs, and the host ports that are fixed:
    /// named ones in `bridge`, all in `host` (botocore ecs model, PortMapping).
    public static Reservation of(TaskDefinition definition) {
        return of(definition, TaskOverrides.NONE);
    }

    /// The same for a task that has something otherwise than its definition says.
    public static Reservation of(TaskDefinition definition, TaskOverrides overrides) {
        NetworkMode mode = definition.networkMode();
        List<HostPort> ports = new ArrayList<>();
        for (ContainerDefinition container : definition.containers()) {
            for (ContainerDefinition.Port port : container.ports()) {
                if (mode == NetworkMode.HOST) {
                    ports.add(new HostPort(port.containerPort(), port.protocol()));
                } else if (mode == NetworkMode.BRIDGE && port.hostPort() > 0) {
                    ports.add(new HostPort(port.hostPort(), port.protocol()));
                }
            }
        }
        return new Reservation(
                overrides.cpuUnits(definition),
                overrides.memoryMib(definition),
                mode == NetworkMode.AWSVPC ? 1 : 0,
                ports,
                overrides.gpus(definition));
    }
}
