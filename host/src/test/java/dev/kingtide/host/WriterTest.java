package dev.kingtide.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kingtide.aws.Unavailable;
import dev.kingtide.core.Agenda;
import dev.kingtide.core.Change;
import dev.kingtide.core.Invariant;
import dev.kingtide.core.Refusal;
import dev.kingtide.core.Scope;
import dev.kingtide.core.Table;
import dev.kingtide.core.cluster.CapacityStrategy;
import dev.kingtide.core.cluster.Cluster;
import dev.kingtide.core.cluster.Clusters;
import dev.kingtide.core.driver.EdgeObservation;
import dev.kingtide.core.driver.MemoryStore;
import dev.kingtide.core.driver.Store;
import dev.kingtide.core.driver.StoreFailure;
import dev.kingtide.core.metrics.EcsMetrics;
import dev.kingtide.core.time.TimerKind;
import dev.kingtide.host.store.Stores;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Calls, drivers' news and timers on the thread that decides, over a store that may fail.
class WriterTest {
    private static final Scope ELSEWHERE = new Scope("210987654321", "eu-central-1");
    private static final long SOON = TimeUnit.SECONDS.toNanos(20);
    private final FakeStores stores = new FakeStores();
    private final AtomicLong clock = new AtomicLong(1_795_000_000_000L);
    private final AtomicReference<Throwable> defect = new AtomicReference<>();
    private final AtomicReference<Agenda> agenda = new AtomicReference<>();
    private Writer writer = start();

    /// Stores in memory that can be told to fail, and to wait.
    private static final class FakeStores implements Stores {
        final Map<Scope, MemoryStore> kept = Collections.synchronizedMap(new LinkedHashMap<>());
        final List<Integer> commits = Collections.synchronizedList(new ArrayList<>());
        volatile boolean full;
        volatile CountDownLatch gate = new CountDownLatch(0);

        @Override
        public List<Scope> scopes() {
            return new ArrayList<>(kept.keySet());
        }

        @Override
        public Store of(Scope scope, List<Table<?>> tables) {
            MemoryStore store = kept.computeIfAbsent(scope, _ -> new MemoryStore());
            return new Store() {
                @Override
                public void commit(List<Change> changes) {
                    await(gate);
                    if (full) {
                        throw new StoreFailure("the disk is full", new IOException("no space"));
                    }
                    commits.add(changes.size());
                    store.commit(changes);
                }

                @Override
                public void load(Consumer<Change> each) {
                    store.load(each);
                }
            };
        }

        @Override
        public void clear() {
            kept.clear();
        }

        int rows(Scope scope) {
            List<Change> rows = new ArrayList<>();
            Objects.requireNonNull(kept.get(scope)).load(rows::add);
            return rows.size();
        }
    }

    private Writer start() {
        Writer started =
                new Writer(
                        stores,
                        new Writer.Surroundings(
                                new InstantSource() {
                                    @Override
                                    public Instant instant() {
                                        return Instant.ofEpochMilli(clock.get());
                                    }
                                },
                                () -> 7,
                                (its, world) -> {
                                    agenda.set(its);
                                    return new Machines.Drivers(command -> {}, command -> {});
                                },
                                defect::set));
        started.start();
        return started;
    }

    @AfterEach
    void close() {
        stores.gate.countDown();
        writer.close();
    }

    @Test
    void what_was_answered_is_kept() {
        Realm realm = writer.realm(Scope.DEFAULT);
        assertThat(create(realm, "shop").name()).isEqualTo("shop");
        assertThat(stores.rows(Scope.DEFAULT)).isEqualTo(1);
        writer.close();
        writer = start();
        assertThat(names(writer.realm(Scope.DEFAULT))).containsExactly("shop");
    }

    @Test
    void nothing_is_answered_before_it_is_kept() throws InterruptedException {
        Realm realm = writer.realm(Scope.DEFAULT);
        stores.gate = new CountDownLatch(1);
        List<String> answered = Collections.synchronizedList(new ArrayList<>());
        Thread caller = Thread.ofVirtual().start(() -> answered.add(create(realm, "shop").name()));
        caller.join(java.time.Duration.ofMillis(50));
        assertThat(answered).isEmpty();
        stores.gate.countDown();
        caller.join();
        assertThat(answered).containsExactly("shop");
    }

    @Test
    void many_who_write_at_once_share_a_commit() throws InterruptedException {
        Realm realm = writer.realm(Scope.DEFAULT);
        stores.gate = new CountDownLatch(1);
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String name = "c" + i;
            callers.add(Thread.ofVirtual().start(() -> create(realm, name)));
        }
        for (Thread caller : callers) {
            caller.join(java.time.Duration.ofMillis(2));
        }
        stores.gate.countDown();
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(names(realm)).hasSize(200);
        assertThat(stores.commits).hasSizeLessThan(100);
        assertThat(stores.rows(Scope.DEFAULT)).isEqualTo(200);
    }

    @Test
    void accounts_and_regions_are_apart() {
        create(writer.realm(Scope.DEFAULT), "here");
        create(writer.realm(ELSEWHERE), "there");
        assertThat(names(writer.realm(Scope.DEFAULT))).containsExactly("here");
        assertThat(names(writer.realm(ELSEWHERE))).containsExactly("there");
        writer.close();
        writer = start();
        assertThat(names(writer.realm(ELSEWHERE))).containsExactly("there");
    }

    @Test
    void a_full_disk_turns_writes_down_answers_reads_and_loses_nothing() {
        Realm realm = writer.realm(Scope.DEFAULT);
        create(realm, "before");
        stores.full = true;
        assertThatThrownBy(() -> create(realm, "during"))
                .isInstanceOf(Unavailable.class)
                .hasMessage("the disk is full");
        assertThat(names(realm)).containsExactly("before");
        assertThat(writer.trouble()).isEqualTo("the disk is full");
        assertThatThrownBy(() -> create(realm, "still")).isInstanceOf(Unavailable.class);

        stores.full = false;
        clock.addAndGet(2_000);
        eventually(() -> create(realm, "after").name().equals("after"));
        assertThat(names(realm)).containsExactly("before", "after");
        assertThat(writer.trouble()).isNull();
        assertThat(stores.rows(Scope.DEFAULT)).isEqualTo(2);
    }

    @Test
    void what_drivers_saw_while_the_disk_was_full_is_not_lost() {
        Realm realm = writer.realm(Scope.DEFAULT);
        stores.full = true;
        assertThatThrownBy(() -> create(realm, "no")).isInstanceOf(Unavailable.class);
        realm.report(
                new EdgeObservation.Measured(
                        EcsMetrics.cpu("shop", "web"), clock.get(), 50, 1, 50));
        assertThat(series(realm)).isZero();
        stores.full = false;
        clock.addAndGet(2_000);
        eventually(() -> series(realm) == 1);
        assertThat(stores.rows(Scope.DEFAULT)).isEqualTo(1);
    }

    private static int series(Realm realm) {
        return realm.decide(turn -> turn.world().metrics().series.size());
    }

    @Test
    void a_timer_is_decided_when_it_is_due_and_waits_while_nothing_can_be_kept() {
        Realm realm = writer.realm(Scope.DEFAULT);
        realm.decide(turn -> {
            turn.timer(TimerKind.TASK_FORGET, "nobody", clock.get() + 5_000);
            return "";
        });
        assertThat(timers(realm)).isEqualTo(1);
        stores.full = true;
        assertThatThrownBy(() -> create(realm, "no")).isInstanceOf(Unavailable.class);
        clock.addAndGet(10_000);
        assertThat(timers(realm)).isEqualTo(1);
        stores.full = false;
        clock.addAndGet(2_000);
        eventually(() -> timers(realm) == 0);
    }

    private static int timers(Realm realm) {
        return realm.decide(turn -> turn.world().timers().size());
    }

    @Test
    void events_of_the_agenda_happen_at_their_moments_on_the_thread_that_decides() {
        Realm realm = writer.realm(Scope.DEFAULT);
        List<String> happened = Collections.synchronizedList(new ArrayList<>());
        long now = clock.get();
        realm.decide(turn -> {
            agenda.get().at(now + 2_000, () -> happened.add("second"));
            agenda.get().at(now + 1_000, () -> happened.add("first"));
            return "";
        });
        names(realm);
        assertThat(happened).isEmpty();
        clock.addAndGet(3_000);
        names(realm);
        names(realm);
        assertThat(happened).containsExactly("first", "second");
        assertThatThrownBy(() -> agenda.get().at(now, () -> {})).isInstanceOf(Invariant.class);
    }

    @Test
    void a_refusal_and_a_defect_of_one_call_are_its_callers_and_leave_nothing_behind() {
        Realm realm = writer.realm(Scope.DEFAULT);
        assertThatThrownBy(() ->
                        realm.decide(turn -> {
                            Clusters.create(turn, "a", List.of(), CapacityStrategy.NONE);
                            throw new Refusal("ClientException", "no");
                        }))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() ->
                        realm.decide(turn -> {
                            Clusters.create(turn, "b", List.of(), CapacityStrategy.NONE);
                            throw new IllegalStateException("a defect");
                        }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(names(realm)).isEmpty();
        assertThat(defect.get()).isNull();
    }

    @Test
    void a_broken_invariant_ends_the_thread_and_says_so() {
        Realm realm = writer.realm(Scope.DEFAULT);
        Thread.ofVirtual()
                .start(() ->
                        realm.decide(turn -> {
                            throw Invariant.broken("two and two are five");
                        }));
        eventually(() -> defect.get() != null);
        assertThat(defect.get()).hasMessage("two and two are five");
        eventually(() -> writer.trouble() != null);
        assertThatThrownBy(() -> names(realm))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("defect");
    }

    @Test
    void a_reset_forgets_everything() {
        create(writer.realm(Scope.DEFAULT), "shop");
        writer.reset();
        assertThat(names(writer.realm(Scope.DEFAULT))).isEmpty();
    }

    @Test
    void after_its_end_nothing_is_decided() {
        Realm realm = writer.realm(Scope.DEFAULT);
        writer.close();
        assertThatThrownBy(() -> create(realm, "late"))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("stopping");
    }

    private static Cluster create(Realm realm, String name) {
        return realm.decide(turn -> Clusters.create(turn, name, List.of(), CapacityStrategy.NONE));
    }

    private static List<String> names(Realm realm) {
        return realm.decide(
                turn -> turn.world().clusters().table.rows().stream().map(Cluster::name).toList());
    }

    /// Asks again and again, since the other thread has its own pace.
    private static void eventually(Check check) {
        long end = System.nanoTime() + SOON;
        while (System.nanoTime() < end) {
            try {
                if (check.holds()) {
                    return;
                }
            } catch (Unavailable notYet) {
                assertThat(notYet).hasMessageNotContaining("defect");
            }
            Thread.onSpinWait();
        }
        assertThat(check.holds()).isTrue();
    }

    private interface Check {
        boolean holds();
    }

    private static void await(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
