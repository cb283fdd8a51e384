package dev.kingtide.core.traffic;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.kingtide.core.Invariant;
import org.jspecify.annotations.Nullable;

/// A regular expression of a listener rule, compiled: it is looked for anywhere in a text, in time
/// that is linear in the text's length, whatever both are.
///
/// What Elastic Load Balancing does not take is not taken here: looking ahead and behind,
/// back-references, atomic groups, possessive quantifiers, recursion and classes of Unicode (ELB
/// user guide, listener-rules). Nor is what would be compiled to more than [#STEPS_MAX] steps, as
/// counted repetitions of each other are.
///
/// Safe for many threads.
public final class Expression {
    /// A step for each character of a request's head is a few milliseconds at the most.
    private static final int STEPS_MAX = 2_000;

    private final Pattern pattern;

    private Expression(Pattern pattern) {
        this.pattern = pattern;
    }

    /// One that has no fault.
    static Expression of(String text) {
        try {
            return new Expression(compiled(text));
        } catch (PatternSyntaxException e) {
            throw Invariant.broken("an expression that was never taken: " + e.getMessage());
        }
    }

    /// Why a text is no expression that is taken; null when it is one.
    public static @Nullable String fault(String text) {
        if (ExpressionSize.steps(text, STEPS_MAX) > STEPS_MAX) {
            return "expression too large";
        }
        try {
            compiled(text);
            return null;
        } catch (PatternSyntaxException e) {
            return e.getDescription();
        }
    }

    private static Pattern compiled(String text) {
        return Pattern.compile(text, Pattern.DISABLE_UNICODE_GROUPS);
    }

    /// How many groups an expression without a fault has.
    public static int groups(String text) {
        return of(text).pattern.groupCount();
    }

    /// Whether a text has a part that fits.
    boolean isIn(String text) {
        return pattern.matcher(text).find();
    }

    /// A text with the first part that fits replaced; null when no part does.
    ///
    /// @param replacement with `$1` for what the first group held, and so on; `$0` for all of it
    @Nullable String replace(String text, Replacement replacement) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            return null;
        }
        StringBuilder replaced = new StringBuilder(text.length() + 64);
        replaced.append(text, 0, matcher.start());
        replacement.write(replaced, matcher::group);
        return replaced.append(text, matcher.end(), text.length()).toString();
    }
}
