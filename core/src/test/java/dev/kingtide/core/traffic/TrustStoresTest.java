package dev.kingtide.core.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.driver.EdgeCommand;
import dev.kingtide.core.traffic.Rule.Action;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Trust stores, and what an edge is told of them.
class TrustStoresTest {
    private static final Action.FixedResponse ANSWER = new Action.FixedResponse(200, "", "");
    private static final TrustStore.Revoked REVOKED =
            new TrustStore.Revoked("cn=root", List.of("1", "2"));
    private final TrafficScene scene = new TrafficScene();
    private final LoadBalancer balancer = scene.loadBalancer("shop");
    private final TrustStore tills = made("tills");
    private final TrustStore partners = made("partners");

    private TrustStore made(String name) {
        return scene.loop.decide(turn -> TrustStores.create(turn, name, List.of("AA==")));
    }

    private static Listeners.Settings settings(int port, @Nullable MutualTls mutual) {
        return new Listeners.Settings(
                "HTTPS",
                port,
                ANSWER,
                new Listener.Tls(TlsPolicy.DEFAULT, "arn:shop", List.of(), mutual));
    }

    private static MutualTls verify(TrustStore store) {
        return new MutualTls.Verify(store.arn(), false, false);
    }

    private Listener listener(int port, TrustStore store) {
        return scene.loop.decide(
                turn -> Listeners.create(turn, balancer.arn(), settings(port, verify(store))));
    }

    private List<String> told() {
        List<String> told = new ArrayList<>();
        for (EdgeCommand command : scene.told()) {
            switch (command) {
                case EdgeCommand.PutTrustStore(TrustStore it) ->
                        told.add("put " + it.name() + ' ' + it.revokedEntries());
                case EdgeCommand.RemoveTrustStore(String arn) ->
                        told.add("remove " + arn.split("/", -1)[1]);
                case EdgeCommand.PutListener(Listener it) -> told.add("listener " + it.port());
                case EdgeCommand.RemoveListener _ -> told.add("no listener");
                default -> {}
            }
        }
        return told;
    }

    @Test
    void an_edge_has_a_trust_store_from_the_first_listener_that_uses_it_to_the_last() {
        assertThat(told()).isEmpty();
        Listener first = listener(443, tills);
        Listener second = listener(444, tills);
        assertThat(told()).containsExactly("put tills 0", "listener 443", "listener 444");
        scene.loop.decide(
                turn -> Listeners.modify(turn, first.arn(), settings(443, verify(partners))));
        assertThat(told()).containsExactly("put partners 0", "listener 443");
        scene.loop.decide(turn ->
                Listeners.modify(turn, first.arn(), settings(443, new MutualTls.Passthrough())));
        assertThat(told()).containsExactly("listener 443", "remove partners");
        scene.loop.decide(turn -> {
            Listeners.delete(turn, second.arn());
            return "";
        });
        assertThat(told()).containsExactly("no listener", "remove tills");
    }

    @Test
    void an_edge_is_told_of_changes_to_those_that_are_in_use() {
        listener(443, tills);
        told();
        scene.loop.decide(
                turn -> TrustStores.revoke(turn, partners.arn(), List.of(List.of(REVOKED))));
        assertThat(told()).isEmpty();
        scene.loop.decide(turn ->
                TrustStores.revoke(turn, tills.arn(), List.of(List.of(REVOKED), List.of(REVOKED))));
        assertThat(told()).containsExactly("put tills 4");
        scene.loop.decide(turn -> TrustStores.removeRevocations(turn, tills.arn(), List.of(1L)));
        assertThat(told()).containsExactly("put tills 2");
        scene.loop.decide(turn -> TrustStores.modify(turn, tills.arn(), List.of("AQ==")));
        assertThat(told()).containsExactly("put tills 2");
    }
}
