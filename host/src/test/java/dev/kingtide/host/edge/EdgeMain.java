package dev.kingtide.host.edge;

import java.nio.file.Path;

/// The process of the load balancers as the tests start it.
final class EdgeMain {
    private EdgeMain() {}

    /// Serves until it is told to end.
    ///
    /// @param arguments its version, `--data` and the directory
    public static void main(String[] arguments) throws Exception {
        try (EdgeServer server = EdgeServer.open(Path.of(arguments[2]), arguments[0])) {
            System.out.println(EdgeProgram.READY);
            server.serve();
        }
    }
}
