/// What a launch costs in dollars: prices, and what they are multiplied with.
///
/// Read [dev.kingtide.rehearsal.cost.Prices] first.
@NullMarked
package dev.kingtide.rehearsal.cost;

import org.jspecify.annotations.NullMarked;
