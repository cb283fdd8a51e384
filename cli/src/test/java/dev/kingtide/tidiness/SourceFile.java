package dev.kingtide.tidiness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// One Java source of the repository: its path from the root, with `/`, and its text.
record SourceFile(String path, String text) {

    /// Every Java source of every module, in order of path.
    static List<SourceFile> all() throws IOException {
        var root = root();
        try (var files = Files.find(root, 32, (path, _) -> isSource(root.relativize(path)))) {
            return files.sorted().map(path -> read(root, path)).toList();
        }
    }

    /// The repository's root: the directory that holds Maven's own.
    static Path root() {
        var directory = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(directory.resolve(".mvn"))) {
            directory = directory.getParent();
            if (directory == null) {
                throw new IllegalStateException("not inside the repository");
            }
        }
        return directory;
    }

    boolean isMain() {
        return path.contains("src/main/java/");
    }

    boolean isPackageInfo() {
        return path.endsWith("/package-info.java");
    }

    String directory() {
        return path.substring(0, path.lastIndexOf('/'));
    }

    String fileName() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static boolean isSource(Path path) {
        return path.getNameCount() > 3
                && path.getName(1).toString().equals("src")
                && path.toString().endsWith(".java");
    }

    private static SourceFile read(Path root, Path file) {
        try {
            var path = root.relativize(file).toString().replace('\\', '/');
            return new SourceFile(path, Files.readString(file));
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }
}
