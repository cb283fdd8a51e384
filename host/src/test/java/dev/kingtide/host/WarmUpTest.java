package dev.kingtide.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.aws.Api;
import dev.kingtide.aws.wire.Gateway;
import dev.kingtide.core.Scope;
import dev.kingtide.host.store.SqliteStore;
import org.junit.jupiter.api.Test;

class WarmUpTest {

    @Test
    void its_call_is_signed_and_answered_like_a_clients() {
        assertThat(WarmUp.status()).isEqualTo(200);
    }

    @Test
    void the_model_of_every_request_is_read_ahead() {
        Gateway gateway =
                new Gateway(
                        _ -> null,
                        _ -> null,
                        () -> "00000000-0000-0000-0000-000000000000",
                        Gateway.Settings.DEFAULT);
        Api api = WarmUp.api(Scope.DEFAULT, null);
        assertThat(gateway.readAhead(api)).isGreaterThan(api.names().size());
    }

    @Test
    void the_calls_that_clients_begin_with_succeed() {
        try (SqliteStore store = SqliteStore.inMemory()) {
            Api api = WarmUp.api(Scope.DEFAULT, store);
            assertThat(FirstCalls.make(api, 1_767_225_600_000L))
                    .hasSizeGreaterThan(30)
                    .allMatch(call ->
                            call.status() == (call.operation().equals("GetRole") ? 404 : 200));
            assertThat(store.scopes()).as("with rows").containsExactly(Scope.DEFAULT);
        }
    }

    @Test
    void the_library_of_the_store_is_there() {
        assertThat(SqliteStore.load()).isTrue();
    }
}
