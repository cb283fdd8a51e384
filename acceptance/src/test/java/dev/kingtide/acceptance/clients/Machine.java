package dev.kingtide.acceptance.clients;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// The AWS clients that this machine has; `./build test` installs those it can.
///
/// Each method ends the test that asks with the reason where there is none.
final class Machine {
    private static final List<Path> MIRRORS =
            List.of(
                    Path.of("/opt/tf-plugins"),
                    Path.of(System.getProperty("user.home"), ".terraform.d/plugins"),
                    Path.of("/usr/local/share/terraform/plugins"),
                    Path.of("/usr/share/terraform/plugins"));
    private static final String PROVIDER = "registry.terraform.io/hashicorp/aws";

    private Machine() {}

    /// An AWS CLI of this major version.
    static Path awsCli(int version) {
        Predicate<Path> fits = path -> says(path, "--version").startsWith("aws-cli/" + version);
        return found("aws", fits, "AWS CLI version " + version);
    }

    /// A Python that has boto3 of at least this minor version of 1, and of less than the other.
    static Path boto3(int from, int to) {
        String ask = "import boto3; print(boto3.__version__)";
        Predicate<Path> fits =
                path -> {
                    String[] version = says(path, "-c", ask).split("\\.", -1);
                    return version.length == 3
                            && version[0].equals("1")
                            && Integer.parseInt(version[1]) >= from
                            && Integer.parseInt(version[1]) < to;
                };
        return found("python3", fits, "boto3 from 1.%d to before 1.%d".formatted(from, to));
    }

    /// A directory in which Node.js finds the SDK's packages.
    static Path javaScriptPackages() {
        found("node", _ -> true, "Node.js");
        Path directory = Path.of("target", "javascript").toAbsolutePath();
        if (!Files.isDirectory(directory.resolve("node_modules/@aws-sdk/client-ecs"))) {
            abort("no AWS SDK for JavaScript here (`./build test` installs it where npm is)");
        }
        return directory;
    }

    /// A directory that holds the provider hashicorp/aws for a Terraform that is there too.
    static Path terraformProviders() {
        found("terraform", _ -> true, "Terraform");
        return MIRRORS.stream()
                .filter(mirror -> Files.isDirectory(mirror.resolve(PROVIDER)))
                .findFirst()
                .orElseGet(() -> abort("no Terraform provider hashicorp/aws in any of " + MIRRORS));
    }

    private static Path found(String name, Predicate<Path> fits, String title) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/bin";
        return Arrays.stream(path.split(":", -1))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .filter(fits)
                .findFirst()
                .orElseGet(() -> abort("no " + title + " here"));
    }

    /// What a program says of itself, or nothing where it fails.
    private static String says(Path program, String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = program.toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0
                    ? said.strip()
                    : "";
        } catch (IOException absent) {
            return "";
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
