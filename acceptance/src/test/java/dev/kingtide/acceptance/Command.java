package dev.kingtide.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The `kingtide` command as a process of its own, from the classes under test.
final class Command {
    private static final long SECONDS_MOST = 120;

    private Command() {}

    /// Rehearses a launch into a directory, and says where its page is.
    static Path page(Path output, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.addAll(List.of("dev.kingtide.cli.Kingtide", "rehearse"));
        command.addAll(List.of("--output", output.toString()));
        command.addAll(List.of(arguments));
        Path log = Files.createTempFile("kingtide", ".log");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        boolean ended = process.waitFor(SECONDS_MOST, TimeUnit.SECONDS);
        if (!ended || process.exitValue() > 1) {
            process.destroyForcibly();
            throw new IllegalStateException(command + ": " + Files.readString(log));
        }
        Files.delete(log);
        return output.resolve("report.html");
    }
}
