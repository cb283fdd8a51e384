package dev.kingtide.cli;

import dev.kingtide.rehearsal.Progress;
import dev.kingtide.rehearsal.Rehearsal;
import dev.kingtide.rehearsal.launch.Launch;
import dev.kingtide.rehearsal.launch.LaunchLoader;
import dev.kingtide.rehearsal.page.ReportPage;
import dev.kingtide.rehearsal.report.ComparisonText;
import dev.kingtide.rehearsal.report.Paint;
import dev.kingtide.rehearsal.report.Ranking;
import dev.kingtide.rehearsal.report.Report;
import dev.kingtide.rehearsal.report.ReportJson;
import dev.kingtide.rehearsal.report.ReportText;
import dev.kingtide.rehearsal.source.BadLaunch;
import dev.kingtide.rehearsal.source.LaunchFiles.Content;
import dev.kingtide.rehearsal.source.Place;
import dev.kingtide.rehearsal.source.Problems;
import dev.kingtide.rehearsal.source.Sources;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kingtide rehearse DIR`: plays a launch in virtual time and says whether it holds.
@Command(
        name = "rehearse",
        description = "Plays a launch in virtual time and says whether it holds.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the launch holds (with --what-if: as changed)",
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
            "  kingtide rehearse examples/ticket-sale --what-if tuned.yaml",
            "",
            "docs/launch.md describes launch.yaml, docs/report.md the report."
        })
final class RehearseCommand implements Callable<Integer> {
    private static final int HOLDS = 0;
    private static final int DOES_NOT_HOLD = 1;
    private static final int BAD_INPUT = 2;

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The launch: a directory with a launch.yaml.")
    private Path directory;

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
            names = "--rank",
            description = "Rehearse every advice, and order them by the requests they save.")
    private boolean rank;

    @Option(names = "--json", description = "Print the report as JSON.")
    private boolean json;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "Write report.html, report.json (and what-if.json) into this directory.")
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
            return rehearse();
        } catch (BadLaunch bad) {
            PrintWriter err = spec.commandLine().getErr();
            bad.problems().forEach(err::println);
            err.println(
                    bad.problems().size() == 1
                            ? "kingtide: 1 problem in the launch; nothing was rehearsed"
                            : "kingtide: "
                                    + bad.problems().size()
                                    + " problems in the launch; nothing was rehearsed");
            err.flush();
            return BAD_INPUT;
        }
    }

    private int rehearse() {
        Launch launch = load(List.of());
        Launch changed = whatIf.isEmpty() ? null : load(whatIf);
        Outputs outputs = output == null ? null : new Outputs(output);
        if (outputs != null) {
            outputs.requireWritable();
        }
        PrintWriter err = spec.commandLine().getErr();
        launch.notes().forEach(note -> err.println("note: " + note));
        err.flush();
        Report report = play(launch, List.of(), "rehearsing");
        if (rank) {
            report =
                    Ranking.measure(
                            report, changes -> play(load(changes), changes, "trying advice"));
        }
        Report after = changed == null ? null : play(changed, whatIf, "what if");
        if (outputs != null) {
            outputs.write("report.json", ReportJson.write(report));
            if (after != null) {
                outputs.write("what-if.json", ReportJson.write(after));
            }
        }
        if (outputs != null || open) {
            Outputs pages = outputs == null ? Outputs.temporary() : outputs;
            String page = ReportPage.write(report, after, Kingtide.version());
            Path file = pages.write("report.html", page);
            if (open) {
                show(file);
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        print(out, report, after);
        out.flush();
        Report last = after == null ? report : after;
        return last.verdict().holds() ? HOLDS : DOES_NOT_HOLD;
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

    private void print(PrintWriter out, Report report, @Nullable Report after) {
        if (json) {
            out.print(ReportJson.write(after == null ? report : after));
            return;
        }
        Paint paint = Terminal.colours() ? Paint.COLOURS : Paint.PLAIN;
        if (after == null) {
            out.print(ReportText.write(report, paint));
            return;
        }
        out.println(ReportText.verdict(report, paint));
        out.println();
        out.print(ReportText.write(after, paint));
        out.println();
        out.print(ComparisonText.write(report, after, paint));
    }

    private Report play(Launch launch, List<String> changes, String label) {
        PrintWriter err = spec.commandLine().getErr();
        Progress progress = Terminal.progress() ? new ProgressBar(err, label) : Progress.NONE;
        return Rehearsal.play(launch, changes, progress);
    }

    private Launch load(List<String> changes) {
        Problems problems = new Problems();
        if (!Files.isDirectory(directory)) {
            problems.add(
                    Place.of(directory.toString()),
                    Files.exists(directory) ? "not a directory" : "no such directory",
                    "expected the directory of a launch, with a launch.yaml in it");
            problems.settle();
        }
        Sources sources = new Sources(new DirectoryFiles(directory), problems);
        for (String change : changes) {
            if (isFile(change)) {
                changesFrom(sources, change);
            } else {
                sources.change(change);
            }
        }
        return LaunchLoader.load(sources, seed);
    }

    private static boolean isFile(String change) {
        return change.indexOf('=') < 0 && (change.endsWith(".yaml") || change.endsWith(".yml"));
    }

    private void changesFrom(Sources sources, String name) {
        Content inside = new DirectoryFiles(directory).read(name);
        Content content =
                inside instanceof Content.Missing
                        ? new DirectoryFiles(Path.of("")).read(name)
                        : inside;
        switch (content) {
            case Content.Bytes(var bytes) -> sources.changesFrom(name, bytes);
            case Content.Missing() ->
                    sources.problems()
                            .add(
                                    Place.of("--what-if " + name),
                                    "no such file in " + directory + " or here",
                                    "expected a YAML file of changes");
            case Content.Unreadable(var cause) ->
                    sources.problems().add(Place.of("--what-if " + name), cause, "");
        }
    }
}
