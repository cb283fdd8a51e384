package dev.kingtide.host.docker;

import dev.kingtide.core.Turn;
import dev.kingtide.core.cluster.CapacityStrategy;
import dev.kingtide.core.cluster.Clusters;
import dev.kingtide.core.cluster.ContainerInstance;
import dev.kingtide.core.cluster.HostPort;
import dev.kingtide.core.cluster.Instances;
import dev.kingtide.core.cluster.Registration;
import dev.kingtide.core.cluster.Resources;
import dev.kingtide.core.service.Services;
import dev.kingtide.host.engine.Engine;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The machine of the Engine as a container instance of one cluster, with its CPU and memory as the
/// Engine says them, as the agent registers its own (amazon-ecs-agent, ecs-agent/api/ecs/client).
/// The cluster of that name is made if there is none.
///
/// @param owner the identity of the data directory, from which the instance's id follows
/// @param info what the Engine says of itself
/// @param settings of the agent
record LocalMachine(String owner, Engine.Info info, AgentSettings settings) {
    private static final int UNITS_OF_A_CPU = 1024;

    /// A network namespace costs nothing, unlike a network interface of EC2.
    private static final int NETWORK_INTERFACES = 1_000;

    /// Such as `i-0123456789abcdef0`, the same at every start.
    String ec2InstanceId() {
        return "i-" + owner.replace("-", "").substring(0, 17);
    }

    /// Joins the cluster, or is connected again.
    ContainerInstance join(Turn turn) {
        ContainerInstance known = find(turn);
        if (known != null) {
            ContainerInstance again = Instances.connected(turn, known.id(), true);
            Services.instanceJoined(turn, again);
            return again;
        }
        Clusters.create(turn, settings.cluster(), List.of(), CapacityStrategy.NONE);
        ContainerInstance made =
                Instances.register(
                        turn,
                        new Registration(
                                settings.cluster(),
                                ec2InstanceId(),
                                "local",
                                turn.world().scope().region() + 'a',
                                null,
                                false,
                                "1.105.1",
                                info.architecture().equals("aarch64") ? "arm64" : "x86_64",
                                resources(),
                                new TreeMap<>(settings.attributes())),
                        reserved());
        Services.instanceJoined(turn, made);
        return made;
    }

    private List<HostPort> reserved() {
        return Stream.concat(
                        settings.reservedPorts().stream().map(HostPort::tcp),
                        settings.reservedPortsUdp().stream().map(port -> new HostPort(port, "udp")))
                .sorted()
                .toList();
    }

    /// Its Engine does not answer.
    static void lost(Turn turn, LocalMachine machine) {
        ContainerInstance known = machine.find(turn);
        if (known != null) {
            Instances.connected(turn, known.id(), false);
        }
    }

    private Resources resources() {
        long mib = info.memoryBytes() >> 20;
        return new Resources(
                info.cpus() * UNITS_OF_A_CPU,
                (int) Math.max(1, mib - settings.reservedMemoryMib()),
                NETWORK_INTERFACES);
    }

    private @Nullable ContainerInstance find(Turn turn) {
        for (ContainerInstance one :
                turn.world().clusters().instancesByCluster.list(settings.cluster())) {
            if (ec2InstanceId().equals(one.identity().ec2InstanceId())) {
                return one;
            }
        }
        return null;
    }
}
