package dev.kingtide.cli;

import dev.kingtide.host.DataDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `kingtide env`: prints what AWS's clients need in their environment to find the control plane.
@Command(
        name = "env",
        description = {
            "Prints the exports with which AWS's clients call the control plane of a data"
                    + " directory, for eval in a shell. Older clients (before mid-2023) do not know"
                    + " AWS_ENDPOINT_URL: give them --endpoint-url \"$AWS_ENDPOINT_URL\".",
            ""
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the exports are printed",
            "1:no control plane has run on the directory",
            "2:bad arguments",
            "70:a defect of Kingtide"
        },
        exitCodeOnExecutionException = 70,
        footerHeading = "%nExample:%n",
        footer = "  eval \"$(kingtide env)\"")
final class EnvCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Mixin private DataOption data = new DataOption();

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "the region to call (default: ${DEFAULT-VALUE})")
    private String region = "us-east-1";

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Path directory = data.directory();
        DataDirectory.Note note = DataDirectory.note(directory);
        if (note == null) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "kingtide env: no control plane has run on "
                                    + directory
                                    + "; start one with kingtide up, or name its directory with"
                                    + " --data");
            return 1;
        }
        try {
            out.println("export AWS_ENDPOINT_URL=" + note.endpoint());
            for (String line :
                    Files.readAllLines(directory.resolve("credentials"), StandardCharsets.UTF_8)) {
                String[] setting = line.strip().split("\\s*=\\s*", 2);
                if (setting.length == 2 && !line.startsWith("#")) {
                    out.println(
                            "export "
                                    + setting[0].toUpperCase(java.util.Locale.ROOT)
                                    + '='
                                    + setting[1]);
                }
                if (setting[0].equals("aws_secret_access_key")) {
                    break; // the first account's
                }
            }
        } catch (IOException e) {
            spec.commandLine()
                    .getErr()
                    .println("kingtide env: cannot read the keys in " + directory + ": " + e);
            return 1;
        }
        out.println("export AWS_REGION=" + region);
        out.println("export AWS_DEFAULT_REGION=" + region);
        out.println("export AWS_DISABLE_HOST_PREFIX_INJECTION=true");
        out.println("unset AWS_SESSION_TOKEN AWS_PROFILE");
        out.flush();
        return 0;
    }
}
