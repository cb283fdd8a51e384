package dev.kingtide.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What somebody is asked, one line a question; what an option says is not asked, and where nobody
/// is there to answer, each question has its default.
final class Questions {
    private final PrintWriter out;
    private final List<String> problems = new ArrayList<>();
    private @Nullable BufferedReader in;

    /// @param in who answers, or null for nobody
    Questions(PrintWriter out, @Nullable BufferedReader in) {
        this.out = out;
        this.in = in;
    }

    /// One question.
    ///
    /// @param option the option that answers it, for messages
    /// @param words the question
    /// @param expected what an answer must be
    /// @param reader what an answer stands for; null when it is none
    record Question<T>(
            String option, String words, String expected, Function<String, @Nullable T> reader) {}

    /// The answer: the option's, else what somebody writes, else the default.
    ///
    /// @param given what the option says, or null
    /// @param usual the default, in the words of an answer
    <T> T ask(Question<T> question, @Nullable String given, String usual) {
        if (given != null) {
            T answer = question.reader.apply(given.strip());
            if (answer == null) {
                problems.add(question.option + ' ' + given + ": expected " + question.expected);
            } else {
                return answer;
            }
        }
        T otherwise = question.reader.apply(usual);
        if (otherwise == null) {
            throw new IllegalStateException(question.option + ": the default is no answer");
        }
        while (given == null && in != null) {
            out.print(question.words + (usual.isEmpty() ? " " : " [" + usual + "] "));
            out.flush();
            String line = line();
            if (line == null || line.isBlank()) {
                return otherwise;
            }
            T answer = question.reader.apply(line.strip());
            if (answer != null) {
                return answer;
            }
            out.println("  expected " + question.expected);
        }
        return otherwise;
    }

    /// Refuses an option that has no place here.
    void refuse(String option, @Nullable String given, String why) {
        if (given != null) {
            problems.add(option + ' ' + given + ": " + why);
        }
    }

    /// The next line; null when there is none, and then nobody is asked any more.
    private @Nullable String line() {
        String line = null;
        try {
            line = in == null ? null : in.readLine();
        } catch (IOException gone) {
            out.println("  (" + gone.getMessage() + ")");
        }
        if (line == null) {
            in = null;
            out.println();
        }
        return line;
    }

    /// What options say that cannot be used.
    List<String> problems() {
        return problems;
    }
}
