package dev.kingtide.aws.wire;

import org.jspecify.annotations.Nullable;

/// The access keys that are known.
@FunctionalInterface
public interface Credentials {

    /// The key of this id, `AKIA...`; null when there is none.
    @Nullable AccessKey find(String accessKeyId);
}
