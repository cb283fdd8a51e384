package dev.kingtide.acceptance.clients;

import static dev.kingtide.acceptance.clients.Thing.ABSENT;

import dev.kingtide.acceptance.clients.Thing.Cluster;
import dev.kingtide.acceptance.clients.Thing.Revision;
import dev.kingtide.acceptance.clients.Thing.Run;
import dev.kingtide.acceptance.clients.Thing.Served;
import dev.kingtide.acceptance.clients.Thing.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.Task;

/// A seeded mix of calls that write, each right by the states of those before it.
final class LoadMix {
    private static final int SERVICES_MOST = 4;
    private static final int TASKS = 2;
    private static final NetworkConfiguration NETWORK =
            NetworkConfiguration.builder().awsvpcConfiguration(v -> v.subnets("subnet-1")).build();

    private final String name;
    private final Random random;
    private final Map<Thing, String> states;
    private final Cluster home;
    private final List<String> running = new ArrayList<>();
    private int made;

    /// @param name keeps what it writes apart from others' things
    /// @param states of all things it wrote; the caller keeps them up to date
    LoadMix(String name, Random random, Map<Thing, String> states) {
        this.name = name;
        this.random = random;
        this.states = states;
        this.home = new Cluster(name + "-home");
    }

    Write next() {
        if (!states.containsKey(home) || states.get(home).equals(ABSENT)) {
            return createCluster(home);
        }
        List<Revision> active = things(Revision.class, state -> state.startsWith("ACTIVE"));
        if (active.isEmpty()) {
            return register();
        }
        Revision revision = any(active);
        List<Served> services = things(Served.class, state -> !state.equals(ABSENT));
        List<Cluster> clusters = things(Cluster.class, state -> !state.equals(ABSENT));
        clusters.remove(home);
        return switch (random.nextInt(11)) {
            case 0, 1 -> createCluster(new Cluster(name + '-' + made));
            case 2 -> clusters.isEmpty() ? register() : tag(any(clusters));
            case 3 -> clusters.isEmpty() ? register() : deleteCluster(any(clusters));
            case 4 -> register();
            case 5 -> active.size() < 3 ? register() : deregister(revision);
            case 6, 7 ->
                    services.size() < SERVICES_MOST
                            ? createService(revision)
                            : deleteService(any(services));
            case 8 ->
                    services.isEmpty()
                            ? createService(revision)
                            : updateService(any(services), revision);
            case 9 -> run(revision);
            default -> running.isEmpty() ? run(revision) : stop();
        };
    }

    private <T extends Thing> List<T> things(Class<T> kind, Predicate<String> state) {
        List<T> found = new ArrayList<>();
        states.forEach((thing, seen) -> {
            if (kind.isInstance(thing) && state.test(seen)) {
                found.add(kind.cast(thing));
            }
        });
        return found;
    }

    private <T> T any(List<T> things) {
        return things.get(random.nextInt(things.size()));
    }

    /// A word that nothing else has.
    private String word() {
        return "n" + made++;
    }

    private static Tag tagged(String word) {
        return Tag.builder().key("n").value(word).build();
    }

    private Write createCluster(Cluster cluster) {
        String word = word();
        return new Write(
                cluster,
                Cluster.written(word),
                ecs -> ecs.createCluster(c -> c.clusterName(cluster.name()).tags(tagged(word))));
    }

    private Write tag(Cluster cluster) {
        String word = word();
        return new Write(
                cluster,
                Cluster.written(word),
                ecs -> {
                    String arn = "arn:aws:ecs:us-east-1:123456789012:cluster/" + cluster.name();
                    ecs.tagResource(t -> t.resourceArn(arn).tags(tagged(word)));
                });
    }

    private static Write deleteCluster(Cluster cluster) {
        return new Write(cluster, ABSENT, ecs -> ecs.deleteCluster(d -> d.cluster(cluster.name())));
    }

    private Write register() {
        String family = name + "-family" + random.nextInt(3);
        int last =
                things(Revision.class, state -> !state.equals(ABSENT)).stream()
                        .filter(revision -> revision.family().equals(family))
                        .mapToInt(Revision::number)
                        .max()
                        .orElse(0);
        String image = word();
        ContainerDefinition app = ContainerDefinition.builder().name("app").image(image).build();
        return new Write(
                new Revision(family, last + 1),
                Revision.written("ACTIVE", image),
                ecs ->
                        ecs.registerTaskDefinition(r ->
                                r.family(family)
                                        .networkMode(NetworkMode.AWSVPC)
                                        .requiresCompatibilities(Compatibility.FARGATE)
                                        .cpu("256")
                                        .memory("512")
                                        .tags(tagged(image))
                                        .containerDefinitions(app)));
    }

    private Write deregister(Revision revision) {
        String state = states.getOrDefault(revision, ABSENT);
        return new Write(
                revision,
                state.replace("ACTIVE", "INACTIVE"),
                ecs -> ecs.deregisterTaskDefinition(d -> d.taskDefinition(revision.toString())));
    }

    private Write createService(Revision revision) {
        String word = word();
        int desired = random.nextInt(3);
        return new Write(
                new Served(home.name(), "service-" + word),
                Served.written(desired, revision, word),
                ecs ->
                        ecs.createService(c ->
                                c.cluster(home.name())
                                        .serviceName("service-" + word)
                                        .taskDefinition(revision.toString())
                                        .desiredCount(desired)
                                        .launchType(LaunchType.FARGATE)
                                        .networkConfiguration(NETWORK)
                                        .tags(tagged(word))));
    }

    private Write updateService(Served service, Revision revision) {
        int desired = random.nextInt(3);
        String word = service.name().substring("service-".length());
        return new Write(
                service,
                Served.written(desired, revision, word),
                ecs ->
                        ecs.updateService(u ->
                                u.cluster(service.cluster())
                                        .service(service.name())
                                        .desiredCount(desired)
                                        .taskDefinition(revision.toString())));
    }

    private static Write deleteService(Served service) {
        return new Write(
                service,
                ABSENT,
                ecs ->
                        ecs.deleteService(d ->
                                d.cluster(service.cluster()).service(service.name()).force(true)));
    }

    private Write run(Revision revision) {
        String word = name + word();
        return new Write(
                new Run(home.name(), word),
                Run.written(TASKS),
                ecs -> run(ecs, revision, word).forEach(task -> running.add(task.taskArn())));
    }

    private List<Task> run(EcsClient ecs, Revision revision, String startedBy) {
        return ecs.runTask(r ->
                        r.cluster(home.name())
                                .taskDefinition(revision.toString())
                                .count(TASKS)
                                .launchType(LaunchType.FARGATE)
                                .networkConfiguration(NETWORK)
                                .startedBy(startedBy))
                .tasks();
    }

    private Write stop() {
        String task = running.removeFirst();
        return new Write(
                new Stop(home.name(), task),
                Stop.written(),
                ecs -> ecs.stopTask(s -> s.cluster(home.name()).task(task)));
    }
}
