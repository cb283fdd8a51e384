package dev.kingtide.rehearsal.simulation;

/// How long the stages of a task's start take, apart from its image and its application.
///
/// **Pull and unpack.** The published figure is one effective speed: 918 MiB compressed in 34
/// layers took 35 s on Fargate from pull start to pull stop, 26 MiB/s with extraction (a
/// measurement of August 2026, third party). It is taken apart once, here, into download (48 MiB/s,
/// plus 20 ms of round trips a layer) and unpacking (60.4 MiB/s of compressed bytes with gzip),
/// which add up to the same 35 s. The split is an assumption; the sum is measured.
///
/// @param fargatePlacement from the scheduler's decision to the machine (cautious estimate)
/// @param instancePlacement the same with capacity at hand on EC2
/// @param fargateInterface creating and attaching the elastic network interface on Fargate: 16 s in
///   the measurement above; 18 s in AWS's sample event (ECS developer guide, ecs_cwe_events)
/// @param instanceInterface the same for awsvpc on EC2; bridge and host need none
/// @param downloadMibPerSecond of one Fargate task, or of one EC2 instance for all its pulls
/// @param bandwidthSpread each task's download speed is the mean times 1 minus to 1 plus this
/// @param layerRoundTripSeconds added to the download for each layer
/// @param unpackMibPerSecond compressed bytes unpacked a second with gzip
/// @param zstdUnpackFactor by how much faster zstd unpacks; with 2 the start of an image whose pull
///   dominates is up to 27 % shorter, as AWS reports for Fargate (AWS containers blog, "Reducing
///   AWS Fargate startup times with zstd compressed container images")
/// @param lazyLoadingMinMib below this size lazy loading changes nothing: 250 MB (ECS developer
///   guide, fargate-pull-behavior)
/// @param lazyLoadingShare share of the bytes needed to start: 6.4 % (Harter et al., Slacker, FAST
///   2016, as cited in AWS's blog on SOCI)
/// @param lazyBootFactor by how much longer the application boots while its files are fetched on
///   demand; an assumption that keeps the whole start within the published "up to 50 % faster"
/// @param cachedPullSeconds pulling an image that is there: 0.09 s measured on EC2
/// @param createAndStart creating and starting a container
/// @param instanceStartsPerSecond how many containers one EC2 instance starts a second when it has
///   many to start, those that hold the network of an awsvpc task included; 0 for no limit, since
///   none is published
/// @param detach removing what was made for a task after its containers have ended
public record StartTimings(
        Range fargatePlacement,
        Range instancePlacement,
        Range fargateInterface,
        Range instanceInterface,
        double downloadMibPerSecond,
        double bandwidthSpread,
        double layerRoundTripSeconds,
        double unpackMibPerSecond,
        double zstdUnpackFactor,
        double lazyLoadingMinMib,
        double lazyLoadingShare,
        double lazyBootFactor,
        double cachedPullSeconds,
        Range createAndStart,
        double instanceStartsPerSecond,
        Range detach) {

    /// The published figures.
    public static final StartTimings DEFAULT =
            new StartTimings(
                    new Range(1, 4),
                    new Range(1, 2),
                    new Range(10, 20),
                    new Range(5, 10),
                    48,
                    0.2,
                    0.02,
                    60.4,
                    2,
                    250 / 1.048576,
                    0.064,
                    1.3,
                    0.09,
                    new Range(1, 3),
                    0,
                    new Range(1, 5));

    /// Checks that every figure makes sense.
    public StartTimings {
        Checks.atLeast(downloadMibPerSecond, 1e-3, "downloadMibPerSecond");
        Checks.share(bandwidthSpread, "bandwidthSpread");
        Checks.atLeast(layerRoundTripSeconds, 0, "layerRoundTripSeconds");
        Checks.atLeast(unpackMibPerSecond, 1e-3, "unpackMibPerSecond");
        Checks.atLeast(zstdUnpackFactor, 1, "zstdUnpackFactor");
        Checks.atLeast(lazyLoadingMinMib, 0, "lazyLoadingMinMib");
        Checks.share(lazyLoadingShare, "lazyLoadingShare");
        Checks.atLeast(lazyBootFactor, 1, "lazyBootFactor");
        Checks.atLeast(cachedPullSeconds, 0, "cachedPullSeconds");
        Checks.atLeast(instanceStartsPerSecond, 0, "instanceStartsPerSecond");
    }

    /// Whether a task may start from this image before all of it is there.
    boolean loadsLazily(ImageModel image) {
        return image.lazyLoading() && image.compressedMib() > lazyLoadingMinMib;
    }

    /// What has to be downloaded before the container can start, in MiB.
    double mibToStart(ImageModel image) {
        return image.compressedMib() * (loadsLazily(image) ? lazyLoadingShare : 1);
    }

    /// Unpacking what was downloaded, in seconds.
    double unpackSeconds(ImageModel image) {
        return mibToStart(image) / (unpackMibPerSecond * (image.zstd() ? zstdUnpackFactor : 1));
    }
}
