package dev.kingtide.host.docker;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import software.amazon.awssdk.services.ecs.model.PortMapping;

/// Ports of this machine that are free and follow on each other, for `containerPortRange` (ECS API
/// reference, PortMapping: the host's ports are then a range too; amazon-ecs-agent,
/// agent/utils/ephemeral_ports.go: each is tried by listening on it).
final class FreePorts {
    private static final Path KERNEL = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

    /// Where the kernel does not say (ECS API reference, PortMapping).
    private static final String OTHERWISE = "49153-65535";

    private static final int TRIES = 100;

    private FreePorts() {}

    /// The first port for each range of ports that a container asks for in network mode `bridge`; a
    /// range for which there is no room is left out, and its ports become any.
    static Map<String, Integer> of(TaskPlan plan, String container) {
        Map<String, Integer> firsts = new TreeMap<>();
        for (PortMapping mapping : plan.shape(container).portMappings()) {
            String range = mapping.containerPortRange();
            if (range != null) {
                boolean udp = "udp".equals(mapping.protocolAsString());
                int first = first(Ports.of(mapping).size(), udp, plan.settings().dynamicPorts());
                if (first > 0) {
                    firsts.put(range, first);
                }
            }
        }
        return firsts;
    }

    private static int first(int count, boolean udp, String given) {
        String range = given.isEmpty() ? kernel() : given;
        int dash = range.indexOf('-');
        int low = Integer.parseInt(range.substring(0, dash));
        int high = Integer.parseInt(range.substring(dash + 1)) - count + 1;
        for (int i = 0; i < TRIES && low <= high; i++) {
            int first = ThreadLocalRandom.current().nextInt(low, high + 1);
            boolean free = true;
            for (int port = first; port < first + count && free; port++) {
                free = isFree(port, udp);
            }
            if (free) {
                return first;
            }
        }
        return 0;
    }

    /// In one piece: the kernel gives nothing to whoever reads on.
    private static String kernel() {
        byte[] bytes = new byte[64];
        try (InputStream in = Files.newInputStream(KERNEL)) {
            int read = Math.max(0, in.read(bytes));
            String range = new String(bytes, 0, read, StandardCharsets.US_ASCII).strip();
            return range.matches("\\d+\\s+\\d+") ? range.replaceAll("\\s+", "-") : OTHERWISE;
        } catch (IOException e) {
            return OTHERWISE; // not Linux
        }
    }

    private static boolean isFree(int port, boolean udp) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try {
            if (udp) {
                new DatagramSocket(address).close();
            } else {
                new ServerSocket(port, 1, address.getAddress()).close();
            }
            return true;
        } catch (IOException e) {
            return false; // somebody has it
        }
    }
}
