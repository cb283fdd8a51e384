package dev.kingtide.aws.elbv2;

import dev.kingtide.aws.S3Objects;
import org.jspecify.annotations.Nullable;

/// Where a file of certificates is.
///
/// @param version null for the newest, the only one there is here
record S3Place(String bucket, String key, @Nullable String version) {

    /// The file's beginning, as [S3Objects#read] gives it; null when there is no such file.
    byte @Nullable [] read(S3Objects objects, int bytesMax) {
        return version == null ? objects.read(bucket, key, bytesMax) : null;
    }

    /// As errors name it.
    @Override
    public String toString() {
        String path = "'s3://" + bucket + '/' + key + '\'';
        return version == null ? path : path + " of version '" + version + "'";
    }
}
