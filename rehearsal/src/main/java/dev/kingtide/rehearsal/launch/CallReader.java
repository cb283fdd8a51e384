package dev.kingtide.rehearsal.launch;

import dev.kingtide.rehearsal.source.Node;
import dev.kingtide.rehearsal.source.Place;
import dev.kingtide.rehearsal.source.Problems;
import dev.kingtide.rehearsal.source.Sources;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads `calls` of a launch: each an AWS operation, its input and its moment.
final class CallReader {
    private final Sources sources;
    private final Problems problems;
    private final Moments moments;
    private final Arns arns;

    CallReader(Sources sources, Moments moments, Arns arns) {
        this.sources = sources;
        this.problems = sources.problems();
        this.moments = moments;
        this.arns = arns;
    }

    List<ScriptedCall> read(List<Section> sections) {
        List<ScriptedCall> calls = new ArrayList<>();
        for (int i = 0; i < sections.size(); i++) {
            ScriptedCall call = call(i, sections.get(i));
            if (call != null) {
                arns.collect(call.input());
                calls.add(call);
            }
        }
        return calls;
    }

    private @Nullable ScriptedCall call(int index, Section section) {
        String text = section.requiredText("call", "an operation such as ecs:CreateService");
        String name = section.text("name", text.substring(text.indexOf(':') + 1));
        long at = ModelReader.moment(section, "at", moments);
        Place place = section.has("call") ? section.place("call") : section.place();
        Node input = input(section, place);
        section.done();
        int colon = text.indexOf(':');
        if (colon <= 0 || colon == text.length() - 1) {
            if (!text.isEmpty()) {
                section.problem(
                        "call", '"' + text + '"', "SERVICE:OPERATION, as ecs:CreateService");
            }
            return null;
        }
        return input == null
                ? null
                : new ScriptedCall(
                        index,
                        name,
                        text.substring(0, colon),
                        text.substring(colon + 1),
                        input,
                        at,
                        place,
                        null);
    }

    private @Nullable Node input(Section section, Place place) {
        Node input = section.take("input", List.of(Keys.Kind.TEXT, Keys.Kind.MAP));
        if (input == null) {
            return new Node.Mapping(new LinkedHashMap<>(), place);
        }
        Node tree =
                input instanceof Node.Text(String file, boolean quoted, Place at)
                        ? sources.tree(file, at)
                        : input;
        if (tree == null || tree instanceof Node.Mapping) {
            return tree;
        }
        problems.add(tree.place(), "the input is " + tree.describe(), "expected a JSON object");
        return null;
    }
}
