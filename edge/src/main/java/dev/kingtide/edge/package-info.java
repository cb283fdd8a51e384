/// The data plane: load balancers on real ports, in front of real targets.
///
/// Read [dev.kingtide.edge.NettyEdge] first. It is told of load balancers, listeners, groups and
/// targets by the commands of [dev.kingtide.core.driver.Edge], and carries requests by them:
/// `route` knows where to, `http` what a message is, `proxy` carries, `health` probes, `report`
/// counts and logs. It knows the core only, keeps nothing on disk but logs, and goes on with what
/// it was told last when nobody tells it more.
@NullMarked
package dev.kingtide.edge;

import org.jspecify.annotations.NullMarked;
