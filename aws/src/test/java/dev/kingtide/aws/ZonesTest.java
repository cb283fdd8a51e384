package dev.kingtide.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ZonesTest {

    @Test
    void each_new_subnet_gets_the_next_zone_and_keeps_it() {
        Zones zones = new Zones("eu-west-1", Map.of());
        assertThat(zones.of("subnet-1")).isEqualTo("eu-west-1a");
        assertThat(zones.of(List.of("subnet-2", "subnet-3", "subnet-4", "subnet-1")))
                .containsExactly("eu-west-1b", "eu-west-1c", "eu-west-1a");
        assertThat(zones.isKnown("subnet-1")).isFalse();
    }

    @Test
    void a_guess_is_a_zone_of_the_subnets_that_somebody_has_placed() {
        Zones zones =
                new Zones("eu-west-1", Map.of("subnet-8", "eu-west-1c", "subnet-9", "eu-west-1b"));
        assertThat(zones.of(List.of("subnet-1", "subnet-2", "subnet-3")))
                .containsExactly("eu-west-1b", "eu-west-1c");
        assertThat(zones.of("subnet-8")).isEqualTo("eu-west-1c");
        assertThat(zones.isKnown("subnet-8")).isTrue();
        assertThat(zones.isKnown("subnet-1")).isFalse();
    }
}
