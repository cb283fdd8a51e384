package dev.kingtide.aws.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.aws.Api;
import dev.kingtide.aws.ApiWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OperationsPageTest {
    private final Api api = new ApiWorld().api;

    /// When this fails, `aws/target/operations.md` is the page as it should be.
    @Test
    void the_page_of_operations_says_what_the_tables_say() throws IOException {
        String page = page();
        Path target = Path.of("target");
        Files.createDirectories(target);
        Files.writeString(target.resolve("operations.md"), page);
        assertThat(Files.readString(Path.of("..", "docs", "operations.md"))).isEqualTo(page);
    }

    @Test
    void every_operation_that_is_served_is_one_of_aws() {
        for (String name : api.names()) {
            String service = name.substring(0, name.indexOf(':'));
            assertThat(ServiceModel.read(service).operations())
                    .containsKey(name.substring(service.length() + 1));
        }
    }

    private String page() {
        StringBuilder page =
                new StringBuilder(
                        """
                        # Operations

                        What Kingtide serves, by the names that `aws` knows, and what else there is
                        and is refused. Each service's package says what is supported and what is
                        refused. This page is made from the tables of operations; a test fails when
                        it is stale.
                        """);
        for (String service : Api.SERVICES) {
            Set<String> refused = new TreeSet<>(ServiceModel.read(service).operations().keySet());
            page.append("\n## ").append(service).append("\n\n");
            for (String operation : List.copyOf(refused)) {
                if (api.operation(service, operation) != null) {
                    refused.remove(operation);
                    page.append("- ").append(operation).append('\n');
                }
            }
            if (!refused.isEmpty()) {
                String code = api.unsupported(service, refused.iterator().next()).code();
                page.append("\nRefused with `").append(code).append("`:\n");
                wrap(page, refused);
            }
        }
        return page.toString();
    }

    private static void wrap(StringBuilder page, Set<String> names) {
        StringBuilder line = new StringBuilder();
        for (String name : names) {
            if (line.length() + name.length() + 2 > 100) {
                page.append(line.toString().stripTrailing()).append('\n');
                line.setLength(0);
            }
            line.append(name).append(", ");
        }
        page.append(line, 0, line.length() - 2).append(".\n");
    }
}
