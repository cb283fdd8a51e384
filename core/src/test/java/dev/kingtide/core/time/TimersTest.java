package dev.kingtide.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.Core;
import dev.kingtide.core.Scope;
import dev.kingtide.core.Turn;
import dev.kingtide.core.World;
import dev.kingtide.core.driver.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TimersTest {
    private final World world = new World(Scope.DEFAULT, 1);
    private final Core core = new Core(world, new MemoryStore());

    @Test
    void the_soonest_comes_first_and_equals_in_the_order_in_which_they_were_set() {
        run(turn -> {
            turn.timer(TimerKind.TASK_FORGET, "late", 30);
            turn.timer(TimerKind.TASK_FORGET, "first", 10);
            turn.timer(TimerKind.TASK_FORGET, "second", 10);
        });
        assertThat(subjects()).containsExactly("first", "second", "late");
    }

    @Test
    void setting_a_timer_again_moves_it_both_ways() {
        run(turn -> {
            turn.timer(TimerKind.TASK_FORGET, "a", 10);
            turn.timer(TimerKind.TASK_FORGET, "b", 20);
            turn.timer(TimerKind.TASK_FORGET, "c", 30);
            turn.timer(TimerKind.TASK_FORGET, "a", 25);
            turn.timer(TimerKind.TASK_FORGET, "c", 5);
        });
        assertThat(subjects()).containsExactly("c", "b", "a");
    }

    @Test
    void no_later_than_keeps_the_sooner_moment() {
        run(turn -> {
            turn.timerNoLaterThan(TimerKind.TASK_FORGET, "a", 10);
            turn.timerNoLaterThan(TimerKind.TASK_FORGET, "a", 20);
        });
        assertThat(world.timers().nextDueMillis()).isEqualTo(10);
    }

    @Test
    void a_cancelled_timer_never_comes_and_can_be_set_again() {
        run(turn -> {
            turn.timer(TimerKind.TASK_FORGET, "a", 10);
            turn.cancelTimer(TimerKind.TASK_FORGET, "a");
        });
        assertThat(world.timers().next()).isNull();
        run(turn -> turn.timer(TimerKind.TASK_FORGET, "a", 10));
        assertThat(subjects()).containsExactly("a");
    }

    private void run(Consumer<Turn> steps) {
        core.decide(
                0,
                turn -> {
                    steps.accept(turn);
                    return "";
                });
    }

    private List<String> subjects() {
        List<String> subjects = new ArrayList<>();
        for (Timer timer = world.timers().next(); timer != null; timer = world.timers().next()) {
            Timer next = timer;
            subjects.add(next.subject());
            run(turn -> turn.cancelTimer(next.kind(), next.subject()));
        }
        return subjects;
    }
}
