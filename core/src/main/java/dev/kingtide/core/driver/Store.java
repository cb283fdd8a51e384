package dev.kingtide.core.driver;

import dev.kingtide.core.Change;
import java.util.List;
import java.util.function.Consumer;

/// Where the World's records are kept: the newest version of each row, by table and key.
public interface Store {

    /// Makes the changes durable, all or none; of two changes to one row the later counts.
    ///
    /// @throws StoreFailure when it cannot; then none is
    void commit(List<Change> changes);

    /// Hands over the newest version of every row, in the order in which the rows first came.
    void load(Consumer<Change> each);
}
