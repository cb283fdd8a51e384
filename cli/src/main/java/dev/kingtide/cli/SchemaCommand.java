package dev.kingtide.cli;

import dev.kingtide.rehearsal.launch.LaunchSchema;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `kingtide schema`: prints the JSON Schema of launch.yaml.
@Command(
        name = "schema",
        description = {
            "Prints the JSON Schema (draft-07) of launch.yaml, by which editors complete keys,"
                    + " show what they mean and mark what is wrong."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:the schema is printed", "2:bad arguments", "70:a defect of Kingtide"},
        exitCodeOnExecutionException = 70,
        footerHeading = "%nExample:%n",
        footer = {
            "  kingtide schema > launch.schema.json",
            "",
            "and as the first line of launch.yaml, for VS Code, IntelliJ and others:",
            "",
            "  # yaml-language-server: $schema=launch.schema.json"
        })
final class SchemaCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(LaunchSchema.write());
        out.flush();
        return 0;
    }
}
