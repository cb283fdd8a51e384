package dev.kingtide.core.traffic;

/// Patterns with `*` (any characters, or none) and `?` (exactly one character), as listener rules
/// have them.
enum Wildcard {
    /// Upper and lower case differ.
    EXACT_CASE(false, false),
    /// Upper and lower case are the same.
    ANY_CASE(true, false),
    /// Upper and lower case are the same; a backslash takes the meaning from a wildcard.
    ESCAPED_ANY_CASE(true, true);

    private final boolean ignoresCase;
    private final boolean escapes;

    Wildcard(boolean ignoresCase, boolean escapes) {
        this.ignoresCase = ignoresCase;
        this.escapes = escapes;
    }

    /// Whether the whole text fits the pattern.
    ///
    /// Goes back only to the latest `*`, which is enough, so a hostile pattern costs the product of
    /// the two lengths at most.
    boolean matches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int starAt = -1;
        int starText = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                starAt = p++;
                starText = t;
            } else if (p < pattern.length() && fits(pattern, p, text.charAt(t))) {
                p += isEscape(pattern, p) ? 2 : 1;
                t++;
            } else if (starAt >= 0) {
                p = starAt + 1;
                t = ++starText;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    private boolean fits(String pattern, int at, char found) {
        boolean escaped = isEscape(pattern, at);
        char wanted = pattern.charAt(escaped ? at + 1 : at);
        return (wanted == '?' && !escaped)
                || wanted == found
                || (ignoresCase && Character.toLowerCase(wanted) == Character.toLowerCase(found));
    }

    private boolean isEscape(String pattern, int at) {
        return escapes && pattern.charAt(at) == '\\' && at + 1 < pattern.length();
    }
}
