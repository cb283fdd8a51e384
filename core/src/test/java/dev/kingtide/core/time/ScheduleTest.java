package dev.kingtide.core.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ScheduleTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # expression | zone | after | next moments
                    at(2026-11-27T19:55:00) | UTC | 2026-11-27T19:54:59 | 2026-11-27T19:55 never
                    at(2026-11-27T19:55:00) | UTC | 2026-11-27T19:55 | never
                    at(2026-11-27T19:55:00) | Europe/Berlin | 2026-01-01T00:00 | \
                        2026-11-27T18:55 never
                    at(2026-11-27T19:55:00) | Asia/Kolkata | 2026-01-01T00:00 | 2026-11-27T14:25
                    at(2026-03-29T02:30:00) | Europe/Berlin | 2026-01-01T00:00 | \
                        2026-03-29T01:00 never
                    at(2026-10-25T02:30:00) | Europe/Berlin | 2026-01-01T00:00 | \
                        2026-10-25T00:30 never
                    at(2024-02-29T00:00:00) | UTC | 2024-01-01T00:00 | 2024-02-29T00:00
                    rate(5 minutes) | Europe/Berlin | 2026-01-01T00:00 | 2026-01-01T00:05 \
                        2026-01-01T00:10
                    rate(1 minute) | UTC | 2026-01-01T00:00:30 | 2026-01-01T00:01 2026-01-01T00:02
                    rate(12 hours) | UTC | 2026-01-01T13:00 | 2026-01-02T00:00 2026-01-02T12:00
                    rate(1 day) | Europe/Berlin | 2026-03-28T00:00 | 2026-03-29T00:00 \
                        2026-03-30T00:00
                    rate(2 days) | UTC | 2025-01-01T00:00 | 2026-01-03T00:00
                    cron(0 18 * * ? *) | UTC | 2026-01-01T00:00 | 2026-01-01T18:00 2026-01-02T18:00
                    cron(0 18 * * ? *) | UTC | 2026-01-01T18:00 | 2026-01-02T18:00
                    cron(0 18 * * ? *) | Asia/Kolkata | 2026-01-01T00:00 | 2026-01-01T12:30 \
                        2026-01-02T12:30
                    cron(0 18 ? * MON-FRI *) | UTC | 2026-11-27T18:00 | 2026-11-30T18:00 \
                        2026-12-01T18:00
                    cron(0 18 ? * 2-6 *) | UTC | 2026-11-27T18:00 | 2026-11-30T18:00 \
                        2026-12-01T18:00
                    cron(0 12 ? * FRI-SUN *) | UTC | 2026-11-26T12:00 | 2026-11-27T12:00 \
                        2026-11-28T12:00 2026-11-29T12:00 2026-12-04T12:00
                    cron(0/15 8-9 ? * MON *) | UTC | 2026-11-23T08:40 | 2026-11-23T08:45 \
                        2026-11-23T09:00 2026-11-23T09:15 2026-11-23T09:30 2026-11-23T09:45 \
                        2026-11-30T08:00
                    cron(*/20 0 1 1 ? *) | UTC | 2026-01-01T00:19 | 2026-01-01T00:20 \
                        2026-01-01T00:40 2027-01-01T00:00
                    cron(10-40/15 6 * * ? *) | UTC | 2026-01-01T00:00 | 2026-01-01T06:10 \
                        2026-01-01T06:25 2026-01-01T06:40 2026-01-02T06:10
                    cron(30 22-1 1 * ? *) | UTC | 2026-01-01T00:00 | 2026-01-01T00:30 \
                        2026-01-01T01:30 2026-01-01T22:30 2026-01-01T23:30 2026-02-01T00:30
                    cron(0 0 L * ? *) | UTC | 2024-01-31T00:00 | 2024-02-29T00:00 \
                        2024-03-31T00:00 2024-04-30T00:00
                    cron(0 0 L 2 ? *) | UTC | 2024-03-01T00:00 | 2025-02-28T00:00 \
                        2026-02-28T00:00 2027-02-28T00:00 2028-02-29T00:00
                    cron(0 0 29 2 ? *) | UTC | 2024-03-01T00:00 | 2028-02-29T00:00 2032-02-29T00:00
                    cron(0 0 29 2 ? *) | UTC | 2096-03-01T00:00 | 2104-02-29T00:00
                    cron(0 0 31 * ? *) | UTC | 2026-01-31T00:00 | 2026-03-31T00:00 \
                        2026-05-31T00:00 2026-07-31T00:00 2026-08-31T00:00
                    cron(0 0 30 2 ? *) | UTC | 2026-01-01T00:00 | never
                    cron(0 9 15W * ? *) | UTC | 2026-07-01T00:00 | 2026-07-15T09:00 \
                        2026-08-14T09:00 2026-09-15T09:00 2026-10-15T09:00 2026-11-16T09:00
                    cron(0 9 1W * ? *) | UTC | 2026-07-31T00:00 | 2026-08-03T09:00 2026-09-01T09:00
                    cron(0 9 31W * ? *) | UTC | 2026-05-01T00:00 | 2026-05-29T09:00 2026-07-31T09:00
                    cron(0 9 ? * 6L *) | UTC | 2026-11-01T00:00 | 2026-11-27T09:00 2026-12-25T09:00
                    cron(0 9 ? * FRIL *) | UTC | 2026-11-27T09:00 | 2026-12-25T09:00 \
                        2027-01-29T09:00
                    cron(0 9 ? * L *) | UTC | 2026-11-23T00:00 | 2026-11-28T09:00 2026-12-05T09:00
                    cron(0 9 ? * 3#2 *) | UTC | 2026-11-01T00:00 | 2026-11-10T09:00 2026-12-08T09:00
                    cron(0 9 ? * TUE#1 *) | UTC | 2026-11-01T00:00 | 2026-11-03T09:00 \
                        2026-12-01T09:00
                    cron(0 9 ? * SUN#5 *) | UTC | 2026-11-01T00:00 | 2026-11-29T09:00 \
                        2027-01-31T09:00
                    cron(0 0 1 JAN,jul ? 2026-2027) | UTC | 2026-01-01T00:00 | 2026-07-01T00:00 \
                        2027-01-01T00:00 2027-07-01T00:00 never
                    cron(0 0 1 1 ? 2026/4) | UTC | 2026-01-01T00:00 | 2030-01-01T00:00 \
                        2034-01-01T00:00
                    cron(0 0 1 1 ? 2020) | UTC | 2026-01-01T00:00 | never
                    cron(0 0 1 1 ? *) | UTC | 2199-01-01T00:00 | never
                    cron(30 0 18 * * ? *) | UTC | 2026-01-01T00:00 | 2026-01-01T18:00
                    # Clocks go forward at 02:00 in Berlin and New York: the gap means its end.
                    cron(30 2 * * ? *) | Europe/Berlin | 2026-03-28T00:00 | 2026-03-28T01:30 \
                        2026-03-29T01:00 2026-03-30T00:30
                    cron(0/15 2 * * ? *) | Europe/Berlin | 2026-03-28T02:00 | 2026-03-29T01:00 \
                        2026-03-30T00:00
                    cron(30 2 * * ? *) | America/New_York | 2026-03-07T08:00 | 2026-03-08T07:00 \
                        2026-03-09T06:30
                    cron(0 17 * * ? *) | America/New_York | 2026-03-07T23:00 | 2026-03-08T21:00 \
                        2026-03-09T21:00
                    # Clocks go back at 03:00 in Berlin and 02:00 in New York: once.
                    cron(30 2 * * ? *) | Europe/Berlin | 2026-10-24T12:00 | 2026-10-25T00:30 \
                        2026-10-26T01:30
                    cron(30 2 * * ? *) | Europe/Berlin | 2026-10-25T01:10 | 2026-10-26T01:30
                    cron(30 1 * * ? *) | America/New_York | 2026-10-31T12:00 | 2026-11-01T05:30 \
                        2026-11-02T06:30
                    cron(0 17 * * ? *) | America/New_York | 2026-10-31T22:00 | 2026-11-01T22:00 \
                        2026-11-02T22:00
                    cron(30 2 * * ? *) | Asia/Kolkata | 2026-10-24T12:00 | 2026-10-24T21:00 \
                        2026-10-25T21:00
                    """)
    void an_expression_names_these_moments(
            String expression, String zone, String after, String moments) throws InvalidSchedule {
        Schedule schedule =
                Schedule.parse(
                        expression,
                        Schedule.zone(zone),
                        Instant.parse("2026-01-01T00:00:00Z").toEpochMilli());
        List<String> expected = List.of(moments.split(" +"));
        List<String> found = new ArrayList<>();
        long moment = LocalDateTime.parse(after).toInstant(ZoneOffset.UTC).toEpochMilli();
        while (found.size() < expected.size() && moment != Schedule.NEVER) {
            moment = schedule.next(moment);
            found.add(
                    moment == Schedule.NEVER
                            ? "never"
                            : LocalDateTime.ofInstant(Instant.ofEpochMilli(moment), ZoneOffset.UTC)
                                    .toString());
        }
        assertThat(found).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    '' | 1 | expected at(...), rate(...) or cron(...)
                    every 5 minutes | 1 | expected at(...), rate(...) or cron(...)
                    Cron(0 18 * * ? *) | 1 | expected at(...), rate(...) or cron(...)
                    cron(0 18 * * ? * | 1 | expected at(...), rate(...) or cron(...)
                    at(2026-11-27 19:55:00) | 14 | expected a date and time as yyyy-mm-ddThh:mm:ss
                    at(2026-11-27T19:55) | 20 | expected a date and time as yyyy-mm-ddThh:mm:ss
                    at(2026-02-29T00:00:00) | 4 | expected a date and time as yyyy-mm-ddThh:mm:ss
                    rate(0 minutes) | 6 | expected a positive number and minute(s), hour(s) or \
                    day(s)
                    rate(5 weeks) | 6 | expected a positive number and minute(s), hour(s) or day(s)
                    rate(minutes) | 6 | expected a positive number and minute(s), hour(s) or day(s)
                    cron(0 18 * * *) | 6 | expected six fields (minutes hours day-of-month month \
                    day-of-week year), found 5
                    cron(0 18 * * * *) | 15 | expected ? in exactly one of day-of-month and \
                    day-of-week
                    cron(0 18 ? * ? *) | 15 | expected ? in exactly one of day-of-month and \
                    day-of-week
                    cron(60 18 * * ? *) | 6 | found "60" as minutes, expected 0 to 59
                    cron(0 24 * * ? *) | 8 | found "24" as hours, expected 0 to 23
                    cron(0 8,,9 * * ? *) | 10 | found "" as hours, expected 0 to 23
                    cron(0 8-30 * * ? *) | 10 | found "30" as hours, expected 0 to 23
                    cron(0/0 8 * * ? *) | 8 | found "0" as step of minutes, expected 1 to 59
                    cron(0 8 32 * ? *) | 10 | found "32" as day-of-month, expected 1 to 31
                    cron(0 8 0W * ? *) | 10 | found "0" as day-of-month, expected 1 to 31
                    cron(0 8 L,15 * ? *) | 10 | found "L" as day-of-month, expected 1 to 31
                    cron(0 8 * 13 ? *) | 12 | found "13" as month, expected 1 to 12 or JAN to DEC
                    cron(0 8 ? * 0 *) | 14 | found "0" as day-of-week, expected 1 to 7 or SUN to SAT
                    cron(0 8 ? * MONDAY *) | 14 | found "MONDAY" as day-of-week, expected 1 to 7 \
                    or SUN to SAT
                    cron(0 8 ? * 3#6 *) | 16 | found "6" as number after #, expected 1 to 5
                    cron(0 8 ? * 2#1,3#2 *) | 16 | found "1,3#2" as number after #, expected 1 to 5
                    cron(0 8 * * ? 1969) | 16 | found "1969" as year, expected 1970 to 2199
                    cron(0 -1 * * ? *) | 8 | found "" as hours, expected 0 to 23
                    cron(61 0 18 * * ? *) | 6 | found "61" as seconds, expected 0 to 59
                    """)
    void a_bad_expression_says_what_is_wrong_and_where(
            String expression, int position, String problem) {
        assertThatThrownBy(() -> Schedule.parse(expression, ZoneId.of("UTC"), 0))
                .isInstanceOf(InvalidSchedule.class)
                .hasMessage("\"" + expression + "\", position " + position + ": " + problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Europe/Bonn", "+01:00", "UTC+1", ""})
    void a_time_zone_has_an_iana_name(String name) {
        assertThatThrownBy(() -> Schedule.zone(name))
                .isInstanceOf(InvalidSchedule.class)
                .hasMessageContaining("expected an IANA time zone such as Europe/Berlin");
    }

    /// The oracle tries every minute of a year against the fields, one by one.
    @ParameterizedTest
    @ValueSource(strings = {"Europe/Berlin", "America/New_York", "Asia/Kolkata"})
    void a_year_of_moments_is_what_trying_each_minute_finds(String zoneName)
            throws InvalidSchedule {
        ZoneId zone = Schedule.zone(zoneName);
        Schedule schedule = Schedule.parse("cron(5/25 1-3,20 ? * SUN,3 2026)", zone, 0);
        List<Long> expected = new ArrayList<>();
        LocalDateTime local = LocalDateTime.of(2026, 1, 1, 0, 0);
        for (; local.getYear() == 2026; local = local.plusMinutes(1)) {
            boolean minute = List.of(5, 30, 55).contains(local.getMinute());
            boolean hour = List.of(1, 2, 3, 20).contains(local.getHour());
            boolean day = List.of(7, 2).contains(local.getDayOfWeek().getValue());
            if (minute && hour && day) {
                // atZone moves a time in a gap on by the gap's length, and so to another hour
                ZonedDateTime moment = local.atZone(zone);
                if (!moment.toLocalDateTime().equals(local)) {
                    moment = moment.truncatedTo(ChronoUnit.HOURS);
                }
                long millis = moment.toInstant().toEpochMilli();
                if (expected.isEmpty() || expected.getLast() != millis) {
                    expected.add(millis);
                }
            }
        }
        List<Long> found = new ArrayList<>();
        for (long m = schedule.next(0); m != Schedule.NEVER; m = schedule.next(m)) {
            found.add(m);
        }
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void an_impossible_day_ends_the_search() throws InvalidSchedule {
        Schedule schedule = Schedule.parse("cron(0 0 31 2,4,6,9,11 ? *)", ZoneId.of("UTC"), 0);
        assertThat(schedule.next(0)).isEqualTo(Schedule.NEVER);
    }
}
