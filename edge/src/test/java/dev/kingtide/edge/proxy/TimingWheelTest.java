package dev.kingtide.edge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TimingWheelTest {
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(TimingWheel.TICK_MILLIS);
    private static final long TURN = TICK * TimingWheel.SLOTS;
    private final TimingWheel wheel = new TimingWheel();
    private long now;

    /// Waits for a moment, and may end others when it is asked.
    private final class Waiter implements Timed {
        private long until;
        private int asked;
        private long askedNanos;
        private TimingWheel.@Nullable Wait wait;
        private List<Waiter> ends = List.of();

        Waiter(long until) {
            this.until = until;
        }

        @Override
        public long check(long nowNanos) {
            asked++;
            askedNanos = nowNanos;
            assertThat(wait).as("asked while it is in the wheel").isNotNull();
            ends.forEach(Waiter::leave);
            return until <= nowNanos ? LATER : until - nowNanos;
        }

        Waiter enter() {
            wait = wheel.add(this);
            askedNanos = now;
            return this;
        }

        void leave() {
            TimingWheel.Wait place = wait;
            wait = null;
            if (place != null) {
                wheel.remove(place);
                wheel.remove(place);
            }
        }
    }

    private void pass(long nanos) {
        for (long end = now + nanos; now < end; ) {
            now += TICK;
            wheel.tick(now);
        }
    }

    @Test
    void asks_when_a_wait_may_be_over_and_once_a_turn_until_then() {
        Waiter waiter = new Waiter(60 * TURN + 3 * TICK).enter();
        pass(60 * TURN);
        assertThat(waiter.asked).isBetween(60, 62);
        pass(3 * TICK);
        assertThat(waiter.askedNanos).isEqualTo(waiter.until);
    }

    @Test
    void asks_a_newcomer_with_the_next_tick() {
        pass(7 * TICK);
        Waiter waiter = new Waiter(now + TICK / 2).enter();
        pass(TICK);
        assertThat(waiter.asked).isEqualTo(1);
    }

    @Test
    void who_is_asked_may_end_itself_and_others() {
        List<Waiter> all = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            all.add(new Waiter(Long.MAX_VALUE).enter());
        }
        all.get(8).ends = List.of(all.get(8), all.get(0), all.get(7));
        all.get(5).ends = List.of(all.get(1), all.get(2), all.get(3), all.get(4), all.get(5));
        pass(TURN + TICK);
        assertThat(all).filteredOn(each -> each.wait != null).containsExactly(all.get(6));
        assertThat(all.get(6).asked).isEqualTo(2);
    }

    @Test
    void nobody_is_forgotten_whoever_comes_and_goes() {
        for (long seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Waiter> all = new ArrayList<>();
            for (int step = 0; step < 300; step++) {
                if (all.isEmpty() || random.nextInt(3) > 0) {
                    all.add(new Waiter(now + random.nextLong(3 * TURN)).enter());
                } else {
                    all.remove(random.nextInt(all.size())).leave();
                }
                if (random.nextBoolean()) {
                    pass(TICK);
                }
                for (Waiter each : all) {
                    assertThat(now - each.askedNanos).as("seed %d", seed).isLessThanOrEqualTo(TURN);
                    if (each.until <= now) {
                        assertThat(each.asked == 0 ? now : each.askedNanos)
                                .as("seed %d", seed)
                                .isGreaterThanOrEqualTo(each.until);
                    }
                }
            }
            all.forEach(Waiter::leave);
        }
    }
}
