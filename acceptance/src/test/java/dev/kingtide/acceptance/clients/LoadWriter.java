package dev.kingtide.acceptance.clients;

import static dev.kingtide.acceptance.clients.Thing.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ecs.EcsClient;

/// A client that writes without a pause, and knows the state that each thing must have by it.
///
/// Of a call that was cut off, the states before and after are both right. It writes only what ECS
/// accepts, so a refusal is a failure.
final class LoadWriter {
    private final LoadMix mix;
    private final Map<Thing, String> states = new LinkedHashMap<>();
    private final Set<Thing> recent = new LinkedHashSet<>();
    private @Nullable Write underWay;
    private int acknowledged;
    private int kept;
    private int undone;

    LoadWriter(String name, Random random) {
        mix = new LoadMix(name, random, states);
    }

    /// Writes until a call gets no answer.
    ///
    /// @param begun is counted down when something was acknowledged
    void writeUntilKilled(Sdk sdk, CountDownLatch begun) {
        try (EcsClient ecs = sdk.client(EcsClient.builder())) {
            while (underWay == null) {
                Write write = mix.next();
                recent.add(write.thing());
                try {
                    write.call().accept(ecs);
                    states.put(write.thing(), write.after());
                    acknowledged++;
                    begun.countDown();
                } catch (SdkClientException unanswered) {
                    underWay = write;
                }
            }
        }
    }

    /// Compares what was written since the last check, or all that ever was, with what is there.
    void check(Sdk sdk, boolean all) {
        try (EcsClient ecs = sdk.client(EcsClient.builder())) {
            for (Thing thing : all ? Set.copyOf(states.keySet()) : recent) {
                if (underWay == null || !underWay.thing().equals(thing)) {
                    assertThat(thing.state(ecs))
                            .as("the state of %s, acknowledged", thing)
                            .isEqualTo(states.getOrDefault(thing, ABSENT));
                }
            }
            if (underWay != null) {
                settle(ecs, underWay);
            }
        }
        recent.clear();
        underWay = null;
    }

    private void settle(EcsClient ecs, Write write) {
        String before = states.getOrDefault(write.thing(), ABSENT);
        String state = write.thing().state(ecs);
        assertThat(List.of(before, write.after()))
                .as("the state of %s, which was under way", write.thing())
                .contains(state);
        if (state.equals(write.after())) {
            kept++;
        } else {
            undone++;
        }
        states.put(write.thing(), state);
    }

    int acknowledged() {
        return acknowledged;
    }

    /// How many calls that got no answer were carried out.
    int kept() {
        return kept;
    }

    /// How many calls that got no answer were not.
    int undone() {
        return undone;
    }
}
