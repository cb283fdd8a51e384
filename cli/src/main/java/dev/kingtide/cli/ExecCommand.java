package dev.kingtide.cli;

import dev.kingtide.host.DataDirectory;
import dev.kingtide.host.docker.Containers;
import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.engine.EngineFailure;
import dev.kingtide.host.engine.Execution;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kingtide exec`: runs a command in a container of a task, without AWS's plugin.
@Command(
        name = "exec",
        description = {
            "Runs a command in a container of a task: with a terminal where this is one, else with"
                    + " its input and output as they are.",
            "",
            "The Docker Engine is asked; unlike aws ecs execute-command it needs no plugin, and the"
                    + " task need not have been started with enableExecuteCommand.",
            ""
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0 to 255:that of the command",
            "2:bad arguments, or that of the command",
            "125:the command was not run: no such task, or no Docker Engine answers",
            "70:a defect of Kingtide, or that of the command"
        },
        exitCodeOnExecutionException = 70,
        footerHeading = "%nExample:%n",
        footer = {"  kingtide exec web -- sh"})
final class ExecCommand implements Callable<Integer> {
    private static final int NOT_RUN = 125;
    private static final int ENDS_LOOKS = 250;
    private static final long LOOK_MILLIS = 20;

    @Spec private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "TASK|SERVICE",
            description = {
                "a task, as its ARN, its id or the beginning of its id; or a service, of which the"
                        + " first task is taken"
            })
    private String name;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "COMMAND",
            description = "the command and its arguments, behind --")
    private List<String> command = new ArrayList<>();

    @Option(
            names = {"-c", "--container"},
            paramLabel = "NAME",
            description = "which container of the task; the first by name unless given")
    private String container = "";

    @Mixin private DataOption data = new DataOption();

    @Override
    public Integer call() throws InterruptedException {
        String owner = DataDirectory.identity(data.directory());
        if (owner == null) {
            return say("nothing has run on " + data.directory());
        }
        List<Engine> engines =
                LocalEngine.all(
                        data.directory(), line -> spec.commandLine().getErr().println(line));
        if (engines.isEmpty()) {
            return NOT_RUN;
        }
        try {
            Containers.Found chosen = running(new Containers(engines, owner).of(name, container));
            return chosen == null
                    ? say("no container runs of a task or service " + name)
                    : run(chosen.engine(), chosen.id());
        } catch (EngineFailure failure) {
            return say(failure.text());
        } catch (IOException e) {
            return say(String.valueOf(e.getMessage()));
        }
    }

    private static Containers.@Nullable Found running(List<Containers.Found> found)
            throws EngineFailure {
        for (Containers.Found each : found) {
            if (each.engine().inspect(each.id()).isRunning()) {
                return each;
            }
        }
        return null;
    }

    private int run(Engine engine, String id)
            throws EngineFailure, IOException, InterruptedException {
        RawTerminal terminal = Terminal.attached() ? RawTerminal.take() : null;
        boolean tty = terminal != null;
        try (terminal;
                Execution execution =
                        Execution.start(engine, id, new Execution.Wanted(command, tty, true))) {
            if (terminal != null) {
                terminal.watchSize((rows, columns) -> resize(execution, rows, columns));
            }
            Thread.ofPlatform().name("input").daemon().start(() -> type(System.in, execution));
            execution.output((error, bytes) -> {
                PrintStream to = error ? System.err : System.out;
                to.write(bytes);
                to.flush();
                return !to.checkError();
            });
            return exitCode(execution);
        }
    }

    /// The Engine says the exit code a moment after the streams have ended.
    private static int exitCode(Execution execution) throws EngineFailure, InterruptedException {
        for (int i = 0; i < ENDS_LOOKS; i++) {
            int code = execution.exitCode();
            if (code >= 0) {
                return code;
            }
            Thread.sleep(LOOK_MILLIS);
        }
        return NOT_RUN;
    }

    private static void resize(Execution execution, int rows, int columns) {
        try {
            execution.resize(rows, columns);
        } catch (EngineFailure failure) {
            Thread.currentThread().interrupt(); // it has ended: nobody asks for its size
        }
    }

    private static void type(InputStream in, Execution execution) {
        byte[] buffer = new byte[8_192];
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                execution.write(Arrays.copyOf(buffer, read));
            }
            execution.endInput();
        } catch (IOException e) {
            Thread.currentThread().interrupt(); // the command has ended before its input
        }
    }

    private int say(String message) {
        spec.commandLine().getErr().println("kingtide exec: " + message);
        return NOT_RUN;
    }
}
