package dev.kingtide.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OperationsPageTest {

    /// When this fails, `aws/target/operations.md` is the page as it should be.
    @Test
    void the_page_of_operations_says_what_the_tables_say() throws IOException {
        String page = page(new ApiWorld().api.names());
        Path target = Path.of("target");
        Files.createDirectories(target);
        Files.writeString(target.resolve("operations.md"), page);
        assertThat(Files.readString(Path.of("..", "docs", "operations.md"))).isEqualTo(page);
    }

    private static String page(List<String> names) {
        Map<String, String> byService =
                names.stream()
                        .collect(
                                Collectors.groupingBy(
                                        name -> name.substring(0, name.indexOf(':')),
                                        TreeMap::new,
                                        Collectors.mapping(
                                                name ->
                                                        "- "
                                                                + name.substring(
                                                                        name.indexOf(':') + 1),
                                                Collectors.joining("\n"))));
        StringBuilder page =
                new StringBuilder(
                        """
                        # Operations

                        What Kingtide serves, by the names that `aws` knows. Each service's
                        package says what is supported and what is refused. This page is made from
                        the tables of operations; a test fails when it is stale.
                        """);
        byService.forEach((service, list) ->
                page.append("\n## ").append(service).append("\n\n").append(list).append('\n'));
        return page.toString();
    }
}
