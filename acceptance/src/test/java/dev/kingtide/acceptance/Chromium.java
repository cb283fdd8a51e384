package dev.kingtide.acceptance;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The Chromium of this machine, without a window; `./build test` installs it where it can.
final class Chromium implements AutoCloseable {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome");
    private static final List<String> QUIET =
            List.of(
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--no-first-run");

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Path executable) {
        playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser =
                playwright
                        .chromium()
                        .launch(new LaunchOptions().setExecutablePath(executable).setArgs(QUIET));
    }

    /// Starts it; null where there is none.
    static @Nullable Chromium start() {
        return executable().map(Chromium::new).orElse(null);
    }

    private static Optional<Path> executable() {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin");
        return NAMES.stream()
                .flatMap(name ->
                        Arrays.stream(path.split(":", -1))
                                .map(directory -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// Skips a test, with the reason, where there is no Chromium.
    static Browser require(@Nullable Chromium chromium) {
        assumeTrue(chromium != null, "no Chromium here (on Debian: apt-get install chromium)");
        return requireNonNull(chromium).browser;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
