package dev.kingtide.rehearsal.spread;

import dev.kingtide.rehearsal.report.Columns;
import dev.kingtide.rehearsal.report.Figures;
import dev.kingtide.rehearsal.report.Paint;
import dev.kingtide.rehearsal.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A spread as a terminal shows it.
public final class SpreadText {
    private static final int SEEDS_NAMED = 8;

    private SpreadText() {}

    /// One figure that differs from seed to seed.
    ///
    /// @param lowIsBetter whether less of it is better
    private record Row(
            String what,
            ToDoubleFunction<SeedRun> figure,
            DoubleFunction<String> words,
            boolean lowIsBetter) {}

    private static final List<Row> ROWS =
            List.of(
                    new Row("served", SeedRun::servedPercent, Figures::percent, false),
                    new Row(
                            "requests lost",
                            run -> Math.rint(run.lostRequests()),
                            Figures::number,
                            true),
                    new Row("p99", SeedRun::p99Millis, Figures::millis, true),
                    new Row("time to capacity", SpreadText::waited, SpreadText::waited, true),
                    new Row("cost", SeedRun::costDollars, Figures::dollars, true));

    private static double waited(SeedRun run) {
        Integer seconds = run.timeToCapacitySeconds();
        return seconds == null ? Double.MAX_VALUE : seconds;
    }

    private static String waited(double seconds) {
        return Figures.waited(seconds == Double.MAX_VALUE ? null : (Integer) (int) seconds);
    }

    /// The spread, with a what-if beside it if there is one; lines ended.
    public static String write(Spread spread, @Nullable Spread after, Paint paint) {
        StringBuilder text = new StringBuilder(verdict(spread, paint)).append('\n');
        if (after != null) {
            for (String change : after.first().header().changes()) {
                text.append("what if ").append(change).append('\n');
            }
            text.append(verdict(after, paint)).append('\n');
        }
        text.append('\n');
        table(text, spread, after, paint);
        text.append('\n');
        if (after != null) {
            text.append(paired(spread, after)).append('\n');
        }
        broke(text, "", spread);
        if (after != null) {
            broke(text, "What if: ", after);
        }
        Spread last = after == null ? spread : after;
        text.append("The worst is seed ")
                .append(last.worst().seed())
                .append("; --seed ")
                .append(last.worst().seed())
                .append(" rehearses it alone.\n");
        return text.toString();
    }

    private static void table(
            StringBuilder text, Spread spread, @Nullable Spread after, Paint paint) {
        List<List<String>> rows = rows(spread, after);
        Columns table = new Columns(rows.getFirst());
        rows.subList(1, rows.size()).forEach(table::add);
        List<String> lines = table.lines();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).stripTrailing();
            text.append(i == 0 ? paint.dim(line) : line).append('\n');
        }
    }

    /// The figures as a table: its head, then a row each.
    public static List<List<String>> rows(Spread spread, @Nullable Spread after) {
        List<String> head = new ArrayList<>(List.of("", "best", "median", "worst"));
        if (after != null) {
            head.addAll(List.of("  what if: best", "median", "worst"));
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(head);
        for (Row row : ROWS) {
            List<String> cells = new ArrayList<>();
            cells.add(row.what);
            cells(cells, spread, row);
            if (after != null) {
                cells(cells, after, row);
            }
            rows.add(cells);
        }
        return rows;
    }

    private static void cells(List<String> cells, Spread spread, Row row) {
        double low = spread.lowest(row.figure);
        double high = spread.highest(row.figure);
        cells.add(row.words.apply(row.lowIsBetter ? low : high));
        cells.add(row.words.apply(spread.median(row.figure)));
        cells.add(row.words.apply(row.lowIsBetter ? high : low));
    }

    /// With how many seeds a launch holds, in one line.
    public static String verdict(Spread spread, Paint paint) {
        Report.Header header = spread.first().header();
        int all = spread.runs().size();
        int holds = spread.holds();
        String seeds =
                String.format(
                        Locale.ROOT,
                        "%s seeds (%d to %d)",
                        Figures.number(all),
                        spread.runs().getFirst().seed(),
                        spread.runs().getLast().seed());
        if (holds == all) {
            return header.name() + ": " + paint.good("HOLDS") + " with all " + seeds + '.';
        }
        if (holds == 0) {
            return header.name()
                    + ": "
                    + paint.bad("DOES NOT HOLD")
                    + " with any of "
                    + seeds
                    + '.';
        }
        return header.name()
                + ": "
                + paint.bad("DOES NOT ALWAYS HOLD")
                + ": with "
                + holds
                + " of "
                + seeds
                + ", not with "
                + failing(spread)
                + '.';
    }

    /// When it broke, of the seeds with which it did.
    private static void broke(StringBuilder text, String label, Spread spread) {
        int[] seconds = spread.brokenAtSeconds();
        if (seconds.length == 0) {
            return;
        }
        Report.Header header = spread.first().header();
        text.append(label.isEmpty() ? "Where it broke, it did" : label + "where it broke, it did");
        if (seconds[0] == seconds[seconds.length - 1]) {
            text.append(" at ").append(time(header, seconds[0]));
        } else {
            text.append(" between ")
                    .append(time(header, seconds[0]))
                    .append(" and ")
                    .append(time(header, seconds[seconds.length - 1]))
                    .append(", by the median at ")
                    .append(time(header, seconds[(seconds.length - 1) / 2]));
        }
        text.append(" (").append(seconds.length).append(" of ").append(spread.runs().size());
        text.append(" seeds).\n");
    }

    private static String time(Report.Header header, int second) {
        long millis = header.startMillis() + second * 1000L;
        return header.lengthSeconds() > 86_400
                ? Figures.dayAndTime(millis, header.zone())
                : Figures.time(millis, header.zone());
    }

    private static String failing(Spread spread) {
        List<SeedRun> failing = spread.runs().stream().filter(run -> !run.holds()).toList();
        String named =
                failing.stream()
                        .limit(SEEDS_NAMED)
                        .map(run -> Long.toString(run.seed()))
                        .collect(Collectors.joining(", "));
        int more = failing.size() - SEEDS_NAMED;
        return more > 0 ? named + " and " + more + " more" : named;
    }

    /// The same crowd meets both, so each seed is compared with itself.
    private static String paired(Spread spread, Spread after) {
        int better = 0;
        int worse = 0;
        for (int i = 0; i < spread.runs().size(); i++) {
            double saved = spread.runs().get(i).lostRequests() - after.runs().get(i).lostRequests();
            better += saved >= 0.5 ? 1 : 0;
            worse += saved <= -0.5 ? 1 : 0;
        }
        int all = spread.runs().size();
        return "Seed by seed, the change loses fewer requests with "
                + better
                + " of "
                + all
                + (worse > 0 ? " and more with " + worse : "")
                + (all - better - worse > 0 ? "; as many with " + (all - better - worse) : "")
                + '.';
    }
}
