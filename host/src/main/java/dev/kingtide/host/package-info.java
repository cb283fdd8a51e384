/// The control plane in real time: one thread that decides, a store, and an HTTP front.
///
/// Read [dev.kingtide.host.Daemon] first, then [dev.kingtide.host.Writer]: all decisions of all
/// accounts and regions are made on its thread, kept in the store together, and only then answered.
@NullMarked
package dev.kingtide.host;

import org.jspecify.annotations.NullMarked;
