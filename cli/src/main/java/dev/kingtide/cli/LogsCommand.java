package dev.kingtide.cli;

import dev.kingtide.cli.LogStream.Line;
import dev.kingtide.host.DataDirectory;
import dev.kingtide.host.docker.Containers;
import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.engine.EngineFailure;
import dev.kingtide.host.engine.Streams;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kingtide logs`: what the containers of a service or a task have written.
@Command(
        name = "logs",
        description = {
            "Shows what the containers of a service or a task have written, in the order of time,"
                    + " each line behind the beginning of its task's id and its container's name.",
            "",
            "The Docker Engine is asked; the control plane need not run.",
            ""
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:what there is was shown",
            "1:there is no such service or task, or no Docker Engine answers",
            "2:bad arguments",
            "70:a defect of Kingtide"
        },
        exitCodeOnExecutionException = 70)
final class LogsCommand implements Callable<Integer> {
    private static final int LINES = 1_000;
    private static final int TASK_DIGITS = 8;
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Pattern AGO = Pattern.compile("(\\d{1,9})([smhd])");

    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "SERVICE|TASK",
            description = {
                "a service, as web or shop/web; or a task, as its ARN, its id or the beginning of"
                        + " its id"
            })
    private String name;

    @Option(
            names = {"-c", "--container"},
            paramLabel = "NAME",
            description = "only this container of each task")
    private String container = "";

    @Option(
            names = {"-f", "--follow"},
            description = "goes on, also with tasks that start later, until it is interrupted")
    private boolean follow;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description =
                    "only what is younger: 90s, 10m, 2h, 1d, or a time as 2027-05-01T20:00:00Z")
    private @Nullable String since;

    @Option(
            names = "--tail",
            paramLabel = "LINES",
            description = "only so many of the last lines of each container")
    private int tail = -1;

    @Option(
            names = {"-t", "--timestamps"},
            description = "each line with the time at which it was written")
    private boolean timestamps;

    @Mixin private DataOption data = new DataOption();

    @Override
    public Integer call() throws InterruptedException {
        Streams.Part part = new Streams.Part(follow, moment(), tail, true);
        String owner = DataDirectory.identity(data.directory());
        if (owner == null) {
            return say("nothing has run on " + data.directory());
        }
        List<Engine> engines = LocalEngine.all(data.directory(), this::warn);
        if (engines.isEmpty()) {
            return 1;
        }
        Containers containers = new Containers(engines, owner);
        try {
            List<Containers.Found> found = containers.of(name, container);
            if (found.isEmpty() && !follow) {
                return say("no container of a service or task " + name);
            }
            if (follow) {
                follow(containers, part);
            } else {
                merge(found, part);
            }
            return 0;
        } catch (EngineFailure failure) {
            return say(failure.text());
        }
    }

    /// Prints the lines of all logs in the order of time.
    private void merge(List<Containers.Found> found, Streams.Part part)
            throws InterruptedException {
        record Head(Line line, BlockingQueue<Line> rest) {}
        PriorityQueue<Head> heads =
                new PriorityQueue<>(Comparator.comparing(head -> head.line().time()));
        List<BlockingQueue<Line>> queues = new ArrayList<>();
        for (Containers.Found each : found) {
            BlockingQueue<Line> lines = new ArrayBlockingQueue<>(LINES);
            new LogStream(each, lines).begin(part);
            queues.add(lines);
        }
        for (BlockingQueue<Line> lines : queues) {
            heads.add(new Head(lines.take(), lines));
        }
        for (Head head = heads.poll(); head != null; head = heads.poll()) {
            show(head.line());
            if (!head.line().end()) {
                heads.add(new Head(head.rest().take(), head.rest()));
            }
        }
        spec.commandLine().getOut().flush();
    }

    /// Prints lines as they come, also those of containers that start later, until nobody wants to
    /// know any more.
    private void follow(Containers containers, Streams.Part part)
            throws InterruptedException, EngineFailure {
        Set<String> known = new HashSet<>();
        BlockingQueue<Line> lines = new ArrayBlockingQueue<>(LINES);
        PrintWriter out = spec.commandLine().getOut();
        Streams.Part now = part;
        while (!out.checkError()) {
            for (Containers.Found each : containers.of(name, container)) {
                if (known.add(each.id())) {
                    new LogStream(each, lines).begin(now);
                }
            }
            now = new Streams.Part(true, part.since(), -1, true);
            long until = System.nanoTime() + LOOK.toNanos();
            for (long left = LOOK.toNanos(); left > 0; left = until - System.nanoTime()) {
                Line line = lines.poll(left, TimeUnit.NANOSECONDS);
                if (line != null) {
                    show(line);
                }
                if (lines.isEmpty()) {
                    out.flush();
                }
            }
        }
    }

    private void show(Line line) {
        String who =
                line.container().taskId().substring(0, TASK_DIGITS) + ' ' + line.container().name();
        if (!line.end()) {
            String time = timestamps ? line.time() + ' ' : "";
            spec.commandLine().getOut().println(who + " | " + time + line.text());
        } else if (!line.text().isEmpty()) {
            warn("kingtide logs: " + who + ": " + line.text());
        }
    }

    private @Nullable Instant moment() {
        if (since == null) {
            return null;
        }
        Matcher ago = AGO.matcher(since);
        if (ago.matches()) {
            long seconds =
                    switch (ago.group(2)) {
                        case "s" -> 1;
                        case "m" -> 60;
                        case "h" -> 3_600;
                        default -> 86_400;
                    };
            return Instant.now().minusSeconds(Long.parseLong(ago.group(1)) * seconds);
        }
        try {
            return Instant.parse(since);
        } catch (DateTimeException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--since is 90s, 10m, 2h, 1d or a time as 2027-05-01T20:00:00Z, not \""
                            + since
                            + '"');
        }
    }

    private int say(String message) {
        warn("kingtide logs: " + message);
        return 1;
    }

    private void warn(String message) {
        spec.commandLine().getErr().println(message);
    }
}
