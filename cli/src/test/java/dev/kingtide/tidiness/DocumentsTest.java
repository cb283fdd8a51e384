package dev.kingtide.tidiness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentsTest {
    private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z]+Test)`");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#)([^)#]+)");

    @Test
    void every_link_between_documents_leads_somewhere() throws IOException {
        assertThat(brokenLinks(SourceFile.root())).isEmpty();
    }

    @Test
    void a_link_that_leads_nowhere_is_found(@TempDir Path directory) throws IOException {
        Files.writeString(
                directory.resolve("a.md"),
                "[b](b.md) [a](a.md#part) [site](https://example.com) [part](#part)");
        assertThat(brokenLinks(directory)).containsExactly("a.md: b.md");
    }

    @Test
    void every_decision_is_in_the_list_of_decisions() throws IOException {
        var decisions = SourceFile.root().resolve("docs/decisions");
        var list = Files.readString(decisions.resolve("README.md"));
        assertThat(documents(decisions))
                .hasSizeGreaterThan(1)
                .filteredOn(page -> !page.endsWith("README.md"))
                .allMatch(page -> list.contains("](" + page.getFileName() + ")"));
    }

    @Test
    void every_test_that_the_model_page_names_is_there() throws IOException {
        var root = SourceFile.root();
        var named = TEST.matcher(Files.readString(root.resolve("docs/model.md")));
        var missing = new ArrayList<String>();
        int count = 0;
        while (named.find()) {
            String file = named.group(1) + ".java";
            try (var files = Files.walk(root.resolve("rehearsal/src/test/java"))) {
                if (files.noneMatch(path -> path.endsWith(file))) {
                    missing.add(file);
                }
            }
            count++;
        }
        assertThat(missing).isEmpty();
        assertThat(count).isGreaterThan(5);
    }

    @Test
    void the_command_that_tests_is_the_one_of_the_readme() throws IOException {
        var root = SourceFile.root();
        assertThat(Files.readString(root.resolve("README.md")))
                .contains("```sh\n./kingtide rehearse examples/ticket-sale\n```")
                .contains("```sh\n./build test\n```");
        assertThat(Files.readString(root.resolve(".ci/run"))).contains("exec ./build test\n");
    }

    private static List<String> brokenLinks(Path root) throws IOException {
        var broken = new ArrayList<String>();
        for (var document : documents(root)) {
            var links = LINK.matcher(Files.readString(document));
            while (links.find()) {
                if (!Files.exists(document.resolveSibling(links.group(1)))) {
                    broken.add(root.relativize(document) + ": " + links.group(1));
                }
            }
        }
        return broken;
    }

    private static List<Path> documents(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            return files.filter(path -> path.toString().endsWith(".md"))
                    .filter(path -> !path.toString().contains("/target/"))
                    .sorted()
                    .toList();
        }
    }
}
