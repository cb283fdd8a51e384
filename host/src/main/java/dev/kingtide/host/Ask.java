package dev.kingtide.host;

import dev.kingtide.aws.Unavailable;
import dev.kingtide.core.Core;
import dev.kingtide.core.Decision;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A decision that somebody waits for: run on the writer's thread, answered after the commit. What
/// it throws (a refusal, or a defect of the decision, whose turn is undone) is the caller's.
///
/// @param <T> the reply
final class Ask<T> {
    private final Decision<T> decision;
    private final CompletableFuture<T> reply = new CompletableFuture<>();
    private @Nullable T decided;
    private @Nullable RuntimeException refused;

    Ask(Decision<T> decision) {
        this.decision = decision;
    }

    void run(Core core, long nowMillis) {
        refused = Writer.thrownBy(() -> decided = core.decide(nowMillis, decision));
    }

    /// It cannot be kept.
    void unavailable(String why) {
        refused = new Unavailable(why);
    }

    @SuppressWarnings("NullAway") // a decision's reply may be null where its type says so
    void answer() {
        if (refused == null) {
            reply.complete(decided);
        } else {
            reply.completeExceptionally(refused);
        }
    }

    /// It will never be run.
    void fail(RuntimeException why) {
        reply.completeExceptionally(why);
    }

    /// Waits for the answer.
    T await(long patienceMillis) {
        return await(reply, patienceMillis);
    }

    /// Waits for what another thread does, and throws what it threw.
    static <T> T await(CompletableFuture<T> reply, long patienceMillis) {
        try {
            return reply.get(patienceMillis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new Unavailable("no decision within " + patienceMillis / 1000 + " s; try again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("the control plane is stopping");
        }
    }
}
