package dev.kingtide.host.edge;

import dev.kingtide.edge.proxy.Limits;
import dev.kingtide.edge.proxy.Loops;
import dev.kingtide.edge.proxy.NamedPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The port of 127.0.0.1 that all load balancers of a data directory share, told apart by name: the
/// one that `edge.port` in the directory says, which is written with the first one.
final class SharedPort {
    private static final Logger LOG = LoggerFactory.getLogger(SharedPort.class);

    /// Where it is unless the directory says otherwise, or somebody else has it.
    private static final int USUAL = 4580;

    private SharedPort() {}

    /// Opens it; any free one when it is taken.
    static NamedPort open(Path data, Loops loops) throws IOException {
        Path file = data.resolve("edge.port");
        int wanted = Files.exists(file) ? number(file) : USUAL;
        NamedPort opened;
        try {
            opened = at(wanted, loops);
        } catch (IOException taken) {
            opened = at(0, loops);
            LOG.warn(
                    "{}; names under .elb.localhost are at port {}",
                    taken.getMessage(),
                    opened.address().getPort());
        }
        if (!Files.exists(file)) {
            Files.writeString(file, opened.address().getPort() + "\n");
        }
        return opened;
    }

    private static int number(Path file) throws IOException {
        String text = Files.readString(file).strip();
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65_535) {
            throw new IOException(file + " is to be a port, 0 to 65535, and is \"" + text + '"');
        }
        return Integer.parseInt(text);
    }

    private static NamedPort at(int port, Loops loops) throws IOException {
        return new NamedPort(
                loops,
                Limits.DEFAULT,
                new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
    }
}
