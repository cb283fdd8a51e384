package dev.kingtide.core;

import org.jspecify.annotations.Nullable;

/// The newest version of one row, for the store.
///
/// @param table the name of its table
/// @param key its key
/// @param row the row, or null when it is gone
public record Change(String table, String key, @Nullable Row row) {}
