package dev.kingtide.cli;

import dev.kingtide.rehearsal.launch.Launch;
import dev.kingtide.rehearsal.launch.LaunchLoader;
import dev.kingtide.rehearsal.source.BadLaunch;
import dev.kingtide.rehearsal.source.LaunchFiles.Content;
import dev.kingtide.rehearsal.source.Place;
import dev.kingtide.rehearsal.source.Problems;
import dev.kingtide.rehearsal.source.Sources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The directory that a launch is read from, as often as it is changed.
///
/// @param path where it is
record LaunchDirectory(Path path) {

    /// The launch with changes, each `KEY=VALUE` or a YAML file of them, and a seed in place of its
    /// own.
    ///
    /// @throws BadLaunch with everything that is wrong in it
    Launch load(List<String> changes, @Nullable Long seed) {
        Problems problems = new Problems();
        if (!Files.isDirectory(path)) {
            problems.add(
                    Place.of(path.toString()),
                    Files.exists(path) ? "not a directory" : "no such directory",
                    "expected the directory of a launch, with a launch.yaml in it");
            problems.settle();
        }
        Sources sources = new Sources(new DirectoryFiles(path), problems);
        for (String change : changes) {
            if (isFile(change)) {
                changesFrom(sources, change);
            } else {
                sources.change(change);
            }
        }
        return LaunchLoader.load(sources, seed);
    }

    private static boolean isFile(String change) {
        return change.indexOf('=') < 0 && (change.endsWith(".yaml") || change.endsWith(".yml"));
    }

    private void changesFrom(Sources sources, String name) {
        Content inside = new DirectoryFiles(path).read(name);
        Content content =
                inside instanceof Content.Missing
                        ? new DirectoryFiles(Path.of("")).read(name)
                        : inside;
        switch (content) {
            case Content.Bytes(var bytes) -> sources.changesFrom(name, bytes);
            case Content.Missing() ->
                    sources.problems()
                            .add(
                                    Place.of("--what-if " + name),
                                    "no such file in " + path + " or here",
                                    "expected a YAML file of changes");
            case Content.Unreadable(var cause) ->
                    sources.problems().add(Place.of("--what-if " + name), cause, "");
        }
    }
}
