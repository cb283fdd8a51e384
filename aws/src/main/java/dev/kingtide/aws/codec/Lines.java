package dev.kingtide.aws.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/// On which line of a JSON text each value stands, by the paths that [BadInput] uses; read only
/// when something is wrong, since trees do not remember it.
public final class Lines {
    private final Map<String, Integer> byPath = new TreeMap<>();

    private Lines() {}

    /// The lines of a text, as far as it can be read.
    public static Lines of(String json) {
        Lines lines = new Lines();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            if (parser.nextToken() != null) {
                lines.value(parser, Path.ROOT, parser.currentTokenLocation().getLineNr());
            }
        } catch (IOException e) {
            // Whoever reads the tree tells what is wrong with the text; the lines so far are right.
            lines.byPath.putIfAbsent("", 1);
        }
        return lines;
    }

    /// The line of a value, counted from 1; of what it is part of, when there is no such value.
    public int line(String path) {
        String nearest = path;
        while (!nearest.isEmpty() && !byPath.containsKey(nearest)) {
            nearest = nearest.substring(0, Math.max(0, lastStep(nearest)));
        }
        return byPath.getOrDefault(nearest, 1);
    }

    private static int lastStep(String path) {
        return Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
    }

    private void value(JsonParser parser, Path path, int line) throws IOException {
        byPath.put(path.toString(), line);
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                int at = parser.currentTokenLocation().getLineNr();
                parser.nextToken();
                value(parser, path.member(name), at);
            }
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                if (parser.currentToken() == null) {
                    return;
                }
                value(parser, path.item(i), parser.currentTokenLocation().getLineNr());
            }
        }
    }
}
