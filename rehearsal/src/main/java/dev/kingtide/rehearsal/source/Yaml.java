package dev.kingtide.rehearsal.source;

import dev.kingtide.rehearsal.source.Node.Entry;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/// Reads YAML into [Node]s.
///
/// Scalars keep the text that is written; whoever reads a value says what it is to be. So `19:30`
/// is not the number 1170 of YAML 1.1, and `on` is a word.
final class Yaml {
    private static final int DEPTH_MAX = 50;
    private final String file;
    private final Problems problems;

    private Yaml(String file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /// The file's tree; null when it is not YAML, with a problem added.
    static @Nullable Node read(String file, String text, Problems problems) {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(DEPTH_MAX);
        options.setCodePointLimit(16 << 20);
        Yaml yaml = new Yaml(file, problems);
        try {
            var reader = new StreamReader(new StringReader(text));
            var composer = new Composer(new ParserImpl(reader, options), new Resolver(), options);
            var root = composer.getSingleNode();
            return root == null
                    ? new Node.Mapping(new LinkedHashMap<>(), new Place(file, 1, 1))
                    : yaml.node(root, 0);
        } catch (MarkedYAMLException bad) {
            Mark mark = bad.getProblemMark() == null ? bad.getContextMark() : bad.getProblemMark();
            Place place = mark == null ? Place.of(file) : yaml.place(mark);
            problems.add(place, "not YAML: " + bad.getProblem(), hint(bad));
        } catch (YAMLException bad) {
            problems.add(Place.of(file), "not YAML: " + firstLine(bad), "");
        }
        return null;
    }

    private static String hint(MarkedYAMLException bad) {
        return bad.getContext() == null
                ? "check indentation and quotes"
                : "found " + bad.getContext();
    }

    private static String firstLine(YAMLException bad) {
        return String.valueOf(bad.getMessage()).lines().findFirst().orElse("");
    }

    private Node node(org.yaml.snakeyaml.nodes.Node node, int depth) {
        Place place = place(node.getStartMark());
        if (depth > DEPTH_MAX) {
            problems.add(place, "an anchor that contains itself", "write the value out");
            return new Node.Text("", false, place);
        }
        return switch (node) {
            case ScalarNode scalar ->
                    new Node.Text(
                            scalar.getValue(), scalar.getScalarStyle() != ScalarStyle.PLAIN, place);
            case SequenceNode sequence -> {
                List<Node> items = new ArrayList<>();
                for (var item : sequence.getValue()) {
                    items.add(node(item, depth + 1));
                }
                yield new Node.Sequence(items, place);
            }
            case MappingNode mapping -> mapping(mapping, place, depth);
            default -> throw new YAMLException("unexpected " + node.getNodeId());
        };
    }

    private Node mapping(MappingNode mapping, Place place, int depth) {
        LinkedHashMap<String, Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Place keyPlace = place(tuple.getKeyNode().getStartMark());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.add(keyPlace, "a key that is not a word", "write a simple key");
                continue;
            }
            Entry entry = new Entry(keyPlace, node(tuple.getValueNode(), depth + 1));
            Entry first = entries.putIfAbsent(key.getValue(), entry);
            if (first != null) {
                problems.add(
                        keyPlace,
                        "key \"" + key.getValue() + "\" given twice",
                        "it is already given in line " + first.keyPlace().line());
            }
        }
        return new Node.Mapping(entries, place);
    }

    private Place place(Mark mark) {
        return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
    }
}
