package dev.kingtide.rehearsal.page;

/// HTML that is being written; every text and every value of an attribute is escaped.
final class Html {
    private final StringBuilder html = new StringBuilder(1 << 16);

    /// A start tag; attributes in pairs of name and value.
    Html open(String tag, String... attributes) {
        html.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            html.append(' ').append(attributes[i]).append("=\"");
            html.append(escaped(attributes[i + 1])).append('"');
        }
        html.append('>');
        return this;
    }

    /// An end tag, and a line break.
    Html close(String tag) {
        html.append("</").append(tag).append(">\n");
        return this;
    }

    /// An element that holds a text only.
    Html element(String tag, String text, String... attributes) {
        open(tag, attributes).text(text);
        html.append("</").append(tag).append('>');
        return this;
    }

    /// A text.
    Html text(String text) {
        html.append(escaped(text));
        return this;
    }

    /// HTML as it is: this package's own only.
    Html raw(String own) {
        html.append(own);
        return this;
    }

    /// The same text where HTML stands for itself.
    static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append(c < ' ' && c != '\n' && c != '\t' ? '\uFFFD' : c);
            }
        }
        return safe.toString();
    }

    @Override
    public String toString() {
        return html.toString();
    }
}
