package dev.kingtide.rehearsal.terraform;

import dev.kingtide.rehearsal.source.Json;
import dev.kingtide.rehearsal.source.Node;
import dev.kingtide.rehearsal.source.Node.Entry;
import dev.kingtide.rehearsal.source.Place;
import dev.kingtide.rehearsal.source.Places;
import dev.kingtide.rehearsal.source.Problems;
import java.util.LinkedHashMap;
import java.util.List;

/// A resource's values as changes reach them: the JSON in `container_definitions` as a tree, and a
/// health check to set something in even where none is written.
final class Opened {
    private static final String CONTAINERS = "container_definitions";
    private static final String CHECK = "health_check";

    private Opened() {}

    static Node.Mapping of(Resource resource, Problems problems) {
        LinkedHashMap<String, Entry> values = new LinkedHashMap<>(resource.values().entries());
        Place place = resource.place();
        if (resource.values().get(CONTAINERS) instanceof Node.Text text && !text.isNull()) {
            values.put(CONTAINERS, new Entry(place, containers(text.value(), place, problems)));
        }
        if (resource.type().equals("aws_lb_target_group")
                && !(resource.values().get(CHECK) instanceof Node.Sequence list
                        && !list.items().isEmpty())) {
            Node none = new Node.Mapping(new LinkedHashMap<>(), place);
            values.put(CHECK, new Entry(place, new Node.Sequence(List.of(none), place)));
        }
        return new Node.Mapping(values, place);
    }

    private static Node containers(String text, Place place, Problems problems) {
        Problems inner = new Problems();
        Node tree = Json.read(place.file(), text, inner);
        if (tree instanceof Node.Sequence && inner.none()) {
            return Places.moved(tree, place);
        }
        problems.add(place, CONTAINERS + " is no JSON list", "expected jsonencode([{...}])");
        return new Node.Sequence(List.of(), place);
    }
}
