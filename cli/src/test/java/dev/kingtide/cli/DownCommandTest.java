package dev.kingtide.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kingtide down` where there is nothing to stop; with containers see the acceptance tests.
class DownCommandTest {
    @TempDir private Path directory;

    @Test
    void a_directory_on_which_nothing_has_run_is_no_error_and_is_not_made() {
        StringWriter out = new StringWriter();
        Path data = directory.resolve("data");
        int status =
                Kingtide.commandLine(Browser.ofThisMachine(), "down")
                        .setOut(new PrintWriter(out))
                        .execute("down", "--data", data.toString());
        assertThat(status).isZero();
        assertThat(out.toString().strip()).isEqualTo("Nothing has run on " + data + ".");
        assertThat(data).doesNotExist();
    }
}
