package dev.kingtide.core.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.traffic.Anomaly.Peers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a target's failures make of it, beside those of its peers.
class AnomalyTest {

    /// The targets after an interval with so many requests and failures each.
    private static List<Anomaly> after(
            List<Anomaly> before, boolean mitigates, double requests, double... failures) {
        Peers all = Peers.NONE;
        List<Anomaly> counted = new ArrayList<>();
        for (int i = 0; i < failures.length; i++) {
            counted.add(before.get(i).and(requests, failures[i]));
            all = all.and(counted.getLast(), 1);
        }
        Peers peers = all;
        return counted.stream().map(each -> each.judged(peers, mitigates)).toList();
    }

    private static List<Anomaly> fresh(int targets) {
        return Collections.nCopies(targets, Anomaly.NONE);
    }

    /// Of three targets with so many requests each, and the failures of each.
    @ParameterizedTest
    @CsvSource({
        "100,   0,  0,  0, ...",
        "100, 100,  0,  0, A..",
        "100,   5, 12,  5, ...",
        "100,   0, 20,  0, .A.",
        "100, 100,100,100, ...",
        "100,  50, 50, 50, ...",
        "100,  60, 50, 50, ...",
        "100,  90, 50, 50, A..",
        "100, 100,100,  0, AA.",
        "  9,   9,  0,  0, ...",
        " 10,  10,  0,  0, A..",
        "100000, 4900, 0, 0, ...",
        "100000, 5100, 0, 0, A.."
    })
    void a_target_is_anomalous_when_it_fails_more_than_its_peers_and_than_chance(
            int requests, int first, int second, int third, String found) {
        StringBuilder seen = new StringBuilder();
        for (Anomaly each : after(fresh(3), true, requests, first, second, third)) {
            seen.append(each.anomalous() ? 'A' : '.');
        }
        assertThat(seen).hasToString(found);
    }

    @Test
    void fewer_than_three_healthy_targets_are_not_judged() {
        assertThat(after(fresh(2), true, 100, 100, 0)).noneMatch(Anomaly::anomalous);
    }

    @Test
    void requests_are_shifted_off_by_half_each_time_and_come_back_gradually() {
        List<Double> weights = new ArrayList<>();
        List<Anomaly> targets = fresh(3);
        for (int i = 0; i < 6; i++) {
            targets = after(targets, true, 100, 100, 0, 0);
            weights.add(targets.getFirst().weight());
        }
        assertThat(weights).containsExactly(0.5, 0.25, 0.125, 0.0625, 0.05, 0.05);
        int intervals = 0;
        double before = 0;
        while (targets.getFirst().isMitigated()) {
            targets = after(targets, true, 100, 0, 0, 0);
            assertThat(targets.getFirst().weight() - before).isLessThan(0.16);
            before = targets.getFirst().weight();
            intervals++;
        }
        assertThat(intervals).isBetween(10, 20);
        assertThat(targets.getFirst().anomalous()).isFalse();
        assertThat(targets.get(1).weight()).isEqualTo(1);
    }

    @Test
    void without_mitigation_an_anomalous_target_keeps_its_share() {
        List<Anomaly> targets = after(fresh(3), false, 100, 100, 0, 0);
        assertThat(targets.getFirst().anomalous()).isTrue();
        assertThat(targets.getFirst().isMitigated()).isFalse();
    }

    @Test
    void a_target_that_gets_too_few_requests_to_judge_stays_held_back_until_none_come() {
        List<Anomaly> targets = after(fresh(3), true, 100, 100, 0, 0);
        Anomaly held = targets.getFirst();
        Peers others = Peers.NONE.and(Anomaly.NONE.and(100, 0), 3);
        for (int i = 0; i < 10; i++) {
            held = held.and(2, 1).judged(others, true);
        }
        assertThat(held.anomalous()).isTrue();
        for (int i = 0; i < 10; i++) {
            held = held.judged(others, true);
        }
        assertThat(held.anomalous()).isFalse();
    }
}
