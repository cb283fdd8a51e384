package dev.kingtide.host;

import dev.kingtide.aws.Api;
import dev.kingtide.aws.DefaultVpc;
import dev.kingtide.aws.Turns;
import dev.kingtide.aws.Zones;
import dev.kingtide.aws.wire.AccessKey;
import dev.kingtide.aws.wire.Gateway;
import dev.kingtide.aws.wire.Header;
import dev.kingtide.aws.wire.WireRequest;
import dev.kingtide.core.Core;
import dev.kingtide.core.Decision;
import dev.kingtide.core.Scope;
import dev.kingtide.core.VirtualLoop;
import dev.kingtide.core.World;
import dev.kingtide.core.driver.Store;
import dev.kingtide.host.http.HttpFront;
import dev.kingtide.host.store.SqliteStore;
import dev.kingtide.host.store.Stores;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// What a start needs is loaded beside whatever comes before it, on another core: the library of
/// the store, the logs, the network, and everything that a call touches, by one call of a control
/// plane in memory. Nothing of it is kept, and a start without it only takes longer.
public final class WarmUp {
    private static final String KEY = "AKIAIOSFODNN7EXAMPLE";
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private static final String TIME = "20260101T000000Z";
    private static final long FIRST_ANSWER_MILLIS = 300;
    private static final long TIME_MILLIS = 1_767_225_600_000L;
    private static final String SIGNATURE =
            "6a6ee59c3bc8c41673c740e43be5fcc63fb20a496f129a821594cb08fb52bd6c";

    private WarmUp() {}

    /// Begins, and returns at once.
    public static void begin() {
        Thread.ofPlatform().daemon().name("warm-up").start(WarmUp::run);
    }

    private static void run() {
        LoggerFactory.getILoggerFactory();
        var _ = SqliteStore.load();
        HttpFront.load();
        var _ = status();
    }

    /// After the start, and after the first answer where somebody waits for one: the models of what
    /// clients may call, and the calls that they begin with, on a thread that nobody waits for. Not
    /// while an AOT cache is made (`kingtide.readAhead=off`): what is in it every start loads.
    static void afterwards(Gateway gateway) {
        if (!"off".equals(System.getProperty("kingtide.readAhead"))) {
            Thread.Builder thread = Thread.ofPlatform().daemon().name("read-ahead");
            CompletableFuture.delayedExecutor(
                            FIRST_ANSWER_MILLIS, TimeUnit.MILLISECONDS, thread::start)
                    .execute(() -> {
                        try (SqliteStore store = SqliteStore.inMemory()) {
                            var _ = FirstCalls.make(api(Scope.DEFAULT, store), TIME_MILLIS);
                        }
                        var _ = gateway.readAhead(api(Scope.DEFAULT, null));
                    });
        }
    }

    /// The operations over a control plane in memory.
    ///
    /// @param stores where its rows go; null for nowhere
    static Api api(Scope scope, @Nullable Stores stores) {
        World world = new World(scope, 1);
        Store store = stores == null ? null : stores.of(scope, world.tables());
        VirtualLoop loop = new VirtualLoop(new Core(world, store), TIME_MILLIS);
        Turns turns =
                new Turns() {
                    @Override
                    public <T> T decide(Decision<T> decision) {
                        return loop.decide(decision);
                    }
                };
        return new Api(turns, new Zones(scope.region(), DefaultVpc.of(scope).subnetZones()));
    }

    /// The status of one call of DescribeClusters, signed by AWS's example key at a moment of the
    /// past, of a control plane in memory.
    static int status() {
        Scope scope = Scope.DEFAULT;
        Api api = api(scope, null);
        Gateway gateway =
                new Gateway(
                        id -> id.equals(KEY) ? new AccessKey(scope.account(), SECRET) : null,
                        _ -> api,
                        () -> "00000000-0000-0000-0000-000000000000",
                        Gateway.Settings.DEFAULT);
        String target = "AmazonEC2ContainerServiceV20141113.DescribeClusters";
        String authorization =
                "AWS4-HMAC-SHA256 Credential="
                        + KEY
                        + "/20260101/us-east-1/ecs/aws4_request,"
                        + " SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature="
                        + SIGNATURE;
        WireRequest request =
                new WireRequest(
                        "POST",
                        "/",
                        List.of(
                                new Header("Host", "localhost"),
                                new Header("Content-Type", "application/x-amz-json-1.1"),
                                new Header("X-Amz-Date", TIME),
                                new Header("X-Amz-Target", target),
                                new Header("Authorization", authorization)),
                        "{}".getBytes(StandardCharsets.UTF_8),
                        "127.0.0.1");
        return gateway.answer(request, TIME_MILLIS).status();
    }
}
