package dev.kingtide.rehearsal.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.rehearsal.report.Report.Moment;
import dev.kingtide.rehearsal.report.Report.Moment.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class HappeningTest {

    private static Moment service(int second, String subject, String text, int count) {
        return new Moment(Kind.SERVICE, second, subject, text, count);
    }

    @Test
    void targets_that_come_one_after_another_are_told_as_one() {
        assertThat(
                        Happening.of(
                                List.of(
                                        service(
                                                10,
                                                "c/a",
                                                "(service a) registered 1 targets in g",
                                                2),
                                        service(
                                                11,
                                                "c/b",
                                                "(service b) registered 1 targets in g",
                                                1),
                                        service(
                                                39,
                                                "c/a",
                                                "(service a) registered 3 targets in g",
                                                1),
                                        service(
                                                70,
                                                "c/a",
                                                "(service a) registered 1 targets in g",
                                                1))))
                .containsExactly(
                        told(10, 39, "c/a", "(service a) registered 5 targets in g", 3),
                        told(11, 11, "c/b", "(service b) registered 1 targets in g", 1),
                        told(70, 70, "c/a", "(service a) registered 1 targets in g", 1));
    }

    @Test
    void two_counts_in_one_text_are_added_up_each_for_itself() {
        String text =
                "has started %d tasks. Amazon ECS replaced %d tasks due to an unhealthy status.";
        assertThat(
                        Happening.of(
                                List.of(
                                        service(1, "s", "(service s) " + text.formatted(3, 1), 1),
                                        service(2, "s", "(service s) " + text.formatted(2, 2), 2))))
                .containsExactly(told(1, 2, "s", "(service s) " + text.formatted(7, 5), 3));
    }

    @Test
    void other_numbers_keep_things_apart() {
        assertThat(
                        Happening.of(
                                List.of(
                                        service(1, "s", "Setting desired count to 6.", 1),
                                        service(2, "s", "Setting desired count to 8.", 1))))
                .hasSize(2);
    }

    private static Happening told(int from, int to, String subject, String text, int times) {
        return new Happening(Kind.SERVICE, from, to, subject, text, times);
    }
}
