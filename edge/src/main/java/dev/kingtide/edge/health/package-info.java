/// Probes of targets: what is asked of them, and when.
///
/// Read [dev.kingtide.edge.health.Prober] first. What a probe means is decided in
/// `core.traffic.TargetHealth`; only changes are reported.
@NullMarked
package dev.kingtide.edge.health;

import org.jspecify.annotations.NullMarked;
