package dev.kingtide.host.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kingtide.core.Turn;
import dev.kingtide.core.cluster.CapacityStrategy;
import dev.kingtide.core.cluster.Clusters;
import dev.kingtide.core.cluster.ContainerInstance;
import dev.kingtide.core.cluster.HostPort;
import dev.kingtide.core.cluster.Instances;
import dev.kingtide.core.cluster.Registration;
import dev.kingtide.core.cluster.Resources;
import dev.kingtide.core.service.Services;
import dev.kingtide.core.tag.Tag;
import dev.kingtide.core.tag.Tags;
import dev.kingtide.host.engine.EngineInfo;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The machine of an Engine as a container instance of one cluster, with its CPU and memory as the
/// Engine says them, as the agent registers its own (amazon-ecs-agent, ecs-agent/api/ecs/client).
/// The cluster of that name is made if there is none.
///
/// @param owner the identity of the data directory, from which the instance's id follows
/// @param host the name of a further host; empty for this machine
/// @param info what the Engine says of itself
/// @param settings of the agent
record LocalMachine(String owner, String host, EngineInfo info, AgentSettings settings) {
    /// The attribute that says which further host an instance is.
    static final String HOST = "kingtide.host";

    private static final int UNITS_OF_A_CPU = 1024;

    /// A network namespace costs nothing, unlike a network interface of EC2.
    private static final int NETWORK_INTERFACES = 1_000;

    /// Such as `i-0123456789abcdef0`, the same at every start.
    String ec2InstanceId() {
        return ec2InstanceId(owner, host);
    }

    static String ec2InstanceId(String owner, String host) {
        String digits =
                host.isEmpty()
                        ? owner
                        : UUID.nameUUIDFromBytes((owner + '/' + host).getBytes(UTF_8)).toString();
        return "i-" + digits.replace("-", "").substring(0, 17);
    }

    /// Joins the cluster, or is connected again.
    ContainerInstance join(Turn turn) {
        ContainerInstance known = find(turn, settings.cluster(), ec2InstanceId());
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
                                attributes()),
                        reserved());
        Tags.set(turn, made.resource(), tags());
        Services.instanceJoined(turn, made);
        return made;
    }

    private TreeMap<String, String> attributes() {
        TreeMap<String, String> all = new TreeMap<>(settings.attributes());
        if (!host.isEmpty()) {
            all.put(HOST, host);
        }
        return all;
    }

    private List<Tag> tags() {
        return settings.tags().entrySet().stream()
                .map(one -> new Tag(one.getKey(), one.getValue()))
                .toList();
    }

    private List<HostPort> reserved() {
        return Stream.concat(
                        settings.reservedPorts().stream().map(HostPort::tcp),
                        settings.reservedPortsUdp().stream().map(port -> new HostPort(port, "udp")))
                .sorted()
                .toList();
    }

    /// An Engine does not answer: its instance, if it has one, gets no tasks until it does.
    static void lost(Turn turn, String cluster, String ec2InstanceId) {
        ContainerInstance known = find(turn, cluster, ec2InstanceId);
        if (known != null && known.agentConnected()) {
            Instances.connected(turn, known.id(), false);
        }
    }

    /// Hosts that were there once and are not named any more cannot be reached.
    static void lostBut(Turn turn, String cluster, Collection<String> hosts) {
        for (ContainerInstance one : turn.world().clusters().instancesByCluster.list(cluster)) {
            String host = one.attributes().get(HOST);
            if (host != null && !hosts.contains(host) && one.agentConnected()) {
                Instances.connected(turn, one.id(), false);
            }
        }
    }

    private Resources resources() {
        long mib = info.memoryBytes() >> 20;
        return new Resources(
                info.cpus() * UNITS_OF_A_CPU,
                (int) Math.max(1, mib - settings.reservedMemoryMib()),
                NETWORK_INTERFACES,
                settings.gpus() ? MachineGpus.of(host.isEmpty(), info) : List.of());
    }

    private static @Nullable ContainerInstance find(
            Turn turn, String cluster, String ec2InstanceId) {
        for (ContainerInstance one : turn.world().clusters().instancesByCluster.list(cluster)) {
            if (ec2InstanceId.equals(one.identity().ec2InstanceId())) {
                return one;
            }
        }
        return null;
    }
}
