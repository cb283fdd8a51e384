package dev.kingtide.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kingtide.core.Core;
import dev.kingtide.core.Scope;
import dev.kingtide.core.VirtualLoop;
import dev.kingtide.core.World;
import dev.kingtide.core.driver.MemoryStore;
import dev.kingtide.core.traffic.Listeners;
import dev.kingtide.core.traffic.LoadBalancer;
import dev.kingtide.core.traffic.LoadBalancers;
import dev.kingtide.core.traffic.Rule;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What `kingtide status` shows of load balancers.
class StatusTest {
    private final World world = new World(Scope.DEFAULT, 1);
    private final VirtualLoop loop = new VirtualLoop(new Core(world, new MemoryStore()), 0);

    /// Machines whose load balancers share a port.
    private record Carrying(int sharedPort) implements Machines {

        @Override
        public Drivers of(Stage stage, World ofWhom) {
            throw new UnsupportedOperationException("nothing runs");
        }

        @Override
        public @Nullable String endpoint(String listenerArn) {
            return sharedPort == 0 ? null : "127.64.0.1:80";
        }

        @Override
        public int sharedPort(String listenerArn) {
            return sharedPort;
        }
    }

    private JsonNode listeners(int sharedPort) {
        return Status.of(world, new Carrying(sharedPort)).at("/loadBalancers/0/listeners");
    }

    @Test
    void listeners_are_at_their_names_with_their_port_unless_it_is_the_lowest() {
        LoadBalancer shop =
                loop.decide(turn -> {
                    LoadBalancer made =
                            LoadBalancers.create(
                                    turn,
                                    new LoadBalancers.New(
                                            "Shop",
                                            "internal",
                                            "",
                                            new TreeMap<>(Map.of("subnet-a", "us-east-1a")),
                                            List.of()));
                    for (int port : new int[] {8080, 80}) {
                        Listeners.create(
                                turn,
                                made.arn(),
                                new Listeners.Settings(
                                        "HTTP", port, new Rule.Action.FixedResponse(200, "", "")));
                    }
                    return made;
                });
        String name = shop.dnsName().toLowerCase(Locale.ROOT);
        String local = name.replace(".elb.amazonaws.com", ".elb.localhost:4580");
        assertThat(local).endsWith(".us-east-1.elb.localhost:4580");
        assertThat(listeners(4580).findValuesAsText("url"))
                .containsExactlyInAnyOrder("http://" + local, "http://8080." + local);
        assertThat(listeners(0).findValuesAsText("url")).isEmpty();
    }
}
