package dev.kingtide.aws.ecs;

import dev.kingtide.core.World;
import dev.kingtide.core.tag.Tags;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.services.ecs.model.Tag;

/// Tags between AWS's shape and the core's record (ECS developer guide, ecs-using-tags: at most 50
/// on a resource, each key once, and none that begins with `aws:` in any case but ECS's own).
final class TagShape {
    private static final int TAGS_MAX = 50;

    private TagShape() {}

    /// The tags of a caller.
    static List<dev.kingtide.core.tag.Tag> read(List<Tag> asked) {
        if (asked.isEmpty()) {
            return List.of();
        }
        Set<String> keys = new LinkedHashSet<>();
        for (Tag tag : asked) {
            if (tag.key() == null || tag.key().isEmpty()) {
                throw EcsErrors.parameter("Tag key cannot be null or empty.");
            }
            if (tag.key().toLowerCase(Locale.ROOT).startsWith("aws:")) {
                throw EcsErrors.reservedTag(tag.key());
            }
            if (!keys.add(tag.key())) {
                throw EcsErrors.duplicateTag(tag.key());
            }
        }
        check(asked.size());
        return asked.stream()
                .map(t ->
                        new dev.kingtide.core.tag.Tag(t.key(), t.value() == null ? "" : t.value()))
                .toList();
    }

    /// Refuses more tags than a resource can have.
    static void check(int count) {
        if (count > TAGS_MAX) {
            throw EcsErrors.tooManyTags(TAGS_MAX);
        }
    }

    /// Tags in AWS's shape.
    static List<Tag> write(List<dev.kingtide.core.tag.Tag> tags) {
        return tags.stream().map(t -> Tag.builder().key(t.key()).value(t.value()).build()).toList();
    }

    /// The tags of a resource in AWS's shape.
    static List<Tag> of(World world, String resource) {
        return write(Tags.of(world, resource));
    }
}
