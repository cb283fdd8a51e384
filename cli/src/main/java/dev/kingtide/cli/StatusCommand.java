package dev.kingtide.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kingtide.host.DataDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `kingtide status`: clusters, services and tasks of a control plane that runs.
@Command(
        name = "status",
        description = "Shows the clusters, services and tasks of a control plane that runs.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:it runs",
            "1:it does not run, or cannot be asked",
            "2:bad arguments",
            "70:a defect of Kingtide"
        },
        exitCodeOnExecutionException = 70)
final class StatusCommand implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final double MB = 1_000_000;
    private static final int TASK_DIGITS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Spec private CommandSpec spec;

    @Mixin private DataOption data = new DataOption();

    @Option(names = "--json", description = "prints JSON")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        DataDirectory.Note note = DataDirectory.note(data.directory());
        if (note == null) {
            return say(
                    "no control plane has run on " + data.directory() + "; start it: kingtide up");
        }
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(URI.create(note.endpoint() + "/kingtide/status"))
                                    .timeout(PATIENCE)
                                    .header("Authorization", "Bearer " + note.token())
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            JsonNode status = JSON.readTree(answer.body());
            if (answer.statusCode() != 200) {
                return say(note.endpoint() + " answers: " + status.path("message").asText());
            }
            if (json) {
                out.println(status.toPrettyString());
            } else {
                text(out, status);
            }
            out.flush();
            return 0;
        } catch (IOException e) {
            return say(
                    "it does not run: nobody answers on "
                            + note.endpoint()
                            + "; start it: kingtide up");
        }
    }

    private int say(String message) {
        spec.commandLine().getErr().println("kingtide status: " + message);
        return 1;
    }

    private static void text(PrintWriter out, JsonNode status) {
        out.println(status.path("version").asText() + " on " + status.path("endpoint").asText());
        if (status.hasNonNull("trouble")) {
            out.println("READ-ONLY: " + status.path("trouble").asText());
        }
        int clusters = 0;
        for (JsonNode world : status.path("worlds")) {
            for (JsonNode cluster : world.path("clusters")) {
                clusters++;
                cluster(out, world, cluster);
            }
        }
        if (clusters == 0) {
            out.println();
            out.println("No clusters yet: aws ecs create-cluster --cluster-name NAME makes one.");
        }
        for (JsonNode world : status.path("worlds")) {
            world.path("loadBalancers").forEach(balancer -> balancer(out, world, balancer));
        }
    }

    private static void balancer(PrintWriter out, JsonNode world, JsonNode balancer) {
        out.println();
        out.printf(
                "load balancer %s  (%s, %s)%n",
                balancer.path("name").asText(),
                world.path("account").asText(),
                world.path("region").asText());
        if (balancer.path("listeners").isEmpty()) {
            out.println("  no listeners");
        }
        for (JsonNode listener : balancer.path("listeners")) {
            out.printf(
                    "  %s:%d  %s%s%n",
                    listener.path("protocol").asText(),
                    listener.path("port").asInt(),
                    listener.hasNonNull("endpoint")
                            ? "at " + listener.path("endpoint").asText()
                            : "carries no real traffic",
                    listener.hasNonNull("url") ? ", " + listener.path("url").asText() : "");
        }
    }

    private static void cluster(PrintWriter out, JsonNode world, JsonNode cluster) {
        out.println();
        out.printf(
                "cluster %s  (%s, %s): %d tasks run, %d start, %d container instances%n",
                cluster.path("name").asText(),
                world.path("account").asText(),
                world.path("region").asText(),
                cluster.path("runningTasks").asInt(),
                cluster.path("pendingTasks").asInt(),
                cluster.path("containerInstances").asInt());
        cluster.path("pulls").forEach(pull -> pull(out, pull));
        if (cluster.path("services").isEmpty()) {
            out.println("  no services");
            return;
        }
        List<String[]> rows = new ArrayList<>();
        rows.add(
                new String[] {
                    "service",
                    "desired",
                    "running",
                    "healthy",
                    "starting",
                    "task definition",
                    "deployment"
                });
        for (JsonNode service : cluster.path("services")) {
            rows.add(
                    new String[] {
                        service.path("name").asText(),
                        service.path("desired").asText(),
                        service.path("running").asText(),
                        service.path("healthy").asText(),
                        service.path("starting").asText(),
                        service.path("taskDefinition").asText(),
                        service.path("status").asText().equals("ACTIVE")
                                ? service.path("rollout").asText()
                                : service.path("status").asText()
                    });
        }
        print(out, rows);
        for (JsonNode service : cluster.path("services")) {
            if (service.hasNonNull("lastEvent")) {
                out.println("  " + service.path("lastEvent").asText());
            }
        }
    }

    private static void pull(PrintWriter out, JsonNode pull) {
        out.printf(
                Locale.ROOT,
                "  pulling %s for %s of %s: %.1f of %.1f MB, %d of %d layers, %d of them already"
                        + " here%n",
                pull.path("image").asText(),
                pull.path("container").asText(),
                pull.path("task").asText().substring(0, TASK_DIGITS),
                pull.path("bytes").asLong() / MB,
                pull.path("totalBytes").asLong() / MB,
                pull.path("doneLayers").asInt(),
                pull.path("layers").asInt(),
                pull.path("cachedLayers").asInt());
    }

    private static void print(PrintWriter out, List<String[]> rows) {
        int[] widths = new int[rows.getFirst().length];
        for (String[] row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder(" ");
            for (int i = 0; i < widths.length; i++) {
                boolean number = i >= 1 && i <= 4;
                String gap = " ".repeat(widths[i] - row[i].length());
                line.append(' ').append(number ? gap + row[i] : row[i] + gap).append(' ');
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
