package dev.kingtide.rehearsal.source;

import dev.kingtide.rehearsal.source.LaunchFiles.Content;
import dev.kingtide.rehearsal.source.NodePath.Step;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The files of one launch with the changes of one what-if, read on demand and kept.
public final class Sources {
    /// The file that every launch begins with.
    public static final String LAUNCH = "launch.yaml";

    /// What a what-if names the resources of Terraform by: `terraform[aws_ecs_service.web]`.
    public static final String TERRAFORM = "terraform";

    /// What some editors and PowerShell begin a file with.
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final LaunchFiles files;
    private final Problems problems;
    private final Map<String, List<Change>> changes = new LinkedHashMap<>();
    private final Map<String, @Nullable Node> trees = new LinkedHashMap<>();
    private final Map<String, FileRead> read = new LinkedHashMap<>();

    private record Change(NodePath path, Node value, Place place) {}

    /// The files, unchanged so far.
    public Sources(LaunchFiles files, Problems problems) {
        this.files = files;
        this.problems = problems;
    }

    /// Where problems go.
    public Problems problems() {
        return problems;
    }

    /// Adds a change from the command line: `key=value`, the value in YAML.
    public void change(String text) {
        Place place = Place.of("--what-if " + text);
        int equals = equalsOutsideBrackets(text);
        NodePath path = equals <= 0 ? null : NodePath.parse(text.substring(0, equals).strip());
        if (path == null) {
            problems.add(
                    place,
                    "not a change",
                    "expected KEY=VALUE, such as application.sigterm=handled or"
                            + " service.json:desiredCount=40, or a YAML file");
            return;
        }
        Node value = Yaml.read(place.file(), text.substring(equals + 1), problems);
        if (value != null) {
            Node placed =
                    text.substring(equals + 1).isBlank()
                            ? empty(place)
                            : Places.moved(value, place);
            add(new Change(path, placed, place));
        }
    }

    private static Node empty(Place place) {
        return new Node.Text("", false, place);
    }

    private static int equalsOutsideBrackets(String text) {
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            if (c == '=' && depth == 0) {
                return i;
            }
        }
        return -1;
    }

    /// Adds the changes of a what-if file: for each file of the launch what is to be merged into
    /// it, and under `addCalls` further calls.
    public void changesFrom(String name, ByteBuffer bytes) {
        read.put(name, FileRead.of(name, bytes));
        String text = text(name, bytes);
        Node root = text == null ? null : Yaml.read(name, text, problems);
        if (root == null) {
            return;
        }
        if (!(root instanceof Node.Mapping mapping)) {
            problems.add(root.place(), "found " + root.describe(), "expected a map of files");
            return;
        }
        mapping.entries()
                .forEach((key, entry) -> {
                    if (key.equals("addCalls")) {
                        addCalls(entry.value());
                    } else if (key.endsWith(".json")
                            || key.equals(LAUNCH)
                            || key.equals(TERRAFORM)) {
                        add(
                                new Change(
                                        new NodePath(key, List.of()),
                                        entry.value(),
                                        entry.keyPlace()));
                    } else {
                        problems.add(
                                entry.keyPlace(),
                                "unknown key \"" + key + '"',
                                "expected addCalls, terraform or a file of the launch, such as "
                                        + LAUNCH);
                    }
                });
    }

    private void addCalls(Node value) {
        if (!(value instanceof Node.Sequence calls)) {
            problems.add(value.place(), "found " + value.describe(), "expected a list of calls");
            return;
        }
        for (Node call : calls.items()) {
            List<Step> steps = List.of(new Step.Key("calls"), new Step.Item("+"));
            add(new Change(new NodePath(LAUNCH, steps), call, call.place()));
        }
    }

    private void add(Change change) {
        String file = change.path.file() == null ? LAUNCH : change.path.file();
        List<Step> steps = change.path.steps();
        boolean address =
                file.equals(LAUNCH)
                        && steps.size() > 1
                        && steps.getFirst().equals(new Step.Key(TERRAFORM))
                        && steps.get(1) instanceof Step.Item;
        if (address) {
            NodePath path = new NodePath(TERRAFORM, steps.subList(1, steps.size()));
            add(new Change(path, change.value, change.place));
        } else {
            changes.computeIfAbsent(file, f -> new ArrayList<>()).add(change);
        }
    }

    /// A tree that was made of others, with what the launch itself and then the what-ifs change in
    /// it; the changes name its members in brackets or as keys.
    public Node.Mapping derived(String name, Node.Mapping made, Node.@Nullable Mapping own) {
        List<Change> all = new ArrayList<>();
        if (own != null) {
            all.addAll(entries(name, own));
        }
        for (Change change : changes.getOrDefault(name, List.of())) {
            if (change.path.steps().isEmpty() && change.value instanceof Node.Mapping map) {
                all.addAll(entries(name, map));
            } else {
                all.add(change);
            }
        }
        Node.Mapping root = made;
        for (Change change : all) {
            List<Step> steps = new ArrayList<>(change.path.steps());
            String member =
                    steps.isEmpty()
                            ? ""
                            : switch (steps.removeFirst()) {
                                case Step.Key(var key) -> key;
                                case Step.Item(var selector) -> selector;
                            };
            if (!root.entries().containsKey(member)) {
                problems.unknown(change.place, "address", member, like(member, root));
                continue;
            }
            steps.addFirst(new Step.Key(member));
            Node changed = new Patch(problems, change.place).set(root, steps, change.value);
            root = changed instanceof Node.Mapping map ? map : root;
        }
        trees.put(name, root);
        return root;
    }

    /// The members of the same type as one that is not there; all when there is none.
    private static List<String> like(String address, Node.Mapping root) {
        String without = address.replaceFirst("\\.[^.]*$", "");
        String type = without.substring(without.lastIndexOf('.') + 1) + '.';
        List<String> all = new ArrayList<>(root.entries().sequencedKeySet());
        List<String> same = all.stream().filter(key -> key.contains(type)).toList();
        return same.isEmpty() ? all : same;
    }

    private static List<Change> entries(String file, Node.Mapping map) {
        List<Change> all = new ArrayList<>();
        map.entries()
                .forEach((key, entry) ->
                        all.add(
                                new Change(
                                        new NodePath(file, List.of(new Step.Key(key))),
                                        entry.value(),
                                        entry.keyPlace())));
        return all;
    }

    /// The tree of a file, with what is changed in it; null when it cannot be had, with a problem
    /// added at `asked`.
    public @Nullable Node tree(String name, Place asked) {
        if (trees.containsKey(name)) {
            return trees.get(name);
        }
        ByteBuffer bytes = bytes(name, asked);
        String text = bytes == null ? null : text(name, bytes);
        Node root =
                text == null
                        ? null
                        : name.endsWith(".json")
                                ? Json.read(name, text, problems)
                                : Yaml.read(name, text, problems);
        if (root != null) {
            for (Change change : changes.getOrDefault(name, List.of())) {
                Patch patch = new Patch(problems, change.place);
                root = patch.set(root, change.path.steps(), change.value);
            }
        }
        trees.put(name, root);
        return root;
    }

    /// The bytes of a file; null when they cannot be had, with a problem added at `asked`.
    public @Nullable ByteBuffer bytes(String name, Place asked) {
        ByteBuffer bytes = fetch(name, asked);
        if (bytes != null) {
            read.put(name, FileRead.of(name, bytes));
        }
        return bytes;
    }

    /// Hands over each file of a folder, or the one file of this name, by name; what cannot be had
    /// is a problem at `asked`.
    public void each(String folder, Place asked, BiConsumer<String, ByteBuffer> use) {
        String name = folder.endsWith("/") ? folder.substring(0, folder.length() - 1) : folder;
        List<String> inside = files.under(name);
        FileRead.Sum sum = new FileRead.Sum();
        for (String file : inside.isEmpty() ? List.of(name) : inside) {
            ByteBuffer bytes = fetch(file, asked);
            if (bytes != null) {
                sum.add(bytes);
                use.accept(file, bytes);
            }
        }
        String many = inside.size() == 1 ? " (1 file)" : " (" + inside.size() + " files)";
        read.put(name, sum.of(inside.isEmpty() ? name : name + '/' + many));
    }

    private @Nullable ByteBuffer fetch(String name, Place asked) {
        return switch (files.read(name)) {
            case Content.Bytes(var bytes) -> bytes;
            case Content.Missing() -> {
                String near = Problems.nearest(name, files.names());
                problems.add(
                        asked,
                        "no file \"" + name + '"',
                        near == null
                                ? "expected it in the launch directory"
                                : "did you mean \"" + near + "\"?");
                yield null;
            }
            case Content.Unreadable(var cause) -> {
                problems.add(asked, "cannot read \"" + name + "\": " + cause, "");
                yield null;
            }
        };
    }

    /// The files that were read so far, in order.
    public List<FileRead> read() {
        return List.copyOf(read.values());
    }

    private @Nullable String text(String name, ByteBuffer bytes) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException bad) {
            problems.add(Place.of(name), "not UTF-8 text", "save it as UTF-8");
            return null;
        }
    }

    /// Complains of changes to files that nothing has asked for; to be called once all is read.
    public void complainOfUnusedChanges() {
        changes.forEach((file, list) -> {
            if (!trees.containsKey(file) && file.equals(TERRAFORM)) {
                problems.add(
                        list.getFirst().place,
                        "the launch has no terraform",
                        "expected a plan in launch.yaml, such as terraform: plan.json");
            } else if (!trees.containsKey(file)) {
                problems.unknown(list.getFirst().place, "file", file, trees.keySet());
            }
        });
    }
}
