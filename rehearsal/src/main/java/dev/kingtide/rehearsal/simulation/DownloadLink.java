package dev.kingtide.rehearsal.simulation;

import dev.kingtide.core.Agenda;
import java.util.ArrayList;
import java.util.List;

/// A network link whose speed is shared evenly by the downloads that run at the same time.
final class DownloadLink {
    private static final double NOTHING = 1e-9;
    private final Agenda loop;
    private final double mibPerMilli;
    private final List<Download> active = new ArrayList<>();
    private long sinceMillis;
    private long settings;

    private static final class Download {
        double mibLeft;
        final Runnable done;

        Download(double mib, Runnable done) {
            this.mibLeft = mib;
            this.done = done;
        }
    }

    DownloadLink(Agenda loop, double mibPerSecond) {
        this.loop = loop;
        this.mibPerMilli = mibPerSecond / 1000;
        this.sinceMillis = loop.nowMillis();
    }

    /// Downloads so many MiB and then runs `done`.
    void download(double mib, Runnable done) {
        advance();
        active.add(new Download(mib, done));
        expect();
    }

    private void advance() {
        long now = loop.nowMillis();
        if (!active.isEmpty()) {
            double each = (now - sinceMillis) * mibPerMilli / active.size();
            for (Download download : active) {
                download.mibLeft -= each;
            }
        }
        sinceMillis = now;
    }

    private void expect() {
        if (active.isEmpty()) {
            return;
        }
        double least = Double.MAX_VALUE;
        for (Download download : active) {
            least = Math.min(least, download.mibLeft);
        }
        long setting = ++settings;
        long millis = (long) Math.ceil(Math.max(0, least) * active.size() / mibPerMilli - NOTHING);
        loop.at(
                loop.nowMillis() + millis,
                () -> {
                    if (setting == settings) {
                        finish();
                    }
                });
    }

    private void finish() {
        advance();
        List<Download> done = new ArrayList<>();
        for (Download download : active) {
            if (download.mibLeft <= NOTHING) {
                done.add(download);
            }
        }
        active.removeAll(done);
        expect();
        for (Download download : done) {
            download.done.run();
        }
    }
}
