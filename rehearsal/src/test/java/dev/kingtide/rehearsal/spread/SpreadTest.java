package dev.kingtide.rehearsal.spread;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.rehearsal.report.Paint;
import dev.kingtide.rehearsal.report.Reports;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SpreadTest {

    private static SeedRun run(long seed, boolean holds, double served, float... capacity) {
        return waits(seed, holds, served, 30, capacity);
    }

    private static SeedRun waits(
            long seed,
            boolean holds,
            double served,
            @Nullable Integer toCapacity,
            float... capacity) {
        SequencedMap<String, SeedRun.Curve> curves = new LinkedHashMap<>();
        curves.put("capacityRequests", new SeedRun.Curve(capacity));
        return new SeedRun(
                seed,
                holds,
                holds ? null : (Integer) 5,
                served,
                100 - served,
                1_000 - served,
                toCapacity,
                seed / 100.0,
                curves);
    }

    private static Spread of(SeedRun... runs) {
        return new Spread(Reports.report(false), List.of(runs));
    }

    @Test
    void a_band_is_the_lowest_the_median_and_the_highest_of_each_step() {
        Spread spread =
                of(run(1, true, 99, 3, 10), run(2, true, 98, 1, 30), run(3, true, 97, 2, 20));
        Spread.Band band = spread.bands().get("capacityRequests");
        assertThat(band).isNotNull();
        assertThat(band.lowest()).containsExactly(1, 10);
        assertThat(band.median()).containsExactly(2, 20);
        assertThat(band.highest()).containsExactly(3, 30);
    }

    @Test
    void the_median_is_one_that_was_seen() {
        Spread spread = of(run(1, true, 99), run(2, true, 98), run(3, true, 97), run(4, true, 10));
        assertThat(spread.median(SeedRun::servedPercent)).isEqualTo(97);
    }

    @Test
    void the_worst_is_one_that_does_not_hold_even_if_it_serves_more() {
        Spread spread = of(run(1, true, 90), run(2, false, 95), run(3, false, 96));
        assertThat(spread.worst().seed()).isEqualTo(2);
        assertThat(spread.holds()).isEqualTo(1);
    }

    @Test
    void the_text_says_between_which_moments_it_broke() {
        List<SeedRun> runs = new ArrayList<>();
        for (int seed = 1; seed <= 5; seed++) {
            SeedRun run = run(seed, seed == 5, 99);
            runs.add(seed == 5 ? run : brokenAt(run, 70 - 10 * seed));
        }
        assertThat(SpreadText.write(new Spread(Reports.report(false), runs), null, Paint.PLAIN))
                .contains(
                        "Where it broke, it did between 20:00:30 and 20:01:00, by the median at"
                                + " 20:00:40 (4 of 5 seeds).\n");
        assertThat(SpreadText.write(of(run(1, false, 99)), null, Paint.PLAIN))
                .contains("Where it broke, it did at 20:00:05 (1 of 1 seeds).\n");
        assertThat(SpreadText.write(of(run(1, true, 99)), null, Paint.PLAIN))
                .doesNotContain("broke");
    }

    private static SeedRun brokenAt(SeedRun run, int second) {
        return new SeedRun(
                run.seed(),
                run.holds(),
                second,
                run.servedPercent(),
                run.lostRequests(),
                run.p99Millis(),
                run.timeToCapacitySeconds(),
                run.costDollars(),
                run.curves());
    }

    @Test
    void the_verdict_counts_and_names_the_seeds_with_which_it_does_not_hold() {
        List<SeedRun> runs = new ArrayList<>();
        for (int seed = 1; seed <= 30; seed++) {
            runs.add(run(seed, seed % 3 != 0, 99));
        }
        Spread some = new Spread(Reports.report(false), runs);
        assertThat(SpreadText.verdict(some, Paint.PLAIN))
                .isEqualTo(
                        "Sale: DOES NOT ALWAYS HOLD: with 20 of 30 seeds (1 to 30), not with 3, 6,"
                                + " 9, 12, 15, 18, 21, 24 and 2 more.");
        assertThat(SpreadText.verdict(of(run(5, true, 99)), Paint.PLAIN))
                .isEqualTo("Sale: HOLDS with all 1 seeds (5 to 5).");
        assertThat(SpreadText.verdict(of(run(5, false, 99)), Paint.PLAIN))
                .isEqualTo("Sale: DOES NOT HOLD with any of 1 seeds (5 to 5).");
    }

    @Test
    void a_change_is_compared_seed_by_seed() {
        Spread before = of(run(1, false, 50), run(2, false, 60), run(3, false, 70));
        Spread after = of(run(1, true, 90), run(2, false, 60), run(3, false, 10));
        assertThat(SpreadText.write(before, after, Paint.PLAIN))
                .contains(
                        "Seed by seed, the change loses fewer requests with 1 of 3 and more with 1;"
                                + " as many with 1.\n")
                .contains("The worst is seed 3; --seed 3 rehearses it alone.\n")
                .contains("what if traffic.scale=2\n");
    }

    @Test
    void capacity_that_never_came_is_the_worst_wait() {
        String text =
                SpreadText.write(
                        of(waits(1, true, 99, 10), waits(2, false, 20, null)), null, Paint.PLAIN);
        assertThat(text).containsPattern("time to capacity +10 s +10 s +never");
    }

    @Test
    void long_launches_are_kept_in_steps() {
        assertThat(SeedRun.stepSeconds(3_600)).isEqualTo(1);
        assertThat(SeedRun.stepSeconds(86_400)).isEqualTo(24);
        assertThat(SeedRun.of(Reports.report(true)).curves()).containsOnlyKeys("demandRequests");
    }

    @Test
    void the_same_runs_give_the_same_json() {
        Spread spread = of(run(1, true, 99.5, 1, 2), run(2, false, 98, 3, 4));
        assertThat(SpreadJson.write(spread).replaceAll("\\n *", ""))
                .contains(
                        "\"seeds\":2",
                        "\"holdsSeeds\":1",
                        "\"worstSeed\":2",
                        "{\"seed\":1,\"holds\":true,\"brokenAtSecond\":null,\"servedPercent\":99.5,"
                                + "\"lostRequests\":0.5,\"p99Millis\":900.5,"
                                + "\"timeToCapacitySeconds\":30,\"costDollars\":0.01}",
                        "{\"lowest\":[1,2],\"median\":[1,2],\"highest\":[3,4]}");
    }
}
