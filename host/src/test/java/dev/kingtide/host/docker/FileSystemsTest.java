package dev.kingtide.host.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecs.model.EFSVolumeConfiguration;
import software.amazon.awssdk.services.ecs.model.Volume;

/// Directories that stand for file systems of EFS.
class FileSystemsTest {
    private static final String POINTS =
            """
            {"fsap-own": {"RootDirectory": {"Path": "/own", "CreationInfo":
               {"OwnerUid": 1000, "OwnerGid": 1001, "Permissions": "0750"}}},
             "fsap-user": {"PosixUser": {"Uid": 1000, "Gid": 1000}, "RootDirectory":
               {"Path": "/user", "CreationInfo": {"OwnerUid": 1000, "OwnerGid": 1000,
                "Permissions": "0700"}}},
             "fsap-there": {"RootDirectory": {"Path": "/there"}}}
            """;

    @TempDir private Path data;

    private Path place(Consumer<EFSVolumeConfiguration.Builder> change) throws Faulty {
        EFSVolumeConfiguration.Builder wanted =
                EFSVolumeConfiguration.builder().fileSystemId("fs-1");
        change.accept(wanted);
        Volume volume = Volume.builder().name("v").efsVolumeConfiguration(wanted.build()).build();
        return Path.of(
                new FileSystems(data)
                        .provide(List.of(volume, Volume.builder().name("other").build()))
                        .getOrDefault("v", ""));
    }

    private Path point(String id) throws Faulty {
        return place(c -> c.authorizationConfig(a -> a.accessPointId(id).iam("ENABLED")));
    }

    private static String mode(Path place) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(place));
    }

    @Test
    void a_file_system_is_made_when_it_is_first_named() throws Exception {
        Path place = place(c -> c.transitEncryption("ENABLED"));
        assertThat(place).isEqualTo(data.resolve("efs/fs-1")).isDirectory();
        Files.createDirectory(place.resolve("inner"));
        assertThat(place(c -> c.rootDirectory("/inner"))).isEqualTo(place.resolve("inner"));
    }

    @Test
    void access_points_have_directories_with_the_owner_and_mode_that_they_ask_for()
            throws Exception {
        Files.writeString(data.resolve("efs.json"), POINTS);
        Path own = point("fsap-own");
        assertThat(own).isEqualTo(data.resolve("efs/fs-1/own"));
        assertThat(mode(own)).isEqualTo("rwxr-x---");
        if ("root".equals(System.getProperty("user.name"))) {
            assertThat(Files.getAttribute(own, "unix:uid")).isEqualTo(1000);
            assertThat(Files.getAttribute(own, "unix:gid")).isEqualTo(1001);
        }
        assertThat(mode(point("fsap-user"))).as("whoever asks is its user").isEqualTo("rwxrwxrwx");
        Path unknown = point("fsap-2");
        assertThat(unknown).isEqualTo(data.resolve("efs/fs-1/fsap-2"));
        assertThat(mode(unknown)).isEqualTo("rwxrwxrwx");
    }

    @ParameterizedTest
    @CsvSource({"/gone, No such file or directory; make", "/../../x, is no directory of a file"})
    void a_root_directory_has_to_be_in_the_file_system(String directory, String why) {
        assertThatThrownBy(() -> place(c -> c.rootDirectory(directory)))
                .hasMessageStartingWith(
                        "ResourceInitializationError: failed to invoke EFS utils commands to set"
                                + " up EFS volumes: stderr: ")
                .hasMessageContaining(why);
    }

    @Test
    void what_cannot_be_used_is_said() throws Exception {
        Files.writeString(data.resolve("efs.json"), POINTS);
        assertThatThrownBy(() -> point("fsap-there")).hasMessageContaining("fs-1:/there failed");
        assertThatThrownBy(() -> place(c -> c.fileSystemId("../x")))
                .hasMessageContaining("is no id of a file system");
        Files.writeString(data.resolve("efs.json"), "{\"fsap-1\": ");
        assertThatThrownBy(() -> point("fsap-1")).hasMessageContaining("fs-1 stands at");
    }
}
