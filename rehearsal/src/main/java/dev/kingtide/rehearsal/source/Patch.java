package dev.kingtide.rehearsal.source;

import dev.kingtide.rehearsal.source.Node.Entry;
import dev.kingtide.rehearsal.source.NodePath.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Changes a tree: sets one value, or merges a map into it. The tree given is left as it is.
///
/// A key that is not there is added; whether it is known is for the reader of the result to say,
/// which then names the place of the change.
final class Patch {
    private final Problems problems;
    private final Place place;

    /// Changes that are written at `place`.
    Patch(Problems problems, Place place) {
        this.problems = problems;
        this.place = place;
    }

    /// The tree with the value that the steps lead to set, or merged into.
    Node set(Node root, List<Step> steps, Node value) {
        return set(root, steps, 0, value);
    }

    private Node set(@Nullable Node node, List<Step> steps, int at, Node value) {
        if (at == steps.size()) {
            return merge(node, value);
        }
        return switch (steps.get(at)) {
            case Step.Item(var selector) ->
                    node instanceof Node.Sequence sequence
                            ? item(sequence, selector, steps, at, value)
                            : wrong(node, "[" + selector + "]", "a list", value);
            case Step.Key(var name) ->
                    switch (node) {
                        case Node.Sequence sequence -> item(sequence, name, steps, at, value);
                        case Node.Mapping mapping -> key(mapping, name, steps, at, value);
                        case Node.Text text when !text.isNull() ->
                                wrong(node, name, "a map", value);
                        case null, default ->
                                key(
                                        new Node.Mapping(new LinkedHashMap<>(), place),
                                        name,
                                        steps,
                                        at,
                                        value);
                    };
        };
    }

    private Node wrong(@Nullable Node node, String step, String needed, Node value) {
        problems.add(
                place,
                "\"" + step + "\" leads into " + (node == null ? "nothing" : node.describe()),
                "expected " + needed + " there");
        return node == null ? value : node;
    }

    private Node key(Node.Mapping mapping, String name, List<Step> steps, int at, Node value) {
        LinkedHashMap<String, Entry> entries = new LinkedHashMap<>(mapping.entries());
        Entry old = entries.get(name);
        if (at + 1 == steps.size() && value instanceof Node.Text text && text.isNull()) {
            entries.remove(name); // null leaves it out, as in AWS's JSON
            return new Node.Mapping(entries, mapping.place());
        }
        Node changed = set(old == null ? null : old.value(), steps, at + 1, value);
        entries.put(name, new Entry(old == null ? place : old.keyPlace(), changed));
        return new Node.Mapping(entries, mapping.place());
    }

    private Node item(Node.Sequence list, String selector, List<Step> steps, int at, Node value) {
        List<Node> items = new ArrayList<>(list.items());
        if (selector.equals("+")) {
            items.add(set(null, steps, at + 1, value));
            return new Node.Sequence(items, list.place());
        }
        int index = find(items, selector);
        if (index < 0) {
            problems.add(place, "no item \"" + selector + "\" in the list", choices(items));
            return list;
        }
        items.set(index, set(items.get(index), steps, at + 1, value));
        return new Node.Sequence(items, list.place());
    }

    private static int find(List<Node> items, String selector) {
        for (int i = 0; i < items.size(); i++) {
            if (selector.equals(Node.nameOf(items.get(i)))) {
                return i;
            }
        }
        boolean index = selector.length() <= 6 && selector.chars().allMatch(Character::isDigit);
        return index && Integer.parseInt(selector) < items.size() ? Integer.parseInt(selector) : -1;
    }

    private static String choices(List<Node> items) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            String name = Node.nameOf(items.get(i));
            names.add('[' + (name == null ? Integer.toString(i) : name) + ']');
        }
        return names.isEmpty()
                ? "it is empty; [+] adds an item"
                : "expected one of " + String.join(", ", names) + ", or [+] for a new one";
    }

    private Node merge(@Nullable Node old, Node value) {
        if (value instanceof Node.Mapping changes
                && (old instanceof Node.Mapping || old instanceof Node.Sequence || old == null)) {
            Node result = old == null ? new Node.Mapping(new LinkedHashMap<>(), place) : old;
            for (Map.Entry<String, Entry> change : changes.entries().entrySet()) {
                Place at = change.getValue().keyPlace();
                List<Step> steps = NodePath.steps(change.getKey());
                if (steps == null) {
                    problems.add(at, "\"" + change.getKey() + "\" is not a path", "");
                    continue;
                }
                result = new Patch(problems, at).set(result, steps, change.getValue().value());
            }
            return result;
        }
        // What was a string in AWS's JSON ("cpu": "1024") stays one.
        if (old instanceof Node.Text before
                && before.quoted()
                && value instanceof Node.Text(String text, boolean quoted, Place at)
                && !quoted) {
            return new Node.Text(text, true, at);
        }
        return value;
    }
}
