package dev.kingtide.core.tag;

import dev.kingtide.core.Table;

/// The tags of all resources.
public final class TagTables {

    /// Tags by resource.
    public final Table<ResourceTags> table = new Table<>("tags", ResourceTags.class);
}
