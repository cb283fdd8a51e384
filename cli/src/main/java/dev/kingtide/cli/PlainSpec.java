package dev.kingtide.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// A command that is told to picocli by calls. Annotations say the same in fewer words, but to read
/// them picocli has the JVM make a class for each of their types at every start: a fifth of the
/// time until `kingtide up` listens. So the commands that somebody waits for are told this way.
final class PlainSpec {
    private final CommandSpec spec;
    private final Map<String, String> exitCodes = new LinkedHashMap<>();

    private PlainSpec(CommandSpec spec) {
        this.spec = spec;
    }

    /// Of something that can be called, or that only has subcommands.
    static PlainSpec of(String name, Object command, String... description) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(command);
        spec.name(name).usageMessage().description(description).sortOptions(false);
        return new PlainSpec(spec);
    }

    PlainSpec option(OptionSpec option) {
        spec.addOption(option);
        return this;
    }

    PlainSpec exit(int code, String meaning) {
        exitCodes.put(Integer.toString(code), meaning);
        return this;
    }

    PlainSpec example(String... lines) {
        spec.usageMessage().footerHeading("%nExample:%n").footer(lines);
        return this;
    }

    /// With `--help` and `--version` at the end, as every command has them.
    CommandSpec build() {
        if (!exitCodes.isEmpty()) {
            spec.usageMessage().exitCodeListHeading("%nExit status:%n").exitCodeList(exitCodes);
        }
        spec.addOption(
                OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help message and exit.")
                        .build());
        spec.addOption(
                OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("Print version information and exit.")
                        .build());
        spec.versionProvider(new Kingtide.Version());
        return spec.exitCodeOnExecutionException(70);
    }

    /// An option with a value; its spec holds what is given.
    static OptionSpec text(String name, String label, String byDefault, String description) {
        return value(name, label, description).type(String.class).defaultValue(byDefault).build();
    }

    /// An option with a whole number.
    static OptionSpec number(String name, String label, int byDefault, String description) {
        return value(name, label, description)
                .type(int.class)
                .defaultValue(Integer.toString(byDefault))
                .build();
    }

    /// An option that may be given several times; without it its value is null.
    static OptionSpec texts(String name, String label, String description) {
        return value(name, label, description)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .build();
    }

    /// An option that is given or not.
    static OptionSpec flag(String name, String description) {
        return OptionSpec.builder(name)
                .type(boolean.class)
                .arity("0")
                .defaultValue("false")
                .description(description)
                .build();
    }

    private static OptionSpec.Builder value(String name, String label, String description) {
        return OptionSpec.builder(name).paramLabel(label).arity("1").description(description);
    }
}
