package dev.kingtide.acceptance.clients;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/// A process whose output is kept, so that a failure can show it.
final class Program implements AutoCloseable {
    private static final int TAIL_CHARACTERS = 8_000;

    private final String name;
    private final Process process;
    private final Queue<String> output = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<String> awaited = new CompletableFuture<>();
    private final Thread reader;

    private Program(String name, Process process, Predicate<String> wanted) {
        this.name = name;
        this.process = process;
        reader = Thread.ofVirtual().name(name).start(() -> read(wanted));
    }

    /// Starts it; both of its outputs are kept.
    static Program start(String name, ProcessBuilder builder) throws IOException {
        return start(name, builder, _ -> false);
    }

    /// Starts it, and [#line] waits for the first line that is wanted.
    static Program start(String name, ProcessBuilder builder, Predicate<String> wanted)
            throws IOException {
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        return new Program(name, process, wanted);
    }

    private void read(Predicate<String> wanted) {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
                if (wanted.test(line)) {
                    awaited.complete(line);
                }
            }
        } catch (IOException gone) {
            output.add("(its output broke off: " + gone.getMessage() + ")");
        }
        awaited.completeExceptionally(new IllegalStateException("its output ended"));
    }

    /// The wanted line, once it is there.
    String line(int secondsMost) throws InterruptedException {
        try {
            return awaited.get(secondsMost, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException missing) {
            throw new IllegalStateException(
                    "%s did not say what was waited for (%s):\n%s"
                            .formatted(name, missing.getMessage(), tail()),
                    missing);
        }
    }

    /// Waits for the end of a program that must succeed.
    void succeed(int secondsMost) throws InterruptedException {
        int status = end(secondsMost);
        if (status != 0) {
            throw new AssertionError("%s ended with %d:\n%s".formatted(name, status, tail()));
        }
    }

    /// Waits until it has ended; its exit status.
    int end(int secondsMost) throws InterruptedException {
        if (!process.waitFor(secondsMost, TimeUnit.SECONDS)) {
            kill();
            throw new AssertionError(
                    "%s had not ended after %d s:\n%s".formatted(name, secondsMost, tail()));
        }
        reader.join();
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /// Everything that it printed so far.
    String output() {
        return String.join("\n", output);
    }

    /// The end of what it printed so far.
    String tail() {
        String all = output();
        return all.substring(Math.max(0, all.length() - TAIL_CHARACTERS));
    }

    /// SIGKILL to it and what it started: none of them runs any more when this returns.
    void kill() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.waitFor();
        reader.join();
    }

    /// SIGKILL to it alone: it does not run any more when this returns, what it started may.
    void killAlone() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
        reader.join();
    }

    /// SIGTERM, and SIGKILL where that does not end it.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
