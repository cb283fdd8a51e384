package dev.kingtide.core.tag;

import dev.kingtide.core.Row;
import java.util.List;

/// The tags of one resource, in the order in which they came.
///
/// @param resource what its ARN says after the account, such as `service/shop/web`
/// @param tags at least one
public record ResourceTags(String resource, List<Tag> tags) implements Row {

    /// Copies its list.
    public ResourceTags {
        tags = List.copyOf(tags);
    }

    @Override
    public String key() {
        return resource;
    }
}
