package dev.kingtide.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kingtide.host.EcsCaller;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// Real tasks beside Docker's own command, on one Engine and in turns: twenty of a service from
/// `UpdateService` to all RUNNING beside twenty `docker run -d` at once, and their stop, by a
/// service that is to have none, beside twenty `docker stop` at once. Their program ends at
/// SIGTERM.
///
/// Needs a Docker Engine, the `docker` command, and a busybox without libraries for the image.
public final class DockerBench {
    private static final int TASKS = 20;
    private static final int ROUNDS = 5;
    private static final String IMAGE = "kingtide-bench/waits:1";
    private static final String LABEL = "kingtide-bench";
    private static final String PROGRAM =
            "trap 'exit 0' TERM; while :; do /busybox sleep 1000 & wait $!; done";
    private static final long LOOK_MILLIS = 100;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final EcsCaller kingtide;

    private DockerBench(URI endpoint) {
        this.kingtide = new EcsCaller(endpoint);
    }

    /// Seconds to start and to stop.
    private record Both(double start, double stop) {}

    /// Prints a line a round and the medians; the argument says how many rounds.
    public static void main(String[] args) throws IOException, InterruptedException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : ROUNDS;
        image();
        Path data = Files.createTempDirectory("kingtide-docker-bench");
        double[] starts = new double[rounds];
        double[] stops = new double[rounds];
        System.out.printf("%d tasks; seconds of kingtide / of docker = ratio%n", TASKS);
        try (Running kingtide = Running.docker(data)) {
            DockerBench bench = new DockerBench(kingtide.endpoint());
            bench.create();
            bench.round();
            byDocker();
            for (int i = 0; i < rounds; i++) {
                Both service = bench.round();
                Both docker = byDocker();
                starts[i] = service.start / docker.start;
                stops[i] = service.stop / docker.stop;
                System.out.printf(
                        Locale.ROOT,
                        "start %.2f / %.2f = %.2f   stop %.2f / %.2f = %.2f%n",
                        service.start,
                        docker.start,
                        starts[i],
                        service.stop,
                        docker.stop,
                        stops[i]);
            }
        } finally {
            run("./kingtide", "down", "--data", data.toString());
        }
        Arrays.sort(starts);
        Arrays.sort(stops);
        System.out.printf(
                Locale.ROOT,
                "median: start %.2f times docker run -d, stop %.2f times docker stop%n",
                starts[rounds / 2],
                stops[rounds / 2]);
    }

    private static void image() throws IOException, InterruptedException {
        Path tar = Files.createTempFile("kingtide-bench", ".tar");
        run("tar", "-C", "/bin", "-cf", tar.toString(), "-h", "busybox");
        run("docker", "import", tar.toString(), IMAGE);
        Files.delete(tar);
    }

    private static List<String> run(String... command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        List<String> lines = process.inputReader().readAllLines();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed");
        }
        return lines;
    }

    private static double atOnce(List<List<String>> commands)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        List<Process> all = new ArrayList<>();
        for (List<String> command : commands) {
            all.add(
                    new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start());
        }
        for (Process process : all) {
            if (process.waitFor() != 0) {
                throw new IOException(commands.getFirst() + " failed");
            }
        }
        return (System.nanoTime() - begin) / NANOS_PER_SECOND;
    }

    private static Both byDocker() throws IOException, InterruptedException {
        List<String> start =
                List.of("docker", "run", "-d", "--label", LABEL, IMAGE, "/busybox", "sh", "-c");
        List<List<String>> starts = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            List<String> one = new ArrayList<>(start);
            one.add(PROGRAM);
            starts.add(one);
        }
        double started = atOnce(starts);
        List<String> ids = run("docker", "ps", "-q", "--filter", "label=" + LABEL);
        double stopped = atOnce(ids.stream().map(id -> List.of("docker", "stop", id)).toList());
        List<String> remove = new ArrayList<>(List.of("docker", "rm"));
        remove.addAll(ids);
        run(remove.toArray(String[]::new));
        return new Both(started, stopped);
    }

    private void create() throws IOException, InterruptedException {
        var definition = JSON.createObjectNode().put("family", "bench");
        definition.put("networkMode", "bridge");
        definition
                .putArray("containerDefinitions")
                .addObject()
                .put("name", "waits")
                .put("image", IMAGE)
                .put("memory", 16)
                .putPOJO("command", List.of("/busybox", "sh", "-c", PROGRAM));
        call("RegisterTaskDefinition", definition);
        call(
                "CreateService",
                JSON.createObjectNode()
                        .put("serviceName", "bench")
                        .put("taskDefinition", "bench")
                        .put("desiredCount", 0));
    }

    private Both round() throws IOException, InterruptedException {
        List<String> arns = new ArrayList<>();
        double begin = scale(TASKS);
        double started = last(arns, "RUNNING", "startedAt") - begin;
        begin = scale(0);
        double stopped = last(arns, "STOPPED", "stoppedAt") - begin;
        return new Both(started, stopped);
    }

    /// When it was asked for, in seconds.
    private double scale(int desired) throws IOException, InterruptedException {
        double now = System.currentTimeMillis() / 1e3;
        call(
                "UpdateService",
                JSON.createObjectNode().put("service", "bench").put("desiredCount", desired));
        return now;
    }

    /// The last of the times that the tasks have under a name, once all have a status; the list of
    /// tasks is looked up if it is empty.
    private double last(List<String> arns, String status, String time)
            throws IOException, InterruptedException {
        while (true) {
            if (arns.size() < TASKS) {
                arns.clear();
                call("ListTasks", JSON.createObjectNode().put("serviceName", "bench"))
                        .path("taskArns")
                        .forEach(arn -> arns.add(arn.asText()));
            } else {
                double last = 0;
                int there = 0;
                for (JsonNode task :
                        call("DescribeTasks", JSON.createObjectNode().putPOJO("tasks", arns))
                                .path("tasks")) {
                    there += task.path("lastStatus").asText().equals(status) ? 1 : 0;
                    last = Math.max(last, task.path(time).asDouble());
                }
                if (there == TASKS) {
                    return last;
                }
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private JsonNode call(String operation, JsonNode input)
            throws IOException, InterruptedException {
        return kingtide.call(operation, input);
    }
}
