package dev.kingtide.core.traffic;

import dev.kingtide.core.Effect;
import dev.kingtide.core.Turn;
import dev.kingtide.core.World;
import dev.kingtide.core.driver.EdgeCommand;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What becomes of trust stores. As with [Certificates], an edge has those that a listener verifies
/// clients with, and no others.
public final class TrustStores {

    private TrustStores() {}

    /// Adds a trust store without revocations; the name is free.
    ///
    /// @param authorities certificates, each as DER in base 64
    public static TrustStore create(Turn turn, String name, List<String> authorities) {
        TrafficTables tables = turn.world().traffic();
        String arn = Arns.next(turn, "truststore/" + name, tables.trustStores);
        TrustStore made = new TrustStore(arn, name, authorities, List.of(), 1);
        turn.put(tables.trustStores, made);
        return made;
    }

    /// Puts other authorities in the place of all that it has.
    public static TrustStore modify(Turn turn, String arn, List<String> authorities) {
        return put(turn, require(turn, arn).vouchedBy(authorities));
    }

    /// Adds lists of revoked certificates, one for each file.
    public static TrustStore revoke(Turn turn, String arn, List<List<TrustStore.Revoked>> files) {
        return put(turn, require(turn, arn).revoking(files));
    }

    /// Takes lists away.
    public static TrustStore removeRevocations(Turn turn, String arn, List<Long> ids) {
        return put(turn, require(turn, arn).without(ids));
    }

    /// Removes a trust store that no listener verifies clients with.
    public static void delete(Turn turn, String arn) {
        turn.remove(turn.world().traffic().trustStores, arn);
    }

    /// Whether listeners can verify clients with the trust store of this ARN.
    public static boolean isKnown(World world, String arn) {
        TrafficTables tables = world.traffic();
        return tables.assumesCertificates() || tables.trustStores.get(arn) != null;
    }

    /// Whether a listener verifies clients with it.
    public static boolean isInUse(World world, String arn) {
        return world.traffic().listenersByTrustStore.count(arn) > 0;
    }

    /// Before a listener changes: an edge gets the trust store that no other had used.
    static void show(Turn turn, @Nullable String arn) {
        TrustStore store = arn == null ? null : turn.world().traffic().trustStores.get(arn);
        if (store != null && !isInUse(turn.world(), store.arn())) {
            turn.effect(new Effect.Traffic(new EdgeCommand.PutTrustStore(store)));
        }
    }

    /// After a listener changed: an edge forgets the trust store that nobody uses any more.
    static void hide(Turn turn, @Nullable String arn) {
        TrustStore store = arn == null ? null : turn.world().traffic().trustStores.get(arn);
        if (store != null && !isInUse(turn.world(), store.arn())) {
            turn.effect(new Effect.Traffic(new EdgeCommand.RemoveTrustStore(store.arn())));
        }
    }

    private static TrustStore require(Turn turn, String arn) {
        return turn.world().traffic().trustStores.require(arn);
    }

    private static TrustStore put(Turn turn, TrustStore store) {
        turn.put(turn.world().traffic().trustStores, store);
        if (isInUse(turn.world(), store.arn())) {
            turn.effect(new Effect.Traffic(new EdgeCommand.PutTrustStore(store)));
        }
        return store;
    }
}
