package dev.kingtide.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What the README shows is what the command prints.
class ReadmeTest {
    private static final Path README = Path.of("..", "README.md");
    private static final Pattern OUTPUT =
            Pattern.compile(
                    "<!-- output of: \\./kingtide ([^\n]*) -->\n```text\n"
                            + "(.*?)```\n<!-- end of output -->",
                    Pattern.DOTALL);

    @Test
    void every_output_in_the_readme_is_what_its_command_prints() throws IOException {
        String readme = Files.readString(README);
        Matcher blocks = OUTPUT.matcher(readme);
        StringBuilder renewed = new StringBuilder();
        int count = 0;
        while (blocks.find()) {
            count++;
            String block = blocks.group();
            String real = block.replace(blocks.group(2), output(blocks.group(1)));
            blocks.appendReplacement(renewed, Matcher.quoteReplacement(real));
        }
        blocks.appendTail(renewed);
        Path copy = Path.of("target", "README.md");
        Files.writeString(copy, renewed);
        assertThat(count).isPositive();
        assertThat(readme)
                .as("README.md is stale; the one with the real output is cli/%s", copy)
                .isEqualTo(renewed.toString());
    }

    private static String output(String arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> words = List.of(arguments.replace("examples/", "../examples/").split(" ", -1));
        Kingtide.commandLine(Browser.ofThisMachine())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(words.toArray(new String[0]));
        assertThat(err.toString()).isEmpty();
        return out.toString();
    }
}
