package dev.kingtide.core.tag;

import dev.kingtide.core.Turn;
import dev.kingtide.core.World;
import java.util.ArrayList;
import java.util.List;

/// Decisions on tags.
public final class Tags {

    private Tags() {}

    /// The tags of a resource.
    public static List<Tag> of(World world, String resource) {
        ResourceTags row = world.tags().table.get(resource);
        return row == null ? List.of() : row.tags();
    }

    /// Gives a resource these tags and no others.
    public static void set(Turn turn, String resource, List<Tag> tags) {
        if (tags.isEmpty()) {
            forget(turn, resource);
        } else {
            turn.put(turn.world().tags().table, new ResourceTags(resource, tags));
        }
    }

    /// The first tags, and of the second those whose key is not among them.
    public static List<Tag> merged(List<Tag> first, List<Tag> second) {
        if (first.isEmpty() || second.isEmpty()) {
            return first.isEmpty() ? second : first;
        }
        List<Tag> all = new ArrayList<>(first);
        for (Tag tag : second) {
            if (first.stream().noneMatch(t -> t.key().equals(tag.key()))) {
                all.add(tag);
            }
        }
        return all;
    }

    /// A resource is gone, or has no tags any more.
    public static void forget(Turn turn, String resource) {
        turn.remove(turn.world().tags().table, resource);
    }
}
