package dev.kingtide.core.admission;

import dev.kingtide.core.Row;

/// A token bucket that has been drawn from.
///
/// @param key what it limits
/// @param bucket what it holds
public record Rate(String key, TokenBucket bucket) implements Row {}
