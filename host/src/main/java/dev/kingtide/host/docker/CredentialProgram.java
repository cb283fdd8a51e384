package dev.kingtide.host.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A program that keeps credentials for `docker login`, as Docker Desktop's: `docker-credential-`
/// and its name, asked on its standard input (docs.docker.com, docker login, credential helper
/// protocol).
///
/// @param name as `credsStore` or `credHelpers` of Docker's `config.json` has it
/// @param directories where programs are found, as `PATH` lists them
record CredentialProgram(String name, String directories) {
    private static final long SECONDS_MOST = 30;
    private static final String UNKNOWN = "credentials not found";

    /// What it keeps for a registry: `Username` and `Secret`; null for nothing.
    ///
    /// @throws IOException when it is not there, does not answer or says that something is wrong
    @Nullable JsonNode get(String registry) throws IOException {
        Process process =
                new ProcessBuilder(program().toString(), "get")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (OutputStream question = process.getOutputStream()) {
            question.write(registry.getBytes(StandardCharsets.UTF_8));
        }
        try {
            if (!process.waitFor(SECONDS_MOST, TimeUnit.SECONDS)) {
                throw new IOException(program() + " did not answer in " + SECONDS_MOST + " s");
            }
            byte[] bytes = process.getInputStream().readAllBytes();
            String answer = new String(bytes, StandardCharsets.UTF_8).strip();
            if (process.exitValue() == 0) {
                return TaskPlan.JSON.readTree(answer);
            }
            if (answer.startsWith(UNKNOWN)) {
                return null;
            }
            throw new IOException(program() + " says: " + answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(program() + " was not waited for", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private Path program() throws IOException {
        String file = "docker-credential-" + name;
        for (String directory : directories.split(File.pathSeparator, -1)) {
            Path program = Path.of(directory, file);
            if (!directory.isEmpty() && Files.isExecutable(program)) {
                return program;
            }
        }
        throw new IOException("there is no " + file + " in " + directories);
    }
}
