package dev.kingtide.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/// Real containers behind a load balancer that carries real requests, under a steady load that
/// counts every answer, while everything changes that may.
@SuppressWarnings("unchecked") // builders of the SDK take arrays of lambdas
class BalancedTest {
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final int REQUESTS_PER_SECOND = 50;

    /// Answers until it is told to end, and then ends: it handles nothing else.
    private static final List<String> COMMAND =
            List.of(
                    "/busybox",
                    "sh",
                    "-c",
                    "mkdir -p /www; echo well > /www/index.html;"
                            + " /busybox httpd -f -p 8080 -h /www & trap 'exit 0' TERM; wait");

    @TempDir private Path directory;
    private String balancerArn = "";
    private String groupArn = "";

    @AfterEach
    void stop_everything() throws IOException, InterruptedException {
        try (Program program = Kingtide.command("down", directory.resolve("data"))) {
            program.succeed(60);
        }
    }

    private Kingtide start() throws IOException, InterruptedException {
        return Kingtide.start(
                directory.resolve("data"), "--driver", "docker", "--settle-seconds", "1");
    }

    @ParameterizedTest
    @EnumSource(names = {"AWSVPC", "BRIDGE"})
    void no_request_fails_while_a_service_changes_or_its_control_plane_is_killed(NetworkMode mode)
            throws IOException, InterruptedException {
        String image = Docker.image(directory);
        SteadyLoad load;
        try (Kingtide kingtide = start();
                Clients clients = clients(kingtide)) {
            create(clients, mode, image);
            Waiting.until(LONG, () -> healthy(clients), count -> count == 2);
            load =
                    SteadyLoad.start(
                            URI.create("http://" + kingtide.listener() + "/"), REQUESTS_PER_SECOND);
            clients.ecs.updateService(r -> r.service("web").forceNewDeployment(true));
            steady(clients, 2);
            clients.ecs.updateService(r -> r.service("web").desiredCount(4));
            steady(clients, 4);
            clients.ecs.updateService(r -> r.service("web").desiredCount(2));
            steady(clients, 2);
            kingtide.kill();
        }
        try (load) {
            TimeUnit.SECONDS.sleep(2);
            try (Kingtide kingtide = start();
                    Clients clients = clients(kingtide)) {
                clients.ecs.updateService(r -> r.service("web").forceNewDeployment(true));
                steady(clients, 2);
                assertThat(outcomes(load, mode + ", everything changed"))
                        .as(kingtide.tail())
                        .containsOnlyKeys("200");
            }
        }
    }

    @Test
    void a_target_that_hangs_or_is_killed_costs_the_documented_answers_and_no_others()
            throws IOException, InterruptedException {
        String image = Docker.image(directory);
        try (Kingtide kingtide = start();
                Clients clients = clients(kingtide)) {
            create(clients, NetworkMode.AWSVPC, image);
            clients.elb.modifyLoadBalancerAttributes(r ->
                    r.loadBalancerArn(balancerArn)
                            .attributes(a -> a.key("idle_timeout.timeout_seconds").value("2")));
            Waiting.until(LONG, () -> healthy(clients), count -> count == 2);
            URI target = URI.create("http://" + kingtide.listener() + "/");
            try (SteadyLoad load = SteadyLoad.start(target, REQUESTS_PER_SECOND)) {
                Docker.run("exec", container(), "/busybox", "killall", "-STOP", "busybox");
                Waiting.until(LONG, () -> healthy(clients), count -> count == 1);
                steady(clients, 2);
                assertThat(outcomes(load, "a target hung"))
                        .as(kingtide.tail())
                        .containsOnlyKeys("200", "504");
            }
            try (SteadyLoad load = SteadyLoad.start(target, REQUESTS_PER_SECOND)) {
                TimeUnit.SECONDS.sleep(1);
                Docker.run("kill", container());
                Waiting.until(LONG, () -> healthy(clients), count -> count == 1);
                steady(clients, 2);
                assertThat(outcomes(load, "a task was killed").keySet())
                        .as(kingtide.tail())
                        .isSubsetOf("200", "502");
            }
        }
    }

    /// The container of one of the tasks.
    private String container() throws IOException, InterruptedException {
        String owner = Files.readString(directory.resolve("data/identity")).strip();
        return Docker.running(owner).getFirst().split(" ", -1)[1];
    }

    private static Map<String, Integer> outcomes(SteadyLoad load, String what)
            throws InterruptedException {
        Map<String, Integer> outcomes = load.stop();
        System.out.println("BalancedTest, " + what + ": answers " + outcomes);
        return outcomes;
    }

    @Test
    void an_edge_that_is_killed_again_and_again_comes_back_and_knows_its_targets()
            throws IOException, InterruptedException {
        String image = Docker.image(directory);
        try (Kingtide kingtide = start();
                Clients clients = clients(kingtide)) {
            create(clients, NetworkMode.AWSVPC, image);
            Waiting.until(LONG, () -> healthy(clients), count -> count == 2);
            String endpoint = kingtide.listener();
            try (SteadyLoad load =
                    SteadyLoad.start(URI.create("http://" + endpoint + "/"), REQUESTS_PER_SECOND)) {
                List<Long> gone = new ArrayList<>();
                for (int kill = 0; kill < 3; kill++) {
                    TimeUnit.SECONDS.sleep(1);
                    gone.add(millisUntilBack(kingtide, endpoint));
                }
                TimeUnit.SECONDS.sleep(2);
                Map<String, Integer> outcomes = load.stop();
                System.out.printf(
                        "BalancedTest, edge killed: back after %s ms, %s%n", gone, outcomes);
                assertThat(outcomes).as(kingtide.tail()).doesNotContainKeys("502", "503", "504");
                assertThat(outcomes.get("200")).isGreaterThan(2 * REQUESTS_PER_SECOND);
            }
            assertThat(healthy(clients)).isEqualTo(2);
        }
    }

    /// Kills the process of the load balancers, and waits for the next one.
    ///
    /// @return how long there was none
    private static long millisUntilBack(Kingtide kingtide, String endpoint)
            throws InterruptedException {
        ProcessHandle edge =
                ProcessHandle.of(kingtide.pid())
                        .flatMap(daemon -> daemon.children().findFirst())
                        .orElseThrow();
        long killed = System.nanoTime();
        edge.destroyForcibly();
        Waiting.until(LONG, 1, edge::isAlive, alive -> !alive); // onExit() looks more rarely
        Waiting.until(LONG, 1, () -> answers(endpoint), answers -> answers);
        return (System.nanoTime() - killed) / 1_000_000;
    }

    /// Whether a client gets an answer; that it can connect says nothing in the moments after a
    /// process has been killed.
    private static boolean answers(String endpoint) {
        try {
            URLConnection asked = URI.create("http://" + endpoint + "/").toURL().openConnection();
            asked.setConnectTimeout(1_000);
            asked.setReadTimeout(1_000);
            asked.getInputStream().close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private record Clients(EcsClient ecs, ElasticLoadBalancingV2Client elb)
            implements AutoCloseable {
        @Override
        public void close() {
            ecs.close();
            elb.close();
        }
    }

    private static Clients clients(Kingtide kingtide) throws IOException, InterruptedException {
        Sdk sdk = new Sdk(kingtide.endpoint(), kingtide.environment());
        return new Clients(
                sdk.client(EcsClient.builder()),
                sdk.client(ElasticLoadBalancingV2Client.builder()));
    }

    private void create(Clients clients, NetworkMode mode, String image) {
        boolean own = mode == NetworkMode.AWSVPC;
        balancerArn =
                clients.elb
                        .createLoadBalancer(r -> r.name("shop").subnets("subnet-a", "subnet-b"))
                        .loadBalancers()
                        .getFirst()
                        .loadBalancerArn();
        groupArn =
                clients.elb
                        .createTargetGroup(r ->
                                r.name("web")
                                        .protocol(ProtocolEnum.HTTP)
                                        .port(8080)
                                        .vpcId("vpc-1")
                                        .targetType(
                                                own ? TargetTypeEnum.IP : TargetTypeEnum.INSTANCE)
                                        .healthCheckIntervalSeconds(5)
                                        .healthCheckTimeoutSeconds(2))
                        .targetGroups()
                        .getFirst()
                        .targetGroupArn();
        clients.elb.modifyTargetGroupAttributes(r ->
                r.targetGroupArn(groupArn)
                        .attributes(a -> a.key("deregistration_delay.timeout_seconds").value("2")));
        clients.elb.createListener(r ->
                r.loadBalancerArn(balancerArn)
                        .protocol(ProtocolEnum.HTTP)
                        .port(80)
                        .defaultActions(
                                a -> a.type(ActionTypeEnum.FORWARD).targetGroupArn(groupArn)));
        clients.ecs.registerTaskDefinition(r ->
                r.family("web")
                        .networkMode(mode)
                        .containerDefinitions(c ->
                                c.name("web")
                                        .image(image)
                                        .memory(32)
                                        .command(COMMAND)
                                        .portMappings(p -> p.containerPort(8080))
                                        .stopTimeout(5)));
        clients.ecs.createService(r -> {
            r.serviceName("web")
                    .taskDefinition("web")
                    .desiredCount(2)
                    .healthCheckGracePeriodSeconds(30)
                    .loadBalancers(l ->
                            l.targetGroupArn(groupArn).containerName("web").containerPort(8080));
            if (own) {
                r.networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets("subnet-a")));
            }
        });
    }

    private int healthy(Clients clients) {
        return (int)
                clients
                        .elb
                        .describeTargetHealth(r -> r.targetGroupArn(groupArn))
                        .targetHealthDescriptions()
                        .stream()
                        .filter(one -> one.targetHealth().state() == TargetHealthStateEnum.HEALTHY)
                        .count();
    }

    private void steady(Clients clients, int desired) throws InterruptedException {
        Waiting.until(
                LONG,
                () -> clients.ecs.describeServices(r -> r.services("web")).services().getFirst(),
                service -> isSteady(service, desired));
        Waiting.until(LONG, () -> healthy(clients), count -> count == desired);
        TimeUnit.SECONDS.sleep(1);
    }

    private static boolean isSteady(Service service, int desired) {
        return service.deployments().size() == 1
                && service.runningCount() == desired
                && service.pendingCount() == 0;
    }
}
