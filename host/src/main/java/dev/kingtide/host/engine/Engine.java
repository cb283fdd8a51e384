package dev.kingtide.host.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A Docker Engine, one method an endpoint (docs.docker.com, Docker Engine API 1.41).
///
/// Each call blocks its thread until the Engine has answered, or for as long as is allowed. Safe
/// for any number of threads: every call has a connection of its own.
public final class Engine {
    /// What is used of the API is the same in all of these; an Engine refuses versions that it no
    /// longer, or does not yet, speak.
    private static final String NEWEST = "1.47";

    static final Duration SHORT = Duration.ofSeconds(30);

    /// The agent's limit on removing a container (amazon-ecs-agent, agent/dockerclient/timeout.go).
    private static final Duration REMOVE = Duration.ofMinutes(5);

    /// The agent's limit on loading an image (the same).
    private static final Duration LOAD = Duration.ofMinutes(2);

    /// The agent lets a stop take so much longer than the container is given (the same).
    private static final Duration STOP_MORE = Duration.ofMinutes(2);

    static final Duration FOREVER = Duration.ofDays(36_500);
    private final EngineAddress address;

    /// Such as `/v1.41`, empty until it has answered once.
    private volatile String prefix = "";

    private Engine(EngineAddress address) {
        this.address = address;
    }

    /// An Engine that answers at an address.
    ///
    /// @throws EngineFailure when none does
    public static Engine connect(EngineAddress address) throws EngineFailure {
        Engine engine = new Engine(address);
        engine.prefix();
        return engine;
    }

    /// An Engine that may not answer yet.
    public static Engine at(EngineAddress address) {
        return new Engine(address);
    }

    private String prefix() throws EngineFailure {
        if (!prefix.isEmpty()) {
            return prefix;
        }
        try (Exchange exchange =
                Exchange.of(
                        address,
                        new Exchange.Request("GET /version", Map.of(), "", new byte[0], SHORT))) {
            String newest = exchange.json().path("ApiVersion").asText(NEWEST);
            prefix = "/v" + older(newest, NEWEST);
            return prefix;
        }
    }

    private static String older(String one, String other) {
        return minor(one) < minor(other) ? one : other;
    }

    private static int minor(String version) {
        int dot = version.indexOf('.');
        try {
            return Integer.parseInt(version.substring(dot + 1));
        } catch (NumberFormatException e) {
            return Integer.MAX_VALUE; // an Engine of the future
        }
    }

    /// Where it listens.
    public EngineAddress address() {
        return address;
    }

    /// What it says of itself.
    public EngineInfo info() throws EngineFailure {
        return EngineInfo.of(get("/info"));
    }

    /// Makes a container and gives its id.
    ///
    /// @throws EngineFailure a conflict when the name is taken
    public String create(String name, ObjectNode container, Duration limit) throws EngineFailure {
        return post("/containers/create?name=" + encode(name), container, limit)
                .path("Id")
                .asText();
    }

    /// Starts a container; one that runs is left as it is.
    public void start(String id, Duration limit) throws EngineFailure {
        post("/containers/" + id + "/start", null, limit);
    }

    /// Sends a container its stop signal, and SIGKILL after a while; returns when it has ended. One
    /// that does not run is left as it is.
    public void stop(String id, Duration patience) throws EngineFailure {
        post(
                "/containers/" + id + "/stop?t=" + patience.toSeconds(),
                null,
                patience.plus(STOP_MORE));
    }

    /// Removes a container with its anonymous volumes, and kills it before if it runs; one that is
    /// not there is gone already.
    public void remove(String id) throws EngineFailure {
        try {
            call("DELETE", "/containers/" + id + "?force=1&v=1", null, REMOVE);
        } catch (EngineFailure failure) {
            if (!failure.isMissing() && !isUnderWay(failure)) {
                throw failure;
            }
        }
    }

    private static boolean isUnderWay(EngineFailure failure) {
        return failure.isConflict() && failure.text().contains("already in progress");
    }

    /// All about a container, as it is now.
    public ContainerState inspect(String id) throws EngineFailure {
        return ContainerState.of(get("/containers/" + id + "/json"));
    }

    /// All that the Engine says of a container, in its own words (ContainerInspect).
    public JsonNode describe(String id) throws EngineFailure {
        return get("/containers/" + id + "/json");
    }

    /// What runs in a container, a line a process.
    public String processes(String id) throws EngineFailure {
        StringBuilder lines = new StringBuilder();
        for (JsonNode process : get("/containers/" + id + "/top").path("Processes")) {
            lines.append(process.path(process.size() - 1).asText()).append('\n');
        }
        return lines.toString();
    }

    /// What a container uses, in the Engine's own words (ContainerStats), twice: the second about a
    /// second after the first, which it holds as `precpu_stats`.
    public List<JsonNode> statistics(String id) throws EngineFailure {
        try (Exchange exchange =
                Exchange.of(
                        address, request("GET", "/containers/" + id + "/stats?stream=1", SHORT))) {
            List<JsonNode> both = new ArrayList<>();
            while (both.size() < 2) {
                JsonNode one = exchange.next();
                if (one == null) {
                    break; // it has ended
                }
                both.add(one);
            }
            return both;
        }
    }

    /// What a container uses at this moment, without waiting for a second sample.
    public JsonNode usage(String id) throws EngineFailure {
        return get("/containers/" + id + "/stats?stream=0&one-shot=1");
    }

    /// All that the Engine says of a network (NetworkInspect); null when it has none of that name.
    public @Nullable JsonNode network(String name) throws EngineFailure {
        try {
            return get("/networks/" + encode(name));
        } catch (EngineFailure failure) {
            if (failure.isMissing()) {
                return null;
            }
            throw failure;
        }
    }

    /// The names of all networks that have a label (`name=value`, or `name` with any value).
    public List<String> networks(String label) throws EngineFailure {
        ObjectNode filters = Exchange.JSON.createObjectNode();
        filters.putArray("label").add(label);
        List<String> names = new ArrayList<>();
        for (JsonNode one : get("/networks?filters=" + encode(filters.toString()))) {
            names.add(one.path("Name").asText());
        }
        return names;
    }

    /// Makes a network.
    ///
    /// @throws EngineFailure a refusal when its addresses are taken
    public void createNetwork(ObjectNode network) throws EngineFailure {
        post("/networks/create", network, SHORT);
    }

    /// Removes a network; one that is not there is gone already.
    ///
    /// @throws EngineFailure a refusal while a container is in it
    public void removeNetwork(String name) throws EngineFailure {
        try {
            call("DELETE", "/networks/" + encode(name), null, SHORT);
        } catch (EngineFailure failure) {
            if (!failure.isMissing()) {
                throw failure;
            }
        }
    }

    /// The ids and labels of all containers, running or not, that have certain labels
    /// (`name=value`).
    public List<Listed> list(String... labels) throws EngineFailure {
        ObjectNode filters = Exchange.JSON.createObjectNode();
        var wanted = filters.putArray("label");
        for (String label : labels) {
            wanted.add(label);
        }
        List<Listed> found = new ArrayList<>();
        for (JsonNode one : get("/containers/json?all=1&filters=" + encode(filters.toString()))) {
            found.add(new Listed(one.path("Id").asText(), one.path("Labels")));
        }
        return found;
    }

    /// A container in a list.
    ///
    /// @param labels its labels, as an object
    public record Listed(String id, JsonNode labels) {

        /// The value of a label, empty without.
        public String label(String name) {
            return labels.path(name).asText("");
        }
    }

    /// What an Engine has under the name of an image.
    ///
    /// @param isThere whether it has anything
    /// @param digest of the image's manifest, as the registry of that name has it; null for one
    ///   that was made here
    public record Image(boolean isThere, @Nullable String digest) {}

    /// What there is of an image, by the name that it was pulled by.
    public Image image(String image) throws EngineFailure {
        int digest = image.indexOf('@');
        int tag = image.indexOf(':', image.lastIndexOf('/') + 1);
        String name = image.substring(0, digest >= 0 ? digest : tag >= 0 ? tag : image.length());
        try {
            for (JsonNode one : get("/images/" + image + "/json").path("RepoDigests")) {
                String known = one.asText();
                int at = known.indexOf('@');
                if (at >= 0 && familiar(known.substring(0, at)).equals(familiar(name))) {
                    return new Image(true, known.substring(at + 1));
                }
            }
            return new Image(true, null);
        } catch (EngineFailure failure) {
            if (failure.isMissing()) {
                return new Image(false, null);
            }
            throw failure;
        }
    }

    /// Docker Hub's names have a short form.
    private static String familiar(String name) {
        String own = name.startsWith("docker.io/") ? name.substring("docker.io/".length()) : name;
        return own.startsWith("library/") ? own.substring("library/".length()) : own;
    }

    /// Whether an image is there, by any of its names.
    public boolean hasImage(String image) throws EngineFailure {
        try {
            get("/images/" + image + "/json");
            return true;
        } catch (EngineFailure failure) {
            if (failure.isMissing()) {
                return false;
            }
            throw failure;
        }
    }

    /// Takes a name from an image, and removes the image with its last one; one that is not there
    /// is gone already.
    ///
    /// @throws EngineFailure a conflict while a container is made of it
    public void removeImage(String image) throws EngineFailure {
        try {
            call("DELETE", "/images/" + image, null, REMOVE);
        } catch (EngineFailure failure) {
            if (!failure.isMissing()) {
                throw failure;
            }
        }
    }

    /// How long a pull may say nothing.
    ///
    /// @param first until the registry has said what the image is made of
    /// @param silence of its progress then
    public record PullLimits(Duration first, Duration silence) {}

    /// Pulls an image.
    ///
    /// @param image its name with a tag or a digest
    /// @param credentials what the registry wants to know, as the API's `X-Registry-Auth`, or null
    /// @param limits how long nothing may be heard of it
    /// @param progress is given each line of progress
    public void pull(
            String image,
            @Nullable String credentials,
            PullLimits limits,
            Consumer<JsonNode> progress)
            throws EngineFailure {
        Map<String, String> headers =
                credentials == null ? Map.of() : Map.of("X-Registry-Auth", credentials);
        try (Exchange exchange =
                Exchange.of(
                        address,
                        new Exchange.Request(
                                "POST " + prefix() + "/images/create?fromImage=" + encode(image),
                                headers,
                                "",
                                new byte[0],
                                limits.first()))) {
            exchange.allow(limits.silence());
            for (JsonNode line = exchange.next(); line != null; line = exchange.next()) {
                if (line.hasNonNull("error")) {
                    throw EngineFailure.brokeOff(line.path("error").asText());
                }
                progress.accept(line);
            }
        }
    }

    /// Makes an image of the files of a tar archive.
    ///
    /// @param changes instructions of a Dockerfile, such as `ENTRYPOINT ["/pause"]`
    public void importImage(String name, String tag, byte[] tar, List<String> changes)
            throws EngineFailure {
        StringBuilder path = new StringBuilder("/images/create?fromSrc=-");
        path.append("&repo=").append(encode(name)).append("&tag=").append(encode(tag));
        changes.forEach(change -> path.append("&changes=").append(encode(change)));
        try (Exchange exchange =
                Exchange.of(
                        address,
                        new Exchange.Request(
                                "POST " + prefix() + path,
                                Map.of(),
                                "application/x-tar",
                                tar,
                                LOAD))) {
            for (JsonNode line = exchange.next(); line != null; line = exchange.next()) {
                if (line.hasNonNull("error")) {
                    throw EngineFailure.brokeOff(line.path("error").asText());
                }
            }
        }
    }

    /// Makes a volume; one of that name that is there already is left as it is.
    public void createVolume(ObjectNode volume) throws EngineFailure {
        post("/volumes/create", volume, SHORT);
    }

    /// Whether a volume is there.
    public boolean hasVolume(String name) throws EngineFailure {
        try {
            get("/volumes/" + encode(name));
            return true;
        } catch (EngineFailure failure) {
            if (failure.isMissing()) {
                return false;
            }
            throw failure;
        }
    }

    /// The names of all volumes that have a label (`name=value`, or `name` with any value).
    public List<String> volumes(String label) throws EngineFailure {
        ObjectNode filters = Exchange.JSON.createObjectNode();
        filters.putArray("label").add(label);
        List<String> names = new ArrayList<>();
        for (JsonNode one : get("/volumes?filters=" + encode(filters.toString())).path("Volumes")) {
            names.add(one.path("Name").asText());
        }
        return names;
    }

    /// Removes a volume; one that is not there is gone already.
    public void removeVolume(String name) throws EngineFailure {
        try {
            call("DELETE", "/volumes/" + encode(name), null, SHORT);
        } catch (EngineFailure failure) {
            if (!failure.isMissing()) {
                throw failure;
            }
        }
    }

    /// Hands over what happens to containers with a label until the connection ends, which it does
    /// when the Engine goes, or somebody interrupts the thread.
    ///
    /// @param ready is run when nothing can be missed any more
    /// @throws EngineFailure when it ends
    public void events(String label, Runnable ready, Consumer<JsonNode> each) throws EngineFailure {
        ObjectNode filters = Exchange.JSON.createObjectNode();
        filters.putArray("type").add("container");
        filters.putArray("label").add(label);
        filters.putArray("event").add("die").add("health_status");
        try (Exchange exchange =
                Exchange.of(
                        address,
                        request("GET", "/events?filters=" + encode(filters.toString()), FOREVER))) {
            ready.run();
            for (JsonNode event = exchange.next(); event != null; event = exchange.next()) {
                each.accept(event);
            }
        }
        throw EngineFailure.unreachable(address.text() + ": the stream of events ended");
    }

    JsonNode get(String path) throws EngineFailure {
        return call("GET", path, null, SHORT);
    }

    JsonNode post(String path, @Nullable ObjectNode body, Duration limit) throws EngineFailure {
        return call("POST", path, body, limit);
    }

    private JsonNode call(String method, String path, @Nullable ObjectNode body, Duration limit)
            throws EngineFailure {
        Exchange.Request request = request(method, path, limit);
        if (body != null) {
            request =
                    new Exchange.Request(
                            request.what(),
                            Map.of(),
                            "application/json",
                            body.toString().getBytes(StandardCharsets.UTF_8),
                            limit);
        }
        try (Exchange exchange = Exchange.of(address, request)) {
            return exchange.json();
        }
    }

    Exchange.Request request(String method, String path, Duration limit) throws EngineFailure {
        return new Exchange.Request(
                method + ' ' + prefix() + path, Map.of(), "", new byte[0], limit);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
