package dev.kingtide.core.task;

import dev.kingtide.core.Row;

/// A family whose last revision is deleted: its numbers are not given again (botocore ecs model,
/// DeleteTaskDefinitions).
///
/// @param lastRevision the highest number that the family has given
public record RetiredFamily(String family, int lastRevision) implements Row {

    @Override
    public String key() {
        return family;
    }
}
