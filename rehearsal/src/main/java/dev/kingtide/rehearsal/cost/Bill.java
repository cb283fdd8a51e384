package dev.kingtide.rehearsal.cost;

import java.util.List;

/// What a launch cost.
///
/// @param items what was paid for, in a fixed order; without those that cost nothing
public record Bill(List<Item> items) {

    /// One thing that was paid for.
    ///
    /// @param name what
    /// @param quantity how much
    /// @param unit of what, such as `vCPU-hours`
    /// @param dollars what it cost
    public record Item(String name, double quantity, String unit, double dollars) {

        /// Rounds to a tenth of a cent, so that the sum is that of the items as written.
        public Item {
            dollars = Math.rint(dollars * 1000) / 1000;
        }
    }

    /// Keeps a copy.
    public Bill {
        items = List.copyOf(items);
    }

    /// Everything, in dollars.
    public double totalDollars() {
        return items.stream().mapToDouble(Item::dollars).sum();
    }
}
