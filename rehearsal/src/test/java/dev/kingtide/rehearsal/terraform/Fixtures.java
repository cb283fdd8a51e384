package dev.kingtide.rehearsal.terraform;

import dev.kingtide.rehearsal.launch.FakeFiles;
import dev.kingtide.rehearsal.launch.Launch;
import dev.kingtide.rehearsal.launch.LaunchLoader;
import dev.kingtide.rehearsal.source.BadLaunch;
import dev.kingtide.rehearsal.source.Json;
import dev.kingtide.rehearsal.source.Problems;
import dev.kingtide.rehearsal.source.Sources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/// Real files of `terraform show -json`, and launches from them.
@NullMarked
final class Fixtures {
    /// A launch of a minute; what is behind it is appended.
    static final String LAUNCH =
            """
            start: 2026-11-20T12:00Z
            length: 1m
            traffic: {shape: constant, requestsPerSecond: 10}
            """;

    private Fixtures() {}

    /// The example's plan.
    static String example() {
        return text(Path.of("..", "examples", "terraform", "plan.json"));
    }

    /// A file of the tests: `odd.json`, `state.json`, `unknown.json`.
    static String file(String name) {
        return text(Path.of("src", "test", "resources", "terraform", name));
    }

    private static String text(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException bad) {
            throw new UncheckedIOException(bad);
        }
    }

    /// The launch of a plan or state, with further lines of launch.yaml and what-ifs.
    static Launch launch(String plan, String lines, String... whatIf) {
        FakeFiles files =
                new FakeFiles().with("launch.yaml", LAUNCH + lines).with("plan.json", plan);
        Sources sources = new Sources(files, new Problems());
        List.of(whatIf).forEach(sources::change);
        return LaunchLoader.load(sources, null);
    }

    /// The problems of a launch, a line each; none of a good one.
    static List<String> problems(String plan, String lines, String... whatIf) {
        try {
            launch(plan, lines, whatIf);
            return List.of();
        } catch (BadLaunch bad) {
            return bad.problems().stream().map(Object::toString).toList();
        }
    }

    /// The calls of a launch: name, operation and input, a line each.
    static List<String> calls(Launch launch) {
        return launch.calls().stream()
                .map(call -> call.name() + ' ' + call.call() + ' ' + Json.write(call.input()))
                .toList();
    }
}
