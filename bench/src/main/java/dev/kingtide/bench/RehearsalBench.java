package dev.kingtide.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/// How long `./kingtide rehearse` takes as a whole process, with its AOT cache, as a user starts
/// it: the ticket sale, the kick-off, and a generated day with a peak of 10,000 tasks.
///
/// Prints the fastest and the median wall-clock time, the median of user and system CPU time (the
/// JIT compiler's threads and the collector included) and the largest resident set. A state change
/// is a change of `lastStatus`; a task makes three until it is RUNNING and three until it is
/// STOPPED. Reads CPU time and memory from /proc, so it needs Linux.
public final class RehearsalBench {
    private static final int ROUNDS = 5;
    private static final int PEAK_TASKS = 10_000;
    private static final int SAMPLE_MILLIS = 5;
    private static final double TICKS_PER_SECOND = 100; // Linux's USER_HZ on all usual machines

    private RehearsalBench() {}

    /// Runs every launch in turn, as many rounds as the argument says.
    public static void main(String[] args) throws IOException, InterruptedException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : ROUNDS;
        Path scratch = Files.createTempDirectory("kingtide-bench");
        Path day = Files.createDirectory(scratch.resolve("day"));
        Files.writeString(day.resolve("launch.yaml"), DayLaunch.yaml(PEAK_TASKS));
        System.out.printf(
                Locale.ROOT,
                "%-12s  %6s  %8s  %5s  %6s  %9s  %7s  %8s  %14s%n",
                "launch",
                "wall s",
                "median s",
                "CPU s",
                "RSS MB",
                "virtual s",
                "tasks",
                "changes",
                "requests");
        for (Path launch :
                new Path[] {Path.of("examples/ticket-sale"), Path.of("examples/kick-off"), day}) {
            Path output = Files.createDirectories(scratch.resolve("output"));
            Cost[] costs = new Cost[rounds];
            for (int round = 0; round < rounds; round++) {
                costs[round] = run(launch, output);
            }
            print(
                    launch,
                    costs,
                    new ObjectMapper().readTree(output.resolve("report.json").toFile()));
        }
    }

    /// What one run cost.
    private record Cost(double wallSeconds, double cpuSeconds, double rssMb) {}

    private static void print(Path launch, Cost[] costs, JsonNode report) {
        double[] walls = Arrays.stream(costs).mapToDouble(Cost::wallSeconds).sorted().toArray();
        double[] cpus = Arrays.stream(costs).mapToDouble(Cost::cpuSeconds).sorted().toArray();
        long created = report.at("/tasks/createdTasks").asLong();
        long stopped = 0;
        for (JsonNode each : report.at("/tasks/stopped")) {
            stopped += each.get("stoppedTasks").asLong();
        }
        System.out.printf(
                Locale.ROOT,
                "%-12s  %6.2f  %8.2f  %5.2f  %6.0f  %,9d  %,7d  %,8d  %,14.0f%n",
                launch.getFileName(),
                walls[0],
                walls[walls.length / 2],
                cpus[cpus.length / 2],
                Arrays.stream(costs).mapToDouble(Cost::rssMb).max().orElse(0),
                report.at("/launch/lengthSeconds").asLong(),
                created,
                3 * created + 3 * stopped,
                report.at("/total/demandRequests").asDouble());
    }

    private static Cost run(Path launch, Path output) throws IOException, InterruptedException {
        double before = childrenCpuSeconds();
        long begin = System.nanoTime();
        Process process =
                new ProcessBuilder(
                                "./kingtide", "rehearse", "--output=" + output, launch.toString())
                        .redirectOutput(new File("/dev/null"))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        double rss = 0;
        do {
            rss = Math.max(rss, peakRssMb(process.pid()));
        } while (!process.waitFor(Duration.ofMillis(SAMPLE_MILLIS)));
        double wall = (System.nanoTime() - begin) / 1e9;
        if (process.exitValue() > 1) {
            throw new IllegalStateException(launch + " ended with " + process.exitValue());
        }
        return new Cost(wall, childrenCpuSeconds() - before, rss);
    }

    /// The resident set's high-water mark; 0 when the process is gone already.
    private static double peakRssMb(long pid) {
        try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1000)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException gone) {
            return 0;
        }
    }

    /// User and system time of all processes that this one has waited for (proc(5): cutime and
    /// cstime, the 16th and 17th field of stat).
    private static double childrenCpuSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) / TICKS_PER_SECOND;
    }
}
