package dev.kingtide.core.traffic;

import java.util.ArrayDeque;
import java.util.Deque;

/// How large an expression would be when it is compiled: before that is done, as counted
/// repetitions within each other would fill any memory.
final class ExpressionSize {
    private final String text;
    private final long enough;
    private final Deque<Long> outer = new ArrayDeque<>();

    /// Steps of the group that is open, and of what was read last in it.
    private long sum;

    private long last;

    private ExpressionSize(String text, long enough) {
        this.text = text;
        this.enough = enough;
    }

    /// A step for each character, class and group, times as often as it is repeated.
    ///
    /// @param enough beyond which nobody asks how many
    static long steps(String text, long enough) {
        ExpressionSize size = new ExpressionSize(text, enough);
        int at = 0;
        while (at < text.length() && size.sum <= enough) {
            at = size.read(at);
        }
        for (long open : size.outer) {
            size.sum += open;
        }
        return size.sum;
    }

    /// Reads what begins here.
    ///
    /// @return where it ends
    private int read(int at) {
        switch (text.charAt(at)) {
            case '\\' -> {
                return escape(at);
            }
            case '[' -> {
                add(1);
                return classEnd(at);
            }
            case '(' -> {
                outer.push(sum);
                sum = 0;
                last = 0;
            }
            case ')' -> {
                long group = sum + 1;
                sum = outer.isEmpty() ? 0 : outer.pop();
                add(group);
            }
            case '{' -> {
                int close = text.indexOf('}', at);
                long times = close < 0 ? 0 : times(text.substring(at + 1, close));
                if (times > 0) {
                    sum += last * (times - 1);
                    last *= times;
                    return close + 1;
                }
                add(1);
            }
            default -> add(1);
        }
        return at + 1;
    }

    private void add(long steps) {
        sum += steps;
        last = steps;
    }

    /// `\Q...\E` stands for what is in it, any other backslash for one character.
    private int escape(int at) {
        if (!text.startsWith("\\Q", at)) {
            add(1);
            return at + 2;
        }
        int end = text.indexOf("\\E", at + 2);
        add(end < 0 ? text.length() - at : end - at);
        return end < 0 ? text.length() : end + 2;
    }

    /// Behind a class, in which a bracket may stand first, escaped, or around a class's name.
    private int classEnd(int open) {
        int at = open + 1;
        if (text.startsWith("^", at)) {
            at++;
        }
        if (text.startsWith("]", at)) {
            at++;
        }
        while (at < text.length() && text.charAt(at) != ']') {
            int named = text.startsWith("[:", at) ? text.indexOf(":]", at + 2) : -1;
            at = named >= 0 ? named + 2 : text.charAt(at) == '\\' ? at + 2 : at + 1;
        }
        return at + 1;
    }

    /// How often `n`, `n,` or `n,m` repeats at the most; 0 when it is no count.
    private long times(String count) {
        if (!count.matches("[0-9]{1,9}(,[0-9]{0,9})?")) {
            return 0;
        }
        String[] bounds = count.split(",", -1);
        long least = Long.parseLong(bounds[0]);
        long most =
                bounds.length == 1
                        ? least
                        : bounds[1].isEmpty() ? least + 1 : Long.parseLong(bounds[1]);
        return Math.clamp(most, 1, enough + 1);
    }
}
