package dev.kingtide.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long a caller waits for reads of a `./kingtide up` with 10,000 services of 10 tasks each,
/// all of which run.
final class LargeWorld {
    private static final int CLUSTERS = 10;
    private static final int SERVICES = 1_000;
    private static final int TASKS = 10;
    private static final int INSTANCES = 100;

    /// Room for a fifth more than there are tasks.
    private static final int TASKS_EACH = SERVICES * TASKS / INSTANCES * 6 / 5;

    private static final int CALLS = 2_000;
    private static final int CALLS_BEFORE = 500;
    private static final int MINUTES_MOST = 10;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final Pattern RUNNING = Pattern.compile("\"runningTasksCount\":(\\d+)");

    private final ApiLoad.Connection connection;
    private final Signing signing;
    private final Random random = new Random(1);

    private LargeWorld(ApiLoad.Connection connection, Signing signing) {
        this.connection = connection;
        this.signing = signing;
    }

    /// Prints a line for each kind of call.
    static void measure() throws IOException, InterruptedException {
        Path data = Files.createTempDirectory("kingtide-api-bench");
        try (Running kingtide = Running.kingtide(data, "--settle-seconds", "0")) {
            URI endpoint = kingtide.endpoint();
            Signing signing = ApiBench.signing(endpoint, data);
            try (ApiLoad.Connection connection = new ApiLoad.Connection(endpoint)) {
                LargeWorld world = new LargeWorld(connection, signing);
                long begin = System.nanoTime();
                world.create();
                world.awaitTasks();
                System.out.printf(
                        Locale.ROOT,
                        "%n%d services, %d tasks run after %.0f s, %d MB; a caller waits%n",
                        CLUSTERS * SERVICES,
                        CLUSTERS * SERVICES * TASKS,
                        (System.nanoTime() - begin) / 1e9,
                        kingtide.residentMegabytes());
                world.time("DescribeServices", "one", "'services':['service-#']");
                world.time("DescribeServices", "ten", "'services':[" + ten() + "]");
                world.time("ListTasks", "of a cluster", "'maxResults':100");
                world.time("ListTasks", "of a service", "'serviceName':'service-#'");
            }
        }
    }

    private static String ten() {
        StringBuilder names = new StringBuilder("'service-#'");
        for (int i = 0; i < 9; i++) {
            names.append(",'service-").append(i * 100).append('\'');
        }
        return names.toString();
    }

    private String call(String operation, String input) throws IOException {
        return connection.send(signing.request(operation, input.replace('\'', '"')));
    }

    private void create() throws IOException {
        call(
                "RegisterTaskDefinition",
                "{'family':'web','containerDefinitions':"
                        + "[{'name':'web','image':'nginx:1.27','cpu':128,'memory':256}]}");
        for (int cluster = 0; cluster < CLUSTERS; cluster++) {
            call("CreateCluster", "{'clusterName':'cluster-%d'}".formatted(cluster));
            for (int instance = 0; instance < INSTANCES; instance++) {
                call(
                        "RegisterContainerInstance",
                        ("{'cluster':'cluster-%d','totalResources':["
                                        + "{'name':'CPU','type':'INTEGER','integerValue':%d},"
                                        + "{'name':'MEMORY','type':'INTEGER','integerValue':%d}]}")
                                .formatted(cluster, 128 * TASKS_EACH, 256 * TASKS_EACH));
            }
            for (int service = 0; service < SERVICES; service++) {
                call(
                        "CreateService",
                        ("{'cluster':'cluster-%d','serviceName':'service-%d','desiredCount':%d,"
                                        + "'taskDefinition':'web','launchType':'EC2'}")
                                .formatted(cluster, service, TASKS));
            }
        }
    }

    private void awaitTasks() throws IOException, InterruptedException {
        StringBuilder names = new StringBuilder("'cluster-0'");
        for (int cluster = 1; cluster < CLUSTERS; cluster++) {
            names.append(",'cluster-").append(cluster).append('\'');
        }
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES_MOST);
        int running = 0;
        while (running < CLUSTERS * SERVICES * TASKS) {
            if (System.nanoTime() > end) {
                throw new IOException("only " + running + " tasks run");
            }
            TimeUnit.MILLISECONDS.sleep(500);
            Matcher counts =
                    RUNNING.matcher(call("DescribeClusters", "{'clusters':[" + names + "]}"));
            running = 0;
            while (counts.find()) {
                running += Integer.parseInt(counts.group(1));
            }
        }
    }

    /// @param input its members, with # for any service
    private void time(String operation, String what, String input) throws IOException {
        long[] nanos = new long[CALLS];
        for (int i = -CALLS_BEFORE; i < CALLS; i++) {
            String asked =
                    "{'cluster':'cluster-%d',".formatted(random.nextInt(CLUSTERS))
                            + input.replace("#", String.valueOf(random.nextInt(SERVICES)))
                            + '}';
            byte[] request = signing.request(operation, asked.replace('\'', '"'));
            long begin = System.nanoTime();
            connection.send(request);
            if (i >= 0) {
                nanos[i] = System.nanoTime() - begin;
            }
        }
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "%-16s %-13s median %.2f ms, p99 %.2f ms, most %.2f ms%n",
                operation,
                what,
                nanos[CALLS / 2] / NANOS_PER_MILLI,
                nanos[CALLS * 99 / 100] / NANOS_PER_MILLI,
                nanos[CALLS - 1] / NANOS_PER_MILLI);
    }
}
