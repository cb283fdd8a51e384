package dev.kingtide.host.store;

import dev.kingtide.core.Scope;
import dev.kingtide.core.Table;
import dev.kingtide.core.driver.Store;
import java.util.List;

/// One place that keeps the rows of every World, each World's apart.
public interface Stores {

    /// The accounts and regions that have rows, in the order in which they first had some.
    List<Scope> scopes();

    /// The store of one World that has these tables.
    Store of(Scope scope, List<Table<?>> tables);

    /// Forgets every row of every World.
    void clear();
}
