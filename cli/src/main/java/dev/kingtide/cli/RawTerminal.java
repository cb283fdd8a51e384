package dev.kingtide.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The terminal of this process, given over to a command elsewhere: every key goes there at once,
/// also Ctrl-C. `stty` does it, which every Unix has; its end gives the terminal back as it was.
final class RawTerminal implements AutoCloseable {
    private static final long LOOK_MILLIS = 500;
    private final String before;
    private final Thread giveBack = Thread.ofPlatform().unstarted(this::restore);
    private volatile boolean closed;

    private RawTerminal(String before) {
        this.before = before;
    }

    /// Takes the terminal; null where it cannot be taken.
    static @Nullable RawTerminal take() {
        String before = stty("-g");
        if (before.isEmpty()) {
            return null;
        }
        RawTerminal taken = new RawTerminal(before);
        Runtime.getRuntime().addShutdownHook(taken.giveBack);
        stty("raw", "-echo");
        return taken;
    }

    /// Tells its size now and whenever that has changed: rows, columns.
    void watchSize(BiConsumer<Integer, Integer> ear) {
        Thread.ofVirtual()
                .name("terminal size")
                .start(() -> {
                    String last = "";
                    try {
                        while (!closed) {
                            String size = stty("size");
                            String[] both = size.split(" ", -1);
                            if (!size.equals(last) && both.length == 2) {
                                last = size;
                                ear.accept(Integer.valueOf(both[0]), Integer.valueOf(both[1]));
                            }
                            Thread.sleep(LOOK_MILLIS);
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    /// What `stty` prints; empty when there is no terminal, or no `stty`.
    private static String stty(String... arguments) {
        List<String> command = new ArrayList<>(List.of("stty"));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectInput(ProcessBuilder.Redirect.INHERIT)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            byte[] said = process.getInputStream().readAllBytes();
            return process.waitFor() == 0
                    ? new String(said, StandardCharsets.US_ASCII).strip()
                    : "";
        } catch (IOException e) {
            return ""; // no stty here: the terminal stays as it is
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private void restore() {
        if (!closed) {
            closed = true;
            stty(before);
        }
    }

    @Override
    public void close() {
        restore();
    }
}
