package dev.kingtide.rehearsal.page;

import dev.kingtide.rehearsal.report.Report.Moment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Moments of one kind that follow each other closely, told as one: a service registers its targets
/// one by one, and nobody reads a thousand lines of it.
///
/// @param kind what kind of thing
/// @param fromSecond the first of them
/// @param toSecond the last of them
/// @param subject to what
/// @param text the control plane's words; a count in them is the sum of theirs
/// @param times how many of them there were
record Happening(
        Moment.Kind kind, int fromSecond, int toSecond, String subject, String text, int times) {
    /// What is further apart is told apart.
    private static final int GAP_SECONDS = 30;

    /// A count of things that the same words can be said of together.
    private static final Pattern COUNT =
            Pattern.compile(
                    "(?<= (?:started|stopped|registered|deregistered|replaced|on) )\\d+(?= )");

    /// Moments in order of time, told together where they are alike.
    static List<Happening> of(List<Moment> moments) {
        Map<String, Gathering> open = new LinkedHashMap<>();
        List<Gathering> all = new ArrayList<>();
        for (Moment moment : moments) {
            String words = COUNT.matcher(moment.text()).replaceAll("#");
            String key = moment.kind() + "\n" + moment.subject() + '\n' + words;
            Gathering last = open.get(key);
            if (last == null || moment.atSecond() - last.toSecond > GAP_SECONDS) {
                last = new Gathering(moment);
                open.put(key, last);
                all.add(last);
            }
            last.add(moment);
        }
        return all.stream()
                .map(Gathering::told)
                .sorted(Comparator.comparingInt(Happening::fromSecond))
                .toList();
    }

    private static final class Gathering {
        private final Moment first;
        private final List<Long> counts = new ArrayList<>();
        private int toSecond;
        private int times;

        Gathering(Moment first) {
            this.first = first;
        }

        void add(Moment moment) {
            toSecond = moment.atSecond();
            times += moment.count();
            Matcher count = COUNT.matcher(moment.text());
            for (int i = 0; count.find(); i++) {
                long here = number(count.group()) * moment.count();
                if (i < counts.size()) {
                    counts.set(i, counts.get(i) + here);
                } else {
                    counts.add(here);
                }
            }
        }

        Happening told() {
            int[] next = {0};
            String text =
                    COUNT.matcher(first.text())
                            .replaceAll(found -> Long.toString(counts.get(next[0]++)));
            return new Happening(
                    first.kind(), first.atSecond(), toSecond, first.subject(), text, times);
        }

        private static long number(@Nullable String digits) {
            return digits == null || digits.length() > 9 ? 0 : Long.parseLong(digits);
        }
    }
}
