package dev.kingtide.host;

import dev.kingtide.aws.S3Objects;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Objects from a directory that stands for Amazon S3: `cas.pem` in the bucket `shop` is
/// `shop/cas.pem` in it. A file is read at each use.
///
/// @param directory `s3` of the data directory
record S3Files(Path directory) implements S3Objects {
    private static final Logger LOG = LoggerFactory.getLogger(S3Files.class);

    @Override
    public byte @Nullable [] read(String bucket, String key, int bytesMax) {
        Path file = file(bucket, key);
        if (file == null || !Files.isRegularFile(file)) {
            LOG.info("s3://{}/{} stands at {}, where no file is", bucket, key, file);
            return null;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(bytesMax + 1);
        } catch (IOException e) {
            LOG.warn("s3://{}/{} stands at {}, which cannot be read: {}", bucket, key, file, e);
            return null;
        }
    }

    /// Where an object stands; null when that is not in its bucket.
    private @Nullable Path file(String bucket, String key) {
        try {
            Path root = directory.toAbsolutePath().normalize();
            Path home = root.resolve(bucket).normalize();
            Path file = home.resolve(key).normalize();
            boolean inside =
                    root.equals(home.getParent()) && file.startsWith(home) && !file.equals(home);
            return inside ? file : null;
        } catch (InvalidPathException e) {
            return null; // no file has such a name
        }
    }
}
