package dev.kingtide.bench;

/// One of those who are compared on [PlacementWork].
interface Contender {

    String name();

    /// Makes the fleet, empty; not measured.
    void prepare(PlacementWork work);

    /// Places the tasks one after another; gives how many found a place.
    int place(PlacementWork work);

    /// Lets go of what it holds.
    default void close() {}
}
