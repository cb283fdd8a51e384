package dev.kingtide.core.time;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// A cron schedule in the form that AWS uses: minutes, hours, day of month, month, day of week,
/// year.
///
/// In each set bit n is set when the value n is meant. Source: Application Auto Scaling user guide,
/// "Schedule recurring scaling actions using cron expressions". The open-source cron-utils was not
/// taken: it runs twice when clocks go back (jmrozanec/cron-utils issue 446).
record Cron(
        String text, ZoneId zone, long minutes, long hours, Days days, long months, BitSet years)
        implements Schedule {

    /// The first year that an expression can name.
    static final int FIRST_YEAR = 1970;

    /// The last year that an expression can name.
    static final int LAST_YEAR = 2199;

    /// Which days of a month are meant.
    sealed interface Days {

        /// The days as a mask: bit 1 is the first of the month.
        long in(YearMonth month);
    }

    /// Days by number; those that a month does not have are left out.
    record ByNumber(long numbers) implements Days {

        @Override
        public long in(YearMonth month) {
            return numbers & ((1L << (month.lengthOfMonth() + 1)) - 1);
        }
    }

    /// `L`: the last day of the month.
    record Last() implements Days {

        @Override
        public long in(YearMonth month) {
            return 1L << month.lengthOfMonth();
        }
    }

    /// `15W`: the Monday to Friday that is nearest to a day, within the same month.
    record NearestWorkday(int day) implements Days {

        @Override
        public long in(YearMonth month) {
            if (day > month.lengthOfMonth()) {
                return 0;
            }
            int nearest =
                    switch (month.atDay(day).getDayOfWeek()) {
                        case SATURDAY -> day == 1 ? 3 : day - 1;
                        case SUNDAY -> day == month.lengthOfMonth() ? day - 2 : day + 1;
                        case MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY -> day;
                    };
            return 1L << nearest;
        }
    }

    /// Days of the week: bit 1 is Sunday, bit 7 Saturday.
    record ByWeekday(long weekdays) implements Days {

        @Override
        public long in(YearMonth month) {
            long mask = 0;
            int weekday = weekdayOfFirst(month);
            for (int day = 1; day <= month.lengthOfMonth(); day++) {
                mask |= ((weekdays >> weekday) & 1) << day;
                weekday = weekday % 7 + 1;
            }
            return mask;
        }
    }

    /// `6L`: the last such weekday of the month.
    record LastWeekday(int weekday) implements Days {

        @Override
        public long in(YearMonth month) {
            return Long.highestOneBit(new ByWeekday(1L << weekday).in(month));
        }
    }

    /// `3#2`: the second Tuesday of the month; a month may have no fifth.
    record NthWeekday(int weekday, int nth) implements Days {

        @Override
        public long in(YearMonth month) {
            int first = (weekday - weekdayOfFirst(month) + 7) % 7 + 1;
            int day = first + 7 * (nth - 1);
            return day > month.lengthOfMonth() ? 0 : 1L << day;
        }
    }

    private static int weekdayOfFirst(YearMonth month) {
        return month.atDay(1).getDayOfWeek().getValue() % 7 + 1;
    }

    @Override
    public long next(long afterMillis) {
        LocalDateTime local =
                LocalDateTime.ofInstant(Instant.ofEpochMilli(afterMillis), zone)
                        .truncatedTo(ChronoUnit.MINUTES);
        // Several local times can mean one moment or a past one where clocks change.
        while (true) {
            LocalDateTime match = firstFrom(local.plusMinutes(1));
            if (match == null) {
                return NEVER;
            }
            long due = Schedule.instantMillis(match, zone);
            if (due > afterMillis) {
                return due;
            }
            local = match;
        }
    }

    /// The first local minute at or after `from` that all fields allow, or null.
    private @Nullable LocalDateTime firstFrom(LocalDateTime from) {
        LocalDateTime time = from;
        while (time.getYear() <= LAST_YEAR) {
            LocalDateTime day = time.truncatedTo(ChronoUnit.DAYS);
            int month = nextBit(months, time.getMonthValue());
            if (!years.get(time.getYear()) || month < 0) {
                time = day.withDayOfYear(1).plusYears(1);
                continue;
            }
            if (month > time.getMonthValue()) {
                time = day.withDayOfMonth(1).withMonth(month);
                continue;
            }
            int dayOfMonth = nextBit(days.in(YearMonth.from(time)), time.getDayOfMonth());
            if (dayOfMonth < 0) {
                time = day.withDayOfMonth(1).plusMonths(1);
                continue;
            }
            if (dayOfMonth > time.getDayOfMonth()) {
                time = day.withDayOfMonth(dayOfMonth);
            }
            int hour = nextBit(hours, time.getHour());
            if (hour < 0) {
                time = time.truncatedTo(ChronoUnit.DAYS).plusDays(1);
                continue;
            }
            if (hour > time.getHour()) {
                time = time.truncatedTo(ChronoUnit.DAYS).withHour(hour);
            }
            int minute = nextBit(minutes, time.getMinute());
            if (minute < 0) {
                time = time.truncatedTo(ChronoUnit.HOURS).plusHours(1);
                continue;
            }
            return time.withMinute(minute);
        }
        return null;
    }

    private static int nextBit(long mask, int from) {
        long rest = mask & (-1L << from);
        return rest == 0 ? -1 : Long.numberOfTrailingZeros(rest);
    }
}
