package dev.kingtide.host.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.ecs.model.EnvironmentFile;

/// Files of environment variables, from a directory that stands for Amazon S3:
/// `arn:aws:s3:::bucket/app/prod.env` is `bucket/app/prod.env` in it.
///
/// A file is read at each use, so that a changed one counts for the next task.
///
/// @param directory `s3` of the data directory
record EnvironmentFiles(Path directory) {
    /// Before the bucket's name: partition, service, and no region or account.
    private static final int ARN_PARTS = 5;

    /// The variables of all these files. A line is `NAME=value`; those that begin with `#` or lack
    /// a name or a value are passed over, and of a name that several files have the first counts
    /// (ECS developer guide, use-environment-file; amazon-ecs-agent,
    /// agent/taskresource/envFiles/envfile.go).
    ///
    /// @throws Faulty when one cannot be read, and says where it should be
    Map<String, String> read(Iterable<EnvironmentFile> files) throws Faulty {
        Map<String, String> all = new TreeMap<>();
        for (EnvironmentFile file : files) {
            Path path = path(file.value());
            try {
                Map<String, String> own = new TreeMap<>();
                for (String line : Files.readAllLines(path)) {
                    int equals = line.indexOf('=');
                    if (!line.startsWith("#") && equals > 0 && equals < line.length() - 1) {
                        own.put(line.substring(0, equals), line.substring(equals + 1));
                    }
                }
                own.forEach(all::putIfAbsent);
            } catch (IOException e) {
                throw Faulty.initializing(
                        "failed to download env files: "
                                + file.value()
                                + " stands at "
                                + path
                                + ", which cannot be read: "
                                + e);
            }
        }
        return all;
    }

    private Path path(String arn) throws Faulty {
        String[] parts = arn.split(":", ARN_PARTS + 1);
        String key = parts.length <= ARN_PARTS ? "" : parts[ARN_PARTS];
        Path path = directory.resolve(key).normalize();
        if (!arn.startsWith("arn:") || !path.startsWith(directory) || path.equals(directory)) {
            throw Faulty.initializing(
                    "failed to download env files: " + arn + " is no ARN of an object in S3");
        }
        return path;
    }
}
