package dev.kingtide.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/// `--data`, for every command that has to do with a daemon.
final class DataOption {
    private static final String NAME = "--data";
    private static final String LABEL = "DIR";
    private static final String DESCRIPTION =
            "where the control plane keeps everything (default: ~/.kingtide)";

    @Option(names = NAME, paramLabel = LABEL, description = DESCRIPTION)
    private @Nullable Path given;

    /// The same for a command without annotations; its value is a Path, or null.
    static OptionSpec spec() {
        return OptionSpec.builder(NAME)
                .paramLabel(LABEL)
                .description(DESCRIPTION)
                .arity("1")
                .type(Path.class)
                .build();
    }

    Path directory() {
        return directory(given);
    }

    static Path directory(@Nullable Path given) {
        Path directory =
                given == null ? Path.of(System.getProperty("user.home"), ".kingtide") : given;
        return directory.toAbsolutePath().normalize();
    }
}
