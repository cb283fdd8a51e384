package dev.kingtide.core.placement;

import dev.kingtide.core.Invariant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// All instances of a class at once, for expressions on attributes only.
record ClassCandidate(InstanceClass of) implements Candidate {

    @Override
    public @Nullable String attribute(String name) {
        return of.traits.attributes().get(name);
    }

    @Override
    public boolean agentConnected() {
        throw differs();
    }

    @Override
    public String agentVersion() {
        throw differs();
    }

    @Override
    public String ec2InstanceId() {
        throw differs();
    }

    @Override
    public long registeredAtMillis() {
        throw differs();
    }

    @Override
    public int runningTasks() {
        throw differs();
    }

    @Override
    public boolean hasTaskOfGroup(Predicate<String> test) {
        throw differs();
    }

    private static Invariant differs() {
        return Invariant.broken("differs from instance to instance");
    }
}
