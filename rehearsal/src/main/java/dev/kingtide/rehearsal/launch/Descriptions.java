package dev.kingtide.rehearsal.launch;

import dev.kingtide.core.Invariant;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/// What each key of launch.yaml is, in words: the lines of `keys.tsv`, a key and its description.
///
/// A key inside `applications.NAME`, `images.NAME` or a source of traffic is described where it
/// stands alone.
final class Descriptions {
    private final Map<String, String> byKey;
    private final SortedSet<String> used = new TreeSet<>();

    private Descriptions(Map<String, String> byKey) {
        this.byKey = byKey;
    }

    static Descriptions read() {
        Map<String, String> byKey = new LinkedHashMap<>();
        try (InputStream in = Descriptions.class.getResourceAsStream("keys.tsv")) {
            if (in == null) {
                throw Invariant.broken("keys.tsv is not in the jar");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            text.lines()
                    .forEach(line -> {
                        int tab = line.indexOf('\t');
                        Invariant.require(tab > 0, "a line of keys.tsv without a tab: " + line);
                        byKey.put(line.substring(0, tab), line.substring(tab + 1));
                    });
        } catch (IOException bad) {
            throw Invariant.broken("keys.tsv cannot be read: " + bad);
        }
        return new Descriptions(byKey);
    }

    /// The description of a key; a defect of ours when there is none.
    String of(String path) {
        String key =
                path.replace("applications.*.", "application.")
                        .replace("images.*.", "image.")
                        .replace("traffic.sources.", "traffic.")
                        .replace("application.requests", "requests");
        used.add(key);
        String text = byKey.get(key);
        Invariant.require(text != null, "keys.tsv does not describe " + key);
        return String.valueOf(text);
    }

    /// The keys that are described though nobody has asked for them.
    SortedSet<String> unused() {
        SortedSet<String> unused = new TreeSet<>(byKey.keySet());
        unused.removeAll(used);
        return unused;
    }
}
