package dev.kingtide.aws;

import org.jspecify.annotations.Nullable;

/// What stands for the objects of Amazon S3 that callers name instead of bringing them.
@FunctionalInterface
public interface S3Objects {

    /// No objects at all.
    S3Objects NONE = (bucket, key, bytesMax) -> null;

    /// The beginning of an object: all of it, unless it has more than `bytesMax` bytes, and then
    /// one more than that. It may block.
    ///
    /// @return null when there is none that can be read
    byte @Nullable [] read(String bucket, String key, int bytesMax);
}
