package dev.kingtide.cli;

import dev.kingtide.host.LogProvider;
import dev.kingtide.host.WarmUp;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;

/// The `kingtide` command and its subcommands; the only `main`.
///
/// Exit status: a subcommand's own, or 2 where the arguments are wrong.
public final class Kingtide {
    private Kingtide() {}

    /// Runs one command and ends the process with its exit status.
    public static void main(String[] arguments) {
        LogProvider.choose();
        if (arguments.length > 0 && arguments[0].equals("up")) {
            WarmUp.begin(); // while the options are read
        }
        System.exit(commandLine(Browser.ofThisMachine(), arguments).execute(arguments));
    }

    /// The command with its subcommands, and a browser for what it shows.
    ///
    /// @param arguments which it will be executed with: a subcommand that they begin with is the
    ///   only one made, since to read the options of all takes longer than most commands do
    static CommandLine commandLine(Browser browser, String... arguments) {
        Map<String, Supplier<Object>> subcommands = new LinkedHashMap<>();
        subcommands.put("rehearse", () -> new RehearseCommand(browser));
        subcommands.put("init", InitCommand::new);
        subcommands.put("schema", SchemaCommand::new);
        subcommands.put("up", () -> new UpCommand().spec());
        subcommands.put("down", DownCommand::new);
        subcommands.put("status", StatusCommand::new);
        subcommands.put("logs", LogsCommand::new);
        subcommands.put("exec", ExecCommand::new);
        subcommands.put("env", EnvCommand::new);
        subcommands.put("calibrate", CalibrateCommand::new);
        subcommands.put("edge", () -> new CarryCommand().spec());
        CommandSpec spec =
                PlainSpec.of(
                                "kingtide",
                                new Kingtide(),
                                "Runs Amazon ECS services on your own machines and rehearses their"
                                        + " launch day.")
                        .build();
        spec.usageMessage().synopsisSubcommandLabel("COMMAND");
        CommandLine line = new CommandLine(spec);
        String asked = arguments.length == 0 ? "" : arguments[0];
        subcommands.forEach((name, subcommand) -> {
            if (name.equals(asked) || !subcommands.containsKey(asked)) {
                line.addSubcommand(name, subcommand.get());
            }
        });
        return line;
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
