package dev.kingtide.host.edge;

import java.nio.file.Path;

/// The process of the load balancers as the tests start it.
final class EdgeMain {
    private EdgeMain() {}

    /// Serves until it is told to end.
    ///
    /// @param arguments its version, `--data`, the directory, `--share`, and which share
    public static void main(String[] arguments) throws Exception {
        Share share = Share.parse(arguments[4]);
        try (EdgeServer server = EdgeServer.open(Path.of(arguments[2]), arguments[0], share)) {
            System.out.println(EdgeProgram.READY);
            server.serve();
        }
    }
}
