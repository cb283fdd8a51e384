package dev.kingtide.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Files to be written into a directory: all of them or none, and none over another.
///
/// @param directory where; made when it is not there
/// @param files their bytes by their names
record NewFiles(Path directory, SequencedMap<String, byte[]> files) {

    /// Keeps a copy.
    NewFiles {
        files = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(files));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Those that are there already.
    List<Path> there() {
        return files.sequencedKeySet().stream()
                .map(directory::resolve)
                .filter(Files::exists)
                .toList();
    }

    /// Writes all beside their places and moves them there; when one cannot be, none is left.
    void write() throws IOException {
        List<Path> made = directories();
        List<Path> written = new ArrayList<>();
        try {
            for (Path missing : made) {
                Files.createDirectory(missing);
            }
            for (var file : files.entrySet()) {
                Path next = directory.resolve(next(file.getKey()));
                written.add(next);
                Files.write(next, file.getValue());
            }
            for (String name : files.sequencedKeySet()) {
                Path place = directory.resolve(name);
                if (Files.exists(place)) {
                    throw new FileAlreadyExistsException(place.toString());
                }
                Files.move(directory.resolve(next(name)), place);
                written.add(place);
            }
        } catch (IOException bad) {
            for (Path path : written) {
                Files.deleteIfExists(path);
            }
            for (Path path : made.reversed()) {
                Files.deleteIfExists(path);
            }
            throw bad;
        }
    }

    private static String next(String name) {
        return name + "." + ProcessHandle.current().pid() + ".next";
    }

    /// The directories that are not there, outermost first.
    private List<Path> directories() {
        List<Path> missing = new ArrayList<>();
        Path at = directory.toAbsolutePath();
        while (at != null && !Files.exists(at)) {
            missing.addFirst(at);
            at = at.getParent();
        }
        return missing;
    }
}
