package dev.kingtide.core.placement;

/// The characters of an expression, and where the parser stands in them.
final class ExpressionScanner {
    private final String text;
    private int at;

    ExpressionScanner(String text) {
        this.text = text;
    }

    /// The expression is not well formed; never leaves the parser.
    static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient ParsedExpression.Bad bad;

        Malformed(ParsedExpression.Bad bad) {
            super(bad.message(), null, false, false);
            this.bad = bad;
        }

        ParsedExpression.Bad bad() {
            return bad;
        }
    }

    /// Where the next token begins.
    int position() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    Malformed malformed(int position, String expected) {
        int end = position;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        String found = position >= text.length() ? "the end" : text.substring(position, end);
        return new Malformed(new ParsedExpression.Bad(position, found, expected));
    }

    void requireEnd(String expected) {
        if (position() < text.length()) {
            throw malformed(at, expected);
        }
    }

    boolean take(String symbol) {
        if (text.startsWith(symbol, position())) {
            at += symbol.length();
            return true;
        }
        return false;
    }

    void require(String symbol, String expected) {
        if (!take(symbol)) {
            throw malformed(at, expected);
        }
    }

    /// A word that ends here: `or` is not found in `order`.
    boolean takeWord(String word) {
        int end = position() + word.length();
        boolean found =
                text.startsWith(word, at)
                        && (end == text.length() || !isWordPart(text.charAt(end)));
        if (found) {
            at = end;
        }
        return found;
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == ':' || c == '.' || c == '-';
    }

    /// `name` or `prefix:name`.
    String subject(String expected) {
        int start = position();
        while (at < text.length() && (isWordPart(text.charAt(at)) || text.charAt(at) == '/')) {
            at++;
        }
        if (at == start) {
            throw malformed(start, expected);
        }
        return text.substring(start, at);
    }

    Operator operator(String expected) {
        int start = position();
        for (Operator operator : Operator.values()) {
            String symbol = operator.symbol();
            boolean isWord = Character.isLetter(symbol.charAt(symbol.length() - 1));
            if (takeWord(operator.word()) || (isWord ? takeWord(symbol) : take(symbol))) {
                return operator;
            }
        }
        throw malformed(start, expected);
    }

    /// A value: in single or double quotes, or bare up to a blank, a bracket, a comma or a boolean
    /// operator.
    String literal(String expected) {
        int start = position();
        if (start < text.length() && isQuote(text.charAt(start))) {
            return quoted();
        }
        while (at < text.length() && !endsLiteral()) {
            at++;
        }
        if (at == start) {
            throw malformed(start, expected);
        }
        return text.substring(start, at);
    }

    private boolean endsLiteral() {
        char c = text.charAt(at);
        return Character.isWhitespace(c)
                || "()[],".indexOf(c) >= 0
                || text.startsWith("&&", at)
                || text.startsWith("||", at);
    }

    /// A regular expression: in quotes, or bare up to a blank or a parenthesis that it did not
    /// open.
    String regularExpression(String expected) {
        int start = position();
        if (start < text.length() && isQuote(text.charAt(start))) {
            return quoted();
        }
        int open = 0;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
            char c = text.charAt(at);
            open += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (open < 0) {
                break;
            }
            at++;
        }
        if (at == start) {
            throw malformed(start, expected);
        }
        return text.substring(start, at);
    }

    private static boolean isQuote(char c) {
        return c == '\'' || c == '"';
    }

    private String quoted() {
        int start = at;
        int end = text.indexOf(text.charAt(start), start + 1);
        if (end < 0) {
            throw malformed(start, "a closing " + text.charAt(start));
        }
        at = end + 1;
        return text.substring(start + 1, end);
    }
}
