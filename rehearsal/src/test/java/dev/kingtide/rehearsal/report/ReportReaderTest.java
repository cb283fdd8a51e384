package dev.kingtide.rehearsal.report;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kingtide.core.time.Dice;
import dev.kingtide.rehearsal.source.BadLaunch;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportReaderTest {
    private static final String WRITTEN = whole();

    private static final Map<String, String> PROBLEMS =
            Map.ofEntries(
                    entry(
                            "'formatVersion':1",
                            "formatVersion is 9; expected 1: rehearse again with this version of"
                                    + " Kingtide"),
                    entry(
                            "'formatVersion':1,",
                            "not a report of kingtide rehearse; kingtide rehearse DIR --output DIR"
                                    + " writes such a file"),
                    entry("'holds':false", "verdict.holds is 'no'; expected true or false"),
                    entry("'seed':7", "launch.seed is 7.5; expected a whole number"),
                    entry(
                            "Europe/Berlin",
                            "launch.startTime or launch.timeZone: Unknown time-zone ID: Mars;"
                                    + " kingtide rehearse DIR --output DIR writes such a file"),
                    entry(
                            "'medianSeconds':21,",
                            "taskStarts.stages[0].medianSeconds is missing; expected a number"),
                    entry(
                            "'kind':'service'",
                            "events[0].kind is 'gossip'; expected one of: scaling, service,"
                                    + " deployment, call, fault"),
                    entry(
                            "'lengthSeconds':120",
                            "secondBySecond.demandRequests has 120 values; expected a list of 119,"
                                    + " one a second"),
                    entry("1,2.5", "secondBySecond.demandRequests[119] is null; expected a number"),
                    entry("'calls':[", "inputs.calls[0] is 7; expected an object"));

    /// A report in which every cause of loss has a figure and every second a value.
    private static String whole() {
        return ReportJson.write(Reports.report(false))
                .replaceAll("\"lostRefusedRequests\":(2000|0),", "")
                .replace("\"lost503Requests\":0", all())
                .replace("[1,2.5", "[" + "1,".repeat(119) + "2.5");
    }

    private static String all() {
        return "\"lost503Requests\":0,\"lost502Requests\":0,\"lost504Requests\":0,"
                + "\"lostTimeoutRequests\":0,\"lostKilledInFlightRequests\":0,"
                + "\"lostRefusedRequests\":0,\"lostGaveUpRequests\":0";
    }

    @Test
    void a_report_that_was_read_and_is_written_again_gives_the_same_bytes() {
        String once = ReportJson.write(ReportReader.read("report.json", WRITTEN));
        assertThat(ReportJson.write(ReportReader.read("report.json", once))).isEqualTo(once);
        assertThat(ReportReader.read("a", once)).isEqualTo(ReportReader.read("b", once));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    'formatVersion':1     | 'formatVersion':9
                    'formatVersion':1,    | ''
                    'holds':false         | 'holds':'no'
                    'seed':7              | 'seed':7.5
                    Europe/Berlin         | Mars
                    'medianSeconds':21,   | ''
                    'kind':'service'      | 'kind':'gossip'
                    'lengthSeconds':120   | 'lengthSeconds':119
                    1,2.5                 | 1,null
                    'calls':[             | 'calls':[7,
                    """,
            quoteCharacter = '`')
    void what_is_wrong_is_named_by_its_place(String from, String to) {
        String was = from.replace('\'', '"');
        String text = WRITTEN.replace(was, to.equals("''") ? "" : to.replace('\'', '"'));
        assertThat(text).isNotEqualTo(WRITTEN);
        BadLaunch bad =
                catchThrowableOfType(BadLaunch.class, () -> ReportReader.read("r.json", text));
        assertThat(bad.problems().getFirst().toString().replace('"', '\''))
                .isEqualTo("r.json: " + PROBLEMS.get(from));
    }

    @Test
    void what_is_no_json_is_told_by_its_line() {
        assertThatThrownBy(() -> ReportReader.read("r.json", "{\n\"a\": }"))
                .isInstanceOf(BadLaunch.class)
                .hasMessageContaining("r.json:2")
                .hasMessageContaining("not JSON");
        assertThatThrownBy(() -> ReportReader.read("r.json", "[]"))
                .isInstanceOf(BadLaunch.class)
                .hasMessageContaining("not a JSON object");
    }

    @Test
    void whatever_is_cut_out_of_a_report_it_is_read_or_refused() {
        for (int seed = 0; seed < 500; seed++) {
            Dice dice = new Dice(seed);
            int from = (int) (dice.uniform("from", 0) * WRITTEN.length());
            int to = Math.min(WRITTEN.length(), from + (int) (dice.uniform("length", 0) * 60));
            String text = WRITTEN.substring(0, from) + WRITTEN.substring(to);
            try {
                assertThat(ReportReader.read("r.json", text)).isNotNull();
            } catch (BadLaunch refused) {
                assertThat(refused.problems()).as("seed %s", seed).isNotEmpty();
            }
        }
    }
}
