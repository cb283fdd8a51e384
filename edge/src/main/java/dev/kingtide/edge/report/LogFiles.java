package dev.kingtide.edge.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs of load balancers as files: compressed, one for each load balancer, kind of log and five
/// minutes, under the name that Elastic Load Balancing gives them in a bucket (ELB user guide,
/// load-balancer-access-logs, load-balancer-connection-logs, load-balancer-health-check-logs).
///
/// Best effort, as at AWS: when lines come faster than they can be written, or the disk takes none,
/// some are lost, and counted. A file has its name when it is complete.
public final class LogFiles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogFiles.class);
    private static final int LINES_WAITING_MAX = 20_000;
    private static final long FILE_MILLIS = 300_000;
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy/MM/dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter END =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path directory;
    private final BlockingQueue<Entry> waiting = new ArrayBlockingQueue<>(LINES_WAITING_MAX);
    private final LongAdder lost = new LongAdder();
    private final Map<Place, Open> open = new HashMap<>();
    private final Thread writer;
    private volatile boolean closing;

    /// What the lines of a file tell.
    public enum Kind {
        /// Requests.
        ACCESS("access_logs", ""),
        /// Connections of clients. Older copies of its page have `conn_log.` here.
        CONNECTION("connection_logs", "conn_log_"),
        /// Probes of targets.
        HEALTH_CHECK("health_check_logs", "health_check_log_");

        private final String attribute;
        private final String filePrefix;

        Kind(String attribute, String filePrefix) {
            this.attribute = attribute;
            this.filePrefix = filePrefix;
        }

        /// What the load balancer's attributes of this kind begin with, before a dot.
        public String attribute() {
            return attribute;
        }
    }

    /// Where the lines of one kind of a load balancer go.
    ///
    /// @param bucket the bucket, and the prefix if there is one behind a slash
    /// @param account the account's number
    /// @param region the region
    /// @param balancer `app/<name>/<id>`
    public record Place(Kind kind, String bucket, String account, String region, String balancer) {}

    private record Entry(Place place, LogLine line) {}

    private record Open(Path part, OutputStream out, long endMillis) {}

    /// Logs under a directory, which stands for all buckets.
    public LogFiles(Path directory) {
        this.directory = directory;
        this.writer = Thread.ofVirtual().name("log-files").start(this::write);
    }

    /// Takes a line, if there is room for it.
    public void add(Place place, LogLine line) {
        if (closing || !waiting.offer(new Entry(place, line))) {
            lost.increment();
        }
    }

    /// How many lines were lost.
    public long lost() {
        return lost.sum();
    }

    private void write() {
        try {
            while (!closing || !waiting.isEmpty()) {
                Entry entry = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (entry != null) {
                    write(entry);
                }
                roll(System.currentTimeMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        roll(Long.MAX_VALUE);
    }

    private void write(Entry entry) {
        try {
            Open file = open.get(entry.place());
            if (file == null) {
                file = open();
                open.put(entry.place(), file);
            }
            file.out().write(entry.line().text().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            lost.increment();
            LOG.warn(
                    "a line of the {} of {} is lost: {}; check {}",
                    entry.place().kind().attribute(),
                    entry.place().balancer(),
                    e.toString(),
                    directory);
        }
    }

    private Open open() throws IOException {
        Files.createDirectories(directory);
        Path part = Files.createTempFile(directory, "log", ".part");
        long now = System.currentTimeMillis();
        return new Open(
                part,
                new GZIPOutputStream(Files.newOutputStream(part)),
                now - now % FILE_MILLIS + FILE_MILLIS);
    }

    /// Completes the files whose time is over.
    private void roll(long nowMillis) {
        Iterator<Map.Entry<Place, Open>> each = open.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<Place, Open> next = each.next();
            Open file = next.getValue();
            if (nowMillis >= file.endMillis()) {
                each.remove();
                try {
                    file.out().close();
                    Path name = name(next.getKey(), file.endMillis());
                    Files.createDirectories(name.getParent());
                    Files.move(file.part(), name, StandardCopyOption.ATOMIC_MOVE);
                } catch (IOException e) {
                    LOG.warn("the log {} stays as it is: {}", file.part(), e.toString());
                }
            }
        }
    }

    private Path name(Place place, long endMillis) {
        Instant end = Instant.ofEpochMilli(endMillis);
        String file =
                "%s%s_elasticloadbalancing_%s_%s_%s_%s_%s.log.gz"
                        .formatted(
                                place.kind().filePrefix,
                                place.account(),
                                place.region(),
                                place.balancer().replace('/', '.'),
                                END.format(end),
                                LogText.NODE,
                                HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt()));
        return directory
                .resolve(place.bucket())
                .resolve("AWSLogs")
                .resolve(place.account())
                .resolve("elasticloadbalancing")
                .resolve(place.region())
                .resolve(DAY.format(end))
                .resolve(file);
    }

    /// Writes what waits, and completes all files.
    @Override
    public void close() {
        closing = true;
        try {
            if (!writer.join(Duration.ofSeconds(5))) {
                LOG.warn("lines of logs are lost: they could not be written in 5 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
