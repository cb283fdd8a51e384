package dev.kingtide.host.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.kingtide.aws.Principal;
import dev.kingtide.aws.SessionKey;
import dev.kingtide.aws.Unavailable;
import dev.kingtide.aws.wire.Header;
import dev.kingtide.aws.wire.WireRequest;
import dev.kingtide.aws.wire.WireResponse;
import dev.kingtide.core.task.LaunchType;
import dev.kingtide.host.ControlPlane;
import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.engine.EngineFailure;
import dev.kingtide.host.http.HttpFront;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The endpoint that containers ask about themselves (ECS developer guide,
/// task-metadata-endpoint-v4 and -v3, task-iam-roles, task-scale-in-protection-endpoint; answers
/// and errors as in amazon-ecs-agent, ecs-agent/tmds). Whatever else is asked is a call of the API,
/// so that SDKs in containers find both at one address.
public final class MetadataServer implements AutoCloseable {
    /// The Docker network that is made so that containers find the endpoint at its usual address.
    public static final String NETWORK = "kingtide-metadata";

    private static final Logger LOG = LoggerFactory.getLogger(MetadataServer.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// Bodies as long as API calls may be.
    private static final HttpFront.Limits LIMITS =
            new HttpFront.Limits(16 << 10, 32 << 10, 4 << 20, 4_000, 200, 30, 120);

    /// Temporary keys of tasks last six hours at AWS, and are renewed before their end (ECS
    /// developer guide, task-iam-roles); here they end with an hour, so that all who ask within one
    /// get the same.
    private static final long HOUR_MILLIS = 3_600_000;

    private static final int HOURS = 6;
    private final Engine engine;
    private final ControlPlane plane;
    private final Passes passes;
    private final HttpFront front;
    private final Reach reach;
    private final Pace pace;
    private final Map<String, Known> byPass = new ConcurrentHashMap<>();
    private final Map<String, Resident> byRole = new ConcurrentHashMap<>();

    /// A container that may ask.
    private record Known(Resident resident, String container) {}

    private MetadataServer(Engine engine, ControlPlane plane, Passes passes, Rate rate)
            throws IOException {
        this.engine = engine;
        this.pace = new Pace(rate);
        this.plane = plane;
        this.passes = passes;
        this.front = listen(passes.port());
        if (front.port() != passes.port()) {
            passes.keep(front.port());
        }
        this.reach = Reach.open(engine, front);
        LOG.info("containers find their metadata here: {}", reach);
    }

    /// Begins to answer.
    ///
    /// @param data the data directory
    /// @throws IOException when not even loopback can be listened on
    public static MetadataServer open(Engine engine, ControlPlane plane, Path data, Rate rate)
            throws IOException {
        return new MetadataServer(engine, plane, Passes.open(data), rate);
    }

    private HttpFront listen(int port) throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try {
            return HttpFront.listen(new InetSocketAddress(loopback, port), LIMITS, this::answer);
        } catch (IOException e) {
            if (port == 0) {
                throw e;
            }
            LOG.warn(
                    "port {} is taken: containers that run already will not find their metadata;"
                            + " start them again, or free the port and start kingtide again",
                    port);
            return HttpFront.listen(new InetSocketAddress(loopback, 0), LIMITS, this::answer);
        }
    }

    /// A task is here: its containers may ask.
    public void enter(Resident resident) {
        String task = resident.task().id();
        for (String container : resident.dockerNames().keySet()) {
            byPass.put(passes.container(task, container), new Known(resident, container));
        }
        if (resident.roleArn() != null) {
            byRole.put(passes.role(task), resident);
        }
    }

    /// Nothing of a task is left.
    public void leave(Resident resident) {
        String task = resident.task().id();
        for (String container : resident.dockerNames().keySet()) {
            String pass = passes.container(task, container);
            byPass.remove(pass);
            pace.forget(pass);
        }
        byRole.remove(passes.role(task));
        pace.forget(passes.role(task));
    }

    /// What a container has to know to ask: variables for its environment.
    ///
    /// @param given names that its definition sets itself; those that are for SDKs stay as they are
    public Map<String, String> environment(Resident resident, String container, Set<String> given) {
        Map<String, String> variables = new TreeMap<>();
        String base = reach.base(resident.networkMode());
        boolean fargate = resident.task().place().launchType() == LaunchType.FARGATE;
        variables.put("AWS_EXECUTION_ENV", fargate ? "AWS_ECS_FARGATE" : "AWS_ECS_EC2");
        if (base == null) {
            return variables;
        }
        String pass = passes.container(resident.task().id(), container);
        variables.put("ECS_CONTAINER_METADATA_URI", base + "/v3/" + pass);
        variables.put("ECS_CONTAINER_METADATA_URI_V4", base + "/v4/" + pass);
        variables.put("ECS_AGENT_URI", base + "/api/" + pass);
        boolean credentials = resident.roleArn() != null && reach.isTrusted(resident.networkMode());
        if (credentials) {
            String path = "/v2/credentials/" + passes.role(resident.task().id());
            if (base.equals("http://" + Reach.LINK_LOCAL)) {
                variables.put("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", path);
            } else {
                variables.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", base + path);
            }
            variables.put("AWS_ENDPOINT_URL", base);
        }
        if (credentials || fargate) {
            variables.put("AWS_REGION", resident.scope().region());
            variables.put("AWS_DEFAULT_REGION", resident.scope().region());
        }
        variables.keySet().removeIf(name -> name.startsWith("AWS_") && given.contains(name));
        return variables;
    }

    /// The answer to a request; for tests without a socket too.
    WireResponse answer(WireRequest request) {
        String[] path = request.path().split("/", -1);
        String kind = path.length > 1 ? path[1] : "";
        String id = path.length > 2 ? path[2] : "";
        return switch (kind) {
            case "v3", "v4" -> metadata(kind.equals("v4"), id, rest(path));
            case "v2" -> {
                String role = path.length > 3 ? path[3] : "";
                yield paced(role, byRole.containsKey(role), () -> credentials(id, role));
            }
            case "api" ->
                    paced(
                            id,
                            byPass.containsKey(id),
                            () ->
                                    rest(path).equals("task-protection/v1/state")
                                            ? protection(request, id)
                                            : notThere());
            default -> plane.answer(request);
        };
    }

    private static String rest(String[] path) {
        return String.join("/", List.of(path).subList(Math.min(3, path.length), path.length));
    }

    private interface Answer {
        WireResponse get() throws EngineFailure;
    }

    private WireResponse paced(String id, boolean known, Answer answer) {
        if (!pace.allows(known ? id : "", System.currentTimeMillis())) {
            return text(429, "You have reached maximum request limit.");
        }
        try {
            return answer.get();
        } catch (EngineFailure failure) {
            return json(500, TextNode.valueOf("failed to get metadata: " + failure.text()));
        } catch (Unavailable unavailable) {
            return json(503, TextNode.valueOf(unavailable.message()));
        }
    }

    private WireResponse metadata(boolean four, String id, String what) {
        Known known = byPass.get(id);
        return paced(
                id,
                known != null,
                () ->
                        known == null
                                ? stranger(four ? "V4" : "V3", id, what)
                                : about(known, four, what));
    }

    private WireResponse about(Known known, boolean four, String what) throws EngineFailure {
        Resident resident = known.resident();
        TaskDocument document = new TaskDocument(engine, plane, resident, four);
        StatsDocument statistics = new StatsDocument(engine, resident);
        return switch (what) {
            case "" -> json(200, document.container(known.container()));
            case "task" -> json(200, document.task(false));
            case "taskWithTags" -> json(200, document.task(true));
            case "stats" -> json(200, statistics.container(known.container()));
            case "task/stats" -> json(200, statistics.task());
            default -> notThere();
        };
    }

    private static WireResponse stranger(String version, String id, String what) {
        return switch (what) {
            case "" -> missing(version + " container metadata", false, id);
            case "task", "taskWithTags" -> missing(version + " task metadata", true, id);
            case "stats" -> missing(version + " container stats", false, id);
            case "task/stats" -> missing(version + " task stats", true, id);
            default -> notThere();
        };
    }

    private static WireResponse missing(String handler, boolean task, String id) {
        return json(
                404,
                TextNode.valueOf(
                        handler
                                + " handler: unable to get "
                                + (task ? "task arn" : "container ID")
                                + " from request: unable to get "
                                + (task ? "task Arn" : "docker ID")
                                + " from v3 endpoint ID: "
                                + id));
    }

    private static WireResponse notThere() {
        return text(404, "404 page not found\n");
    }

    private WireResponse credentials(String what, String id) {
        if (!what.equals("credentials")) {
            return notThere();
        }
        Resident resident = byRole.get(id);
        String arn = resident == null ? null : resident.roleArn();
        Principal.Role role = arn == null ? null : Principal.Role.of(arn);
        if (id.isEmpty()) {
            return refused("NoIdInRequest", "No Credential ID in the request");
        }
        if (resident == null || arn == null || role == null) {
            return refused("InvalidIdInRequest", "Credentials not found");
        }
        long now = System.currentTimeMillis();
        SessionKey key =
                plane.session(
                        new Principal.Session(role, resident.task().id()),
                        (now / HOUR_MILLIS + HOURS) * HOUR_MILLIS);
        ObjectNode json = JSON.createObjectNode();
        json.put("RoleArn", arn);
        json.put("AccessKeyId", key.accessKeyId());
        json.put("SecretAccessKey", key.secret());
        json.put("Token", key.token());
        json.put("Expiration", Instant.ofEpochMilli(key.expiresAtMillis()).toString());
        return json(200, json);
    }

    private static WireResponse refused(String code, String message) {
        return json(
                400,
                JSON.createObjectNode()
                        .put("code", code)
                        .put("message", "CredentialsV2Request: " + message)
                        .put("HTTPErrorCode", 400));
    }

    private WireResponse protection(WireRequest request, String id) {
        Known known = byPass.get(id);
        return Protection.answer(plane, known == null ? null : known.resident(), request);
    }

    static WireResponse json(int status, JsonNode body) {
        return new WireResponse(
                status,
                List.of(new Header("Content-Type", "application/json")),
                body.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static WireResponse text(int status, String body) {
        return new WireResponse(
                status,
                List.of(new Header("Content-Type", "text/plain; charset=utf-8")),
                body.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        front.close();
    }
}
