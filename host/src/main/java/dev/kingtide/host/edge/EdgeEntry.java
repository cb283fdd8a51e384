package dev.kingtide.host.edge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// The way to a process that carries traffic: finds it by its socket, starts it, sees that it is of
/// this version, ends it.
final class EdgeEntry {
    private static final long START_MILLIS = 15_000;
    private static final long GREETING_MILLIS = 10_000;
    private final Path data;
    private final Share share;
    private final Path socket;
    private final Supplier<EdgeProgram> program;

    EdgeEntry(Path data, String owner, Share share, Supplier<EdgeProgram> program) {
        this.data = data;
        this.share = share;
        this.socket = Wire.socket(data, owner, share.number());
        this.program = program;
    }

    /// Whether a process may carry for a control plane of before.
    boolean exists() {
        return Files.exists(socket);
    }

    /// A connection to a process of this version, which is started if there is none.
    ///
    /// @param isWanted whether one is to be started
    Wire open(BooleanSupplier isWanted) throws IOException, InterruptedException {
        Wire found;
        try {
            found = Wire.connect(socket);
        } catch (IOException e) {
            Files.deleteIfExists(socket); // nobody listens on it
            if (!isWanted.getAsBoolean()) {
                throw e;
            }
            program.get().start(data, share, START_MILLIS);
            found = Wire.connect(socket);
        }
        boolean right = false;
        try {
            right = greet(found);
            if (!right) {
                throw new IOException("it was of another version, and is replaced");
            }
            return found;
        } finally {
            if (!right) {
                found.close();
            }
        }
    }

    /// @return false when it is of another version, and has been told to end
    private boolean greet(Wire found) throws IOException {
        Thread guard = closeAfter(found, GREETING_MILLIS);
        try {
            long own = ProcessHandle.current().pid();
            String version = share.version(program.get().version());
            found.send(List.of(new Message.Hello(version, own)));
            boolean right =
                    found.receive() instanceof Message.Hello(String its, long _)
                            && its.equals(version);
            if (!right) {
                quit(found);
            }
            return right;
        } finally {
            guard.interrupt();
        }
    }

    private static void quit(Wire found) throws IOException {
        found.send(List.of(new Message.Quit()));
        Message last = found.receive();
        while (last != null) {
            last = found.receive();
        }
    }

    /// A process that does not answer is not waited for.
    private static Thread closeAfter(Wire wire, long millis) {
        return Thread.ofVirtual()
                .start(() -> {
                    try {
                        Thread.sleep(millis);
                        wire.close();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt(); // it did
                    }
                });
    }

    /// Ends the process that listens on a socket, if there is one.
    ///
    /// @return whether there was one
    static boolean quit(Path socket) {
        try (Wire found = Wire.connect(socket)) {
            Thread guard = closeAfter(found, GREETING_MILLIS);
            quit(found);
            guard.interrupt();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
