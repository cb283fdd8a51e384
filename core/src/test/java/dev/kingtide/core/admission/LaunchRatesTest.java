package dev.kingtide.core.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kingtide.core.Core;
import dev.kingtide.core.Refusal;
import dev.kingtide.core.Scope;
import dev.kingtide.core.World;
import dev.kingtide.core.driver.MemoryStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How fast tasks may be launched.
class LaunchRatesTest {
    private final Core core = new Core(new World(Scope.DEFAULT, 1), new MemoryStore());

    private LaunchRates.Grant take(
            long atMillis, @Nullable String service, LaunchPool pool, int wanted) {
        return core.decide(atMillis, t -> LaunchRates.take(t, service, pool, wanted));
    }

    /// Asks again whenever it is told to; gives the second in which the last task is granted.
    private long secondsFor(int tasks, @Nullable String service, LaunchPool pool) {
        long now = 0;
        int left = tasks;
        while (left > 0) {
            LaunchRates.Grant grant = take(now, service, pool, left);
            left -= grant.granted();
            assertThat(left == 0 || grant.nextMillis() > now).isTrue();
            now = left == 0 ? now : grant.nextMillis();
        }
        return Math.round(now / 1000.0);
    }

    /// ECS developer guide, throttling: burst 100, then 20 a second; Amazon ECS service quotas: 500
    /// tasks a minute per service.
    @ParameterizedTest(name = "{0} tasks of {1} on {2} take {3} s")
    @CsvSource({
        "100, , FARGATE, 0",
        "101, , FARGATE, 0",
        "120, , FARGATE, 1",
        "3000, , FARGATE, 145",
        "3000, , FARGATE_SPOT, 145",
        "500, shop/web, FARGATE, 59",
        "3000, shop/web, FARGATE, 359",
        "500, shop/web, INSTANCES, 59",
        "9999, , INSTANCES, 0"
    })
    void launches_are_granted_as_the_buckets_allow(
            int tasks, @Nullable String service, LaunchPool pool, long seconds) {
        assertThat(secondsFor(tasks, service, pool)).isEqualTo(seconds);
    }

    @Test
    void two_services_share_the_account_and_not_each_other() {
        assertThat(take(0, "shop/a", LaunchPool.FARGATE, 1000).granted()).isEqualTo(8);
        assertThat(take(0, "shop/b", LaunchPool.FARGATE, 1000).granted()).isEqualTo(8);
        assertThat(take(0, null, LaunchPool.FARGATE, 1000).granted()).isEqualTo(84);
        assertThat(take(0, "shop/c", LaunchPool.FARGATE, 1000).granted()).isZero();
        assertThat(take(0, "shop/c", LaunchPool.FARGATE_SPOT, 1000).granted()).isEqualTo(8);
    }

    @Test
    void a_refused_turn_gives_its_launches_back() {
        try {
            core.decide(
                    0,
                    t -> {
                        LaunchRates.take(t, null, LaunchPool.FARGATE, 100);
                        throw new Refusal("Test", "no");
                    });
        } catch (Refusal refused) {
            assertThat(refused.code()).isEqualTo("Test");
        }
        assertThat(take(0, null, LaunchPool.FARGATE, 100).granted()).isEqualTo(100);
    }

    @Test
    void what_is_given_back_can_be_taken_again() {
        assertThat(take(0, "shop/a", LaunchPool.FARGATE, 8).granted()).isEqualTo(8);
        core.decide(
                0,
                t -> {
                    LaunchRates.giveBack(t, "shop/a", LaunchPool.FARGATE, 3);
                    return 0;
                });
        assertThat(take(0, "shop/a", LaunchPool.FARGATE, 8).granted()).isEqualTo(3);
        assertThat(take(0, null, LaunchPool.FARGATE, 1000).granted()).isEqualTo(92);
    }

    @Test
    void a_raised_quota_holds_at_once() {
        assertThat(take(0, null, LaunchPool.FARGATE, 1000).granted()).isEqualTo(100);
        Quotas raised =
                core.world()
                        .admission()
                        .quotas()
                        .with(Quota.FARGATE_LAUNCH_BURST, 500)
                        .with(Quota.FARGATE_LAUNCHES_PER_SECOND, 100);
        core.decide(
                0,
                t -> {
                    t.put(t.world().admission().quotasTable, raised);
                    return raised;
                });
        assertThat(take(2000, null, LaunchPool.FARGATE, 1000).granted()).isEqualTo(200);
    }

    @Test
    void every_quota_is_found_by_its_name_and_has_its_documented_default() {
        for (Quota quota : Quota.values()) {
            assertThat(Quota.named(quota.key())).isEqualTo(quota);
            assertThat(Quotas.DEFAULT.of(quota)).isEqualTo(quota.defaultLimit());
        }
        assertThat(Quotas.DEFAULT.of(Quota.TARGETS_PER_LOAD_BALANCER)).isEqualTo(1_000);
        assertThat(Quotas.DEFAULT.of(Quota.TASKS_PER_SERVICE)).isEqualTo(5_000);
        assertThat(Quota.named("targets")).isNull();
    }
}
