package dev.kingtide.host;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kingtide.aws.Api;
import dev.kingtide.aws.DefaultVpc;
import dev.kingtide.aws.Principal;
import dev.kingtide.aws.SessionKey;
import dev.kingtide.aws.Signer;
import dev.kingtide.aws.Unavailable;
import dev.kingtide.aws.Zones;
import dev.kingtide.aws.wire.AccessKey;
import dev.kingtide.aws.wire.Admission;
import dev.kingtide.aws.wire.Gateway;
import dev.kingtide.aws.wire.Header;
import dev.kingtide.aws.wire.Limits;
import dev.kingtide.aws.wire.WireRequest;
import dev.kingtide.aws.wire.WireResponse;
import dev.kingtide.core.Scope;
import dev.kingtide.host.command.CommandSessions;
import dev.kingtide.host.http.HttpFront;
import dev.kingtide.host.store.SqliteStore;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running control plane: its data directory, its writer, and its endpoint.
///
/// Besides AWS's operations the endpoint answers `GET /health`, `GET /kingtide/status` (with the
/// token of the data directory), and, where asked for, `POST /moto-api/reset`.
public final class Daemon implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]{2,12}){1,3}-\\d{1,2}");

    /// Worlds that may be there at once; each has tables and drivers of its own.
    private static final int SCOPES_MAX = 1_000;

    /// What clears all state, by the name that test suites for AWS emulators know.
    private static final String RESET = "POST /moto-api/reset";

    private final DataDirectory data;
    private final SqliteStore store;
    private final KeyRing keys;
    private final Writer writer;
    private final Gateway gateway;
    private final HttpFront front;
    private final Settings settings;
    private final Machines machines;
    private final String endpoint;
    private final String token;
    private final CommandSessions commands;
    private final Map<Scope, Api> apis = new ConcurrentHashMap<>();

    /// How a daemon is to be.
    ///
    /// @param data its directory
    /// @param address where to listen; port 0 is any free one
    /// @param auth whether callers have to sign with a key of the directory
    /// @param testEndpoints whether `POST /moto-api/reset` clears all state
    /// @param version what it calls itself
    public record Settings(
            Path data,
            InetSocketAddress address,
            Gateway.Auth auth,
            boolean testEndpoints,
            String version) {}

    private Daemon(
            Settings settings,
            DataDirectory data,
            SqliteStore store,
            Machines machines,
            Consumer<Throwable> defect)
            throws IOException {
        this.settings = settings;
        this.data = data;
        this.store = store;
        this.machines = machines;
        this.commands = new CommandSessions(machines, this::endpoint);
        this.keys = KeyRing.open(data.credentials(), Scope.DEFAULT.account());
        var random = new SecureRandom();
        byte[] secret = new byte[16];
        random.nextBytes(secret);
        this.token = HexFormat.of().formatHex(secret);
        this.writer =
                new Writer(
                        store,
                        new Writer.Surroundings(
                                InstantSource.system(), random::nextLong, machines, defect));
        this.gateway =
                new Gateway(this::key, this::api, Daemon::requestId, hooked(settings.auth()));
        machines.serve(new Tasks());
        machines.begin(data.identity(), data.path());
        writer.start();
        machines.ready(writer::realm);
        this.front = listen(settings.address());
        this.endpoint = "http://" + host(settings.address()) + ':' + front.port();
        data.note(
                new DataDirectory.Note(
                        ProcessHandle.current().pid(), endpoint, settings.version(), token));
        LOG.info("listening on {}, data in {}", endpoint, settings.data());
    }

    /// Starts a daemon; when this returns, calls are answered.
    ///
    /// @param defect is told when a defect has ended the control plane
    /// @throws UnusableData when its directory or keys cannot be used
    /// @throws dev.kingtide.core.driver.StoreFailure when its store cannot be used
    /// @throws IOException when its port cannot be had
    public static Daemon start(Settings settings, Machines machines, Consumer<Throwable> defect)
            throws IOException {
        DataDirectory data = DataDirectory.take(settings.data());
        SqliteStore store = null;
        Daemon started = null;
        try {
            store = SqliteStore.open(data.store());
            started = new Daemon(settings, data, store, machines, defect);
            return started;
        } finally {
            if (started == null) {
                if (store != null) {
                    store.close();
                }
                data.close();
            }
        }
    }

    private HttpFront listen(InetSocketAddress address) throws IOException {
        boolean listening = false;
        try {
            HttpFront made =
                    HttpFront.listen(address, HttpFront.Limits.DEFAULT, this::answer, commands);
            listening = true;
            return made;
        } finally {
            if (!listening) {
                machines.close();
                writer.close();
            }
        }
    }

    private static String host(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return address.getAddress().isAnyLocalAddress()
                ? "127.0.0.1"
                : host.indexOf(':') >= 0 ? '[' + host + ']' : host;
    }

    /// Where clients find it, such as `http://127.0.0.1:4566`.
    public String endpoint() {
        return endpoint;
    }

    /// Prepares for calls that may come, once nobody waits for the start any more.
    public void readAhead() {
        WarmUp.afterwards(gateway);
    }

    /// The id of the key to use.
    public String accessKeyId() {
        return keys.first().id();
    }

    /// The secret of the key to use.
    public String secretAccessKey() {
        return keys.first().key().secret();
    }

    /// A known key; without proof of identity an account's number is a key too, as the clients of
    /// local AWS emulators use it.
    private @Nullable AccessKey key(String accessKeyId) {
        AccessKey known = keys.find(accessKeyId);
        return known == null
                        && settings.auth() == Gateway.Auth.OFF
                        && accessKeyId.matches("\\d{12}")
                ? new AccessKey(accessKeyId, "")
                : known;
    }

    private @Nullable Api api(Scope scope) {
        Api known = apis.get(scope);
        if (known != null) {
            return known;
        }
        if (!REGION.matcher(scope.region()).matches()) {
            return null;
        }
        if (apis.size() >= SCOPES_MAX) {
            throw new Unavailable("there are " + SCOPES_MAX + " accounts and regions already");
        }
        Realm realm = writer.realm(scope);
        return apis.computeIfAbsent(
                scope,
                _ ->
                        new Api(
                                realm,
                                new Zones(scope.region(), DefaultVpc.of(scope).subnetZones()),
                                commands,
                                new S3Files(data.path().resolve("s3"))));
    }

    /// What containers may ask.
    private final class Tasks implements ControlPlane {
        private final Gateway signed =
                new Gateway(keys, Daemon.this::api, Daemon::requestId, hooked(Gateway.Auth.ON));

        @Override
        public @Nullable Api api(Scope scope) {
            return Daemon.this.api(scope);
        }

        @Override
        public SessionKey session(Principal.Session session, long expiresAtMillis) {
            KeyRing.Key first = keys.first();
            Signer signer = new Signer(first.id(), first.key().secret());
            return SessionKey.issue(signer, session, expiresAtMillis);
        }

        @Override
        public WireResponse answer(WireRequest request) {
            return signed.answer(request, System.currentTimeMillis());
        }
    }

    private static String requestId() {
        return UUID.randomUUID().toString();
    }

    private static Gateway.Settings hooked(Gateway.Auth auth) {
        return new Gateway.Settings(
                auth,
                Limits.DEFAULT,
                new Gateway.Hooks(Admission.ALL, CallLog::record, new CallLog()));
    }

    private WireResponse answer(WireRequest request) {
        return switch (request.method() + ' ' + request.path()) {
            case "GET /health", "HEAD /health" -> health();
            case "GET /kingtide/status" -> status(request);
            case String asked when settings.testEndpoints() && asked.equals(RESET) -> reset();
            default -> gateway.answer(request, System.currentTimeMillis());
        };
    }

    private WireResponse health() {
        String trouble = writer.trouble();
        ObjectNode json = JSON.createObjectNode();
        json.put("status", trouble == null ? "ok" : "read-only");
        json.put("version", settings.version());
        if (trouble != null) {
            json.put("why", trouble);
        }
        return answer(trouble == null ? 200 : 503, json);
    }

    private WireResponse status(WireRequest request) {
        String given = request.header("Authorization");
        boolean allowed =
                given != null
                        && MessageDigest.isEqual(
                                given.getBytes(StandardCharsets.UTF_8),
                                ("Bearer " + token).getBytes(StandardCharsets.UTF_8));
        ObjectNode json = JSON.createObjectNode();
        if (!allowed) {
            json.put("message", "the token of daemon.json in the data directory is needed");
            return answer(403, json);
        }
        json.put("version", settings.version());
        json.put("endpoint", endpoint);
        String trouble = writer.trouble();
        if (trouble != null) {
            json.put("trouble", trouble);
        }
        try {
            ArrayNode worlds = json.putArray("worlds");
            writer.each(world -> worlds.add(Status.of(world, machines)));
            return answer(200, json);
        } catch (Unavailable unavailable) {
            json.removeAll();
            json.put("message", unavailable.message());
            return answer(503, json);
        }
    }

    private WireResponse reset() {
        ObjectNode json = JSON.createObjectNode();
        try {
            machines.reset();
            writer.reset();
            apis.clear();
            return answer(200, json.put("status", "ok"));
        } catch (Unavailable unavailable) {
            return answer(503, json.put("message", unavailable.message()));
        }
    }

    private static WireResponse answer(int status, ObjectNode json) {
        return new WireResponse(
                status,
                List.of(new Header("Content-Type", "application/json")),
                (json.toString() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /// Answers what is under way, keeps it, and ends.
    @Override
    public void close() {
        LOG.info("stopping");
        front.close();
        machines.close();
        writer.close();
        store.close();
        data.close();
        LOG.info("stopped");
    }
}
