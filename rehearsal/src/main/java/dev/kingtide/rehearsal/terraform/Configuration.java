package dev.kingtide.rehearsal.terraform;

import dev.kingtide.rehearsal.source.Node;
import dev.kingtide.rehearsal.source.NodePath.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The `configuration` of a plan: which resources an expression refers to, through variables,
/// outputs and modules. A state has none, and needs none.
///
/// What the format leaves out cannot be followed: locals, and blocks that are made by `dynamic`.
final class Configuration {
    private final ShownFile file;
    private final List<Resource> resources;

    Configuration(ShownFile file) {
        this.file = file;
        this.resources = file.resources();
    }

    /// A module instance: its steps from the root, and its part of the configuration.
    private record Scope(List<Address.Step> modules, Node.Mapping config) {}

    /// Where an expression stands.
    ///
    /// @param scope the module instance
    /// @param config the resource or module call around it, for `each`
    /// @param key the key of that instance, or null
    private record Site(Scope scope, Node.Mapping config, @Nullable String key) {
        Site withoutKey() {
            return new Site(scope, config, null);
        }
    }

    /// What is looked for and found, and where it was looked for, so that no way is gone twice.
    private record Trail(Collection<String> types, Set<Resource> found, Set<String> seen) {}

    /// The resources of these types that an argument's expression refers to, in order.
    Set<Resource> referred(Resource from, List<Step> argument, Collection<String> types) {
        Set<Resource> found = new LinkedHashSet<>();
        Scope scope = scope(from.modules());
        Node.Mapping config = scope == null ? null : config(scope, from.type(), from.name());
        if (scope != null && config != null) {
            Node expression = walk(config.get("expressions"), argument);
            Trail trail = new Trail(types, new LinkedHashSet<>(), new LinkedHashSet<>());
            follow(new Site(scope, config, from.key()), references(expression), trail);
            found.addAll(trail.found);
        }
        return found;
    }

    /// Whether an argument of a resource is written in the configuration.
    boolean writes(Resource of, List<Step> argument) {
        Scope scope = scope(of.modules());
        Node.Mapping config = scope == null ? null : config(scope, of.type(), of.name());
        return config != null && walk(config.get("expressions"), argument) != null;
    }

    /// The provider that a resource is made by, as the configuration names it: `aws`, `aws.west`.
    @Nullable String provider(Resource of) {
        Scope scope = scope(of.modules());
        Node.Mapping config = scope == null ? null : config(scope, of.type(), of.name());
        return config == null ? null : ShownFile.word(config, "provider_config_key");
    }

    /// The region of a provider, where the plan says it; null otherwise.
    @Nullable String region(String provider) {
        Node config = member(file.root().get("configuration"), "provider_config", provider);
        Node expression = member(config, "expressions", "region");
        if (!(expression instanceof Node.Mapping map)) {
            return null;
        }
        if (map.get("constant_value") instanceof Node.Text text) {
            return text.value();
        }
        for (String reference : references(map)) {
            Node variables = file.root().get("variables");
            if (reference.startsWith("var.")
                    && member(variables, reference.substring(4), "value")
                            instanceof Node.Text text) {
                return text.value();
            }
        }
        return null;
    }

    private @Nullable Scope scope(List<Address.Step> modules) {
        Node config = member(file.root(), "configuration", "root_module");
        for (Address.Step module : modules) {
            Node call = member(config, "module_calls", module.name());
            config = call instanceof Node.Mapping map ? map.get("module") : null;
        }
        return config instanceof Node.Mapping map ? new Scope(modules, map) : null;
    }

    private static Node.@Nullable Mapping config(Scope scope, String type, String name) {
        for (Node.Mapping resource : ShownFile.maps(scope.config.get("resources"))) {
            if (ShownFile.type(ShownFile.word(resource, "type")).equals(type)
                    && ShownFile.word(resource, "name").equals(name)) {
                return resource;
            }
        }
        return null;
    }

    /// A member of a member.
    private static @Nullable Node member(@Nullable Node node, String outer, String inner) {
        return walk(node, List.of(new Step.Key(outer), new Step.Key(inner)));
    }

    private static @Nullable Node walk(@Nullable Node from, List<Step> steps) {
        Node node = from;
        for (Step step : steps) {
            switch (step) {
                case Step.Key(var name) ->
                        node = node instanceof Node.Mapping m ? m.get(name) : null;
                case Step.Item(var index) -> {
                    // an expression for the whole list stands for each of its items
                    if (node instanceof Node.Sequence list) {
                        int number = Integer.parseInt(index);
                        node = number < list.items().size() ? list.items().get(number) : null;
                    }
                }
            }
        }
        return node;
    }

    /// What an expression refers to, without the shorter forms that follow each reference.
    private static List<String> references(@Nullable Node expression) {
        List<String> references = new ArrayList<>();
        if (expression instanceof Node.Mapping map
                && map.get("references") instanceof Node.Sequence list) {
            String before = "";
            for (Node item : list.items()) {
                if (item instanceof Node.Text(var text, _, _)) {
                    if (!before.startsWith(text + '.') && !before.startsWith(text + '[')) {
                        references.add(text);
                    }
                    before = text;
                }
            }
        } else if (expression instanceof Node.Mapping map) {
            map.entries().values().forEach(e -> references.addAll(references(e.value())));
        } else if (expression instanceof Node.Sequence list) {
            list.items().forEach(item -> references.addAll(references(item)));
        }
        return references;
    }

    private void follow(Site at, List<String> references, Trail trail) {
        // an expression that names no key of its own instance means all instances
        follow(at.scope, namesKey(references) ? at : at.withoutKey(), references, trail);
    }

    private void follow(Scope scope, Site site, List<String> references, Trail trail) {
        for (String text : references) {
            if (!trail.seen.add(scope.modules + text + site.key)) {
                continue;
            }
            Address reference = Address.parse(text);
            switch (reference.name(0)) {
                case "var" -> variable(scope, reference.name(1), trail);
                case "module" -> output(site, reference, trail);
                case "each" -> {
                    if (reference.name(1).equals("value")) {
                        Node all = site.config.get("for_each_expression");
                        follow(scope, site, references(all), trail);
                    }
                }
                case "data", "local", "count", "path", "self", "terraform" -> {}
                default -> trail.found.addAll(instances(scope, reference, site.key, trail.types));
            }
        }
    }

    private static boolean namesKey(List<String> references) {
        return references.stream().anyMatch(r -> r.equals("count.index") || r.startsWith("each."));
    }

    private void variable(Scope scope, String name, Trail trail) {
        if (scope.modules.isEmpty()) {
            return;
        }
        Address.Step module = scope.modules.getLast();
        Scope parent = scope(scope.modules.subList(0, scope.modules.size() - 1));
        Node call = parent == null ? null : member(parent.config, "module_calls", module.name());
        if (parent != null && call instanceof Node.Mapping map) {
            List<String> references = references(member(map, "expressions", name));
            follow(new Site(parent, map, module.key()), references, trail);
        }
    }

    private void output(Site site, Address reference, Trail trail) {
        List<Address.Step> around = site.scope.modules;
        String wanted = reference.key(1) == null ? site.key : reference.key(1);
        Set<Address.Step> instances = new LinkedHashSet<>();
        for (Resource resource : resources) {
            List<Address.Step> modules = resource.modules();
            if (modules.size() > around.size()
                    && modules.subList(0, around.size()).equals(around)
                    && modules.get(around.size()).name().equals(reference.name(1))) {
                instances.add(modules.get(around.size()));
            }
        }
        boolean one = instances.stream().anyMatch(i -> Objects.equals(i.key(), wanted));
        for (Address.Step instance : instances) {
            List<Address.Step> modules = new ArrayList<>(around);
            modules.add(instance);
            Scope child = one && !Objects.equals(instance.key(), wanted) ? null : scope(modules);
            if (child != null) {
                String name = reference.name(2);
                Node output =
                        name.isEmpty()
                                ? child.config.get("outputs")
                                : member(child.config, "outputs", name);
                follow(new Site(child, child.config, null), references(output), trail);
            }
        }
    }

    private List<Resource> instances(
            Scope scope, Address reference, @Nullable String key, Collection<String> types) {
        String type = ShownFile.type(reference.name(0));
        if (!types.contains(type)) {
            return List.of();
        }
        List<Resource> all = new ArrayList<>();
        for (Resource resource : resources) {
            if (resource.type().equals(type)
                    && resource.name().equals(reference.name(1))
                    && resource.modules().equals(scope.modules)) {
                all.add(resource);
            }
        }
        String wanted = reference.key(1) == null ? key : reference.key(1);
        List<Resource> exact =
                all.stream().filter(r -> r.key() != null && r.key().equals(wanted)).toList();
        return exact.isEmpty() && reference.key(1) == null ? all : exact;
    }
}
