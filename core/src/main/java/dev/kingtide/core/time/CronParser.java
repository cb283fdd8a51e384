package dev.kingtide.core.time;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/// Reads the fields of a cron expression.
///
/// Fields, values and wildcards: Application Auto Scaling user guide, "Schedule recurring scaling
/// actions using cron expressions". Ranges may run over the end (`FRI-MON`), as in the Quartz
/// scheduler, whose syntax AWS's is.
final class CronParser {
    private static final List<String> MONTHS =
            List.of(
                    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV",
                    "DEC");
    private static final List<String> WEEKDAYS =
            List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    private final String text;

    private CronParser(String text) {
        this.text = text;
    }

    /// A field as found: what it is called, what it allows, its words and its place.
    private record Field(
            String name, int least, int most, List<String> names, String value, int position) {

        Field part(String partOfValue, int offset) {
            return new Field(name, least, most, names, partOfValue, position + offset);
        }
    }

    /// Reads `cron(...)` whose fields begin at `start`.
    static Cron parse(String text, int start, ZoneId zone) throws InvalidSchedule {
        return new CronParser(text).read(start, zone);
    }

    private Cron read(int start, ZoneId zone) throws InvalidSchedule {
        List<Field> words = words(start);
        if (words.size() != 6 && words.size() != 7) {
            throw new InvalidSchedule(
                    text,
                    start,
                    "expected six fields (minutes hours day-of-month month day-of-week year),"
                            + " found "
                            + words.size());
        }
        if (words.size() == 7) {
            // The user guide: a leading field of seconds is accepted, but not kept to.
            set(words.getFirst(), "seconds", 0, 59, List.of());
            words = words.subList(1, 7);
        }
        return new Cron(
                text,
                zone,
                mask(set(words.get(0), "minutes", 0, 59, List.of())),
                mask(set(words.get(1), "hours", 0, 23, List.of())),
                days(words.get(2), words.get(4)),
                mask(set(words.get(3), "month", 1, 12, MONTHS)),
                set(words.get(5), "year", Cron.FIRST_YEAR, Cron.LAST_YEAR, List.of()));
    }

    private List<Field> words(int start) {
        List<Field> words = new ArrayList<>();
        int end = text.length() - 1;
        int position = start;
        while (position < end) {
            int stop = position;
            while (stop < end && text.charAt(stop) != ' ') {
                stop++;
            }
            if (stop > position) {
                String value = text.substring(position, stop).toUpperCase(Locale.ROOT);
                words.add(new Field("", 0, 0, List.of(), value, position));
            }
            position = stop + 1;
        }
        return words;
    }

    private Cron.Days days(Field ofMonth, Field ofWeek) throws InvalidSchedule {
        boolean noMonthDay = ofMonth.value.equals("?");
        boolean noWeekDay = ofWeek.value.equals("?");
        if (noMonthDay == noWeekDay) {
            throw new InvalidSchedule(
                    text,
                    ofWeek.position,
                    "expected ? in exactly one of day-of-month and day-of-week");
        }
        return noWeekDay ? monthDays(ofMonth) : weekDays(ofWeek);
    }

    private Cron.Days monthDays(Field word) throws InvalidSchedule {
        if (word.value.equals("L")) {
            return new Cron.Last();
        }
        if (word.value.endsWith("W")) {
            return new Cron.NearestWorkday(
                    number(as(dropLast(word), "day-of-month", 1, 31, List.of())));
        }
        return new Cron.ByNumber(mask(set(word, "day-of-month", 1, 31, List.of())));
    }

    private Cron.Days weekDays(Field word) throws InvalidSchedule {
        String value = word.value;
        if (value.equals("L")) {
            return new Cron.ByWeekday(1L << 7);
        }
        if (value.endsWith("L")) {
            return new Cron.LastWeekday(number(as(dropLast(word), "day-of-week", 1, 7, WEEKDAYS)));
        }
        int hash = value.indexOf('#');
        if (hash >= 0) {
            Field weekday = word.part(value.substring(0, hash), 0);
            Field nth = word.part(value.substring(hash + 1), hash + 1);
            return new Cron.NthWeekday(
                    number(as(weekday, "day-of-week", 1, 7, WEEKDAYS)),
                    number(as(nth, "number after #", 1, 5, List.of())));
        }
        return new Cron.ByWeekday(mask(set(word, "day-of-week", 1, 7, WEEKDAYS)));
    }

    private static Field dropLast(Field word) {
        return word.part(word.value.substring(0, word.value.length() - 1), 0);
    }

    private static Field as(Field word, String name, int least, int most, List<String> names) {
        return new Field(name, least, most, names, word.value, word.position);
    }

    private BitSet set(Field word, String name, int least, int most, List<String> names)
            throws InvalidSchedule {
        Field field = as(word, name, least, most, names);
        BitSet values = new BitSet();
        int from = 0;
        while (from <= field.value.length()) {
            int comma = field.value.indexOf(',', from);
            int end = comma < 0 ? field.value.length() : comma;
            add(values, field.part(field.value.substring(from, end), from));
            from = end + 1;
        }
        return values;
    }

    /// Adds one item of a list: `5`, `MON-FRI`, `*`, `0/15`, `10-40/10`.
    private void add(BitSet values, Field item) throws InvalidSchedule {
        int slash = item.value.indexOf('/');
        Field range = slash < 0 ? item : item.part(item.value.substring(0, slash), 0);
        int step = 1;
        if (slash >= 0) {
            Field after = item.part(item.value.substring(slash + 1), slash + 1);
            step = number(as(after, "step of " + item.name, 1, item.most, List.of()));
        }
        int dash = range.value.indexOf('-');
        int first;
        int last;
        if (range.value.equals("*")) {
            first = range.least;
            last = range.most;
        } else if (dash >= 0) {
            first = number(range.part(range.value.substring(0, dash), 0));
            last = number(range.part(range.value.substring(dash + 1), dash + 1));
        } else {
            first = number(range);
            last = slash < 0 ? first : range.most;
        }
        int span = item.most - item.least + 1;
        int length = Math.floorMod(last - first, span);
        for (int offset = 0; offset <= length; offset += step) {
            values.set(item.least + (first - item.least + offset) % span);
        }
    }

    private int number(Field field) throws InvalidSchedule {
        int named = field.names.indexOf(field.value);
        if (named >= 0) {
            return field.least + named;
        }
        int value = -1;
        if (!field.value.isEmpty()
                && field.value.length() <= 4
                && field.value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            value = Integer.parseInt(field.value);
        }
        if (value < field.least || value > field.most) {
            String words =
                    field.names.isEmpty()
                            ? ""
                            : " or " + field.names.getFirst() + " to " + field.names.getLast();
            throw new InvalidSchedule(
                    text,
                    field.position,
                    "found \""
                            + field.value
                            + "\" as "
                            + field.name
                            + ", expected "
                            + field.least
                            + " to "
                            + field.most
                            + words);
        }
        return value;
    }

    private static long mask(BitSet values) {
        return values.isEmpty() ? 0 : values.toLongArray()[0];
    }
}
