package dev.kingtide.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kingtide rehearse DIR`: plays a launch in virtual time and says whether it holds.
@Command(
        name = "rehearse",
        description = "Plays a launch in virtual time and says whether it holds.",
        mixinStandardHelpOptions = true)
final class RehearseCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The launch: a directory with a launch.yaml.")
    private Path directory;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), directory + ": no launch can be read yet");
    }
}
