package dev.kingtide.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class IdsAndDiceTest {

    @Test
    void identifiers_have_the_forms_of_aws() {
        Ids ids = new Ids(42, 0);
        for (int i = 0; i < 1000; i++) {
            assertThat(ids.hex(32)).matches("[0-9a-f]{32}");
            assertThat(ids.hex(16)).matches("[0-9a-f]{16}");
            assertThat(ids.digits19()).matches("[1-9][0-9]{18}");
            assertThat(ids.uuid())
                    .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        }
    }

    @Test
    void one_seed_gives_one_series_and_no_identifier_twice() {
        Ids one = new Ids(5, 0);
        Ids same = new Ids(5, 0);
        Ids other = new Ids(6, 0);
        TreeSet<String> seen = new TreeSet<>();
        for (int i = 0; i < 10_000; i++) {
            String id = one.hex(32);
            assertThat(same.hex(32)).isEqualTo(id);
            assertThat(seen.add(id)).isTrue();
            assertThat(seen.add(other.hex(32))).isTrue();
        }
    }

    @Test
    void a_draw_depends_on_seed_purpose_and_subject_only() {
        Dice dice = new Dice(9);
        double draw = dice.uniform("pull", "task-1");
        dice.uniform("pull", "task-2");
        assertThat(new Dice(9).uniform("pull", "task-1")).isEqualTo(draw);
        assertThat(dice.uniform("boot", "task-1")).isNotEqualTo(draw);
        assertThat(new Dice(10).uniform("pull", "task-1")).isNotEqualTo(draw);
    }

    @Test
    void draws_are_uniform() {
        Dice dice = new Dice(1);
        int[] tenths = new int[10];
        for (int i = 0; i < 100_000; i++) {
            tenths[(int) (dice.uniform("second", i) * 10)]++;
            assertThat(dice.below(3, "pick", "t" + i)).isBetween(0, 2);
        }
        for (int count : tenths) {
            assertThat(count).isBetween(9_600, 10_400);
        }
    }
}
