/// Where requests go: what the edge was told of load balancers, listeners and targets, in a form
/// that event loops may ask while it changes.
///
/// Read [dev.kingtide.edge.route.Routes] first. What decides is `core.traffic`; here is what it is
/// asked with. Every answer is taken from one consistent state: a request that is under way keeps
/// the rule and target that it has, the next one meets the change.
@NullMarked
package dev.kingtide.edge.route;

import org.jspecify.annotations.NullMarked;
