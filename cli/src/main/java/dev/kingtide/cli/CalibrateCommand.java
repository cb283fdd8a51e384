package dev.kingtide.cli;

import dev.kingtide.aws.wire.Gateway;
import dev.kingtide.core.driver.StoreFailure;
import dev.kingtide.host.Daemon;
import dev.kingtide.host.DataDirectory;
import dev.kingtide.host.UnusableData;
import dev.kingtide.host.docker.DockerMachines;
import dev.kingtide.host.docker.Remains;
import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.engine.EngineFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `kingtide calibrate`: measures how long the stages of a task's start take on this machine.
@Command(
        name = "calibrate",
        description = {
            "Measures how long the stages of a task's start take on this machine's Docker Engine,"
                    + " and writes them as a file that launch.yaml takes: timings: machine.yaml",
            "",
            "A control plane of its own, with a data directory that is removed afterwards, runs a"
                    + " few tasks alone, and then as many at once as asked for, since those hold"
                    + " each other up; their own timestamps are what is measured.",
            ""
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:measured",
            "1:the Docker Engine, the image or the output file cannot be used",
            "2:bad arguments",
            "70:a defect of Kingtide"
        },
        exitCodeOnExecutionException = 70,
        footerHeading = "%nExample:%n",
        footer = "  kingtide calibrate --tasks 20 --output my-launch/machine.yaml")
final class CalibrateCommand implements Callable<Integer> {
    private static final int TASKS = 20;
    private static final int TASKS_MOST = 200;

    @Spec private CommandSpec spec;

    @Option(
            names = "--tasks",
            paramLabel = "N",
            description = "how many tasks start at once (default: ${DEFAULT-VALUE})")
    private int tasks = TASKS;

    @Option(
            names = "--image",
            paramLabel = "IMAGE",
            description = {
                "an image that the Engine has or can pull, whose program runs on"
                        + " (default: one of Kingtide's own, which only waits)"
            })
    private @Nullable String image;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "where to write it; an existing file is left alone (default: print it)")
    private @Nullable Path output;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        if (tasks < 1 || tasks > TASKS_MOST) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--tasks is a number from 1 to " + TASKS_MOST + ", not " + tasks);
        }
        if (output != null && Files.exists(output)) {
            err.println("kingtide calibrate: " + output + " is there already");
            return 1;
        }
        Engine engine = LocalEngine.find(err::println);
        if (engine == null) {
            return 1;
        }
        Path data = Files.createTempDirectory("kingtide-calibrate");
        try {
            String text = measure(engine, data);
            if (output == null) {
                spec.commandLine().getOut().print(text);
                spec.commandLine().getOut().flush();
            } else {
                write(output.toAbsolutePath(), text);
                err.println("Wrote " + output + "; launch.yaml takes it: timings: FILE");
            }
            return 0;
        } catch (Calibration.Failed | UnusableData | StoreFailure e) {
            err.println("kingtide calibrate: " + e.getMessage());
            return 1;
        } catch (EngineFailure e) {
            err.println("kingtide calibrate: " + e.text());
            return 1;
        } finally {
            remove(data);
        }
    }

    private String measure(Engine engine, Path data)
            throws IOException, InterruptedException, EngineFailure {
        DockerMachines machines =
                LocalEngine.machines(
                        DockerMachines.Engines.only(engine),
                        1,
                        Map.of("ECS_IMAGE_PULL_BEHAVIOR", "prefer-cached"));
        Daemon.Settings settings =
                new Daemon.Settings(
                        data,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        Gateway.Auth.OFF,
                        false,
                        Kingtide.version());
        try (Daemon daemon = Daemon.start(settings, machines, _ -> {})) {
            String chosen = image == null ? DockerMachines.ownImage(engine) : image;
            Calibration calibration =
                    new Calibration(URI.create(daemon.endpoint()), tasks, chosen, progress());
            return calibration.measure();
        } finally {
            String owner = DataDirectory.identity(data);
            if (owner != null) {
                Remains.remove(engine, owner);
            }
        }
    }

    private static void write(Path file, String text) throws IOException {
        Path directory = file.getParent();
        Path name = file.getFileName();
        if (directory == null || name == null) {
            throw new IOException(file + " is no file"); // it would exist
        }
        LinkedHashMap<String, byte[]> files = new LinkedHashMap<>();
        files.put(name.toString(), NewFiles.bytes(text));
        new NewFiles(directory, files).write();
    }

    private Calibration.Progress progress() {
        PrintWriter err = spec.commandLine().getErr();
        if (!Terminal.progress()) {
            return (_, _) -> {};
        }
        ProgressBar bar = new ProgressBar(err, "measuring");
        return bar::at;
    }

    private static void remove(Path data) throws IOException {
        try (var files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
