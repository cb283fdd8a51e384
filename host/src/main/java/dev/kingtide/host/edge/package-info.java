/// The process of the load balancers, and how the control plane talks to it.
///
/// Read [dev.kingtide.host.edge.EdgeLink] for the control plane's side and
/// [dev.kingtide.host.edge.EdgeServer] for the other. The process carries traffic by the last that
/// it was told, whether there is a control plane or not (docs/decisions/0022-edge-process.md).
@NullMarked
package dev.kingtide.host.edge;

import org.jspecify.annotations.NullMarked;
