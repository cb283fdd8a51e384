package dev.kingtide.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;
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
        subcommands = {
            RehearseCommand.class,
            InitCommand.class,
            SchemaCommand.class,
            UpCommand.class,
            StatusCommand.class,
            EnvCommand.class
        },
        synopsisSubcommandLabel = "COMMAND")
public final class Kingtide {
    private Kingtide() {}

    /// Runs one command and ends the process with its exit status.
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /// The command with its subcommands, ready to be executed.
    static CommandLine commandLine() {
        return commandLine(Browser.ofThisMachine());
    }

    /// The same, with a browser for what it shows.
    static CommandLine commandLine(Browser browser) {
        IFactory usual = CommandLine.defaultFactory();
        return new CommandLine(
                new Kingtide(),
                new IFactory() {
                    @Override
                    public <T> T create(Class<T> type) throws Exception {
                        return type == RehearseCommand.class
                                ? type.cast(new RehearseCommand(browser))
                                : usual.create(type);
                    }
                });
    }

    /// What the command calls itself.
    static String version() {
        String version = Kingtide.class.getPackage().getImplementationVersion();
        return "kingtide " + (version == null ? "(unpackaged)" : version);
    }

    /// The version that the build wrote into the jar's manifest.
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {version()};
        }
    }
}
