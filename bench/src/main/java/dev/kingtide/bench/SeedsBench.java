package dev.kingtide.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/// How long `./kingtide rehearse examples/ticket-sale --seeds N` takes as a whole process.
public final class SeedsBench {
    private static final int ROUNDS = 3;

    private SeedsBench() {}

    /// Runs 100 seeds, or as many as the argument says.
    public static void main(String[] args) throws IOException, InterruptedException {
        String seeds = args.length > 0 ? args[0] : "100";
        System.out.println("seeds  wall s  seeds/s");
        for (int i = 0; i < ROUNDS; i++) {
            long begin = System.nanoTime();
            Process process =
                    new ProcessBuilder(
                                    Path.of("kingtide").toAbsolutePath().toString(),
                                    "rehearse",
                                    "examples/ticket-sale",
                                    "--seeds",
                                    seeds)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            int status = process.waitFor();
            if (status != 0 && status != 1) {
                throw new IllegalStateException("kingtide ended with status " + status);
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%5s  %6.1f  %7.1f%n",
                    seeds,
                    seconds,
                    Integer.parseInt(seeds) / seconds);
        }
    }
}
