package dev.kingtide.bench;

import dev.kingtide.rehearsal.source.Problems;
import dev.kingtide.rehearsal.traffic.AccessLogs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/// How many lines of access logs are counted a second on one core, plain and packed: lines as long
/// as those of an Application Load Balancer that a browser asks over TLS.
public final class AccessLogsBench {
    private static final int LINES = 400_000;
    private static final int ROUNDS = 5;

    private AccessLogsBench() {}

    /// Runs all cases; the fastest of some rounds is printed.
    public static void main(String[] args) throws IOException {
        byte[] plain = log();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        }
        System.out.println("log          MiB  bytes/line  lines/CPU s  MiB/CPU s");
        print("a.log", plain);
        print("a.log.gz", packed.toByteArray());
    }

    private static void print(String name, byte[] bytes) {
        double best = Double.MAX_VALUE;
        for (int round = 0; round <= ROUNDS; round++) {
            long begin = cpuNanos();
            AccessLogs logs = new AccessLogs("", new Problems());
            logs.read(name, ByteBuffer.wrap(bytes));
            if (logs.requests() != LINES) {
                throw new IllegalStateException(logs.requests() + " requests: " + logs.notes());
            }
            best = Math.min(best, (cpuNanos() - begin) / 1e9);
        }
        double mib = bytes.length / 1048576.0;
        System.out.printf(
                Locale.ROOT,
                "%-9s  %5.1f  %10d  %,11.0f  %9.0f%n",
                name,
                mib,
                bytes.length / LINES,
                LINES / best,
                mib / best);
    }

    private static byte[] log() {
        StringBuilder text = new StringBuilder(LINES * 600);
        for (int i = 0; i < LINES; i++) {
            int second = i / 800;
            text.append(
                    String.format(
                            Locale.ROOT,
                            "h2 2026-11-20T20:%02d:%02d.%06dZ app/shop/50dc6c495c0c9188"
                                    + " 203.0.113.%d:%d 10.0.%d.17:8080 0.001 0.0%02d 0.000 200 200"
                                    + " 312 5120 \"GET https://shop.example.com:443/seats/%d?from="
                                    + "start HTTP/2.0\" \"Mozilla/5.0 (X11; Linux x86_64)"
                                    + " AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0"
                                    + " Safari/537.36\" TLS_AES_128_GCM_SHA256 TLSv1.3 arn:aws:"
                                    + "elasticloadbalancing:eu-central-1:123456789012:targetgroup/"
                                    + "web/73e2d6bc24d8a067 \"Root=1-58337262-%024x\""
                                    + " \"shop.example.com\" \"session-reused\" 0"
                                    + " 2026-11-20T20:%02d:%02d.%06dZ \"forward\" \"-\" \"-\""
                                    + " \"10.0.%d.17:8080\" \"200\" \"-\" \"-\" TID_%016x%n",
                            second / 60,
                            second % 60,
                            i % 1_000_000,
                            i % 250,
                            1024 + i % 60_000,
                            i % 4,
                            i % 90 + 10,
                            i % 10_007,
                            i * 7_919L,
                            second / 60,
                            second % 60,
                            i % 1_000_000,
                            i % 4,
                            i * 104_729L));
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
