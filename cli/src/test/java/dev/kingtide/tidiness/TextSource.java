package dev.kingtide.tidiness;

import java.net.URI;
import javax.tools.SimpleJavaFileObject;

/// A source text as javac takes it.
final class TextSource extends SimpleJavaFileObject {
    private final String text;

    TextSource(String path, String text) {
        super(URI.create("source:///" + path), Kind.SOURCE);
        this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
    }
}
