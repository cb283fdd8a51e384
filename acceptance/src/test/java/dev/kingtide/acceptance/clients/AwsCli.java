package dev.kingtide.acceptance.clients;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The AWS CLI, version 2, as its users call it, for one control plane.
///
/// @param program where it is
/// @param directory from which `file://` is read
/// @param environment as `kingtide env` exports it
record AwsCli(Path program, Path directory, URI endpoint, Map<String, String> environment) {
    private static final int SECONDS_MOST = 60;

    /// For a control plane that runs.
    static AwsCli of(Kingtide kingtide, Path directory) throws IOException, InterruptedException {
        return new AwsCli(
                Machine.awsCli(2), directory, kingtide.endpoint(), kingtide.environment());
    }

    /// What a command that must succeed prints, with `--output text`; `query` picks from it.
    String text(String query, String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--query", query, "--output", "text"));
        try (Program program = start(all)) {
            program.succeed(SECONDS_MOST);
            return program.output().strip();
        }
    }

    private Program start(List<String> words) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(List.of("--endpoint-url", endpoint.toString()));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        setEnvironment(builder, environment, directory);
        return Program.start("aws " + String.join(" ", words), builder);
    }

    /// Nothing of the user's own configuration; in place of it what `kingtide env` exports.
    static void setEnvironment(
            ProcessBuilder builder, Map<String, String> environment, Path directory) {
        Map<String, String> variables = builder.environment();
        variables.keySet().removeIf(variable -> variable.startsWith("AWS_"));
        variables.putAll(environment);
        variables.put("AWS_CONFIG_FILE", directory.resolve("none").toString());
        variables.put("AWS_SHARED_CREDENTIALS_FILE", directory.resolve("none").toString());
        variables.put("AWS_EC2_METADATA_DISABLED", "true");
        variables.put("AWS_PAGER", "");
    }
}
