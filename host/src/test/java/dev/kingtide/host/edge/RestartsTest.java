package dev.kingtide.host.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RestartsTest {
    private final Restarts restarts = new Restarts();

    private long[] pauses(int ends, long lastedSeconds) {
        long nanos = TimeUnit.SECONDS.toNanos(lastedSeconds);
        return LongStream.generate(() -> restarts.pauseMillis(nanos)).limit(ends).toArray();
    }

    @Test
    void a_process_that_lasted_is_started_again_at_once_however_often() {
        assertThat(pauses(20, 11)).containsOnly(0);
    }

    @Test
    void one_that_keeps_ending_soon_waits_longer_and_longer() {
        assertThat(pauses(13, 2))
                .containsExactly(0, 0, 0, 0, 0, 100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000);
    }

    @Test
    void one_that_lasted_forgives_those_before_it() {
        pauses(13, 2);
        assertThat(pauses(1, 11)).containsExactly(0);
        assertThat(pauses(6, 2)).containsExactly(0, 0, 0, 0, 0, 100);
    }
}
