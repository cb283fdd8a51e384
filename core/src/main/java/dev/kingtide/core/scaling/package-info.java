/// Application Auto Scaling for services, and the CloudWatch alarms that drive it.
///
/// Read [dev.kingtide.core.scaling.Alarms] first, then [dev.kingtide.core.scaling.PolicyRuns].
/// Minutes of a metric are published after a while; then the alarms of that metric are evaluated,
/// once a minute for as long as their state can change; an alarm in ALARM triggers its policies
/// each time. Whatever a policy or a scheduled action wants, no activity ever sets a service's
/// desired count outside its target's minimum and maximum. Nothing here is evaluated for a service
/// whose metrics are silent.
@NullMarked
package dev.kingtide.core.scaling;

import org.jspecify.annotations.NullMarked;
