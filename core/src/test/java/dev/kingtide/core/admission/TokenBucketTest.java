package dev.kingtide.core.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kingtide.core.Invariant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// A token bucket.
class TokenBucketTest {

    @Test
    void it_is_full_at_first_refills_evenly_and_never_overflows() {
        TokenBucket bucket = TokenBucket.full(10, 2, 0).take(10, 0);
        assertThat(bucket.available(499)).isZero();
        assertThat(bucket.available(500)).isEqualTo(1);
        assertThat(bucket.available(5_000)).isEqualTo(10);
        assertThat(bucket.available(1_000_000)).isEqualTo(10);
        assertThat(bucket.availableAtMillis(3, 0)).isEqualTo(1_500);
        assertThat(bucket.availableAtMillis(99, 0)).isEqualTo(5_000);
    }

    @Test
    void more_than_there_is_cannot_be_taken() {
        TokenBucket bucket = TokenBucket.full(10, 2, 0);
        assertThatThrownBy(() -> bucket.take(11, 0)).isInstanceOf(Invariant.class);
    }

    @Test
    void the_moment_it_names_is_the_first_at_which_the_tokens_are_there() {
        SplittableRandom random = new SplittableRandom(3);
        for (int seed = 0; seed < 2_000; seed++) {
            double rate = random.nextDouble(0.1, 50);
            TokenBucket bucket = TokenBucket.full(random.nextInt(1, 100), rate, 0);
            long now = 0;
            for (int i = 0; i < 20; i++) {
                int wanted = random.nextInt(1, (int) bucket.capacity() + 1);
                long at = bucket.availableAtMillis(wanted, now);
                assertThat(bucket.available(at)).as("seed %d", seed).isGreaterThanOrEqualTo(wanted);
                if (at > now) {
                    assertThat(bucket.available(at - 1)).as("seed %d", seed).isLessThan(wanted);
                }
                now = at;
                bucket = bucket.take(wanted, now);
            }
        }
    }
}
