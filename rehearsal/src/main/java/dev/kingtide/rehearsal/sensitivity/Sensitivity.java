package dev.kingtide.rehearsal.sensitivity;

import dev.kingtide.rehearsal.report.Report;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What the verdict of a launch hangs on.
///
/// @param report of the launch as it is
/// @param effects of each figure, those on which the verdict hangs first, then by how much they
///   change the share of requests served
public record Sensitivity(Report report, List<Effect> effects) {
    private static final int HALVINGS = 6;

    /// Keeps a copy.
    public Sensitivity {
        effects = List.copyOf(effects);
    }

    /// What one figure does.
    ///
    /// @param figure which
    /// @param low with the lower end of its range
    /// @param high with the upper end
    /// @param turn where the verdict turns; null when both ends have the verdict of the launch
    public record Effect(Uncertain figure, Tried low, Tried high, @Nullable Turn turn) {}

    /// Where a verdict turns, to a sixty-fourth of the way from the figure to the end of its range.
    ///
    /// @param value the nearest value to the launch's own with the other verdict
    /// @param below whether the other verdict is at and below the value; else at and above it
    public record Turn(double value, boolean below) {}

    /// Tries every figure.
    ///
    /// @param play plays the launch with each of the changes, in any order; gives the reports in
    ///   the order of the changes
    public static Sensitivity measure(Report report, Function<List<String>, List<Report>> play) {
        List<Uncertain> figures = Uncertain.of(report);
        List<String> changes = new ArrayList<>();
        for (Uncertain figure : figures) {
            changes.add(figure.change(figure.low()));
            changes.add(figure.change(figure.high()));
        }
        List<Report> reports = play.apply(changes);
        List<Search> searches = new ArrayList<>();
        List<Effect> effects = new ArrayList<>();
        for (int i = 0; i < figures.size(); i++) {
            Uncertain figure = figures.get(i);
            Tried low = Tried.of(figure.low(), reports.get(2 * i));
            Tried high = Tried.of(figure.high(), reports.get(2 * i + 1));
            effects.add(new Effect(figure, low, high, null));
            boolean holds = report.verdict().holds();
            if (low.holds() != holds || high.holds() != holds) {
                searches.add(new Search(i, figure, low.holds() != holds));
            }
        }
        search(searches, report.verdict().holds(), play);
        for (Search search : searches) {
            Effect effect = effects.get(search.number);
            Turn turn = new Turn(search.other, search.below);
            effects.set(
                    search.number, new Effect(effect.figure(), effect.low(), effect.high(), turn));
        }
        Tried base = Tried.of(0, report);
        effects.sort(
                Comparator.comparing((Effect effect) -> effect.turn() == null)
                        .thenComparing(
                                Comparator.comparingDouble((Effect e) -> served(e, base))
                                        .reversed())
                        .thenComparing(
                                Comparator.comparingDouble((Effect e) -> slowness(e, base))
                                        .reversed()));
        return new Sensitivity(report, effects);
    }

    /// A search between the launch's own value and the end at which the verdict is another.
    private static final class Search {
        private final int number;
        private final Uncertain figure;
        private final boolean below;
        private double same;
        private double other;

        Search(int number, Uncertain figure, boolean below) {
            this.number = number;
            this.figure = figure;
            this.below = below;
            this.same = figure.base();
            this.other = below ? figure.low() : figure.high();
        }
    }

    /// Halves all ranges together, so that whoever plays can play them at once.
    private static void search(
            List<Search> searches, boolean holds, Function<List<String>, List<Report>> play) {
        for (int i = 0; i < HALVINGS && !searches.isEmpty(); i++) {
            List<String> changes = new ArrayList<>();
            for (Search search : searches) {
                changes.add(search.figure.change((search.same + search.other) / 2));
            }
            List<Report> reports = play.apply(changes);
            for (int j = 0; j < searches.size(); j++) {
                Search search = searches.get(j);
                double middle = (search.same + search.other) / 2;
                if (reports.get(j).verdict().holds() == holds) {
                    search.same = middle;
                } else {
                    search.other = middle;
                }
            }
        }
    }

    private static double served(Effect effect, Tried base) {
        return Math.max(
                Math.abs(effect.low().servedPercent() - base.servedPercent()),
                Math.abs(effect.high().servedPercent() - base.servedPercent()));
    }

    private static double slowness(Effect effect, Tried base) {
        return Math.max(
                Math.abs(effect.low().p99Millis() - base.p99Millis()),
                Math.abs(effect.high().p99Millis() - base.p99Millis()));
    }

    /// The figures that change something.
    public List<Effect> telling() {
        Tried base = Tried.of(0, report);
        return effects.stream()
                .filter(e -> e.low().differs(base) || e.high().differs(base))
                .toList();
    }

    /// What the verdict hangs on, in one sentence for each figure it hangs on.
    public String words() {
        List<String> sentences = new ArrayList<>();
        for (Effect effect : effects) {
            Turn turn = effect.turn();
            if (turn != null) {
                sentences.add(
                        "The verdict hangs on "
                                + effect.figure().key()
                                + ": it "
                                + (report.verdict().holds() ? "does not hold" : "holds")
                                + (turn.below() ? " at " : " from ")
                                + Uncertain.text(turn.value())
                                + (turn.below() ? " and below." : " on."));
            }
        }
        return sentences.isEmpty()
                ? "No figure within its range changes the verdict."
                : String.join("\n", sentences);
    }
}
