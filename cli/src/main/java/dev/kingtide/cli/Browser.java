package dev.kingtide.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The browser of whoever runs the command, found as other commands find it.
///
/// @param environment the process's variables
/// @param system the operating system's name
record Browser(Map<String, String> environment, String system) {
    /// Commands that only hand a file over are done within a moment; one that is not is a browser.
    private static final long HANDING_OVER_SECONDS = 3;

    /// The one of this machine.
    static Browser ofThisMachine() {
        return new Browser(System.getenv(), System.getProperty("os.name", ""));
    }

    /// Shows a file; false when no browser can be started.
    boolean show(Path file) {
        String address = file.toAbsolutePath().toUri().toString();
        for (List<String> command : commands(address)) {
            if (starts(command)) {
                return true;
            }
        }
        return false;
    }

    /// What may show it, the best first: `$BROWSER` is a list of commands, in which `%s` stands for
    /// the address; then what the desktop opens files with, where there is a desktop.
    List<List<String>> commands(String address) {
        List<List<String>> commands = new ArrayList<>();
        for (String asked : environment.getOrDefault("BROWSER", "").split(":", -1)) {
            if (!asked.isBlank()) {
                commands.add(words(asked.strip(), address));
            }
        }
        String name = system.toLowerCase(Locale.ROOT);
        if (name.contains("mac")) {
            commands.add(List.of("open", address));
        } else if (name.contains("windows")) {
            commands.add(List.of("rundll32", "url.dll,FileProtocolHandler", address));
        } else if (environment.containsKey("DISPLAY")
                || environment.containsKey("WAYLAND_DISPLAY")) {
            commands.add(List.of("xdg-open", address));
        }
        return commands;
    }

    private static List<String> words(String command, String address) {
        List<String> words = new ArrayList<>();
        for (String word : command.split(" +", -1)) {
            words.add(word.replace("%s", address));
        }
        if (!command.contains("%s")) {
            words.add(address);
        }
        return words;
    }

    private static boolean starts(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return !process.waitFor(HANDING_OVER_SECONDS, TimeUnit.SECONDS)
                    || process.exitValue() == 0;
        } catch (IOException missing) {
            return false; // the next one may be there
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
