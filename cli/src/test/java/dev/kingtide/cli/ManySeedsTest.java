package dev.kingtide.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kingtide.rehearsal.Progress;
import dev.kingtide.rehearsal.launch.Launch;
import dev.kingtide.rehearsal.spread.SpreadJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Many seeds at once, and two reports side by side.
class ManySeedsTest {
    private static final Path SALE = Path.of("..", "examples", "ticket-sale");

    @TempDir private Path directory;

    private record Outcome(int status, String out, String err) {}

    private static Outcome kingtide(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status =
                Kingtide.commandLine(new Browser(Map.of(), "Linux"))
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .execute(arguments);
        return new Outcome(status, out.toString(), err.toString());
    }

    @Test
    void the_spread_does_not_depend_on_the_number_of_threads() {
        Launch launch = new LaunchDirectory(SALE).load(List.of(), 3L);
        String alone = SpreadJson.write(new ManySeeds(launch, List.of(), 5, 1).play(Progress.NONE));
        String together =
                SpreadJson.write(new ManySeeds(launch, List.of(), 5, 4).play(Progress.NONE));
        assertThat(together).isEqualTo(alone).contains("\"seed\":3", "\"seed\":7");
    }

    @Test
    void a_seed_of_the_spread_is_what_it_is_alone() throws IOException {
        Path output = directory.resolve("out");
        Outcome many =
                kingtide(
                        "rehearse",
                        SALE.toString(),
                        "--seed",
                        "4",
                        "--seeds",
                        "2",
                        "--output",
                        output.toString());
        assertThat(many.status()).as(many.err()).isEqualTo(1);
        assertThat(many.out())
                .startsWith("Ticket sale: DOES NOT HOLD with any of 2 seeds (4 to 5)");
        Outcome one = kingtide("rehearse", SALE.toString(), "--seed", "5", "--json");
        String verdict = one.out().substring(one.out().indexOf("\"verdict\""));
        String served = verdict.replaceFirst("(?s).*?(\"servedPercent\":[0-9.]+).*", "$1");
        assertThat(Files.readString(output.resolve("spread.json"))).contains(served);
        assertThat(output.resolve("report.html")).exists();
    }

    @Test
    void with_a_what_if_both_spreads_are_told_and_the_last_decides() {
        Outcome outcome =
                kingtide("rehearse", SALE.toString(), "--seeds", "2", "--what-if", "tuned.yaml");
        assertThat(outcome.status()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .contains(
                        "DOES NOT HOLD with any of 2 seeds",
                        "HOLDS with all 2 seeds",
                        "the change loses fewer requests with 2 of 2.");
    }

    @Test
    void what_the_verdict_hangs_on_is_told_for_the_launch_as_changed() throws IOException {
        String output = directory.resolve("out").toString();
        Outcome outcome =
                kingtide(
                        "rehearse",
                        SALE.toString(),
                        "--sensitivity",
                        "--what-if",
                        "tuned.yaml",
                        "--what-if",
                        "traffic.scale=1.55",
                        "--output",
                        output);
        assertThat(outcome.status()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .startsWith("Ticket sale: HOLDS")
                .containsPattern("hangs on requests\\.cpuMillis: it does not hold from [0-9.]+ on");
        assertThat(Files.readString(Path.of(output, "sensitivity.json")))
                .contains("\"key\":\"timings.downloadMibPerSecond\"", "\"turnsAt\":null");
    }

    @Test
    void the_first_failure_ends_the_rest_and_is_the_one_that_is_told() {
        List<Integer> seen = new ArrayList<>();
        assertThatThrownBy(() ->
                        Parallel.map(
                                1_000,
                                1,
                                number -> {
                                    if (number == 3) {
                                        throw new IllegalStateException("third");
                                    }
                                    seen.add(number);
                                    return number;
                                },
                                Progress.NONE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("third");
        assertThat(seen).startsWith(0, 1, 2);
    }

    @Test
    void two_reports_are_shown_as_a_what_if_is() throws IOException {
        String out = directory.toString();
        Outcome both =
                kingtide("rehearse", SALE.toString(), "--what-if", "tuned.yaml", "--output", out);
        Outcome compared =
                kingtide(
                        "rehearse",
                        "--compare",
                        directory.resolve("report.json").toString(),
                        directory.resolve("what-if.json").toString(),
                        "--output",
                        directory.resolve("page").toString());
        assertThat(compared.out()).isEqualTo(both.out());
        assertThat(compared.status()).isZero();
        assertThat(Files.readString(directory.resolve("page/report.html"))).contains("tuned.yaml");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rehearse | Missing required parameter: 'DIR'",
                "rehearse DIR --seeds 0 | --seeds is 0; expected 1 to 10000",
                "rehearse DIR --seeds 10001 | --seeds is 10001; expected 1 to 10000",
                "rehearse DIR --seeds some | Invalid value for option '--seeds'",
                "rehearse DIR --seeds 2 --rank | --rank and --seeds do not go together",
                "rehearse DIR --sensitivity --seeds 2 | --sensitivity goes with neither --seeds",
                "rehearse --compare a b --sensitivity | --compare reads two reports",
                "rehearse DIR --compare a b | --compare reads two reports",
                "rehearse --compare a b --seed 1 | --compare reads two reports",
                "rehearse --compare a b --seeds 1 | --compare reads two reports",
                "rehearse --compare a b --what-if c=d | --compare reads two reports",
                "rehearse --compare a b --json | both reports are JSON already",
                "rehearse --compare a | option '--compare'",
                "rehearse --compare nope.json b | nope.json: no such file; expected a report.json",
                "rehearse --compare DIR b | ticket-sale: it is a directory",
                "rehearse --compare DIR/launch.yaml b | launch.yaml:1: not JSON",
                "rehearse --compare DIR/service.json b | not a report of kingtide rehearse",
            })
    void what_does_not_go_together_or_is_no_report_is_bad_input(String arguments, String problem) {
        Outcome outcome = kingtide(arguments.replace("DIR", SALE.toString()).split(" "));
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).contains(problem).doesNotContain("Exception");
        assertThat(outcome.out()).isEmpty();
    }
}
