package dev.kingtide.rehearsal.simulation;

/// What of a container image decides how long it takes to be there.
///
/// @param compressedMib what is downloaded
/// @param layers how many layers, each with its own round trips
/// @param lazyLoading whether a SOCI index lets the container start before all bytes are there; has
///   an effect above [StartTimings#lazyLoadingMinMib] only
/// @param zstd whether layers are compressed with zstd, which unpacks faster than gzip
/// @param preloaded whether EC2 instances have it from the beginning (in the machine image)
public record ImageModel(
        double compressedMib, int layers, boolean lazyLoading, boolean zstd, boolean preloaded) {

    /// A Java application on a common base image; 121 MB for Spring Boot with a JRE
    /// (github.com/JuanTorchia/springboot-jvm-2026) is at the small end. An assumption.
    public static final ImageModel DEFAULT = new ImageModel(300, 12, false, false, false);

    /// Checks that every figure makes sense.
    public ImageModel {
        Checks.atLeast(compressedMib, 0, "compressedMib");
        Checks.atLeast(layers, 1, "layers");
    }
}
