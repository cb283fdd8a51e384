package dev.kingtide.core.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.Change;
import dev.kingtide.core.time.Timer;
import dev.kingtide.core.time.TimerKind;
import dev.kingtide.core.traffic.HealthReason;
import dev.kingtide.core.traffic.Target;
import dev.kingtide.core.traffic.TargetState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every [Store] does.
public abstract class StoreContract {

    /// An empty store.
    protected abstract Store open();

    /// The same store after a restart; a store that lasts as long as the process is itself.
    protected abstract Store reopen(Store store);

    @Test
    void a_new_store_holds_nothing() {
        assertThat(loaded(open())).isEmpty();
    }

    @Test
    void what_was_committed_is_loaded() {
        Store store = open();
        store.commit(List.of(timer("a", 1), target("10.0.0.1", TargetState.HEALTHY, null)));
        assertThat(loaded(store))
                .containsExactlyInAnyOrder(
                        timer("a", 1), target("10.0.0.1", TargetState.HEALTHY, null));
    }

    @Test
    void of_two_versions_the_later_counts() {
        Store store = open();
        store.commit(List.of(timer("a", 1), timer("a", 2)));
        assertThat(loaded(store)).containsExactly(timer("a", 2));
        store.commit(List.of(timer("a", 3)));
        assertThat(loaded(store)).containsExactly(timer("a", 3));
    }

    @Test
    void a_row_that_is_gone_is_not_loaded() {
        Store store = open();
        store.commit(List.of(timer("a", 1), timer("b", 1)));
        store.commit(List.of(gone("a")));
        assertThat(loaded(store)).containsExactly(timer("b", 1));
    }

    @Test
    void a_row_may_come_and_go_and_come_again_within_one_commit() {
        Store store = open();
        store.commit(List.of(timer("a", 1), gone("a")));
        assertThat(loaded(store)).isEmpty();
        store.commit(List.of(timer("b", 1), gone("b"), timer("b", 2)));
        assertThat(loaded(store)).containsExactly(timer("b", 2));
    }

    @Test
    void removing_what_is_not_there_is_no_error() {
        Store store = open();
        store.commit(List.of(gone("a")));
        store.commit(List.of());
        assertThat(loaded(store)).isEmpty();
    }

    @Test
    void rows_of_different_tables_may_have_the_same_key() {
        Store store = open();
        Timer row = new Timer(TimerKind.TASK_FORGET, "a", 1);
        Change one = new Change("one", row.key(), row);
        Change two = new Change("two", row.key(), row);
        store.commit(List.of(one, two));
        assertThat(loaded(store)).containsExactlyInAnyOrder(one, two);
        store.commit(List.of(new Change("one", row.key(), null)));
        assertThat(loaded(store)).containsExactly(two);
    }

    @Test
    void rows_of_a_table_come_in_the_order_in_which_they_first_came() {
        Store store = open();
        List<Change> expected = new ArrayList<>();
        for (int i = 99; i >= 0; i--) {
            store.commit(List.of(timer("row" + i, 1)));
            expected.add(timer("row" + i, i % 7 == 0 ? 2 : 1));
        }
        for (int i = 0; i < 100; i += 7) {
            store.commit(List.of(timer("row" + i, 2)));
        }
        assertThat(loaded(store)).containsExactlyElementsOf(expected);
    }

    @Test
    void all_is_there_after_a_restart() {
        Store store = open();
        store.commit(List.of(timer("a", 1), timer("b", 1)));
        store.commit(
                List.of(
                        gone("a"),
                        target("10.0.0.1", TargetState.UNHEALTHY, HealthReason.TIMEOUT)));
        List<Change> before = loaded(store);
        Store again = reopen(store);
        assertThat(loaded(again)).containsExactlyElementsOf(before);
        again.commit(List.of(timer("c", 1)));
        assertThat(loaded(again)).contains(timer("b", 1), timer("c", 1));
    }

    @Test
    void loading_changes_nothing() {
        Store store = open();
        store.commit(List.of(timer("a", 1), timer("b", 1)));
        assertThat(loaded(store)).isEqualTo(loaded(store));
    }

    private static List<Change> loaded(Store store) {
        List<Change> changes = new ArrayList<>();
        store.load(changes::add);
        return changes;
    }

    private static Change timer(String subject, long dueMillis) {
        Timer timer = new Timer(TimerKind.TASK_FORGET, subject, dueMillis);
        return new Change("timer", timer.key(), timer);
    }

    private static Change gone(String subject) {
        return new Change("timer", subject, null);
    }

    private static Change target(String address, TargetState state, @Nullable HealthReason reason) {
        String text = reason == null ? "" : reason.text();
        Target target =
                new Target("group", address, 80, "us-east-1a", null, state, reason, text, 5);
        return new Change("target", target.key(), target);
    }
}
