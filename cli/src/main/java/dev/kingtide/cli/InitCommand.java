package dev.kingtide.cli;

import dev.kingtide.rehearsal.launch.LaunchLoader;
import dev.kingtide.rehearsal.source.BadLaunch;
import dev.kingtide.rehearsal.source.LaunchFiles;
import dev.kingtide.rehearsal.source.Problems;
import dev.kingtide.rehearsal.source.Sources;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kingtide init [DIR]`: asks a few questions and writes a launch directory that can be rehearsed
/// at once.
@Command(
        name = "init",
        description = {
            "Asks a few questions and writes a launch directory that can be rehearsed at once.",
            "",
            "What an option says is not asked. Each question has a default; where standard input"
                    + " is no terminal, nothing is asked."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the launch is written",
            "2:bad input, or a file is there already: nothing is written",
            "70:a defect of Kingtide itself"
        },
        exitCodeOnExecutionException = 70,
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingtide init my-launch",
            "  kingtide init my-launch --yes --sale 2027-03-20T10:00 --peak 3000",
            "  kingtide init my-launch --from-terraform plan.json",
            "",
            "docs/launch.md describes launch.yaml, docs/terraform.md what is taken from Terraform."
        })
final class InitCommand implements Callable<Integer> {
    private static final int BAD_INPUT = 2;
    private static final String THERE = ": it is there already; choose another directory";

    @Spec private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "Where to write it; the current directory when not given.")
    private Path directory = Path.of("");

    @Mixin private InitOptions options;

    private final @Nullable BufferedReader somebody;

    /// Asks on the terminal, if there is one.
    InitCommand() {
        this(
                Terminal.attached()
                        ? new BufferedReader(
                                new InputStreamReader(System.in, Charset.defaultCharset()))
                        : null);
    }

    /// @param somebody who answers, or null for nobody
    InitCommand(@Nullable BufferedReader somebody) {
        this.somebody = somebody;
        this.options = new InitOptions();
    }

    /// Why nothing can be written, a line each.
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient List<String> problems;

        Stopped(List<String> problems) {
            super(String.join("\n", problems), null, false, false);
            this.problems = problems;
        }
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try {
            init(out);
            return 0;
        } catch (Stopped stopped) {
            stopped.problems.forEach(err::println);
            err.println("kingtide: nothing was written");
            return BAD_INPUT;
        } finally {
            out.flush();
            err.flush();
        }
    }

    private void init(PrintWriter out) {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new Stopped(List.of(directory + ": not a directory; expected one, or a new one"));
        }
        Path launch = directory.resolve(Sources.LAUNCH);
        if (Files.exists(launch)) {
            throw new Stopped(List.of(launch + THERE));
        }
        Questions questions = new Questions(out, options.yes ? null : somebody);
        Answers answers = new Interview(questions, options).answers(usualName());
        if (!questions.problems().isEmpty()) {
            throw new Stopped(questions.problems());
        }
        SequencedMap<String, byte[]> files = new LinkedHashMap<>();
        if (answers.plan() != null) {
            files.put(answers.planName(), read(Path.of(answers.plan())));
        }
        new LaunchTemplate(answers).files().forEach(files::put);
        List<String> left = problems(files, answers);
        write(new NewFiles(directory, files));
        say(out, files, left);
    }

    private String usualName() {
        Path name = directory.toAbsolutePath().normalize().getFileName();
        return name == null ? "launch" : name.toString();
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException bad) {
            throw new Stopped(List.of(file + ": cannot be read: " + bad.getMessage()));
        }
    }

    private static void write(NewFiles files) {
        List<Path> there = files.there();
        if (!there.isEmpty()) {
            throw new Stopped(there.stream().map(file -> file + THERE).toList());
        }
        try {
            files.write();
        } catch (IOException bad) {
            throw new Stopped(
                    List.of(files.directory() + ": cannot write there: " + bad.getMessage()));
        }
    }

    /// What is still to be said in launch.yaml before a rehearsal; a file that is not Terraform's
    /// is refused.
    private static List<String> problems(SequencedMap<String, byte[]> files, Answers answers) {
        try {
            LaunchLoader.load(new Sources(new Written(files), new Problems()), null);
            return List.of();
        } catch (BadLaunch bad) {
            List<String> problems = bad.problems().stream().map(Object::toString).toList();
            String plan = answers.plan();
            boolean useless =
                    plan != null
                            && problems.stream()
                                    .anyMatch(p ->
                                            p.startsWith(answers.planName() + ": this is ")
                                                    || p.startsWith(
                                                            answers.planName() + ": no resource")
                                                    || p.startsWith(answers.planName() + ":1:"));
            if (useless) {
                throw new Stopped(problems);
            }
            return problems;
        }
    }

    /// Files that are about to be written.
    private record Written(SequencedMap<String, byte[]> files) implements LaunchFiles {
        @Override
        public Content read(String name) {
            byte[] bytes = files.get(name);
            return bytes == null
                    ? new Content.Missing()
                    : new Content.Bytes(ByteBuffer.wrap(bytes));
        }

        @Override
        public List<String> names() {
            return List.copyOf(files.sequencedKeySet());
        }

        @Override
        public List<String> under(String folder) {
            return List.of(); // all are written beside launch.yaml
        }
    }

    private void say(PrintWriter out, SequencedMap<String, byte[]> files, List<String> left) {
        String where = directory.toString().isEmpty() ? "." : directory.toString();
        out.println("Wrote into " + where + ": " + String.join(", ", files.sequencedKeySet()));
        if (!left.isEmpty()) {
            out.println();
            out.println("Before it can be rehearsed, say in launch.yaml:");
            left.forEach(problem -> out.println("  " + problem));
        }
        String quoted =
                where.matches("[\\w./-]+") ? where : "'" + where.replace("'", "'\\''") + "'";
        out.println();
        out.println("Next:");
        out.println("  kingtide rehearse " + quoted);
        out.println("  kingtide rehearse " + quoted + " --rank    tries what would help most");
        out.println("Then look through launch.yaml: its comments say what matters.");
    }
}
