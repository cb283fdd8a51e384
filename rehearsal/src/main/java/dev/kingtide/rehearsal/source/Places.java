package dev.kingtide.rehearsal.source;

import dev.kingtide.rehearsal.source.Node.Entry;
import dev.kingtide.rehearsal.source.NodePath.Step;
import java.util.LinkedHashMap;
import java.util.List;

/// Finds where in a file a member is written, by its path.
public final class Places {

    private Places() {}

    /// The place of the value at a path such as `containerDefinitions[0].image`, or of its key when
    /// `key` is asked for; the place of what is around it where the path leads nowhere.
    public static Place of(Node root, String path, boolean key) {
        List<Step> steps = NodePath.steps(path);
        Place place = root.place();
        Node node = root;
        for (int i = 0; steps != null && i < steps.size(); i++) {
            boolean last = i == steps.size() - 1;
            switch (steps.get(i)) {
                case Step.Item(var index) -> {
                    int number = index.matches("[0-9]{1,6}") ? Integer.parseInt(index) : -1;
                    if (!(node instanceof Node.Sequence list)
                            || number < 0
                            || number >= list.items().size()) {
                        return place;
                    }
                    node = list.items().get(number);
                    place = node.place();
                }
                case Step.Key(var name) -> {
                    Entry entry = node instanceof Node.Mapping map ? map.entries().get(name) : null;
                    if (entry == null) {
                        return place;
                    }
                    node = entry.value();
                    place = last && key ? entry.keyPlace() : node.place();
                }
            }
        }
        return place;
    }

    /// The same node with every place replaced by one.
    public static Node moved(Node node, Place place) {
        return switch (node) {
            case Node.Text text -> new Node.Text(text.value(), text.quoted(), place);
            case Node.Sequence list ->
                    new Node.Sequence(
                            list.items().stream().map(n -> moved(n, place)).toList(), place);
            case Node.Mapping map -> moved(map, place);
        };
    }

    /// The same map with every place replaced by one.
    public static Node.Mapping moved(Node.Mapping map, Place place) {
        LinkedHashMap<String, Entry> entries = new LinkedHashMap<>();
        map.entries()
                .forEach((key, entry) ->
                        entries.put(key, new Entry(place, moved(entry.value(), place))));
        return new Node.Mapping(entries, place);
    }
}
