package dev.kingtide.rehearsal.terraform;

import dev.kingtide.rehearsal.source.Node;
import dev.kingtide.rehearsal.source.Place;
import dev.kingtide.rehearsal.source.Places;
import dev.kingtide.rehearsal.source.Sources;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A file that `terraform show -json` printed: the resources of a plan or a state.
///
/// @param name of the file
/// @param isState whether it is a state, which says 0 and "" for what is not given
/// @param root all of it
/// @param resources those that are managed, in the order of the file
record ShownFile(String name, boolean isState, Node.Mapping root, List<Resource> resources) {

    /// Keeps a copy.
    ShownFile {
        resources = List.copyOf(resources);
    }

    /// Reads it; null, with a problem added, when it is something else.
    static @Nullable ShownFile read(Sources sources, String name, Place asked) {
        ByteBuffer bytes = sources.bytes(name, asked);
        if (bytes == null) {
            return null;
        }
        String kind = Kind.ofBytes(bytes);
        if (kind == null && !name.endsWith(".json")) {
            sources.problems().add(asked, '"' + name + "\" is not .json", "give it that ending");
            return null;
        }
        Node root = kind == null ? sources.tree(name, asked) : null;
        if (kind == null && root instanceof Node.Mapping map) {
            kind = Kind.ofTree(map);
        }
        if (kind != null) {
            sources.problems().add(Place.of(name), "this is " + kind, Kind.MAKE);
            return null;
        }
        if (!(root instanceof Node.Mapping map)) {
            return null;
        }
        if (map.get("errored") instanceof Node.Text(var errored, _, _) && errored.equals("true")) {
            sources.problems()
                    .add(Place.of(name), "the plan ended in an error, so it is not whole", "");
            return null;
        }
        return of(name, map);
    }

    private static ShownFile of(String name, Node.Mapping root) {
        boolean isState = root.get("planned_values") == null;
        Map<String, Node.Mapping> changes = changes(root);
        List<Resource> resources = new ArrayList<>();
        if (root.get(isState ? "values" : "planned_values") instanceof Node.Mapping values
                && values.get("root_module") instanceof Node.Mapping module) {
            collect(name, module, changes, resources);
        }
        return new ShownFile(name, isState, root, resources);
    }

    /// What the plan says of each resource's change, by address.
    private static Map<String, Node.Mapping> changes(Node.Mapping root) {
        Map<String, Node.Mapping> changes = new LinkedHashMap<>();
        for (Node.Mapping change : maps(root.get("resource_changes"))) {
            if (change.get("change") instanceof Node.Mapping inner) {
                changes.put(word(change, "address"), inner);
            }
        }
        return changes;
    }

    private static void collect(
            String file,
            Node.Mapping module,
            Map<String, Node.Mapping> changes,
            List<Resource> resources) {
        for (Node.Mapping resource : maps(module.get("resources"))) {
            String address = word(resource, "address");
            boolean managed = word(resource, "mode").equals("managed");
            if (managed && resource.get("values") instanceof Node.Mapping values) {
                resources.add(resource(file, address, resource, values, changes.get(address)));
            }
        }
        for (Node.Mapping child : maps(module.get("child_modules"))) {
            collect(file, child, changes, resources);
        }
    }

    private static Resource resource(
            String file,
            String address,
            Node.Mapping resource,
            Node.Mapping values,
            Node.@Nullable Mapping change) {
        Place place = Place.of(file + ": " + address);
        Address read = Address.parse(address);
        return new Resource(
                address,
                read.modules(),
                type(word(resource, "type")),
                word(resource, "name"),
                read.steps().isEmpty() ? null : read.steps().getLast().key(),
                Places.moved(values, place),
                part(change, "before", place),
                part(change, "after_unknown", place),
                place);
    }

    private static Node.@Nullable Mapping part(
            Node.@Nullable Mapping change, String key, Place place) {
        return change != null && change.get(key) instanceof Node.Mapping values
                ? Places.moved(values, place)
                : null;
    }

    /// `aws_alb` and its like are other names of the same resources.
    static String type(String type) {
        return type.equals("aws_alb") || type.startsWith("aws_alb_")
                ? "aws_lb" + type.substring("aws_alb".length())
                : type;
    }

    /// The maps of a list; none of anything else.
    static List<Node.Mapping> maps(@Nullable Node node) {
        List<Node.Mapping> maps = new ArrayList<>();
        if (node instanceof Node.Sequence list) {
            for (Node item : list.items()) {
                if (item instanceof Node.Mapping map) {
                    maps.add(map);
                }
            }
        }
        return maps;
    }

    /// The text of a member, or nothing.
    static String word(Node.Mapping map, String key) {
        return map.get(key) instanceof Node.Text text && !text.isNull() ? text.value() : "";
    }
}
