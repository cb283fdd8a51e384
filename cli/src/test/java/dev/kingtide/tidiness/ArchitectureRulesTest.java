package dev.kingtide.tidiness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureRulesTest {
    @TempDir private Path directory;

    @Test
    void modules_and_subjects_know_only_whom_they_may() {
        var classes = KingtideClasses.all();
        assertThat(
                        List.of(
                                "core.World",
                                "aws.package-info",
                                "rehearsal.package-info",
                                "edge.NettyEdge",
                                "cli.Kingtide"))
                .allMatch(name -> classes.contain("dev.kingtide." + name));
        assertThat(ArchitectureRules.violations(classes)).isEmpty();
    }

    /// Each row: packages, each class knowing the next one's; the first line of the report, or
    /// nothing.
    record Row(List<String> packages, String violation) {}

    static Stream<Row> knowledge() {
        return Stream.of(
                new Row(List.of("cli", "host", "edge", "core"), ""),
                new Row(List.of("rehearsal", "aws", "core"), ""),
                new Row(List.of("core.scaling", "core.service", "core.traffic", "core.time"), ""),
                new Row(List.of("core.placement", "core.cluster", "core.task"), ""),
                new Row(List.of("core.task", "core.driver", "core.task.life"), ""),
                new Row(List.of("core", "core.service", "core", "core.time"), ""),
                new Row(List.of("rehearsal.a", "rehearsal.b", "rehearsal.a.source"), ""),
                new Row(List.of("core", "aws"), "dev.kingtide.aws"),
                new Row(List.of("aws", "rehearsal"), "dev.kingtide.rehearsal"),
                new Row(List.of("aws", "host"), "dev.kingtide.host"),
                new Row(List.of("rehearsal", "host"), "dev.kingtide.host"),
                new Row(List.of("host", "rehearsal"), "dev.kingtide.rehearsal"),
                new Row(List.of("edge", "aws"), "dev.kingtide.aws"),
                new Row(List.of("core.time", "core.task"), "dev.kingtide.core.task"),
                new Row(List.of("core.placement", "core.service"), "dev.kingtide.core.service"),
                new Row(List.of("core.service", "core.scaling"), "dev.kingtide.core.scaling"),
                new Row(List.of("core.surprise"), "its package is not in SUBJECTS"),
                new Row(List.of("core.task", "core.cluster", "core.task"), "Cycle detected"),
                new Row(List.of("aws.ecs", "aws.elb", "aws.ecs"), "Cycle detected"),
                new Row(List.of("rehearsal.a", "rehearsal.b", "rehearsal.a"), "Cycle detected"));
    }

    @ParameterizedTest
    @MethodSource("knowledge")
    void each_line_of_the_house_holds_in_one_direction(Row row) {
        var sources = new ArrayList<String>();
        for (int index = 0; index < row.packages.size(); index++) {
            var own = "dev.kingtide." + row.packages.get(index);
            int next = index + 1;
            var field =
                    next == row.packages.size()
                            ? ""
                            : "dev.kingtide.%s.C%d next;".formatted(row.packages.get(next), next);
            sources.add("package %s; public class C%d { %s }".formatted(own, index, field));
        }
        var violations = ArchitectureRules.violations(Snippets.compiled(directory, "a", sources));
        if (row.violation.isEmpty()) {
            assertThat(violations).isEmpty();
        } else {
            assertThat(violations).anyMatch(violation -> violation.contains(row.violation));
        }
    }

    @Test
    void the_core_uses_no_library() {
        var sources =
                List.of(
                        "package com.example; public class Library {}",
                        "package dev.kingtide.core; class C { com.example.Library library; }");
        assertThat(ArchitectureRules.violations(Snippets.compiled(directory, "a", sources)))
                .singleElement()
                .asString()
                .contains("com.example.Library");
    }
}
