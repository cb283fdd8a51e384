package dev.kingtide.cli;

import dev.kingtide.host.Logs;
import dev.kingtide.host.UnusableData;
import dev.kingtide.host.edge.EdgeProgram;
import dev.kingtide.host.edge.EdgeServer;
import dev.kingtide.host.edge.Share;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/// `kingtide edge`: the process that carries traffic for the load balancers of a data directory.
final class CarryCommand implements Callable<Integer> {
    private static final Path SETSID = Path.of("/usr/bin/setsid");
    private static final List<String> SMALL =
            List.of("-Dio.netty.allocator.", "-Dio.netty.noPreferDirect");
    private static final String CACHE = "-XX:AOTCache=";

    private final OptionSpec data = DataOption.spec();
    private final OptionSpec share =
            PlainSpec.text(
                    "--share",
                    "K/N",
                    Share.ALONE.toString(),
                    "it is the process K of N that share the traffic (default: ${DEFAULT-VALUE})");
    private final CommandSpec spec =
            PlainSpec.of(
                            "edge",
                            this,
                            "Carries traffic for the load balancers of a data directory, as its"
                                    + " control plane says.",
                            "",
                            "kingtide up starts it with the first load balancer, watches it and"
                                    + " starts it again; it goes on by itself while no control"
                                    + " plane runs. kingtide down ends it.",
                            "")
                    .option(data)
                    .option(share)
                    .exit(0, "a control plane has ended it")
                    .exit(1, "the data directory cannot be used")
                    .exit(2, "bad arguments")
                    .exit(70, "a defect of Kingtide")
                    .build();

    /// The command as picocli takes it.
    CommandSpec spec() {
        return spec;
    }

    @Override
    public Integer call() {
        Logs.begin(Logs.Format.TEXT, "info");
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Path directory = DataOption.directory(data.getValue());
        try (EdgeServer server = EdgeServer.open(directory, build(), share(share.getValue()))) {
            out.println(EdgeProgram.READY);
            out.flush();
            server.serve();
            return 0;
        } catch (UnusableData e) {
            err.println("kingtide edge: " + e.getMessage());
            return 1;
        } catch (IOException e) {
            err.println("kingtide edge: cannot use " + directory + ": " + e.getMessage());
            return 1;
        }
    }

    private Share share(String text) {
        try {
            return Share.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--share: " + e.getMessage());
        }
    }

    /// This program once more, as the process that carries traffic: with the options that this one
    /// runs with, except those that make a control plane small, with an AOT cache of its own where
    /// there is one, and out of reach of the signals of the terminal where the system allows that.
    static EdgeProgram program() {
        List<String> line = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            line.add(SETSID.toString());
        }
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (SMALL.stream().noneMatch(option::startsWith)) {
                line.add(option.startsWith(CACHE) ? ownCache(option) : option);
            }
        }
        line.add("-cp");
        line.add(System.getProperty("java.class.path"));
        line.add(Kingtide.class.getName());
        line.add("edge");
        return new EdgeProgram(line, build());
    }

    private static String ownCache(String option) {
        Path own = Path.of(option.substring(CACHE.length())).resolveSibling("edge.aot");
        return Files.exists(own) ? CACHE + own : option;
    }

    /// The version, and which build of it.
    private static String build() {
        Path jar = Path.of(System.getProperty("java.class.path").split(":", 2)[0]);
        try {
            return Kingtide.version() + ' ' + Files.getLastModifiedTime(jar);
        } catch (IOException e) {
            return Kingtide.version();
        }
    }
}
