package dev.kingtide.rehearsal.terraform;

import dev.kingtide.rehearsal.source.Node;
import dev.kingtide.rehearsal.source.NodePath.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The arguments of a resource, or of a block in it, read one by one; what nobody reads is named by
/// [#unread].
final class Block {
    private final Resource owner;
    private final Node.Mapping values;
    private final List<Step> path;
    private final Set<String> asked;

    private Block(Resource owner, Node.Mapping values, List<Step> path, Set<String> asked) {
        this.owner = owner;
        this.values = values;
        this.path = path;
        this.asked = asked;
    }

    /// All arguments of a resource.
    static Block of(Resource owner) {
        return new Block(owner, owner.values(), List.of(), new LinkedHashSet<>());
    }

    /// The resource.
    Resource owner() {
        return owner;
    }

    /// The way to an argument, from the resource.
    List<Step> path(String argument) {
        List<Step> steps = new ArrayList<>(path);
        steps.add(new Step.Key(argument));
        return steps;
    }

    /// The way to an argument, for messages and what-ifs: `health_check[0].path`.
    String words(String argument) {
        StringBuilder words = new StringBuilder();
        for (Step step : path(argument)) {
            switch (step) {
                case Step.Key(var name) -> words.append(words.isEmpty() ? "" : ".").append(name);
                case Step.Item(var index) -> words.append('[').append(index).append(']');
            }
        }
        return words.toString();
    }

    /// The value of an argument; null when it is unknown, null or an empty text.
    @Nullable Node take(String argument) {
        asked.add(argument);
        Node value = values.get(argument);
        return value instanceof Node.Text text && (text.isNull() || text.value().isEmpty())
                ? null
                : value;
    }

    /// Whether it is there, though it may be null.
    boolean has(String argument) {
        return values.entries().containsKey(argument);
    }

    /// The text of an argument; null when it is not given.
    @Nullable String text(String argument) {
        return take(argument) instanceof Node.Text text ? text.value() : null;
    }

    /// The text of an argument, or nothing.
    String known(String argument) {
        String text = text(argument);
        return text == null ? "" : text;
    }

    /// The arguments whose names begin like this.
    List<String> beginning(String prefix) {
        return values.entries().keySet().stream().filter(a -> a.startsWith(prefix)).toList();
    }

    /// Whether an argument is true.
    boolean isTrue(String argument) {
        return "true".equals(text(argument));
    }

    /// The texts of a list.
    List<String> words(String argument, String otherwise) {
        List<String> words = new ArrayList<>();
        if (take(argument) instanceof Node.Sequence list) {
            for (Node item : list.items()) {
                boolean known = item instanceof Node.Text text && !text.isNull();
                words.add(known ? ((Node.Text) item).value() : otherwise);
            }
        }
        return words;
    }

    /// The blocks of a name, in order.
    List<Block> blocks(String name) {
        List<Block> blocks = new ArrayList<>();
        if (take(name) instanceof Node.Sequence list) {
            for (int i = 0; i < list.items().size(); i++) {
                if (list.items().get(i) instanceof Node.Mapping inner) {
                    List<Step> steps = path(name);
                    steps.add(new Step.Item(Integer.toString(i)));
                    blocks.add(new Block(owner, inner, steps, new LinkedHashSet<>()));
                }
            }
        }
        return blocks;
    }

    /// The first block of a name; one without arguments when there is none.
    Block block(String name) {
        List<Block> blocks = blocks(name);
        return blocks.isEmpty()
                ? new Block(
                        owner,
                        new Node.Mapping(new LinkedHashMap<>(), owner.place()),
                        path(name),
                        new LinkedHashSet<>())
                : blocks.getFirst();
    }

    /// Whether it has no argument at all.
    boolean isEmpty() {
        return values.entries().isEmpty();
    }

    /// Takes note that arguments make no difference.
    void pass(List<String> arguments) {
        asked.addAll(arguments);
    }

    /// The arguments that are given and that nobody has read.
    List<String> unread() {
        List<String> unread = new ArrayList<>();
        values.entries()
                .forEach((argument, entry) -> {
                    if (!asked.contains(argument) && says(entry.value())) {
                        unread.add(argument);
                    }
                });
        return unread;
    }

    /// Whether a value says something: not null, empty, 0 or false.
    private static boolean says(Node node) {
        return switch (node) {
            case Node.Text text ->
                    !text.isNull()
                            && !text.value().isEmpty()
                            && !text.value().equals("false")
                            && !text.value().equals("0");
            case Node.Sequence list -> list.items().stream().anyMatch(Block::says);
            case Node.Mapping map ->
                    map.entries().values().stream().anyMatch(entry -> says(entry.value()));
        };
    }
}
