package dev.kingtide.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BrowserTest {

    /// What a machine is like, and the commands that are tried on it, in order.
    record Row(Map<String, String> environment, String system, List<String> commands) {}

    static Stream<Row> machines() {
        return Stream.of(
                new Row(Map.of(), "Linux", List.of()),
                new Row(Map.of("DISPLAY", ":0"), "Linux", List.of("xdg-open file:///r")),
                new Row(Map.of("WAYLAND_DISPLAY", "w"), "Linux", List.of("xdg-open file:///r")),
                new Row(Map.of(), "Mac OS X", List.of("open file:///r")),
                new Row(
                        Map.of(),
                        "Windows 11",
                        List.of("rundll32 url.dll,FileProtocolHandler file:///r")),
                new Row(
                        Map.of("BROWSER", "firefox:chromium --app=%s::", "DISPLAY", ":0"),
                        "Linux",
                        List.of(
                                "firefox file:///r",
                                "chromium --app=file:///r",
                                "xdg-open file:///r")));
    }

    @ParameterizedTest
    @MethodSource("machines")
    void a_browser_is_looked_for_where_other_commands_look(Row row) {
        assertThat(new Browser(row.environment, row.system).commands("file:///r"))
                .extracting(command -> String.join(" ", command))
                .isEqualTo(row.commands);
    }
}
