package dev.kingtide.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/// The `kingtide` command and its subcommands; the only `main`.
///
/// Exit status: a subcommand's own, or 2 where the arguments are wrong.
@Command(
        name = "kingtide",
        description =
                "Runs Amazon ECS services on your own machines and rehearses their launch day.",
        mixinStandardHelpOptions = true,
        versionProvider = Kingtide.Version.class,
        subcommands = RehearseCommand.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Kingtide {
    private Kingtide() {}

    /// Runs one command and ends the process with its exit status.
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /// The command with its subcommands, ready to be executed.
    static CommandLine commandLine() {
        return new CommandLine(new Kingtide());
    }

    /// The version that the build wrote into the jar's manifest.
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            var version = Kingtide.class.getPackage().getImplementationVersion();
            return new String[] {"kingtide " + (version == null ? "(unpackaged)" : version)};
        }
    }
}
