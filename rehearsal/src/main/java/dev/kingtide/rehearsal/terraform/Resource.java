package dev.kingtide.rehearsal.terraform;

import dev.kingtide.rehearsal.source.Node;
import dev.kingtide.rehearsal.source.Place;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One resource instance of a plan or state.
///
/// @param address its full address
/// @param modules the modules around it, outermost first
/// @param type such as `aws_ecs_service`; `aws_alb...` is kept as `aws_lb...`
/// @param name its name in the configuration
/// @param key its `count` or `for_each` key, or null
/// @param values what is known of its arguments and attributes
/// @param before what was known before the plan, or null for a new one and in a state
/// @param unknown what is known only after apply: `true` in the place of each value; null in a
///   state
/// @param place the file and the address, for messages
record Resource(
        String address,
        List<Address.Step> modules,
        String type,
        String name,
        @Nullable String key,
        Node.Mapping values,
        Node.@Nullable Mapping before,
        Node.@Nullable Mapping unknown,
        Place place) {

    /// The text of an attribute; null when it is unknown, not given or empty, as a state says it.
    @Nullable String text(String attribute) {
        return values.get(attribute) instanceof Node.Text text
                        && !text.isNull()
                        && !text.value().isEmpty()
                ? text.value()
                : null;
    }

    /// The same with other values.
    Resource with(Node.Mapping changed) {
        return new Resource(address, modules, type, name, key, changed, before, unknown, place);
    }

    /// The keys of its instance and of the modules around it.
    List<String> keys() {
        List<String> keys = new ArrayList<>();
        modules.forEach(module -> keys.add(module.key() == null ? "" : module.key()));
        keys.add(key == null ? "" : key);
        keys.removeIf(String::isEmpty);
        return keys;
    }

    /// Whether it is in the same module instance.
    boolean isBeside(Resource other) {
        return modules.equals(other.modules);
    }
}
