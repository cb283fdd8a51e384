package dev.kingtide.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DueQueueTest {

    private record Thing(long due, int number) {}

    @Test
    void things_come_by_due_time_and_equals_in_the_order_in_which_they_came() {
        Dice dice = new Dice(3);
        DueQueue<Thing> queue = new DueQueue<>();
        TreeSet<Thing> expected =
                new TreeSet<>(Comparator.comparingLong(Thing::due).thenComparingInt(Thing::number));
        for (int i = 0; i < 50_000; i++) {
            Thing thing = new Thing((long) (dice.uniform("due", i) * 500), i);
            queue.add(thing.due, thing);
            expected.add(thing);
            boolean drain = dice.uniform("drain", i) < 0.001;
            while (!expected.isEmpty()
                    && (drain || dice.uniform("take", i + expected.size()) < 0.4)) {
                assertThat(queue.nextDueMillis()).isEqualTo(expected.first().due);
                assertThat(queue.remove()).isEqualTo(expected.pollFirst());
            }
            assertThat(queue.isEmpty()).isEqualTo(expected.isEmpty());
        }
    }

    @Test
    void things_come_in_order_over_many_spans_and_beyond_the_calendar() {
        for (int seed = 0; seed < 40; seed++) {
            Dice dice = new Dice(seed);
            DueQueue<Thing> queue = new DueQueue<>();
            TreeSet<Thing> expected =
                    new TreeSet<>(
                            Comparator.comparingLong(Thing::due).thenComparingInt(Thing::number));
            long now = 0;
            for (int i = 0; i < 5_000; i++) {
                int reach = (int) (dice.uniform("reach", i) * 4);
                long ahead = new long[] {0, 3_000, 1_000_000, 20_000_000}[reach];
                int times = dice.uniform("times", i) < 0.01 ? 200 : 1;
                for (int j = 0; j < times; j++) {
                    long later = (long) (dice.uniform("due", i * 1_000 + j) * ahead);
                    Thing thing = new Thing(now + later, i * 1_000 + j);
                    queue.add(thing.due, thing);
                    expected.add(thing);
                }
                boolean drain = dice.uniform("drain", i) < 0.001;
                while (!expected.isEmpty()
                        && (drain || dice.uniform("take", i + expected.size()) < 0.4)) {
                    assertThat(queue.peek()).as("seed %s", seed).isEqualTo(expected.first());
                    now = queue.nextDueMillis();
                    assertThat(queue.remove()).as("seed %s", seed).isEqualTo(expected.pollFirst());
                }
                assertThat(queue.isEmpty()).isEqualTo(expected.isEmpty());
            }
        }
    }
}
