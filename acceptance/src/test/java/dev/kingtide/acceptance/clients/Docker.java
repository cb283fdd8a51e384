package dev.kingtide.acceptance.clients;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Docker's own command, to look at what there really is.
final class Docker {
    private static final String IMAGE = "kingtide-test/acceptance:1";

    private Docker() {}

    /// What a command of Docker prints, line by line.
    static List<String> run(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = "docker";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        List<String> lines = process.inputReader().readAllLines();
        process.waitFor();
        return lines;
    }

    /// The names of an owner's containers that run, without those that hold namespaces.
    static List<String> running(String owner) throws IOException, InterruptedException {
        return run(
                        "ps",
                        "--filter",
                        "label=dev.kingtide.owner=" + owner,
                        "--format",
                        "{{.Label \"dev.kingtide.task\"}} {{.Names}}")
                .stream()
                .filter(name -> !name.contains("internalecspause"))
                .toList();
    }

    /// An image of busybox alone; without Docker or busybox the test is skipped.
    static String image(Path directory) throws IOException, InterruptedException {
        Path busybox = Path.of("/bin/busybox");
        if (!Files.exists(busybox)) {
            return abort("no " + busybox + " (Debian: busybox-static)");
        }
        try {
            if (run("version").isEmpty() || run("info", "-f", "{{.ServerVersion}}").isEmpty()) {
                return abort("no Docker Engine answers");
            }
        } catch (IOException e) {
            return abort("no docker command: " + e);
        }
        Path tar = directory.resolve("image.tar");
        new ProcessBuilder("tar", "-C", "/bin", "-cf", tar.toString(), "-h", "busybox")
                .start()
                .waitFor();
        run("import", tar.toString(), IMAGE);
        return IMAGE;
    }
}
