package dev.kingtide.cli;

import dev.kingtide.host.DataDirectory;
import dev.kingtide.host.UnusableData;
import dev.kingtide.host.docker.Remains;
import dev.kingtide.host.edge.EdgeFleet;
import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.engine.EngineFailure;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `kingtide down`: stops the control plane of a data directory and the containers that it started.
@Command(
        name = "down",
        description = {
            "Stops the control plane, its load balancers, and the containers that it has started,"
                    + " and removes them.",
            "",
            "What was decided is kept: the next kingtide up starts the services' tasks anew.",
            ""
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:nothing of it runs any more",
            "1:something could not be stopped",
            "2:bad arguments",
            "70:a defect of Kingtide"
        },
        exitCodeOnExecutionException = 70)
final class DownCommand implements Callable<Integer> {
    private static final long PATIENCE_SECONDS = 60;

    @Spec private CommandSpec spec;

    @Mixin private DataOption data = new DataOption();

    @Option(
            names = "--all",
            description = {
                "also the containers of every other data directory, such as one that is gone;"
                        + " control planes that run on others are not stopped"
            })
    private boolean all;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Path directory = data.directory();
        try {
            if (DataDirectory.isTaken(directory) && !stop(directory)) {
                err.println("kingtide down: the control plane on " + directory + " does not end");
                return 1;
            }
        } catch (UnusableData e) {
            err.println("kingtide down: " + e.getMessage());
            return 1;
        }
        String owner = DataDirectory.identity(directory);
        if (owner == null && !all) {
            out.println("Nothing has run on " + directory + ".");
            return 0;
        }
        if (owner != null && EdgeFleet.quit(directory, owner)) {
            out.println("Stopped the load balancers.");
        }
        List<String> silent = new ArrayList<>();
        List<Engine> engines = LocalEngine.all(directory, silent::add);
        if (engines.isEmpty()) {
            out.println("The control plane is stopped; no Docker Engine answers.");
            return 0;
        }
        silent.stream().filter(line -> line.contains("host")).forEach(err::println);
        return remove(engines, all ? null : owner);
    }

    private int remove(List<Engine> engines, @Nullable String owner) throws InterruptedException {
        try {
            int count = 0;
            for (Engine engine : engines) {
                count += Remains.remove(engine, owner);
            }
            spec.commandLine().getOut().println("Stopped and removed " + count + " containers.");
            return 0;
        } catch (EngineFailure e) {
            spec.commandLine().getErr().println("kingtide down: " + e.text() + "; try again");
            return 1;
        }
    }

    /// Tells the daemon that holds the directory's lock to stop, and waits for its end.
    private static boolean stop(Path directory) throws InterruptedException {
        DataDirectory.Note note = DataDirectory.note(directory);
        ProcessHandle process = note == null ? null : ProcessHandle.of(note.process()).orElse(null);
        if (process == null || !process.destroy()) {
            return false;
        }
        try {
            process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }
}
