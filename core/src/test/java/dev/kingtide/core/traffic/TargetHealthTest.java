package dev.kingtide.core.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The states through which probes lead a target (ELB user guide, target-group-health-checks).
class TargetHealthTest {
    private static final HealthCheck THREE_UP_TWO_DOWN =
            new HealthCheck(30, 5, 3, 2, "/", "200", "traffic-port", "HTTP", true);

    /// A probe is a letter: p passed, f failed, t timed out, 5 answered 500, c settings changed.
    @ParameterizedTest(name = "probes {0}: states {1}")
    @CsvSource({
        "p,      H",
        "fp,     IH",
        "ff,     IU",
        "fcf,    III",
        "fcff,   IIIU",
        "pf,     HH",
        "pfpf,   HHHH",
        "pff,    HHU",
        "pfcf,   HHHH",
        "pfcff,  HHHHU",
        "ffp,    IUU",
        "ffpp,   IUUU",
        "ffppp,  IUUUH",
        "ffppfppp, IUUUUUUH",
        "ffppcp, IUUUUU",
        "ffppcppp, IUUUUUUH",
        "pffpppff, HHUUUHHU",
        "tt,     IU",
        "t5,     IU",
        "pt5,    HHU",
    })
    void a_target_goes_through_states_as_its_probes_say(String probes, String states) {
        StringBuilder seen = new StringBuilder();
        TargetHealth health = TargetHealth.start();
        for (int i = 0; i < probes.length(); i++) {
            char letter = probes.charAt(i);
            health =
                    letter == 'c'
                            ? health.reconfigured()
                            : health.probed(probe(letter), THREE_UP_TWO_DOWN);
            seen.append(health.state().name().charAt(0));
        }
        assertThat(seen).hasToString(states);
    }

    @ParameterizedTest(name = "probes {0}: {1}, {2}")
    @CsvSource({
        "'',   Elb.InitialHealthChecking,   Initial health checks in progress",
        "f,    Elb.InitialHealthChecking,   Initial health checks in progress",
        "ff,   Target.FailedHealthChecks,   Health checks failed",
        "tt,   Target.Timeout,              Request timed out",
        "ft,   Target.Timeout,              Request timed out",
        "t5,   Target.ResponseCodeMismatch, Health checks failed with these codes: [500]",
        "tt5,  Target.ResponseCodeMismatch, Health checks failed with these codes: [500]",
        "ttp,  Target.Timeout,              Request timed out",
    })
    void the_reason_is_that_of_the_latest_failed_probe(
            String probes, String reason, String description) {
        TargetHealth health = TargetHealth.start();
        for (int i = 0; i < probes.length(); i++) {
            health = health.probed(probe(probes.charAt(i)), THREE_UP_TWO_DOWN);
        }
        assertThat(health.reason()).isNotNull();
        assertThat(health.report("t"))
                .returns(reason, r -> String.valueOf(r.reason() == null ? null : r.reason().code()))
                .returns(description, r -> r.description());
    }

    @Test
    void a_healthy_target_has_no_reason() {
        TargetHealth health = TargetHealth.start().probed(Probe.PASSED, HealthCheck.DEFAULT);
        assertThat(health.reason()).isNull();
        assertThat(health.description()).isEmpty();
    }

    @Test
    void nothing_is_reported_of_a_failure_below_the_threshold() {
        TargetHealth well = TargetHealth.start().probed(Probe.PASSED, HealthCheck.DEFAULT);
        TargetHealth once = well.probed(Probe.TIMED_OUT, HealthCheck.DEFAULT);
        assertThat(once).isNotEqualTo(well);
        assertThat(once.showsSameAs(well)).isTrue();
        assertThat(once.probed(Probe.TIMED_OUT, HealthCheck.DEFAULT).showsSameAs(well)).isFalse();
    }

    @Test
    void targets_in_steady_health_share_one_record() {
        TargetHealth well = TargetHealth.start().probed(Probe.PASSED, HealthCheck.DEFAULT);
        assertThat(well.probed(Probe.PASSED, HealthCheck.DEFAULT)).isSameAs(well);
        TargetHealth ill =
                well.probed(Probe.FAILED, HealthCheck.DEFAULT)
                        .probed(Probe.FAILED, HealthCheck.DEFAULT);
        assertThat(ill.probed(Probe.FAILED, HealthCheck.DEFAULT)).isSameAs(ill);
    }

    @ParameterizedTest(name = "{0} accepts {1}: {2}")
    @CsvSource({
        "200,         200, true",
        "200,         201, false",
        "'200,202',   202, true",
        "'200,202',   201, false",
        "'200, 202',  202, true",
        "200-299,     200, true",
        "200-299,     299, true",
        "200-299,     300, false",
        "'200-204,301', 301, true",
        "'200-204,301', 205, false",
        "0-99,        12,  true",
        "200,         20,  false",
    })
    void a_matcher_names_codes_and_ranges(String matcher, int status, boolean accepted) {
        HealthCheck check =
                new HealthCheck(30, 5, 5, 2, "/", matcher, "traffic-port", "HTTP", true);
        assertThat(check.accepts(status)).isEqualTo(accepted);
        assertThat(Probe.answered(status, check).passed()).isEqualTo(accepted);
    }

    private static Probe probe(char letter) {
        return switch (letter) {
            case 'p' -> Probe.answered(200, THREE_UP_TWO_DOWN);
            case 't' -> Probe.TIMED_OUT;
            case '5' -> Probe.answered(500, THREE_UP_TWO_DOWN);
            case 'f' -> Probe.FAILED;
            default -> throw new IllegalArgumentException("no probe " + letter);
        };
    }
}
