package dev.kingtide.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.aws.codec.InvalidInput;
import dev.kingtide.core.Core;
import dev.kingtide.core.Refusal;
import dev.kingtide.core.Scope;
import dev.kingtide.core.VirtualLoop;
import dev.kingtide.core.World;
import dev.kingtide.core.driver.EdgeCommand;
import dev.kingtide.core.driver.EdgeObservation;
import dev.kingtide.core.driver.MemoryStore;
import dev.kingtide.core.driver.TaskCommand;
import dev.kingtide.core.driver.TaskObservation;
import dev.kingtide.core.task.Task;
import dev.kingtide.core.traffic.TargetState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// A World in virtual time behind the API, with machines that start tasks in ten seconds, stop them
/// in two, and find every target healthy after one.
///
/// Inputs are written with apostrophes for quotation marks.
public final class ApiWorld {
    static final JsonMapper JSON = JsonMapper.builder().build();
    static final long START = Instant.parse("2026-11-27T19:00:00Z").toEpochMilli();

    public final World world = new World(Scope.DEFAULT, 1);
    public final VirtualLoop loop;
    public final Api api;
    private final Map<String, byte[]> objects = new LinkedHashMap<>();
    private final Map<String, Task> started = new LinkedHashMap<>();
    private int addresses;

    public ApiWorld() {
        this(START);
    }

    /// The same at another time.
    public ApiWorld(long startMillis) {
        loop = new VirtualLoop(new Core(world, new MemoryStore()), startMillis);
        api =
                new Api(
                        loop::decide,
                        new Zones("us-east-1", Map.of()),
                        Commands.NONE,
                        (bucket, key, bytesMax) -> objects.get(bucket + '/' + key));
        loop.connect(this::run, this::carry);
    }

    /// Puts an object into S3.
    public void object(String bucket, String key, byte[] bytes) {
        objects.put(bucket + '/' + key, bytes);
    }

    private void run(TaskCommand command) {
        switch (command) {
            case TaskCommand.Start(var task, _) -> {
                started.put(task.id(), task);
                loop.at(loop.nowMillis() + 10_000, () -> running(task));
            }
            case TaskCommand.Adopt(var task, var definition) ->
                    run(new TaskCommand.Start(task, definition));
            case TaskCommand.Stop(var id) -> loop.at(loop.nowMillis() + 2_000, () -> gone(id));
        }
    }

    private void running(Task task) {
        String address = "10.0.0." + ++addresses;
        loop.observe(new TaskObservation.NetworkAttached(task.id(), address));
        task.containers()
                .forEach(c ->
                        loop.observe(new TaskObservation.ContainerStarted(task.id(), c.name(), 0)));
    }

    private void gone(String id) {
        Task task = started.get(id);
        if (task != null) {
            task.containers()
                    .forEach(c ->
                            loop.observe(
                                    new TaskObservation.ContainerStopped(id, c.name(), 143, null)));
            loop.observe(new TaskObservation.TaskGone(id));
        }
    }

    private void carry(EdgeCommand command) {
        if (command instanceof EdgeCommand.AddTarget(var target)) {
            loop.at(
                    loop.nowMillis() + 1_000,
                    () ->
                            loop.observe(
                                    new EdgeObservation.TargetHealthChanged(
                                            target.key(), TargetState.HEALTHY, null, "")));
        }
    }

    /// Calls an operation.
    public ObjectNode call(String operation, String input) {
        return api.call(operation, json(input));
    }

    /// What an operation is refused with: code and message, or everything that does not fit.
    public String refusal(String operation, String input) {
        try {
            return "answered: " + call(operation, input);
        } catch (Refusal refusal) {
            return refusal.code() + ": " + refusal.message();
        } catch (InvalidInput invalid) {
            Refusal refusal = api.malformed(operation, invalid);
            return refusal.code() + ": " + refusal.message();
        }
    }

    /// Lets time pass.
    public void wait(int seconds) {
        loop.runUntil(loop.nowMillis() + seconds * 1_000L);
    }

    /// A load balancer `shop` with a listener that forwards to the target group `shop` of type
    /// `ip`; returns the target group's ARN.
    public String shopFront() {
        String balancer =
                call(
                                "elbv2:CreateLoadBalancer",
                                "{'Name': 'shop', 'Subnets': ['subnet-a', 'subnet-b']}")
                        .at("/LoadBalancers/0/LoadBalancerArn")
                        .asText();
        String group = group("shop", "ip");
        call(
                "elbv2:CreateListener",
                "{'LoadBalancerArn': '%s', 'Protocol': 'HTTP', 'Port': 80, 'DefaultActions':"
                                .formatted(balancer)
                        + " [{'Type': 'forward', 'TargetGroupArn': '%s'}]}".formatted(group));
        return group;
    }

    /// A target group that no listener forwards to.
    public String group(String name, String type) {
        return call(
                        "elbv2:CreateTargetGroup",
                        ("{'Name': '%s', 'Protocol': 'HTTP', 'Port': 80, 'VpcId': 'vpc-1',"
                                        + " 'TargetType': '%s'}")
                                .formatted(name, type))
                .at("/TargetGroups/0/TargetGroupArn")
                .asText();
    }

    /// A Fargate task definition `web` with a container `web` on port 8080.
    public void webDefinition() {
        call(
                "ecs:RegisterTaskDefinition",
                "{'family': 'web', 'requiresCompatibilities': ['FARGATE'], 'networkMode': 'awsvpc',"
                        + " 'cpu': '1024', 'memory': '2048', 'containerDefinitions': [{'name':"
                        + " 'web', 'image': 'shop/web:1', 'portMappings': [{'containerPort':"
                        + " 8080}]}]}");
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    /// Fails unless `actual` has every member of `expected` with the same value.
    public static void assertContains(JsonNode actual, String expected) {
        json(expected)
                .properties()
                .forEach(entry ->
                        assertThat(actual.get(entry.getKey()))
                                .as(entry.getKey())
                                .isEqualTo(entry.getValue()));
    }
}
