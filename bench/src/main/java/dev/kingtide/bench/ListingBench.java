package dev.kingtide.bench;

import dev.kingtide.aws.Api;
import dev.kingtide.aws.Zones;
import dev.kingtide.core.Core;
import dev.kingtide.core.Scope;
import dev.kingtide.core.VirtualLoop;
import dev.kingtide.core.World;
import dev.kingtide.core.admission.Quota;
import dev.kingtide.core.admission.Quotas;
import dev.kingtide.core.driver.TaskCommand;
import dev.kingtide.core.driver.TaskObservation;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.AwsVpcConfiguration;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.ListServicesRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;

/// How long the calls take that look through a large World: lists and descriptions of services and
/// tasks, from the request's object to the answer's, on one thread.
///
/// 10,000 services of ten Fargate tasks each, in one cluster. Prints one row a call: the median and
/// the 99th percentile of 1,000 calls, each for another service.
public final class ListingBench {
    private static final int CALLS = 1_000;
    private static final int TASKS_PER_SERVICE = 10;

    private ListingBench() {}

    /// Measures with 10,000 services, or with as many as the argument says.
    public static void main(String[] args) {
        int services = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
        World world = new World(Scope.DEFAULT, 1);
        VirtualLoop loop = new VirtualLoop(new Core(world, null), 0);
        loop.connect(command -> drive(loop, command), command -> {});
        Api api = new Api(loop::decide, new Zones("us-east-1", Map.of()));
        fill(loop, world, api, services);
        System.out.printf(
                Locale.ROOT,
                "%,d services, %,d tasks%n%-40s %10s %10s%n",
                services,
                world.tasks().table.size(),
                "call",
                "median us",
                "p99 us");
        row(api, "DescribeServices", "ten services", i -> described(i, services));
        row(
                api,
                "ListServices",
                "100 of the cluster",
                i -> ListServicesRequest.builder().cluster("shop").maxResults(100).build());
        row(api, "ListTasks", "100 of the cluster", i -> tasks().build());
        row(api, "ListTasks", "of a service", i -> tasks().serviceName(name(i, services)).build());
        row(api, "ListTasks", "of a family", i -> tasks().family("web").build());
        row(api, "ListTasks", "of a family without tasks", i -> tasks().family("x").build());
        row(api, "ListTasks", "by a starter without tasks", i -> tasks().startedBy("x").build());
        row(
                api,
                "ListTasks",
                "on an instance without tasks",
                i -> tasks().containerInstance("x").build());
        row(api, "ListTasks", "that have stopped", i -> tasks().desiredStatus("STOPPED").build());
    }

    private static ListTasksRequest.Builder tasks() {
        return ListTasksRequest.builder().cluster("shop");
    }

    private static SdkPojo described(int call, int services) {
        List<String> names =
                IntStream.range(0, 10).mapToObj(i -> name(call * 10 + i, services)).toList();
        return DescribeServicesRequest.builder().cluster("shop").services(names).build();
    }

    private static String name(int number, int services) {
        return "web-" + Math.floorMod(number * 7919, services);
    }

    private static void row(Api api, String operation, String what, IntFunction<SdkPojo> request) {
        long[] nanos = new long[CALLS];
        for (int i = -CALLS; i < CALLS; i++) { // the first half warms up
            SdkPojo asked = request.apply(i);
            long begin = System.nanoTime();
            api.call("ecs:" + operation, asked);
            long end = System.nanoTime();
            if (i >= 0) {
                nanos[i] = end - begin;
            }
        }
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "%-40s %,10.1f %,10.1f%n",
                operation + ", " + what,
                nanos[CALLS / 2] / 1e3,
                nanos[CALLS * 99 / 100] / 1e3);
    }

    private static void fill(VirtualLoop loop, World world, Api api, int services) {
        int all = 100_000_000;
        Quotas unlimited =
                Quotas.DEFAULT
                        .with(Quota.SERVICES_PER_CLUSTER, all)
                        .with(Quota.FARGATE_LAUNCH_BURST, all)
                        .with(Quota.FARGATE_LAUNCHES_PER_SECOND, all)
                        .with(Quota.FARGATE_VCPUS, all);
        loop.decide(turn -> {
            turn.put(world.admission().quotasTable, unlimited);
            return unlimited;
        });
        api.call("ecs:CreateCluster", CreateClusterRequest.builder().clusterName("shop").build());
        api.call(
                "ecs:RegisterTaskDefinition",
                RegisterTaskDefinitionRequest.builder()
                        .family("web")
                        .networkMode(NetworkMode.AWSVPC)
                        .cpu("256")
                        .memory("512")
                        .containerDefinitions(
                                ContainerDefinition.builder().name("web").image("web").build())
                        .build());
        for (int i = 0; i < services; i++) {
            api.call(
                    "ecs:CreateService",
                    CreateServiceRequest.builder()
                            .cluster("shop")
                            .serviceName("web-" + i)
                            .taskDefinition("web")
                            .desiredCount(TASKS_PER_SERVICE)
                            .launchType("FARGATE")
                            .networkConfiguration(
                                    NetworkConfiguration.builder()
                                            .awsvpcConfiguration(
                                                    AwsVpcConfiguration.builder()
                                                            .subnets("subnet-a", "subnet-b")
                                                            .build())
                                            .build())
                            .build());
        }
        loop.runUntil(600_000);
    }

    private static void drive(VirtualLoop loop, TaskCommand command) {
        if (command instanceof TaskCommand.Start(var task, var definition)) {
            loop.at(
                    loop.nowMillis() + 10_000,
                    () -> {
                        loop.observe(new TaskObservation.NetworkAttached(task.id(), "10.0.0.1"));
                        loop.observe(
                                new TaskObservation.ContainerStarted(
                                        task.id(), definition.containers().getFirst().name(), 0));
                    });
        }
    }
}
