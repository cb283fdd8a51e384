package dev.kingtide.host.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kingtide.core.Digests;
import dev.kingtide.host.UnusableData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.spec.SecretKeySpec;

/// The ids by which containers are known at the metadata endpoint, and its port: what is in the
/// environment of containers that outlive the control plane, and therefore has to be the same at
/// its next start.
///
/// Ids are HMACs under a key of the data directory: nobody can guess one, and none has to be kept.
final class Passes {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private final Path file;
    private final String secret;
    private final SecretKeySpec key;
    private int port;

    private Passes(Path file, String secret, int port) {
        this.file = file;
        this.secret = secret;
        this.key = Digests.key(HexFormat.of().parseHex(secret));
        this.port = port;
    }

    /// Those of a data directory, made anew where there are none.
    ///
    /// @throws UnusableData when its file cannot be used
    static Passes open(Path data) {
        Path file = data.resolve("metadata.json");
        try {
            if (Files.exists(file)) {
                JsonNode kept = JSON.readTree(Files.readString(file));
                return new Passes(file, kept.path("key").asText(), kept.path("port").asInt());
            }
            byte[] bytes = new byte[32];
            new SecureRandom().nextBytes(bytes);
            return new Passes(file, HexFormat.of().formatHex(bytes), 0);
        } catch (IOException | IllegalArgumentException e) {
            throw new UnusableData(
                    "cannot use "
                            + file
                            + ": "
                            + e
                            + "; remove it, and containers that run on"
                            + " lose their metadata",
                    e);
        }
    }

    /// The port of before, 0 when there was none.
    int port() {
        return port;
    }

    /// Keeps the port that was found.
    void keep(int newPort) {
        port = newPort;
        String text =
                JSON.createObjectNode().put("key", secret).put("port", port).toString() + "\n";
        try {
            Path next = file.resolveSibling("metadata.json.next");
            Files.deleteIfExists(next);
            var mine = PosixFilePermissions.fromString("rw-------");
            Files.createFile(next, PosixFilePermissions.asFileAttribute(mine));
            Files.writeString(next, text);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UnusableData("cannot write " + file + ": " + e, e);
        }
    }

    /// A container's.
    String container(String taskId, String container) {
        return id("container " + taskId + ' ' + container);
    }

    /// That of the credentials of a task's role.
    String role(String taskId) {
        return id("role " + taskId);
    }

    private String id(String what) {
        ByteBuffer bytes = ByteBuffer.wrap(Digests.hmac(key, what));
        return new UUID(bytes.getLong(), bytes.getLong()).toString();
    }
}
