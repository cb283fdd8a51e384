package dev.kingtide.edge;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// Where a listener can be reached.
///
/// @param listenerArn the listener
/// @param address where it listens; null when it does not
/// @param fault why it does not listen, or not where it should; empty when all is well
public record Endpoint(String listenerArn, @Nullable InetSocketAddress address, String fault) {}
