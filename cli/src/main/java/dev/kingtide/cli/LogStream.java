package dev.kingtide.cli;

import dev.kingtide.host.docker.Containers;
import dev.kingtide.host.engine.Engine;
import dev.kingtide.host.engine.EngineFailure;
import dev.kingtide.host.engine.Streams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;

/// The log of one container, line by line, on a virtual thread of its own.
final class LogStream {
    private final Containers.Found container;
    private final BlockingQueue<Line> lines;

    /// A line of a log, or the end of one.
    ///
    /// @param time when it was written, as the Engine says it: such texts sort as their times do
    /// @param text without its end; what went wrong, for an end that came early
    /// @param end whether nothing follows
    record Line(Containers.Found container, String time, String text, boolean end) {}

    /// @param lines gets the lines, and waits while it is full
    LogStream(Containers.Found container, BlockingQueue<Line> lines) {
        this.container = container;
        this.lines = lines;
    }

    /// Begins to read.
    void begin(Streams.Part part) {
        Thread.ofVirtual().name("log of " + container.id()).start(() -> read(part));
    }

    private void read(Streams.Part part) {
        Engine engine = container.engine();
        String trouble = "";
        Pieces out = new Pieces();
        Pieces err = new Pieces();
        try {
            boolean tty = engine.describe(container.id()).path("Config").path("Tty").asBoolean();
            new Streams(engine)
                    .logs(
                            container.id(),
                            tty,
                            part,
                            (error, bytes) -> (error ? err : out).add(bytes));
        } catch (EngineFailure failure) {
            trouble = failure.isMissing() ? "" : failure.text();
        } catch (IOException e) {
            trouble = String.valueOf(e.getMessage());
        }
        out.end();
        err.end();
        put(new Line(container, "", trouble, true));
    }

    private boolean put(Line line) {
        try {
            lines.put(line);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Puts lines together of what one of a container's two streams brings.
    private final class Pieces {
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        boolean add(byte[] bytes) {
            for (byte one : bytes) {
                if (one != '\n') {
                    line.write(one);
                } else if (!flush()) {
                    return false;
                }
            }
            return true;
        }

        void end() {
            if (line.size() > 0) {
                flush();
            }
        }

        private boolean flush() {
            String text = line.toString(StandardCharsets.UTF_8);
            line.reset();
            int space = text.indexOf(' ');
            String time = space < 0 ? text : text.substring(0, space);
            String said = space < 0 ? "" : text.substring(space + 1);
            boolean carriage = said.endsWith("\r");
            return put(
                    new Line(
                            container,
                            time,
                            carriage ? said.substring(0, said.length() - 1) : said,
                            false));
        }
    }
}
