package dev.kingtide.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.host.EcsCaller;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// Runs tasks on a control plane and takes from their timestamps how long the stages of a start
/// take: what `DescribeTasks` shows is what is measured.
///
/// A few run alone, one after another: how long each stage takes. Then many start at once: how many
/// containers the machine starts a second, counting those that hold the tasks' networks.
///
/// @param endpoint of a control plane that asks for no proof of identity
/// @param tasks how many
/// @param image its program runs until it is stopped
/// @param progress is told how many tasks have gone how far
record Calibration(URI endpoint, int tasks, String image, Progress progress) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int ALONE = 3;
    private static final int RUN_MOST = 10;
    private static final int DESCRIBE_MOST = 100;

    /// Of a task: its own, and the one that holds its network.
    private static final int CONTAINERS = 2;

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final long LOOK_MILLIS = 200;

    /// Is told how far the measurement is.
    @FunctionalInterface
    interface Progress {

        /// `done` of `ofAll` steps are behind.
        void at(int done, int ofAll);
    }

    /// It could not be measured, for this reason.
    static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Failed(String message) {
            super(message);
        }
    }

    /// The measured timings as a YAML file for `timings`.
    String measure() throws IOException, InterruptedException {
        ObjectNode definition = JSON.createObjectNode();
        definition.put("family", "calibrate").put("networkMode", "awsvpc");
        definition.put("cpu", "256").put("memory", "512");
        definition.putArray("requiresCompatibilities").add("FARGATE");
        definition
                .putArray("containerDefinitions")
                .addObject()
                .put("name", "calibrate")
                .put("image", image)
                .put("stopTimeout", 2);
        call("CreateCluster", JSON.createObjectNode().put("clusterName", "calibrate"));
        call("RegisterTaskDefinition", definition);
        run(1); // what only the first task of a machine waits for is not measured
        List<JsonNode> alone = new ArrayList<>();
        for (int i = 0; i < ALONE; i++) {
            alone.addAll(run(1));
        }
        return text(alone, run(tasks));
    }

    /// Starts tasks all at once, stops them when all run, and gives their last descriptions.
    private List<JsonNode> run(int count) throws IOException, InterruptedException {
        List<String> arns = new ArrayList<>();
        while (arns.size() < count) {
            ObjectNode ask = JSON.createObjectNode();
            ask.put("cluster", "calibrate").put("taskDefinition", "calibrate");
            ask.put("launchType", "FARGATE").put("count", Math.min(RUN_MOST, count - arns.size()));
            ask.putObject("networkConfiguration")
                    .putObject("awsvpcConfiguration")
                    .putArray("subnets")
                    .add("subnet-1");
            JsonNode answer = call("RunTask", ask);
            for (JsonNode failure : answer.path("failures")) {
                throw new Failed("a task could not be placed: " + failure);
            }
            answer.path("tasks").forEach(task -> arns.add(task.path("taskArn").asText()));
        }
        await(arns, "RUNNING", count == 1 ? 0 : 1);
        for (String arn : arns) {
            call("StopTask", JSON.createObjectNode().put("cluster", "calibrate").put("task", arn));
        }
        return await(arns, "STOPPED", count == 1 ? 0 : 2);
    }

    private List<JsonNode> await(List<String> arns, String status, int phase)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            List<JsonNode> all = describe(arns);
            int there = 0;
            for (JsonNode task : all) {
                String now = task.path("lastStatus").asText();
                if (status.equals("RUNNING") && now.equals("STOPPED")) {
                    throw new Failed(
                            "a task stopped before all ran: "
                                    + task.path("stoppedReason").asText()
                                    + ' '
                                    + task.at("/containers/0/reason").asText());
                }
                there += now.equals(status) ? 1 : 0;
            }
            if (phase > 0) {
                progress.at((phase - 1) * arns.size() + there, 2 * arns.size());
            }
            if (there == arns.size()) {
                return all;
            }
            if (System.nanoTime() > end) {
                throw new Failed(
                        there
                                + " of "
                                + arns.size()
                                + " tasks were "
                                + status
                                + " after "
                                + PATIENCE);
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private List<JsonNode> describe(List<String> arns) throws IOException, InterruptedException {
        List<JsonNode> all = new ArrayList<>();
        for (int from = 0; from < arns.size(); from += DESCRIBE_MOST) {
            ObjectNode ask = JSON.createObjectNode().put("cluster", "calibrate");
            ArrayNode some = ask.putArray("tasks");
            arns.subList(from, Math.min(arns.size(), from + DESCRIBE_MOST)).forEach(some::add);
            call("DescribeTasks", ask).path("tasks").forEach(all::add);
        }
        return all;
    }

    private JsonNode call(String operation, JsonNode input)
            throws IOException, InterruptedException {
        try {
            return new EcsCaller(endpoint).call(operation, input);
        } catch (EcsCaller.Refused refused) {
            throw new Failed(String.valueOf(refused.getMessage()));
        }
    }

    private String text(List<JsonNode> alone, List<JsonNode> together) {
        String network = range(alone, task -> since(task, "createdAt", "connectivityAt"));
        return """
        # How long the stages of a start take on this machine: measured by kingtide calibrate,
        # the stages with single tasks, starts a second and the ends with %d tasks at once.
        # In launch.yaml: timings: FILE
        fargatePlacementSeconds: 0
        instancePlacementSeconds: 0
        fargateInterfaceSeconds: %s
        instanceInterfaceSeconds: %s
        cachedPullSeconds: %s
        createAndStartSeconds: %s
        instanceStartsPerSecond: %s
        detachSeconds: %s
        """
                .formatted(
                        tasks,
                        network,
                        network,
                        number(part(sorted(alone, Calibration::pull), 0.5)),
                        range(alone, task -> since(task, "pullStoppedAt", "startedAt")),
                        number(startsPerSecond(together)),
                        range(together, task -> since(task, "executionStoppedAt", "stoppedAt")));
    }

    /// Two containers a task, over the time from the first one's creation to the last one's start.
    private static double startsPerSecond(List<JsonNode> together) {
        double first = Double.MAX_VALUE;
        double last = 0;
        for (JsonNode task : together) {
            since(task, "createdAt", "startedAt");
            first = Math.min(first, task.path("createdAt").asDouble());
            last = Math.max(last, task.path("startedAt").asDouble());
        }
        return CONTAINERS * together.size() / Math.max(0.001, last - first);
    }

    private static double pull(JsonNode task) {
        return since(task, "pullStartedAt", "pullStoppedAt");
    }

    private static double since(JsonNode task, String from, String to) {
        if (!task.hasNonNull(from) || !task.hasNonNull(to)) {
            throw new Failed("a task has no " + from + " or " + to + ": " + task);
        }
        return Math.max(0, task.path(to).asDouble() - task.path(from).asDouble());
    }

    private static double[] sorted(List<JsonNode> tasks, ToDoubleFunction<JsonNode> stage) {
        double[] seconds = tasks.stream().mapToDouble(stage).toArray();
        Arrays.sort(seconds);
        return seconds;
    }

    private static String range(List<JsonNode> tasks, ToDoubleFunction<JsonNode> stage) {
        double[] seconds = sorted(tasks, stage);
        return "[" + number(part(seconds, 0.05)) + ", " + number(part(seconds, 0.95)) + "]";
    }

    private static double part(double[] sorted, double part) {
        return sorted[(int) Math.round(part * (sorted.length - 1))];
    }

    private static String number(double seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds);
    }
}
