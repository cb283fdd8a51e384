package dev.kingtide.rehearsal.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Traffic in plain words: `from 200 to 5,000 rps in 3 minutes, hold 10 minutes, to 500 in 1 hour`.
///
/// Steps follow each other, with a comma or `then` between them, and the last rate stays:
///
/// - `200 rps`, first of all: the rate at the start
/// - `from 200 to 5,000 rps in 3 minutes`: a straight line between two rates
/// - `to 500 rps in 1 hour`: the same, from the rate that there is
/// - `hold 10 minutes`: nothing changes
/// - `at 20:00`, or `at +5m` after the start, before a step: the rate stays until then
///
/// A rate is a number with `rps`, `per second`, `per minute` or `per hour`; `k` and `million` after
/// the number multiply it. A rate without a unit has that of the rate before or after it.
public final class Sentence {

    /// What a sentence may be, for messages.
    public static final String FORMS =
            "such as \"200 rps\", \"from 200 to 5,000 rps in 3 minutes\", \"200 rps, at 20:00 to 5k"
                    + " rps in 30 seconds, hold 10 minutes, to 500 rps in 1 hour\"";

    private static final Pattern TOKEN =
            Pattern.compile(
                    "\\s*([0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?|\\+[0-9dhms]+"
                            + "|[0-9][0-9,]*(?:\\.[0-9]+)?|[a-z/]+|[,;.])");
    private static final Pattern NUMBER = Pattern.compile("[0-9][0-9,]*(\\.[0-9]+)?");
    private final String text;
    private final ToDoubleFunction<String> moment;
    private final List<String> words = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>();
    private final List<Point> points = new ArrayList<>();
    private int at;
    private double now;
    private double rate = Double.NaN;

    /// A rate at a second; straight lines join them.
    private record Point(double second, double perSecond) {}

    /// What was read, or where it stopped.
    public sealed interface Reading {

        /// A source of demand.
        record Good(Demand.Source source) implements Reading {}

        /// Not understood.
        ///
        /// @param found what, and where in the sentence
        record Bad(String found) implements Reading {}
    }

    /// What stops the reading.
    private static final class Stop extends Exception {
        private static final long serialVersionUID = 1L;

        Stop(String message) {
            super(message);
        }
    }

    private Sentence(String text, ToDoubleFunction<String> moment) {
        this.text = text;
        this.moment = moment;
    }

    /// Reads a sentence.
    ///
    /// @param moment the second after the start that a time of day stands for; NaN when it is none
    public static Reading read(String text, ToDoubleFunction<String> moment) {
        Sentence sentence = new Sentence(text, moment);
        try {
            sentence.tokens();
            sentence.steps();
            return new Reading.Good(sentence::addTo);
        } catch (Stop stop) {
            return new Reading.Bad(String.valueOf(stop.getMessage()));
        }
    }

    private void tokens() throws Stop {
        String lower = text.toLowerCase(Locale.ROOT).stripTrailing();
        Matcher matcher = TOKEN.matcher(lower);
        int from = 0;
        while (from < lower.length()) {
            if (!matcher.find(from) || matcher.start() != from) {
                throw new Stop("\"" + lower.substring(from).strip() + "\" is not understood");
            }
            String word = matcher.group(1);
            boolean thousands = NUMBER.matcher(word).matches() && word.endsWith(",");
            int end = thousands ? matcher.end() - 1 : matcher.end();
            words.add(thousands ? word.substring(0, word.length() - 1) : word);
            places.add(matcher.start(1));
            from = end;
        }
        if (words.isEmpty()) {
            throw new Stop("nothing is said");
        }
    }

    private void steps() throws Stop {
        step();
        while (at < words.size()) {
            if (is(".") && at == words.size() - 1) {
                at++;
                continue;
            }
            if (!take(",") && !take(";") && !take("then")) {
                throw stop("a comma or then before the next step");
            }
            take("then");
            step();
        }
    }

    private void step() throws Stop {
        if (take("at")) {
            waitUntil();
        }
        if (take("hold") || take("for")) {
            needRate();
            take("for");
            now += duration();
            point();
        } else if (take("from")) {
            double first = number();
            double unit = unitOrNaN();
            expect("to");
            double last = number();
            double lastUnit = unitOrNaN();
            double common = Double.isNaN(lastUnit) ? unit : lastUnit;
            if (Double.isNaN(common)) {
                throw stop("a unit: rps, per second, per minute or per hour");
            }
            rate = first * (Double.isNaN(unit) ? common : unit);
            point();
            line(last * common);
        } else if (take("to")) {
            needRate();
            line(rate());
        } else {
            rate = rate();
            point();
        }
    }

    private void waitUntil() throws Stop {
        if (at == words.size()) {
            throw stop("a time such as 20:00");
        }
        double second = moment.applyAsDouble(words.get(at));
        if (Double.isNaN(second)) {
            throw stop("a time such as 20:00");
        }
        if (second < now) {
            throw stop("a time that is not before the end of the step before");
        }
        at++;
        now = second;
        if (!Double.isNaN(rate)) {
            point();
        }
    }

    private void line(double last) throws Stop {
        if (take("in") || take("over") || take("within")) {
            now += duration();
        }
        rate = last;
        point();
    }

    private void needRate() throws Stop {
        if (Double.isNaN(rate)) {
            throw stop("a rate first, such as 200 rps");
        }
    }

    private double rate() throws Stop {
        double number = number();
        double unit = unitOrNaN();
        if (Double.isNaN(unit)) {
            throw stop("a unit: rps, per second, per minute or per hour");
        }
        return number * unit;
    }

    private double number() throws Stop {
        if (at == words.size() || !NUMBER.matcher(words.get(at)).matches()) {
            throw stop("a number");
        }
        double number = Double.parseDouble(words.get(at++).replace(",", ""));
        if (take("k") || take("thousand")) {
            return number * 1e3;
        }
        return take("m") || take("million") ? number * 1e6 : number;
    }

    private double unitOrNaN() throws Stop {
        if (take("rps") || take("req/s") || take("requests/s") || take("/s")) {
            return 1;
        }
        boolean requests = take("requests") || take("request");
        if (take("per") || take("a") || take("an") || take("each")) {
            return 1 / span();
        }
        if (requests) {
            throw stop("per second, per minute or per hour");
        }
        return Double.NaN;
    }

    private double duration() throws Stop {
        double seconds = number() * span();
        while (at + 1 < words.size()
                && NUMBER.matcher(words.get(at)).matches()
                && seconds(words.get(at + 1)) > 0) {
            seconds += number() * span();
        }
        return seconds;
    }

    private double span() throws Stop {
        double seconds = at < words.size() ? seconds(words.get(at)) : 0;
        if (seconds == 0) {
            throw stop("seconds, minutes, hours or days");
        }
        at++;
        return seconds;
    }

    private static double seconds(String word) {
        return switch (word) {
            case "s", "second", "seconds" -> 1;
            case "min", "minute", "minutes" -> 60;
            case "h", "hour", "hours" -> 3_600;
            case "d", "day", "days" -> 86_400;
            default -> 0;
        };
    }

    private void point() {
        points.add(new Point(now, rate));
    }

    private boolean is(String word) {
        return at < words.size() && words.get(at).equals(word);
    }

    private boolean take(String word) {
        boolean there = is(word);
        at += there ? 1 : 0;
        return there;
    }

    private void expect(String word) throws Stop {
        if (!take(word)) {
            throw stop(word);
        }
    }

    private Stop stop(String wanted) {
        return new Stop(
                (at == words.size()
                                ? "the sentence ends"
                                : "\"" + words.get(at) + "\" at character " + (places.get(at) + 1))
                        + " where "
                        + wanted
                        + " should be");
    }

    private void addTo(double[] perSecond) {
        for (int second = 0; second < perSecond.length; second++) {
            perSecond[second] += at(second + 0.5);
        }
    }

    private double at(double second) {
        @Nullable Point before = null;
        for (Point point : points) {
            if (point.second > second) {
                if (before == null) {
                    return 0;
                }
                double share = (second - before.second) / (point.second - before.second);
                return before.perSecond + share * (point.perSecond - before.perSecond);
            }
            before = point;
        }
        return before == null ? 0 : before.perSecond;
    }
}
