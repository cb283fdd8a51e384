package dev.kingtide.cli;

import dev.kingtide.core.Invariant;
import dev.kingtide.rehearsal.Progress;
import dev.kingtide.rehearsal.Rehearsal;
import dev.kingtide.rehearsal.launch.Launch;
import dev.kingtide.rehearsal.report.Report;
import dev.kingtide.rehearsal.spread.SeedRun;
import dev.kingtide.rehearsal.spread.Spread;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A launch that is rehearsed with many seeds, on all cores.
///
/// @param launch with the first seed, which the others follow
/// @param changes the what-ifs in force
/// @param count how many seeds
/// @param threads how many at once
record ManySeeds(Launch launch, List<String> changes, int count, int threads) {

    /// What is kept of one seed; the report of the first one only.
    private record Played(SeedRun run, @Nullable Report report) {}

    /// Plays them all; the outcome does not depend on the number of threads.
    Spread play(Progress progress) {
        List<Played> all = Parallel.map(count, threads, this::one, progress);
        Report first = all.getFirst().report();
        if (first == null) {
            throw Invariant.broken("the report of the first seed is gone");
        }
        return new Spread(first, all.stream().map(Played::run).toList());
    }

    private Played one(int number) {
        Report report =
                Rehearsal.play(launch.withSeed(launch.seed() + number), changes, Progress.NONE);
        return new Played(SeedRun.of(report), number == 0 ? report : null);
    }
}
