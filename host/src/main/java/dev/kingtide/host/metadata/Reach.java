package dev.kingtide.host.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.core.task.NetworkMode;
import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.engine.EngineFailure;
import dev.kingtide.host.http.HttpFront;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// At which address containers find the metadata endpoint.
///
/// Theory: on AWS it is 169.254.170.2 port 80, which the agent redirects to itself by rules of the
/// kernel's packet filter. Here the address becomes one of this machine's own: it is the gateway of
/// a Docker network that nobody is in, so that whoever may use the Engine can have it, and packets
/// from every bridge arrive at this process. SDKs take credentials over plain HTTP from that
/// address and from loopback only (botocore, utils.ContainerMetadataFetcher; the others since
/// 2023), so where it cannot be had, containers with a network of their own have no credentials.
///
/// @param port of every address, 127.0.0.1 among them
/// @param linkLocal whether 169.254.170.2 is an address of this machine
/// @param usualPort whether port 80 of it is this endpoint's too
/// @param gateway the address of Docker's bridge; null when it is none of this machine, because the
///   Engine runs in a virtual machine (Docker Desktop)
record Reach(int port, boolean linkLocal, boolean usualPort, @Nullable String gateway) {
    static final String LINK_LOCAL = "169.254.170.2";

    private static final Logger LOG = LoggerFactory.getLogger(Reach.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int HTTP = 80;

    /// How Docker Desktop, Colima and others call the machine that their virtual machine is on.
    private static final String OUTSIDE = "host.docker.internal";

    /// Has a front, which listens on loopback, listen wherever else containers can come.
    static Reach open(Engine engine, HttpFront front) {
        int port = front.port();
        String gateway = null;
        boolean linkLocal = false;
        try {
            JsonNode bridge = engine.network("bridge");
            String address = bridge == null ? "" : gateway(bridge);
            gateway = isMine(address) && listens(front, address, port) ? address : null;
            if (gateway != null) {
                provide(engine);
            }
            linkLocal = isMine(LINK_LOCAL) && listens(front, LINK_LOCAL, port);
        } catch (EngineFailure failure) {
            LOG.warn("where containers find their metadata: {}", failure.text());
        }
        return new Reach(port, linkLocal, linkLocal && listens(front, LINK_LOCAL, HTTP), gateway);
    }

    private static String gateway(JsonNode network) {
        return network.path("IPAM").path("Config").path(0).path("Gateway").asText("");
    }

    private static void provide(Engine engine) throws EngineFailure {
        if (isMine(LINK_LOCAL) || engine.network(MetadataServer.NETWORK) != null) {
            return;
        }
        ObjectNode network = JSON.createObjectNode();
        network.put("Name", MetadataServer.NETWORK)
                .put("CheckDuplicate", true)
                .put("Driver", "bridge");
        network.putObject("IPAM")
                .putArray("Config")
                .addObject()
                .put("Subnet", "169.254.170.0/24")
                .put("Gateway", LINK_LOCAL);
        try {
            engine.createNetwork(network);
        } catch (EngineFailure failure) {
            if (failure.isUnreachable()) {
                throw failure;
            }
            LOG.info("{} cannot be had: {}", LINK_LOCAL, failure.text());
        }
    }

    private static boolean isMine(String address) {
        try {
            return !address.isEmpty()
                    && NetworkInterface.getByInetAddress(InetAddress.getByName(address)) != null;
        } catch (IOException e) {
            return false; // no address at all
        }
    }

    private static boolean listens(HttpFront front, String address, int port) {
        try {
            front.listenAlso(new InetSocketAddress(address, port));
            return true;
        } catch (IOException e) {
            LOG.info("cannot listen on {}:{}: {}", address, port, e.getMessage());
            return false;
        }
    }

    /// Where containers of a network mode find the endpoint; null when they cannot.
    @Nullable String base(NetworkMode mode) {
        if (mode == NetworkMode.NONE) {
            return null;
        }
        if (linkLocal) {
            return "http://" + LINK_LOCAL + (usualPort ? "" : ":" + port);
        }
        boolean own = mode == NetworkMode.BRIDGE || mode == NetworkMode.AWSVPC;
        String host = gateway == null ? OUTSIDE : own ? gateway : "127.0.0.1";
        return "http://" + host + ':' + port;
    }

    /// Whether SDKs in containers of a network mode take credentials from there.
    boolean isTrusted(NetworkMode mode) {
        return mode != NetworkMode.NONE
                && (linkLocal || (mode == NetworkMode.HOST && gateway != null));
    }
}
