package dev.kingtide.host.docker;

import java.nio.file.Path;

/// What stands on this machine for the services of AWS that tasks take things from.
///
/// @param secrets for Secrets Manager and the Parameter Store
/// @param files for environment files of S3
/// @param fileSystems for EFS
record LocalStores(Secrets secrets, EnvironmentFiles files, FileSystems fileSystems) {

    /// Those of a data directory.
    static LocalStores of(Path data) {
        return new LocalStores(
                new Secrets(data.resolve("secrets.json")),
                new EnvironmentFiles(data.resolve("s3").toAbsolutePath().normalize()),
                new FileSystems(data.toAbsolutePath().normalize()));
    }
}
