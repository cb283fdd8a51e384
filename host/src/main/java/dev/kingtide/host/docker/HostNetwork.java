package dev.kingtide.host.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.engine.EngineFailure;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The networks of an Engine's machine, as its tasks use them.
///
/// @param awsvpc the Docker network in which tasks of network mode `awsvpc` get their addresses
/// @param address at which ports of containers are published, and reached from here
record HostNetwork(String awsvpc, InetAddress address) {
    private static final Logger LOG = LoggerFactory.getLogger(HostNetwork.class);

    /// Of this machine: Docker's bridge, and loopback.
    static final HostNetwork OWN = new HostNetwork("bridge", InetAddress.getLoopbackAddress());

    /// Of a further machine. Addresses of tasks have to differ from those on other machines, since
    /// targets are known by them; Docker's bridge has the same ones everywhere. So it gets a
    /// network of its own, of 254 addresses out of 10.128.0.0/9 that follow from the host's name.
    static HostNetwork further(String name, InetAddress address) {
        return new HostNetwork("kingtide-" + name, address);
    }

    /// Whether it is this machine's.
    boolean isOwn() {
        return equals(OWN);
    }

    /// Makes the network if it is not there.
    void provide(Engine engine) throws EngineFailure {
        if (isOwn() || engine.network(awsvpc) != null) {
            return;
        }
        CRC32 digest = new CRC32();
        digest.update(awsvpc.getBytes(StandardCharsets.UTF_8));
        int low = (int) (digest.getValue() & 0x7fff);
        ObjectNode network = TaskPlan.JSON.createObjectNode();
        network.put("Name", awsvpc).put("Driver", "bridge");
        network.putObject("Labels").put(Labels.NETWORK, "true");
        network.putObject("IPAM")
                .putArray("Config")
                .addObject()
                .put("Subnet", "10.%d.%d.0/24".formatted(128 + (low >> 8), low & 0xff));
        engine.createNetwork(network);
        LOG.info("made the network {} on {}", awsvpc, engine.address().text());
    }

    /// As Docker wants it.
    String published() {
        return address.getHostAddress();
    }
}
