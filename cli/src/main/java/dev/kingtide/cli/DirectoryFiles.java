package dev.kingtide.cli;

import dev.kingtide.rehearsal.source.LaunchFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The files of a launch directory on disk.
///
/// @param directory where they are
record DirectoryFiles(Path directory) implements LaunchFiles {

    @Override
    public Content read(String name) {
        try {
            Path file = directory.resolve(name);
            return Files.isDirectory(file)
                    ? new Content.Unreadable(
                            under(name).isEmpty()
                                    ? "it is a directory without files"
                                    : "it is a directory")
                    : new Content.Bytes(ByteBuffer.wrap(Files.readAllBytes(file)));
        } catch (NoSuchFileException missing) {
            return new Content.Missing();
        } catch (AccessDeniedException denied) {
            return new Content.Unreadable("permission denied");
        } catch (InvalidPathException bad) {
            return new Content.Unreadable("no file can have this name");
        } catch (IOException bad) {
            return new Content.Unreadable(String.valueOf(bad.getMessage()));
        }
    }

    @Override
    public List<String> names() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException bad) {
            return List.of();
        }
    }

    @Override
    public List<String> under(String folder) {
        try (Stream<Path> files = Files.walk(directory.resolve(folder))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException | InvalidPathException bad) {
            return List.of();
        }
    }
}
