package dev.kingtide.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.host.store.SqliteStore;
import org.junit.jupiter.api.Test;

class WarmUpTest {

    @Test
    void its_call_is_signed_and_answered_like_a_clients() {
        assertThat(WarmUp.status()).isEqualTo(200);
    }

    @Test
    void the_library_of_the_store_is_there() {
        assertThat(SqliteStore.load()).isTrue();
    }
}
