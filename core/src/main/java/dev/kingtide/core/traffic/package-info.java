/// Load balancers, listeners, rules and target groups, and the health of targets.
///
/// Read [dev.kingtide.core.traffic.TargetGroup] first. The control plane knows a target's state;
/// single probes and requests are the edge's.
@NullMarked
package dev.kingtide.core.traffic;

import org.jspecify.annotations.NullMarked;
