package dev.kingtide.cli;

import dev.kingtide.rehearsal.Progress;
import dev.kingtide.rehearsal.Rehearsal;
import dev.kingtide.rehearsal.launch.Launch;
import dev.kingtide.rehearsal.page.ReportPage;
import dev.kingtide.rehearsal.report.ComparisonText;
import dev.kingtide.rehearsal.report.Paint;
import dev.kingtide.rehearsal.report.Ranking;
import dev.kingtide.rehearsal.report.Report;
import dev.kingtide.rehearsal.report.ReportJson;
import dev.kingtide.rehearsal.report.ReportText;
import dev.kingtide.rehearsal.sensitivity.Sensitivity;
import dev.kingtide.rehearsal.sensitivity.SensitivityJson;
import dev.kingtide.rehearsal.sensitivity.SensitivityText;
import dev.kingtide.rehearsal.source.BadLaunch;
import dev.kingtide.rehearsal.spread.Spread;
import dev.kingtide.rehearsal.spread.SpreadJson;
import dev.kingtide.rehearsal.spread.SpreadText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kingtide rehearse DIR`: plays a launch in virtual time and says whether it holds.
@Command(
        name = "rehearse",
        description = "Plays a launch in virtual time and says whether it holds.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the launch holds (with --what-if: as changed; with --seeds: with all of them)",
            "1:it does not hold",
            "2:bad input: every problem is printed with its file and line",
            "70:a defect of Kingtide itself"
        },
        exitCodeOnExecutionException = 70,
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingtide rehearse examples/ticket-sale",
            "  kingtide rehearse examples/ticket-sale --what-if application.sigterm=handled",
            "  kingtide rehearse examples/ticket-sale --what-if service.json:desiredCount=40",
            "  kingtide rehearse examples/ticket-sale --what-if tuned.yaml --open",
            "  kingtide rehearse examples/ticket-sale --what-if tuned.yaml --seeds 100",
            "  kingtide rehearse --compare monday/report.json friday/report.json",
            "",
            "docs/launch.md describes launch.yaml, docs/report.md the report."
        })
final class RehearseCommand implements Callable<Integer> {
    private static final int HOLDS = 0;
    private static final int DOES_NOT_HOLD = 1;
    private static final int BAD_INPUT = 2;
    private static final int SEEDS_MOST = 10_000;

    @Spec private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "The launch: a directory with a launch.yaml.")
    private @Nullable Path directory;

    @Option(
            names = "--what-if",
            paramLabel = "KEY=VALUE|FILE",
            description = {
                "Rehearse again with this change and show both side by side; repeatable.",
                "KEY reaches anything in the launch's files: traffic.scale=2,"
                        + " taskdef.json:containerDefinitions[web].stopTimeout=5.",
                "FILE (YAML, in DIR or here) holds many changes."
            })
    private List<String> whatIf = new ArrayList<>();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Decides every draw, in place of the launch's own seed.")
    private @Nullable Long seed;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description =
                    "Rehearse with N seeds, from the launch's own (or --seed) on, on all cores: how"
                            + " often it holds, best, median and worst.")
    private @Nullable Integer seeds;

    @Option(
            names = "--sensitivity",
            description =
                    "Try each uncertain figure at both ends of its range, on all cores, and say on"
                            + " which of them the verdict hangs (with --what-if: as changed).")
    private boolean sensitivity;

    @Option(
            names = "--compare",
            arity = "2",
            paramLabel = "A.json B.json",
            hideParamSyntax = true,
            description = "In place of DIR: show two report.json side by side.")
    private List<Path> compare = new ArrayList<>();

    @Option(
            names = "--rank",
            description = "Rehearse every advice, and order them by the requests they save.")
    private boolean rank;

    @Option(names = "--json", description = "Print the report as JSON.")
    private boolean json;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = {
                "Write report.html, report.json (and what-if.json; with --seeds spread.json) into"
                        + " this directory."
            })
    private @Nullable Path output;

    @Option(
            names = "--open",
            description =
                    "Open report.html in the browser; without --output it is a temporary file.")
    private boolean open;

    private final Browser browser;

    RehearseCommand(Browser browser) {
        this.browser = browser;
    }

    @Override
    public Integer call() {
        try {
            if (!compare.isEmpty()) {
                return compare();
            }
            LaunchDirectory from = new LaunchDirectory(required());
            if (sensitivity) {
                return tryRanges(from);
            }
            return seeds == null ? rehearse(from) : rehearse(from, seeds);
        } catch (BadLaunch bad) {
            PrintWriter err = spec.commandLine().getErr();
            bad.problems().forEach(err::println);
            String what = compare.isEmpty() ? " in the launch; nothing was rehearsed" : "";
            int count = bad.problems().size();
            err.println("kingtide: " + count + (count == 1 ? " problem" : " problems") + what);
            err.flush();
            return BAD_INPUT;
        }
    }

    /// The directory, when what else is asked for goes with it.
    private Path required() {
        if (directory == null) {
            throw wrong("Missing required parameter: 'DIR'");
        }
        if (seeds != null && (seeds < 1 || seeds > SEEDS_MOST)) {
            throw wrong("--seeds is " + seeds + "; expected 1 to " + SEEDS_MOST);
        }
        if (sensitivity && (seeds != null || rank || open)) {
            throw wrong("--sensitivity goes with neither --seeds nor --rank nor --open");
        }
        if (seeds != null && rank) {
            throw wrong("--rank and --seeds do not go together: rank the advice of one seed");
        }
        return directory;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private int compare() {
        boolean rehearses = directory != null || !whatIf.isEmpty() || seed != null;
        if (rehearses || seeds != null || rank || sensitivity) {
            throw wrong(
                    "--compare reads two reports and rehearses nothing: DIR, --what-if, --seed,"
                            + " --seeds, --rank and --sensitivity do not go with it");
        }
        if (json) {
            throw wrong("--compare and --json do not go together: both reports are JSON already");
        }
        Outputs outputs = outputs();
        Report before = ReportFile.read(compare.getFirst());
        Report after = ReportFile.read(compare.getLast());
        page(outputs, () -> ReportPage.write(before, after, Kingtide.version()));
        print(before, after);
        return after.verdict().holds() ? HOLDS : DOES_NOT_HOLD;
    }

    private int rehearse(LaunchDirectory from, int count) {
        Launch launch = from.load(List.of(), seed);
        Launch changed = whatIf.isEmpty() ? null : from.load(whatIf, seed);
        Outputs outputs = outputs();
        notes(launch, changed);
        Spread spread = play(launch, List.of(), count, "rehearsing seeds");
        Spread after = changed == null ? null : play(changed, whatIf, count, "what if, seeds");
        if (outputs != null) {
            outputs.write("spread.json", SpreadJson.write(spread));
            if (after != null) {
                outputs.write("what-if-spread.json", SpreadJson.write(after));
            }
        }
        page(outputs, () -> ReportPage.write(spread, after, Kingtide.version()));
        Spread last = after == null ? spread : after;
        PrintWriter out = spec.commandLine().getOut();
        out.print(
                json ? SpreadJson.write(last) : SpreadText.write(spread, after, Terminal.paint()));
        out.flush();
        return last.holds() == count ? HOLDS : DOES_NOT_HOLD;
    }

    private Spread play(Launch launch, List<String> changes, int count, String label) {
        int threads = Runtime.getRuntime().availableProcessors();
        return new ManySeeds(launch, changes, count, threads).play(progress(label));
    }

    private int tryRanges(LaunchDirectory from) {
        Launch launch = from.load(whatIf, seed);
        Outputs outputs = outputs();
        notes(launch, null);
        Report report = play(launch, whatIf, "rehearsing");
        Sensitivity result =
                Sensitivity.measure(report, changes -> playEach(from, changes, launch.seed()));
        if (outputs != null) {
            outputs.write("sensitivity.json", SensitivityJson.write(result));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(
                json
                        ? SensitivityJson.write(result)
                        : SensitivityText.write(result, Terminal.paint()));
        out.flush();
        return report.verdict().holds() ? HOLDS : DOES_NOT_HOLD;
    }

    private List<Report> playEach(LaunchDirectory from, List<String> changes, long with) {
        return Parallel.map(
                changes.size(),
                Runtime.getRuntime().availableProcessors(),
                number -> {
                    List<String> all = new ArrayList<>(whatIf);
                    all.add(changes.get(number));
                    return Rehearsal.play(from.load(all, with), all, Progress.NONE);
                },
                progress("trying ranges"));
    }

    private @Nullable Outputs outputs() {
        Outputs outputs = output == null ? null : new Outputs(output);
        if (outputs != null) {
            outputs.requireWritable();
        }
        return outputs;
    }

    /// What both have to say is said once.
    private void notes(Launch launch, @Nullable Launch changed) {
        PrintWriter err = spec.commandLine().getErr();
        launch.notes().forEach(note -> err.println("note: " + note));
        if (changed != null) {
            changed.notes().stream()
                    .filter(note -> !launch.notes().contains(note))
                    .forEach(note -> err.println("note: " + note));
        }
        err.flush();
    }

    private int rehearse(LaunchDirectory from) {
        Launch launch = from.load(List.of(), seed);
        Launch changed = whatIf.isEmpty() ? null : from.load(whatIf, seed);
        Outputs outputs = outputs();
        notes(launch, changed);
        Report played = play(launch, List.of(), "rehearsing");
        Report report =
                rank
                        ? Ranking.measure(
                                played,
                                changes -> play(from.load(changes, seed), changes, "trying advice"))
                        : played;
        Report after = changed == null ? null : play(changed, whatIf, "what if");
        if (outputs != null) {
            outputs.write("report.json", ReportJson.write(report));
            if (after != null) {
                outputs.write("what-if.json", ReportJson.write(after));
            }
        }
        page(outputs, () -> ReportPage.write(report, after, Kingtide.version()));
        print(report, after);
        Report last = after == null ? report : after;
        return last.verdict().holds() ? HOLDS : DOES_NOT_HOLD;
    }

    private void page(@Nullable Outputs outputs, Supplier<String> page) {
        if (outputs != null || open) {
            Outputs pages = outputs == null ? Outputs.temporary() : outputs;
            Path file = pages.write("report.html", page.get());
            if (open) {
                show(file);
            }
        }
    }

    private void show(Path file) {
        PrintWriter err = spec.commandLine().getErr();
        String where = "the report is " + file.toAbsolutePath().normalize();
        err.println(
                browser.show(file)
                        ? "kingtide: " + where
                        : "kingtide: no browser could be opened (looked at BROWSER and the"
                                + " desktop); "
                                + where);
        err.flush();
    }

    private void print(Report report, @Nullable Report after) {
        PrintWriter out = spec.commandLine().getOut();
        Paint paint = Terminal.paint();
        if (json) {
            out.print(ReportJson.write(after == null ? report : after));
        } else if (after == null) {
            out.print(ReportText.write(report, paint));
        } else {
            out.println(ReportText.verdict(report, paint));
            out.println();
            out.print(ReportText.write(after, paint));
            out.println();
            out.print(ComparisonText.write(report, after, paint));
        }
        out.flush();
    }

    private Report play(Launch launch, List<String> changes, String label) {
        return Rehearsal.play(launch, changes, progress(label));
    }

    private Progress progress(String label) {
        PrintWriter err = spec.commandLine().getErr();
        return Terminal.progress() ? new ProgressBar(err, label) : Progress.NONE;
    }
}
