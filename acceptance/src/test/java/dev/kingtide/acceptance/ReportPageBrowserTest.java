package dev.kingtide.acceptance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import dev.kingtide.bench.DayLaunch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// `report.html` as the command writes it, in a real browser.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportPageBrowserTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String SALE = ROOT.resolve("examples/ticket-sale").toString();
    private static final int DAY_BYTES_MOST = 3_000_000;
    private static final int WIDE = 1600;
    private static final int NARROW = 400;
    private static final int PEAK_TASKS = 10_000;
    private static final int PICTURE_WIDTH = 1440;
    private static final int PICTURE_HEIGHT = 1340;
    private static final int PICTURE_BYTES_MOST = 300_000;

    /// Other fonts than those of the picture make less than this, another page more.
    private static final double PICTURE_APART_MOST = 4;

    private Path scratch = Path.of("");

    private @Nullable Chromium chromium;
    private final List<String> complaints = new ArrayList<>();
    private @Nullable BrowserContext context;

    /// What was rehearsed for these tests.
    enum Launch {
        SALE,
        KICK_OFF,
        DAY,
        HOSTILE
    }

    @BeforeAll
    void rehearse(@TempDir Path directory) throws Exception {
        scratch = directory;
        chromium = Chromium.start();
        if (chromium == null) {
            return;
        }
        Path day = Files.createDirectory(scratch.resolve("day-launch"));
        Files.writeString(day.resolve("launch.yaml"), DayLaunch.yaml(PEAK_TASKS));
        String kickOff = ROOT.resolve("examples/kick-off").toString();
        String hostile = hostileLaunch().toString();
        List<Callable<Path>> all =
                List.of(
                        () -> page(Launch.DAY, day.toString()),
                        () -> page(Launch.SALE, SALE, "--what-if", "tuned.yaml"),
                        () -> page(Launch.KICK_OFF, kickOff),
                        () -> page(Launch.HOSTILE, hostile, "--what-if", HOSTILE_CHANGE));
        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            for (Future<Path> page : two.invokeAll(all)) {
                assertThat(page.get()).exists();
            }
        }
    }

    private Path page(Launch launch, String... arguments) throws Exception {
        return Command.page(scratch.resolve(launch.name()), arguments);
    }

    private Path file(Launch launch) {
        return scratch.resolve(launch.name()).resolve("report.html");
    }

    @BeforeEach
    void forget() {
        Chromium.require(chromium);
        complaints.clear();
    }

    @AfterEach
    void nothing_was_fetched_and_nothing_complained_of() {
        if (context != null) {
            context.close();
        }
        assertThat(complaints).isEmpty();
    }

    @AfterAll
    void end() {
        if (chromium != null) {
            chromium.close();
        }
    }

    /// Opens a page, and listens for whatever it asks for or complains of.
    private Page open(Launch launch, int width, ColorScheme scheme) {
        if (context != null) {
            context.close();
        }
        Browser browser = Chromium.require(chromium);
        context =
                browser.newContext(
                        new Browser.NewContextOptions()
                                .setViewportSize(width, 1000)
                                .setColorScheme(scheme));
        Page page = context.newPage();
        String address = file(launch).toUri().toString();
        page.onConsoleMessage(message -> complaints.add("console: " + message.text()));
        page.onPageError(error -> complaints.add("error: " + error));
        page.onDialog(dialog -> complaints.add("dialog: " + dialog.message()));
        page.onRequest(request -> {
            if (!request.url().equals(address) && !request.url().equals("data:,")) {
                complaints.add("request: " + request.url());
            }
        });
        page.navigate(address);
        return page;
    }

    private Page open(Launch launch) {
        return open(launch, WIDE, ColorScheme.LIGHT);
    }

    /// A page in one width and one theme.
    record View(Launch launch, int width, ColorScheme scheme) {}

    static Stream<View> views() {
        List<View> views = new ArrayList<>();
        for (Launch launch : List.of(Launch.SALE, Launch.KICK_OFF, Launch.DAY)) {
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                views.add(new View(launch, WIDE, scheme));
                views.add(new View(launch, NARROW, scheme));
            }
        }
        return views.stream();
    }

    @ParameterizedTest
    @MethodSource("views")
    void all_is_drawn_and_legible_and_nothing_is_cut_off(View view) {
        Page page = open(view.launch, view.width, view.scheme);
        assertThat(pixels(page, "demand", "demand")).isGreaterThan(200);
        assertThat(pixels(page, "demand", "capacity")).isGreaterThan(200);
        assertThat(pixels(page, "latency", "p99")).isGreaterThan(200);
        assertThat(pixels(page, "latency", "p50")).isGreaterThan(100);
        assertThat(pixels(page, "latency", "goal")).isGreaterThan(50);
        assertThat(pixels(page, "tasks", "healthy")).isGreaterThan(200);
        assertThat(pixels(page, "tasks", "pending")).isGreaterThan(10);
        assertThat(pixels(page, "cpu", "cpu")).isGreaterThan(200);
        assertThat(pixels(page, "events", "event-scaling")).isGreaterThan(10);
        if (view.launch == Launch.SALE) {
            assertThat(pixels(page, "losses0", "lostRefusedRequests")).isGreaterThan(500);
        }
        assertThat(strings(page, Sight.CUT_OFF)).isEmpty();
        assertThat(strings(page, Sight.OVERLAPS)).isEmpty();
        assertThat(strings(page, Sight.FAINT)).isEmpty();
    }

    @Test
    void what_is_unfolded_is_not_cut_off_either() {
        for (int width : List.of(WIDE, NARROW)) {
            Page page = open(Launch.SALE, width, ColorScheme.LIGHT);
            page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })");
            assertThat(strings(page, Sight.CUT_OFF)).isEmpty();
            assertThat(strings(page, Sight.OVERLAPS)).isEmpty();
        }
    }

    private static int pixels(Page page, String chart, String colour) {
        Object found = page.evaluate(Sight.PIXELS, List.of(chart, colour));
        return ((Number) requireNonNull(found)).intValue();
    }

    private static List<String> strings(Page page, String script) {
        List<?> found = (List<?>) requireNonNull(page.evaluate(script));
        return found.stream().map(String::valueOf).toList();
    }

    @Test
    void a_day_of_ten_thousand_tasks_is_small_and_opens_at_once() throws IOException {
        long bytes = Files.size(file(Launch.DAY));
        Page page = open(Launch.DAY);
        Object loaded = page.evaluate("performance.getEntriesByType('navigation')[0].duration");
        double millis = ((Number) requireNonNull(loaded)).doubleValue();
        System.out.printf(
                Locale.ROOT, "report.html of a day: %,d bytes, open in %.0f ms%n", bytes, millis);
        assertThat(bytes).isLessThan(DAY_BYTES_MOST);
        assertThat(millis).isLessThan(30_000); // of a busy machine; the figure is printed
    }

    @Test
    void the_keyboard_moves_zooms_and_is_heard() {
        Page page = open(Launch.SALE);
        Locator chart = page.locator("#chart-demand .box");
        Locator shown = page.locator("#shown");
        assertThat(shown.textContent()).isEqualTo("19:30:00 – 20:30:00");
        assertThat(page.locator("#all").isDisabled()).isTrue();
        chart.focus();
        chart.press("Home");
        assertThat(shown.textContent()).isEqualTo("19:30:00");
        for (int i = 0; i < 6; i++) {
            chart.press("Shift+ArrowRight");
        }
        assertThat(shown.textContent()).isEqualTo("20:06:00");
        page.waitForCondition(() -> said(page).startsWith("20:06:00: demand 2,0"));
        assertThat(said(page)).contains("capacity 4,444", "requests/s");
        chart.press("+");
        chart.press("+");
        assertThat(page.locator("#all").isEnabled()).isTrue();
        assertThat(axisMinutes(page)).isEqualTo(15, within(1.0));
        chart.press("0");
        assertThat(page.locator("#all").isDisabled()).isTrue();
        assertThat(axisMinutes(page)).isEqualTo(60, within(1.0));
    }

    private static String said(Page page) {
        return requireNonNull(page.locator("#said").textContent());
    }

    /// How much time a chart shows, from how far the cursor goes from Home to End.
    private static double axisMinutes(Page page) {
        Locator chart = page.locator("#chart-demand .box");
        chart.press("Home");
        double from = seconds(requireNonNull(page.locator("#shown").textContent()));
        chart.press("End");
        return (seconds(requireNonNull(page.locator("#shown").textContent())) - from) / 60;
    }

    private static double seconds(String clock) {
        String[] parts = clock.split(":", -1);
        return Integer.parseInt(parts[0]) * 3600.0
                + Integer.parseInt(parts[1]) * 60
                + Integer.parseInt(parts[2]);
    }

    @Test
    void pointing_at_one_chart_shows_the_values_of_all() {
        Page page = open(Launch.SALE);
        page.locator("#chart-latency .u-over").hover();
        assertThat(page.locator("#shown").textContent()).isEqualTo("20:00:00");
        for (String chart : List.of("demand", "latency", "tasks", "losses0", "cpu")) {
            List<String> values =
                    page.locator("#chart-" + chart + " button[aria-pressed=true] .value")
                            .allTextContents();
            assertThat(values).as(chart).isNotEmpty().allMatch(value -> value.matches("[0-9,.]+"));
        }
        double left = cursorLeft(page, "latency");
        assertThat(cursorLeft(page, "demand")).isEqualTo(left, within(1.5));
        assertThat(cursorLeft(page, "cpu")).isEqualTo(left, within(1.5));
        page.mouse().move(1, 1);
        assertThat(page.locator("#chart-cpu .value").first().textContent()).isEmpty();
    }

    private static double cursorLeft(Page page, String chart) {
        return page.locator("#chart-" + chart + " .u-cursor-x").boundingBox().x;
    }

    @Test
    void dragging_zooms_all_charts_and_a_double_click_shows_all_again() {
        Page page = open(Launch.SALE);
        Locator over = page.locator("#chart-demand .u-over");
        over.scrollIntoViewIfNeeded();
        var box = over.boundingBox();
        page.mouse().move(box.x + box.width / 2, box.y + 50);
        page.mouse().down();
        page.mouse().move(box.x + box.width * 0.75, box.y + 60);
        page.mouse().up();
        page.mouse().move(1, 1);
        assertThat(page.locator("#shown").textContent()).isEqualTo("20:00:00 – 20:15:00");
        page.locator("#chart-cpu .u-over").dblclick();
        page.mouse().move(1, 1);
        assertThat(page.locator("#shown").textContent()).isEqualTo("19:30:00 – 20:30:00");
        over.hover();
        page.keyboard().down("Shift");
        page.mouse().wheel(0, -100);
        page.keyboard().up("Shift");
        page.waitForCondition(() -> page.locator("#all").isEnabled());
    }

    @Test
    void a_line_can_be_hidden_and_shown_by_its_name() {
        Page page = open(Launch.SALE);
        Locator capacity = page.locator("#chart-demand .legend button").nth(1);
        assertThat(capacity.textContent()).isEqualTo("capacity");
        int before = pixels(page, "demand", "capacity");
        capacity.click();
        assertThat(capacity.getAttribute("aria-pressed")).isEqualTo("false");
        page.waitForCondition(() -> pixels(page, "demand", "capacity") < before / 2);
        capacity.click();
        page.waitForCondition(() -> pixels(page, "demand", "capacity") == before);
    }

    @Test
    void a_button_turns_the_light_on_and_off() {
        Page page = open(Launch.KICK_OFF, WIDE, ColorScheme.DARK);
        Object dark = page.evaluate("getComputedStyle(document.body).backgroundColor");
        assertThat(page.locator("#theme").textContent()).isEqualTo("Light");
        page.locator("#theme").click();
        assertThat(page.locator("#theme").textContent()).isEqualTo("Dark");
        assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
                .isEqualTo("rgb(255, 255, 255)")
                .isNotEqualTo(dark);
        page.waitForCondition(() -> pixels(page, "demand", "demand") > 200);
    }

    @Test
    void paper_is_white_even_in_the_dark() {
        Page page = open(Launch.SALE, WIDE, ColorScheme.DARK);
        page.setViewportSize(700, 1000);
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        page.waitForCondition(() -> pixels(page, "demand", "demand") > 200);
        assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
                .isEqualTo("rgb(255, 255, 255)");
        assertThat(page.locator("#theme").isVisible()).isFalse();
        assertThat(strings(page, Sight.CUT_OFF)).isEmpty();
        assertThat(strings(page, Sight.OVERLAPS)).isEmpty();
        assertThat(page.pdf()).startsWith('%', 'P', 'D', 'F');
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.SCREEN));
        page.waitForCondition(() -> page.locator("#theme").isVisible());
        assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
                .isNotEqualTo("rgb(255, 255, 255)");
    }

    @Test
    void each_chart_has_a_name_a_summary_and_its_figures() {
        Page page = open(Launch.SALE);
        List<Locator> charts = page.locator("figure.chart").all();
        assertThat(charts).hasSizeGreaterThan(5);
        for (Locator chart : charts) {
            String title = requireNonNull(chart.getAttribute("aria-labelledby"));
            assertThat(page.locator("#" + title).textContent()).isNotBlank();
            for (Locator box : chart.locator(".box").all()) {
                assertThat(box.getAttribute("aria-label")).isNotBlank();
                assertThat(box.getAttribute("tabindex")).isEqualTo("0");
            }
        }
        assertThat(page.locator("#chart-demand ~ details table tr").count()).isGreaterThan(5);
        page.keyboard().press("Tab");
        assertThat(page.evaluate("document.activeElement.className")).isEqualTo("skip");
        page.keyboard().press("Enter");
        assertThat(page.evaluate("document.activeElement.id")).isEqualTo("charts");
    }

    @Test
    void words_and_figures_are_there_without_scripts() {
        Browser browser = Chromium.require(chromium);
        try (BrowserContext still =
                browser.newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
            Page page = still.newPage();
            page.navigate(file(Launch.SALE).toUri().toString());
            assertThat(page.locator("h1").textContent()).isEqualTo("Holds");
            assertThat(page.locator("noscript p").isVisible()).isTrue();
            assertThat(page.locator("dl.figures dt").count()).isEqualTo(7);
        }
    }

    @Test
    void the_picture_in_the_readme_is_what_the_page_looks_like() throws IOException {
        Page page = open(Launch.SALE, PICTURE_WIDTH, ColorScheme.LIGHT);
        byte[] fresh =
                page.screenshot(
                        new Page.ScreenshotOptions()
                                .setFullPage(true)
                                .setClip(0, 0, PICTURE_WIDTH, PICTURE_HEIGHT));
        Path copy = Files.createDirectories(Path.of("target")).resolve("report.png");
        Files.write(copy, fresh);
        Path shown = ROOT.resolve("docs/images/report.png");
        assertThat(Files.readString(ROOT.resolve("README.md")))
                .contains("(docs/images/report.png)");
        assertThat(shown).exists();
        assertThat(Files.size(shown)).isLessThan(PICTURE_BYTES_MOST);
        Picture before = Picture.of(Files.readAllBytes(shown));
        Picture now = Picture.of(fresh);
        assertThat(now.width()).isEqualTo(before.width());
        assertThat(now.height()).isEqualTo(before.height());
        double apart = now.apart(before);
        System.out.printf(Locale.ROOT, "docs/images/report.png: %.1f of 255 apart%n", apart);
        assertThat(apart)
                .as("docs/images/report.png is stale; the page now looks like acceptance/%s", copy)
                .isLessThan(PICTURE_APART_MOST);
    }

    private static final String HURT = "</script><script>document.title='hurt'</script>";
    private static final String HOSTILE_CHANGE =
            "calls[+]={call: \"application-autoscaling:PutScheduledAction\", input: {"
                    + "ServiceNamespace: ecs, ScheduledActionName: \"<img src=x onerror=hurt()>\","
                    + " ResourceId: service/tickets/web, ScalableDimension:"
                    + " \"ecs:service:DesiredCount\", Schedule: \"at(2026-12-04T18:49:56)\","
                    + " ScalableTargetAction: {MinCapacity: 9}}}";

    private Path hostileLaunch() throws IOException {
        Path copy = Files.createDirectories(scratch.resolve("hostile-launch"));
        try (Stream<Path> files = Files.list(Path.of(SALE))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        Path launch = copy.resolve("launch.yaml");
        String text = Files.readString(launch);
        Files.writeString(
                launch, text.replace("name: Ticket sale", "name: \"" + HURT + " & 'Söhne'\""));
        return copy;
    }

    @Test
    void hostile_names_are_shown_and_do_nothing() {
        Page page = open(Launch.HOSTILE);
        assertThat(page.title()).isEqualTo(HURT + " & 'Söhne' does not hold");
        assertThat(page.locator(".launch").textContent()).isEqualTo(HURT + " & 'Söhne'");
        assertThat(page.locator(".marks").textContent()).contains("<img src=x onerror=hurt()>");
        assertThat(page.locator("img").count()).isZero();
        assertThat(page.locator("script").count()).isEqualTo(2);
        assertThat(strings(page, Sight.CUT_OFF)).isEmpty();
    }
}
