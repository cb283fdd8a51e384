package dev.kingtide.core;

/// One immutable record of the [World], found by its key.
///
/// A change is a new version of the whole record under the same key; restart loads the newest
/// versions.
public interface Row {

    /// The key: unique within the record's table and unchanged through the record's life.
    String key();
}
