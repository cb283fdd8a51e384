package dev.kingtide.aws.codec;

import java.nio.charset.StandardCharsets;

/// XML without attributes, as text that grows.
public final class Xml {
    private final StringBuilder out = new StringBuilder(1_000);

    /// Begins an element.
    public Xml open(String name) {
        out.append('<').append(name).append('>');
        return this;
    }

    /// Begins an element in a namespace of its own.
    public Xml open(String name, String namespace) {
        out.append('<').append(name).append(" xmlns=\"");
        escaped(namespace);
        out.append("\">");
        return this;
    }

    /// Ends an element.
    public Xml close(String name) {
        out.append("</").append(name).append('>');
        return this;
    }

    /// An element that holds a text.
    public Xml text(String name, String text) {
        open(name);
        escaped(text);
        return close(name);
    }

    /// The bytes so far, in UTF-8.
    public byte[] bytes() {
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// Characters that XML 1.0 cannot hold become U+FFFD (<https://www.w3.org/TR/xml/#charsets>); a
    /// carriage return would be read as a line feed if it were not escaped.
    private void escaped(String text) {
        for (int i = 0; i < text.length(); i++) {
            char some = text.charAt(i);
            switch (some) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\r' -> out.append("&#xD;");
                case '\t', '\n' -> out.append(some);
                default -> out.append(some < ' ' || some > '\uFFFD' ? '\uFFFD' : some);
            }
        }
    }
}
