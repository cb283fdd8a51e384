package dev.kingtide.cli;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What `kingtide init` needs to know of a launch.
///
/// @param name what people call it
/// @param plan Terraform's file, or null for new AWS files
/// @param sale when it goes on sale: when the crowd comes
/// @param zone the zone of that moment
/// @param peakPerSecond requests per second at the peak
/// @param riseSeconds from the ordinary to the peak
/// @param cpuMillis CPU time of a request on one vCPU
/// @param imageMib what is downloaded of the image
/// @param tasks of the new service
record Answers(
        String name,
        @Nullable String plan,
        LocalDateTime sale,
        ZoneId zone,
        double peakPerSecond,
        int riseSeconds,
        double cpuMillis,
        double imageMib,
        Tasks tasks) {
    private static final int SLUG_MAX = 20;

    /// The name as AWS resources may have it: letters, digits and hyphens.
    String slug() {
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String cut = plain.substring(0, Math.min(SLUG_MAX, plain.length()));
        String slug = cut.replaceAll("^-+|-+$", "");
        return slug.isEmpty() || slug.startsWith("internal") ? "launch" : slug;
    }

    /// The name of Terraform's file, without its directory.
    String planName() {
        return plan == null ? "" : String.valueOf(Path.of(plan).getFileName());
    }

    /// Tasks on Fargate.
    ///
    /// @param count how many there are beforehand
    /// @param cpuUnits CPU of each, 1024 to a vCPU
    /// @param memoryMib memory of each
    record Tasks(int count, int cpuUnits, int memoryMib) {

        /// The most that scaling may start.
        int most() {
            return Math.min(5_000, Math.max(10, count * 10));
        }
    }
}
