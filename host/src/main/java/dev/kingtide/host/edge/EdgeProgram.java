package dev.kingtide.host.edge;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// How the process of the load balancers is started.
///
/// @param command its program and the options before `--data`
/// @param version what it must call itself; one that runs and is another is replaced
public record EdgeProgram(List<String> command, String version) {

    /// What the process says on its standard output, once, when it can be connected to.
    public static final String READY = "ready";

    /// Starts it and waits until it can be connected to, or has ended.
    ///
    /// @param patienceMillis how long that may take
    /// @throws IOException when it could not be started
    void start(Path data, Share share, long patienceMillis)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(command);
        line.add("--data");
        line.add(data.toString());
        line.add("--share");
        line.add(share.toString());
        Path log = share.file(data, "log");
        Process process =
                new ProcessBuilder(line)
                        .redirectError(log.toFile())
                        .redirectInput(ProcessBuilder.Redirect.PIPE)
                        .start();
        process.getOutputStream().close();
        Thread guard =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                TimeUnit.MILLISECONDS.sleep(patienceMillis);
                                process.destroyForcibly();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt(); // it was ready in time
                            }
                        });
        try (BufferedReader said =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String first = said.readLine();
            if (!READY.equals(first)) {
                throw new IOException("it did not start" + lastLine(log) + "; its log is " + log);
            }
        } finally {
            guard.interrupt();
        }
    }

    private static String lastLine(Path log) {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
            return lines.isEmpty() ? "" : ": " + lines.getLast();
        } catch (IOException e) {
            return "";
        }
    }
}
