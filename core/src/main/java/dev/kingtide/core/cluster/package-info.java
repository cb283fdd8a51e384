/// Clusters, container instances and what room they have, and capacity-provider strategies.
///
/// Read [dev.kingtide.core.cluster.ContainerInstance] first. What an instance has left is always
/// what it registered less what was reserved and not yet released; it never goes below zero.
@NullMarked
package dev.kingtide.core.cluster;

import org.jspecify.annotations.NullMarked;
