package dev.kingtide.host;

import dev.kingtide.aws.Unavailable;
import dev.kingtide.core.Decision;
import dev.kingtide.core.Invariant;
import dev.kingtide.core.Scope;
import dev.kingtide.core.World;
import dev.kingtide.core.driver.Observation;
import dev.kingtide.core.driver.StoreFailure;
import dev.kingtide.core.time.DueQueue;
import dev.kingtide.host.store.Stores;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that decides, for every account and region, in real time: what a
/// [dev.kingtide.core.VirtualLoop] is in virtual time.
///
/// It takes what waits (calls, what drivers saw, timers and events that are due) in batches. The
/// changes of a batch are kept in one commit; answers and effects leave after it, so whoever was
/// answered finds it again after any crash, and many who write at once share a sync of the disk.
///
/// When the store cannot keep a batch, the batch is undone. Then calls that change nothing are
/// answered, others are turned down with the reason, what drivers see is held, and timers wait;
/// every second it is tried again.
public final class Writer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final int WAITING_MAX = 10_000;
    private static final int BATCH_MAX = 1_024;
    private static final long PATIENCE_MILLIS = 30_000;
    private static final long OPENING_MILLIS = 600_000;
    private static final long RETRY_MILLIS = 1_000;

    private final ArrayBlockingQueue<Input> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final DueQueue<Runnable> agenda = new DueQueue<>();
    private final Map<Scope, Realm> realms = new ConcurrentHashMap<>();
    private final Map<Scope, Realm> inOrder = new LinkedHashMap<>();
    private final Stores store;
    private final Surroundings surroundings;
    private final Thread thread;
    private long nowMillis;
    private volatile @Nullable StoreFailure failure;
    private long retryMillis;
    private volatile boolean stopping;
    private volatile @Nullable String ended;

    /// Something to be done on the thread that decides.
    private interface Input {

        void run();

        /// It will never be done.
        void fail(Unavailable why);
    }

    /// Something that nobody waits for.
    private record News(Runnable what) implements Input {

        @Override
        public void run() {
            what.run();
        }

        @Override
        public void fail(Unavailable why) {
            LOG.debug("passed over, because {}", why.message());
        }
    }

    /// What a writer needs from outside.
    ///
    /// @param clock the time
    /// @param seeds a new one for each World: they decide its identifiers
    /// @param machines who runs tasks
    /// @param defect is told when a defect has ended the thread
    public record Surroundings(
            InstantSource clock,
            LongSupplier seeds,
            Machines machines,
            Consumer<Throwable> defect) {}

    /// A writer over a store, with every World that the store has; [#start] begins.
    public Writer(Stores store, Surroundings surroundings) {
        this.store = store;
        this.surroundings = surroundings;
        this.nowMillis = surroundings.clock().millis();
        this.thread = Thread.ofPlatform().name("writer").unstarted(this::run);
    }

    /// Takes the Worlds back that the store has, and begins to decide; returns when calls can be
    /// answered.
    public void start() {
        thread.start();
        onThread(() -> {
            for (Scope scope : store.scopes()) {
                open(scope);
            }
            return true;
        });
    }

    /// The World of an account and region as something to call; it comes to be with its first call.
    Realm realm(Scope scope) {
        Realm known = realms.get(scope);
        return known == null ? onThread(() -> open(scope)) : known;
    }

    /// All Worlds, in the order in which they came to be; for what is called on this thread.
    private Collection<Realm> all() {
        return inOrder.values();
    }

    /// Shows every World to somebody, between two decisions.
    void each(Consumer<World> visitor) {
        onThread(() -> {
            all().forEach(realm -> visitor.accept(realm.world()));
            return true;
        });
    }

    /// Forgets every World and begins anew.
    void reset() {
        onThread(() -> {
            store.clear();
            realms.clear();
            inOrder.clear();
            while (agenda.peek() != null) {
                agenda.remove();
            }
            return true;
        });
    }

    /// Why nothing can be kept at the moment, or null when all is well.
    public @Nullable String trouble() {
        String over = ended;
        StoreFailure failing = failure;
        return over != null ? over : failing == null ? null : failing.getMessage();
    }

    private Realm open(Scope scope) {
        Realm known = inOrder.get(scope);
        if (known != null) {
            return known;
        }
        long seed = surroundings.seeds().getAsLong();
        Realm made = new Realm(this, scope, seed, store, surroundings.machines());
        made.restore();
        inOrder.put(scope, made);
        realms.put(scope, made);
        return made;
    }

    <T> T ask(Realm realm, Decision<T> decision) {
        Ask<T> ask = new Ask<>(decision);
        hand(
                new Input() {
                    @Override
                    public void run() {
                        realm.run(ask);
                    }

                    @Override
                    public void fail(Unavailable why) {
                        ask.fail(why);
                    }
                });
        return ask.await(PATIENCE_MILLIS);
    }

    void report(Realm realm, Observation observation) {
        try {
            waiting.put(new News(() -> realm.observe(observation)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Runs something on the thread that decides, and waits for it.
    private <T> T onThread(Supplier<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        hand(
                new Input() {
                    @Override
                    public void run() {
                        try {
                            done.complete(work.get());
                        } catch (StoreFailure e) {
                            done.completeExceptionally(e);
                        }
                    }

                    @Override
                    public void fail(Unavailable why) {
                        done.completeExceptionally(why);
                    }
                });
        return Ask.await(done, OPENING_MILLIS);
    }

    private void hand(Input input) {
        String over = ended;
        if (over != null) {
            throw new Unavailable(over);
        }
        try {
            if (!waiting.offer(input, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new Unavailable("too many calls wait for a decision; try again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("the control plane is stopping");
        }
        if (ended != null) {
            turnDown();
        }
    }

    private void turnDown() {
        List<Input> left = new ArrayList<>();
        waiting.drainTo(left);
        left.forEach(input -> input.fail(new Unavailable(String.valueOf(ended))));
    }

    long nowMillis() {
        return nowMillis;
    }

    void at(long dueMillis, Runnable event) {
        requireOwnThread();
        agenda.add(Math.max(dueMillis, nowMillis), event);
    }

    void requireOwnThread() {
        Invariant.require(
                Thread.currentThread().equals(thread), "only the writer's thread may decide");
    }

    boolean isFailing() {
        return failure != null;
    }

    StoreFailure failure() {
        StoreFailure failing = failure;
        if (failing == null) {
            throw Invariant.broken("nothing fails");
        }
        return failing;
    }

    private void run() {
        try {
            while (!stopping) {
                step();
            }
            ended = "the control plane is stopping";
        } catch (RuntimeException | Error e) {
            ended = "the control plane has stopped because of a defect";
            LOG.error("a defect ended the control plane; what was answered is kept", e);
            surroundings.defect().accept(e);
        }
        turnDown();
    }

    /// What a decision throws, for its caller; null when it is made. A broken invariant is nobody's
    /// answer: it ends the thread.
    static @Nullable RuntimeException thrownBy(Runnable decision) {
        try {
            decision.run();
            return null;
        } catch (Invariant broken) {
            throw broken;
        } catch (RuntimeException thrown) {
            return thrown;
        }
    }

    private void step() {
        List<Input> inputs = new ArrayList<>();
        Input first = next();
        nowMillis = Math.max(nowMillis, surroundings.clock().millis());
        if (first != null) {
            inputs.add(first);
            waiting.drainTo(inputs, BATCH_MAX - 1);
        }
        if (failure != null && nowMillis >= retryMillis) {
            failure = null;
            all().forEach(Realm::catchUp);
        }
        inputs.forEach(Input::run);
        due();
        commit();
    }

    /// The next input; null when something is due before one comes.
    private @Nullable Input next() {
        long due = Long.MAX_VALUE;
        if (failure == null) {
            for (Realm realm : all()) {
                due = Math.min(due, realm.nextDueMillis());
            }
        } else {
            due = retryMillis;
        }
        due = Math.min(due, agenda.nextDueMillis());
        try {
            if (due == Long.MAX_VALUE) {
                return waiting.take();
            }
            long millis = due - surroundings.clock().millis();
            return millis <= 0 ? waiting.poll() : waiting.poll(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            stopping = true;
            return null;
        }
    }

    /// Runs what is due by now: at most a batch, so that calls are not kept waiting.
    private void due() {
        int left = BATCH_MAX;
        while (left > 0 && agenda.nextDueMillis() <= nowMillis) {
            agenda.remove().run();
            left--;
        }
        if (failure != null) {
            return;
        }
        for (Realm realm : all()) {
            while (left > 0 && realm.fireNext()) {
                left--;
            }
        }
    }

    private void commit() {
        if (failure != null) {
            return;
        }
        for (Realm realm : all()) {
            try {
                realm.commit();
            } catch (StoreFailure e) {
                if (failure == null) {
                    LOG.error(
                            "{}; until then only calls that change nothing are answered",
                            e.getMessage());
                }
                failure = e;
                retryMillis = nowMillis + RETRY_MILLIS;
            }
        }
    }

    /// Ends after the batch that is under way; what waits is turned down.
    @Override
    public void close() {
        stopping = true;
        if (!waiting.offer(new News(() -> {}))) {
            thread.interrupt();
        }
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
