package dev.kingtide.host;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Where a daemon keeps everything: the store, the keys, and a note of who runs on it.
///
/// | file | what |
/// |---|---|
/// | `kingtide.db` | the store, with its `-wal` and `-shm` |
/// | `credentials` | access keys, see [KeyRing] |
/// | `daemon.json` | process, endpoint and version of the daemon that runs, or ran last |
/// | `identity` | a name that no other directory has: containers are labelled with it |
/// | `lock` | locked while a daemon runs, so that no other uses the directory |
public final class DataDirectory implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private final Path path;
    private final FileChannel channel;

    /// Who runs, or ran last, on a directory.
    ///
    /// @param endpoint such as `http://127.0.0.1:4566`
    /// @param token lets whoever may read the directory ask for the status
    public record Note(long process, String endpoint, String version, String token) {

        /// Without the token: secrets are in no log.
        @Override
        public String toString() {
            return "Note[process=" + process + ", endpoint=" + endpoint + "]";
        }
    }

    private DataDirectory(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /// Makes the directory if it is not there, and takes it.
    ///
    /// @throws UnusableData when it cannot be made, or another daemon has it
    public static DataDirectory take(Path path) {
        FileChannel channel = null;
        FileLock lock = null;
        try {
            Files.createDirectories(path);
            channel =
                    FileChannel.open(
                            path.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            lock = channel.tryLock();
            if (lock == null) {
                throw taken(path);
            }
            return new DataDirectory(path, channel);
        } catch (OverlappingFileLockException e) {
            throw taken(path);
        } catch (IOException e) {
            throw new UnusableData(
                    "cannot use "
                            + path
                            + " as data directory: "
                            + e
                            + "; make it writable, or give another one with --data",
                    e);
        } finally {
            if (lock == null && channel != null) {
                close(channel);
            }
        }
    }

    /// Whether a daemon runs on a directory.
    public static boolean isTaken(Path path) {
        if (!Files.exists(path.resolve("lock"))) {
            return false;
        }
        try (FileChannel channel =
                        FileChannel.open(path.resolve("lock"), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        } catch (IOException e) {
            throw new UnusableData("cannot use " + path + ": " + e, e);
        }
    }

    private static UnusableData taken(Path path) {
        Note note = note(path);
        return new UnusableData(
                "another kingtide runs on "
                        + path
                        + (note == null
                                ? ""
                                : " (process " + note.process() + ", " + note.endpoint() + ")")
                        + "; stop it, or give another directory with --data");
    }

    /// Who runs or ran last on a directory; null when nobody ever did.
    public static @Nullable Note note(Path path) {
        try {
            JsonNode note = JSON.readTree(Files.readString(path.resolve("daemon.json")));
            return new Note(
                    note.path("process").asLong(),
                    note.path("endpoint").asText(),
                    note.path("version").asText(),
                    note.path("token").asText());
        } catch (IOException e) {
            return null; // not there, or not whole: nobody who could be named
        }
    }

    /// The directory itself.
    Path path() {
        return path;
    }

    /// A name that no other directory has, made with the first call.
    String identity() {
        Path file = path.resolve("identity");
        try {
            if (Files.exists(file)) {
                return Files.readString(file).strip();
            }
            String made = UUID.randomUUID().toString();
            Path next = path.resolve("identity.next");
            Files.writeString(next, made + "\n", StandardCharsets.UTF_8);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            return made;
        } catch (IOException e) {
            throw new UnusableData("cannot use " + file + ": " + e, e);
        }
    }

    /// The identity of a directory, null when no daemon has ever run there.
    public static @Nullable String identity(Path path) {
        try {
            return Files.readString(path.resolve("identity")).strip();
        } catch (IOException e) {
            return null;
        }
    }

    /// Where the store is.
    Path store() {
        return path.resolve("kingtide.db");
    }

    /// Where the keys are.
    Path credentials() {
        return path.resolve("credentials");
    }

    /// Notes who runs here.
    void note(Note note) {
        ObjectNode json = JSON.createObjectNode();
        json.put("process", note.process());
        json.put("endpoint", note.endpoint());
        json.put("version", note.version());
        json.put("token", note.token());
        Path file = path.resolve("daemon.json");
        Path next = path.resolve("daemon.json.next");
        try {
            Files.deleteIfExists(next);
            var mine = PosixFilePermissions.fromString("rw-------");
            Files.createFile(next, PosixFilePermissions.asFileAttribute(mine));
            Files.writeString(next, json.toPrettyString() + "\n", StandardCharsets.UTF_8);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UnusableData("cannot write " + file + ": " + e, e);
        }
    }

    /// Lets another daemon use it.
    @Override
    public void close() {
        close(channel);
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UnusableData("cannot let go of the lock: " + e, e);
        }
    }
}
