package dev.kingtide.cli;

import dev.kingtide.rehearsal.source.BadLaunch;
import dev.kingtide.rehearsal.source.Place;
import dev.kingtide.rehearsal.source.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// The directory that a rehearsal's files are written into.
///
/// @param directory where; made when the first file is written
record Outputs(Path directory) {

    /// A new directory among the temporary ones, for what nobody named a place for.
    ///
    /// @throws BadLaunch when there can be none
    static Outputs temporary() {
        try {
            return new Outputs(Files.createTempDirectory("kingtide-"));
        } catch (IOException bad) {
            throw new Outputs(Path.of(System.getProperty("java.io.tmpdir", "")))
                    .unwritable(String.valueOf(bad.getMessage()));
        }
    }

    /// Says before the run that the directory cannot be written, without making it.
    ///
    /// @throws BadLaunch when it cannot
    void requireWritable() {
        Path there = directory.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        if (!Files.isDirectory(there)) {
            throw unwritable(there + " is not a directory");
        }
        if (!Files.isWritable(there)) {
            throw unwritable(there + " must not be written");
        }
    }

    /// Writes a file beside its place and moves it there, so that nothing half-written is ever
    /// seen; says where it is.
    ///
    /// @throws BadLaunch when it cannot be written
    Path write(String name, String text) {
        Path file = directory.resolve(name);
        Path next = directory.resolve(name + "." + ProcessHandle.current().pid() + ".next");
        try {
            Files.createDirectories(directory);
            try {
                Files.writeString(next, text);
                Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(next);
            }
        } catch (IOException bad) {
            throw unwritable(name + ": " + bad.getMessage());
        }
        return file;
    }

    private BadLaunch unwritable(String cause) {
        return new BadLaunch(
                List.of(
                        new Problem(
                                Place.of("--output " + directory),
                                "cannot write there: " + cause,
                                "choose a directory that can be written")));
    }
}
