package dev.kingtide.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// What an edge takes that carries nothing: the memory of connections that are open, and the CPU
/// time of health checks.
final class EdgeAtRest {
    private static final int CONNECTIONS = 5_000;
    private static final int SECONDS = 30;
    private static final int SETTLE_SECONDS = 10;
    private static final byte[] REQUEST =
            "GET /1k HTTP/1.1\r\nHost: bench\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private EdgeAtRest() {}

    /// Prints how much the process grows by a connection that was used once and stays open: what
    /// its heap holds after a collection, and what is resident.
    static void memory(Proxy edge) throws IOException, InterruptedException {
        List<Socket> sockets = new ArrayList<>();
        try {
            open(sockets, edge.port(), CONNECTIONS / 10); // what comes with the first ones
            long heap = heapBytes(edge.process());
            long resident = residentBytes(edge.process());
            open(sockets, edge.port(), CONNECTIONS);
            System.out.printf(
                    Locale.ROOT,
                    "%s, %d idle connections: %.1f KB of heap each, %.1f KB resident each%n",
                    edge.name(),
                    CONNECTIONS,
                    (heapBytes(edge.process()) - heap) / 1024.0 / CONNECTIONS,
                    (residentBytes(edge.process()) - resident) / 1024.0 / CONNECTIONS);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private static void open(List<Socket> sockets, int port, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            sockets.add(socket);
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(REQUEST);
            InputStream in = socket.getInputStream();
            int length = in.read(new byte[1 << 14]);
            if (length < 1_024) {
                throw new IOException("no whole answer on connection " + sockets.size());
            }
        }
    }

    /// Prints the part of a core that an edge takes which nobody calls.
    static void cpu(Proxy edge) throws IOException, InterruptedException {
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        double before = edge.cpuSeconds();
        long begin = System.nanoTime();
        TimeUnit.SECONDS.sleep(SECONDS);
        double part = (edge.cpuSeconds() - before) / ((System.nanoTime() - begin) / 1e9);
        System.out.printf(Locale.ROOT, "%s, at rest: %.2f %% of a core%n", edge.name(), 100 * part);
    }

    private static long residentBytes(Process process) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new IOException("no VmRSS in /proc");
    }

    /// What lives in the heap, by a histogram, which collects first.
    private static long heapBytes(Process process) throws IOException, InterruptedException {
        Process asked =
                new ProcessBuilder(
                                System.getProperty("java.home") + "/bin/jcmd",
                                "" + process.pid(),
                                "GC.class_histogram")
                        .redirectErrorStream(true)
                        .start();
        String last = "";
        try (BufferedReader said = asked.inputReader(StandardCharsets.UTF_8)) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                last = line.startsWith("Total") ? line : last;
            }
        }
        String[] total = last.strip().split("\\s+", -1);
        if (asked.waitFor() != 0 || total.length < 3) {
            throw new IOException("jcmd does not tell the heap of " + process.pid());
        }
        return Long.parseLong(total[2]);
    }
}
