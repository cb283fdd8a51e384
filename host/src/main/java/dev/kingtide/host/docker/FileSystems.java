package dev.kingtide.host.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ecs.model.EFSVolumeConfiguration;
import software.amazon.awssdk.services.ecs.model.Volume;

/// File systems of Amazon EFS as directories of this machine, `efs/fs-12345678` of the data
/// directory: all tasks that name one share it, and it outlives them (ECS developer guide,
/// efs-volumes). One is made when it is first named, as nobody else can make it here.
///
/// Access points are what `efs.json` of the data directory says of them, in the words of EFS's own
/// API (CreateAccessPoint): `{"fsap-1": {"RootDirectory": {"Path": "/shop", "CreationInfo":
/// {"OwnerUid": 1000, "OwnerGid": 1000, "Permissions": "0755"}}, "PosixUser": {"Uid": 1000, "Gid":
/// 1000}}}`. The root directory of one is made as its `CreationInfo` says. What EFS does besides,
/// to act as the POSIX user whoever asks, no bind mount can: the root directory of an access point
/// with such a user, or of which nothing is said, is open to every user instead.
///
/// Encryption in transit and IAM have nothing to do where nothing is in transit.
///
/// @param data the data directory
record FileSystems(Path data) {
    private static final Logger LOG = LoggerFactory.getLogger(FileSystems.class);
    private static final int ALL = 0777;

    /// Where the file systems of a task's volumes are, by the volumes' names; what is missing is
    /// made.
    ///
    /// @throws Faulty when one cannot be had, and says why
    Map<String, String> provide(Iterable<Volume> volumes) throws Faulty {
        Map<String, String> places = new TreeMap<>();
        for (Volume volume : volumes) {
            EFSVolumeConfiguration wanted = volume.efsVolumeConfiguration();
            if (wanted != null) {
                places.put(volume.name(), provide(wanted).toString());
            }
        }
        return places;
    }

    private Path provide(EFSVolumeConfiguration wanted) throws Faulty {
        if (!wanted.fileSystemId().matches("[A-Za-z0-9-]+")) {
            throw refused(wanted.fileSystemId() + " is no id of a file system");
        }
        Path root = data.resolve("efs").resolve(wanted.fileSystemId());
        var access = wanted.authorizationConfig();
        String point = access == null ? null : access.accessPointId();
        try {
            Files.createDirectories(root);
            return point == null
                    ? existing(root, wanted.rootDirectory())
                    : accessPoint(root, point);
        } catch (IOException | NumberFormatException e) {
            throw refused(wanted.fileSystemId() + " stands at " + root + ": " + e);
        }
    }

    /// A directory that has to be there, as mounting one of a file system does not make it.
    private static Path existing(Path root, @Nullable String directory) throws Faulty {
        String path = directory == null ? "/" : directory;
        Path place = inside(root, path);
        if (!Files.isDirectory(place)) {
            throw refused(
                    "mount.nfs4: mounting "
                            + root.getFileName()
                            + ':'
                            + path
                            + " failed, reason given by server: No such file or directory; make "
                            + place);
        }
        return place;
    }

    private Path accessPoint(Path root, String id) throws IOException, Faulty {
        Path file = data.resolve("efs.json");
        JsonNode said =
                Files.exists(file)
                        ? TaskPlan.JSON.readTree(Files.readString(file)).path(id)
                        : TaskPlan.JSON.missingNode();
        boolean known = !said.isMissingNode();
        JsonNode directory = said.path("RootDirectory");
        String path = directory.path("Path").asText(known ? "/" : id);
        JsonNode creation = directory.path("CreationInfo");
        if (known && creation.isMissingNode()) {
            return existing(root, path); // as EFS does not make it either
        }
        Path place = inside(root, path);
        if (!Files.isDirectory(place)) {
            String permissions = creation.path("Permissions").asText("0755");
            int mode = Integer.parseInt(permissions, 8);
            Files.createDirectories(place);
            Files.setAttribute(place, "unix:mode", known && !said.has("PosixUser") ? mode : ALL);
            own(place, creation);
        }
        return place;
    }

    /// Only root may give a directory away; otherwise it stays this process's user's.
    private static void own(Path place, JsonNode creation) throws IOException {
        if (!creation.has("OwnerUid")) {
            return;
        }
        try {
            Files.setAttribute(place, "unix:uid", creation.path("OwnerUid").asInt());
            Files.setAttribute(place, "unix:gid", creation.path("OwnerGid").asInt());
        } catch (FileSystemException e) {
            LOG.warn("{} is not given to its owner: {}", place, e.getMessage());
        }
    }

    private static Path inside(Path root, String path) throws Faulty {
        Path place = root.resolve(path.replaceFirst("^/+", "")).normalize();
        if (!place.startsWith(root)) {
            throw refused(path + " is no directory of a file system");
        }
        return place;
    }

    /// In AWS's words (ECS developer guide, troubleshooting: ResourceInitializationError).
    private static Faulty refused(String why) {
        return Faulty.initializing(
                "failed to invoke EFS utils commands to set up EFS volumes: stderr: " + why);
    }
}
