package dev.kingtide.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.Core;
import dev.kingtide.core.Scope;
import dev.kingtide.core.VirtualLoop;
import dev.kingtide.core.World;
import dev.kingtide.core.driver.MemoryStore;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ZonesTest {
    private final MemoryStore store = new MemoryStore();
    private final VirtualLoop loop = loop();

    private VirtualLoop loop() {
        return new VirtualLoop(new Core(new World(Scope.DEFAULT, 1), store), 0);
    }

    private static List<String> of(VirtualLoop loop, Zones zones, String... subnets) {
        return loop.decide(turn -> zones.of(turn, List.of(subnets)));
    }

    @Test
    void each_new_subnet_gets_the_next_zone_and_keeps_it() {
        Zones zones = new Zones("eu-west-1", Map.of());
        assertThat(of(loop, zones, "subnet-1")).containsExactly("eu-west-1a");
        assertThat(of(loop, zones, "subnet-2", "subnet-3", "subnet-4", "subnet-1"))
                .containsExactly("eu-west-1b", "eu-west-1c", "eu-west-1a");
        assertThat(zones.isKnown("subnet-1")).isFalse();
    }

    @Test
    void a_guess_is_a_zone_of_the_subnets_that_somebody_has_placed() {
        Zones zones =
                new Zones("eu-west-1", Map.of("subnet-8", "eu-west-1c", "subnet-9", "eu-west-1b"));
        assertThat(of(loop, zones, "subnet-1", "subnet-2", "subnet-3"))
                .containsExactly("eu-west-1b", "eu-west-1c");
        assertThat(of(loop, zones, "subnet-8")).containsExactly("eu-west-1c");
        assertThat(zones.isKnown("subnet-8")).isTrue();
        assertThat(zones.isKnown("subnet-1")).isFalse();
    }

    @Test
    void a_restart_finds_subnets_where_they_were() {
        of(loop, new Zones("eu-west-1", Map.of()), "subnet-9", "subnet-2", "subnet-5");
        Core restarted = new Core(new World(Scope.DEFAULT, 2), store);
        restarted.restore(1);
        Zones zones = new Zones("eu-west-1", Map.of());
        assertThat(of(new VirtualLoop(restarted, 1), zones, "subnet-5", "subnet-2", "subnet-9"))
                .containsExactly("eu-west-1c", "eu-west-1b", "eu-west-1a");
    }
}
