package dev.kingtide.edge.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Asks all that wait whether their wait is over, each when it may be (G. Varghese and A. Lauck,
/// Hashed and Hierarchical Timing Wheels, 1987): a wheel of ten slots, of which each tick asks one.
///
/// There is no timer for each connection, which every request would set anew: who waits says when
/// to ask again, and is asked after a turn of the wheel at the latest, because its wait may have
/// become another. So a wait of a turn or more ends a tick late at most, and a thousand connections
/// that nobody uses are asked a thousand times in a turn.
final class TimingWheel {
    static final long TICK_MILLIS = 100;
    static final int SLOTS = 10;
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);

    private final List<List<Wait>> slots = new ArrayList<>();
    private int now;

    /// Somebody's place in the wheel.
    static final class Wait {
        private final Timed timed;
        private int slot;
        private int place;

        private Wait(Timed timed) {
            this.timed = timed;
        }
    }

    TimingWheel() {
        for (int i = 0; i < SLOTS; i++) {
            slots.add(new ArrayList<>());
        }
    }

    /// Begins to ask somebody, with the next tick.
    Wait add(Timed timed) {
        Wait wait = new Wait(timed);
        put(wait, after(1));
        return wait;
    }

    /// Asks it no more; nothing when that is so already.
    void remove(Wait wait) {
        List<Wait> slot = slots.get(wait.slot);
        if (wait.place < slot.size() && slot.get(wait.place) == wait) {
            Wait last = slot.removeLast();
            if (last != wait) {
                last.place = wait.place;
                slot.set(wait.place, last);
            }
        }
    }

    private void put(Wait wait, int index) {
        List<Wait> slot = slots.get(index);
        wait.slot = index;
        wait.place = slot.size();
        slot.add(wait);
    }

    private int after(int ticks) {
        return (now + ticks) % SLOTS;
    }

    /// A tick has passed: asks those whose turn it is.
    void tick(long nowNanos) {
        now = after(1);
        List<Wait> slot = slots.get(now);
        for (int i = slot.size() - 1; i >= 0; i--) {
            if (i < slot.size()) { // fewer, when what one does ends others
                Wait wait = slot.get(i);
                long nanos = wait.timed.check(nowNanos);
                int ticks = Math.clamp(Math.ceilDiv(nanos, TICK_NANOS), 1, SLOTS);
                boolean waits = i < slot.size() && slot.get(i) == wait;
                if (waits && ticks < SLOTS) {
                    remove(wait);
                    put(wait, after(ticks));
                }
            }
        }
    }
}
