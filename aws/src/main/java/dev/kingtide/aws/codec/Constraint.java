package dev.kingtide.aws.codec;

import dev.kingtide.core.Invariant;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A bound that AWS's model puts on a value.
sealed interface Constraint {

    /// The bound of a range that has no upper one.
    BigDecimal ENDLESS = BigDecimal.valueOf(Long.MAX_VALUE);

    /// How long a text, list or map may be.
    record Length(long min, long max) implements Constraint {}

    /// How large a number may be.
    record Range(BigDecimal min, BigDecimal max) implements Constraint {}

    /// What a text must look like as a whole.
    record Like(Pattern pattern) implements Constraint {}

    /// The words that a text may be; the SDK's enum of that name says which, being newer than any
    /// model.
    record OneOf(String enumClass) implements Constraint {}

    /// Reads the form in which the tables hold it.
    static Constraint parse(String modelPackage, String word) {
        String rest = word.substring(1);
        return switch (word.charAt(0)) {
            case '=' -> new OneOf(modelPackage + '.' + rest);
            case '~' -> new Like(Pattern.compile(rest));
            case '#' ->
                    new Length(
                            bound(rest, 0, BigDecimal.ZERO).longValue(),
                            bound(rest, 1, BigDecimal.valueOf(Integer.MAX_VALUE)).longValue());
            case '<' -> new Range(bound(rest, 0, ENDLESS.negate()), bound(rest, 1, ENDLESS));
            default -> throw Invariant.broken("no constraint is written " + word);
        };
    }

    private static BigDecimal bound(String range, int end, BigDecimal otherwise) {
        int dots = range.indexOf("..");
        String text = end == 0 ? range.substring(0, dots) : range.substring(dots + 2);
        return text.isEmpty() ? otherwise : new BigDecimal(text);
    }

    /// What a value must do that this one does not, in the words of AWS's services; null when it is
    /// as it should be.
    ///
    /// @param text the value when it is a text
    /// @param size its length, when it has one, or -1
    /// @param number its value when it is a number
    default @Nullable String broken(@Nullable String text, long size, @Nullable BigDecimal number) {
        return switch (this) {
            case Length(var min, var max) ->
                    size < 0 ? null : outside(size < min, size > max, "length", min, max);
            case Range(var min, var max) ->
                    number == null
                            ? null
                            : outside(
                                    number.compareTo(min) < 0,
                                    number.compareTo(max) > 0,
                                    "value",
                                    min,
                                    max);
            case Like(var pattern) ->
                    text == null || pattern.matcher(text).matches()
                            ? null
                            : "Member must satisfy regular expression pattern: " + pattern;
            case OneOf(var type) -> {
                List<String> words = words(type);
                yield text == null || words.contains(text)
                        ? null
                        : "Member must satisfy enum value set: " + words;
            }
        };
    }

    /// What a value must be, for people.
    default String words() {
        return switch (this) {
            case Length(var min, var max) when max == Integer.MAX_VALUE ->
                    "a length of " + min + " at least";
            case Length(var min, var max) -> "a length of " + min + " to " + max;
            case Range(var min, var max) when max.compareTo(ENDLESS) == 0 -> min + " or more";
            case Range(var min, var max) -> min + " to " + max;
            case Like(var pattern) -> "a text of the form " + pattern;
            case OneOf(var type) -> "one of " + String.join(", ", words(type));
        };
    }

    private static @Nullable String outside(
            boolean below, boolean above, String what, Object min, Object max) {
        return below
                ? "Member must have " + what + " greater than or equal to " + min
                : above ? "Member must have " + what + " less than or equal to " + max : null;
    }

    static List<String> words(String enumClass) {
        var words = new ArrayList<String>();
        try {
            for (Object constant : Class.forName(enumClass).getEnumConstants()) {
                // The SDK's own constant for words that it does not know.
                if (!((Enum<?>) constant).name().equals("UNKNOWN_TO_SDK_VERSION")) {
                    words.add(constant.toString());
                }
            }
        } catch (ClassNotFoundException e) {
            throw Invariant.broken("the SDK has no " + enumClass);
        }
        return words;
    }
}
