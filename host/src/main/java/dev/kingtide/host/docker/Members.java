package dev.kingtide.host.docker;

import dev.kingtide.core.Invariant;
import dev.kingtide.core.task.Container;
import dev.kingtide.core.task.ContainerDefinition;
import dev.kingtide.host.docker.Member.Phase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The containers of a task, in the order of its definition; for its [TaskRun]'s thread only.
final class Members {
    private final Map<String, Member> byName = new LinkedHashMap<>();

    Members(List<ContainerDefinition> containers) {
        for (ContainerDefinition container : containers) {
            byName.put(container.name(), new Member(container));
        }
    }

    Collection<Member> all() {
        return Collections.unmodifiableCollection(byName.values());
    }

    /// Null when the task has none of that name.
    @Nullable Member find(String name) {
        return byName.get(name);
    }

    /// One of which the task is known to have it.
    Member get(String name) {
        Member member = byName.get(name);
        if (member == null) {
            throw Invariant.broken("no container " + name + " in " + byName.keySet());
        }
        return member;
    }

    boolean any(Predicate<Member> what) {
        return byName.values().stream().anyMatch(what);
    }

    boolean every(Predicate<Member> what) {
        return byName.values().stream().allMatch(what);
    }

    /// Whether one runs, or is on its way to.
    boolean areBusy() {
        return any(m -> m.isAlive() || m.phase == Phase.PULLING || m.phase == Phase.STARTING);
    }

    /// As the core's rules of order see them.
    List<Container> seen() {
        return byName.values().stream().map(Member::seen).toList();
    }

    /// The Engine's ids of those that were made.
    List<String> dockerIds() {
        List<String> ids = new ArrayList<>();
        for (Member member : byName.values()) {
            if (!member.dockerId.isEmpty()) {
                ids.add(member.dockerId);
            }
        }
        return ids;
    }
}
