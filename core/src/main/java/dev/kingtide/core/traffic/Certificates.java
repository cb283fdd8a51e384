package dev.kingtide.core.traffic;

import dev.kingtide.core.Effect;
import dev.kingtide.core.Turn;
import dev.kingtide.core.World;
import dev.kingtide.core.driver.EdgeCommand;
import java.util.Collection;

/// What becomes of certificates. An edge has those that a listener shows, and no others: it is told
/// of one before the first listener that shows it, and to forget it after the last.
public final class Certificates {

    private Certificates() {}

    /// What a caller brings: texts, and what they say.
    public record New(
            Certificate.Pem pem,
            Certificate.Key privateKey,
            Certificate.Subject subject,
            long notBeforeMillis,
            long notAfterMillis) {}

    /// Adds a certificate.
    public static Certificate create(Turn turn, New brought) {
        String id = turn.ids().uuid();
        String arn = turn.world().scope().arn("acm", "certificate/" + id);
        return put(turn, arn, brought, turn.nowMillis());
    }

    /// Puts another one in the place of a certificate; listeners show it from now on.
    public static Certificate replace(Turn turn, String arn, New brought) {
        TrafficTables tables = turn.world().traffic();
        long created = tables.certificates.require(arn).createdAtMillis();
        Certificate certificate = put(turn, arn, brought, created);
        if (isInUse(turn.world(), arn)) {
            turn.effect(new Effect.Traffic(new EdgeCommand.PutCertificate(certificate)));
        }
        return certificate;
    }

    /// Removes a certificate that no listener shows.
    public static void delete(Turn turn, String arn) {
        turn.remove(turn.world().traffic().certificates, arn);
    }

    /// Whether listeners can show the certificate of this ARN.
    public static boolean isKnown(World world, String arn) {
        TrafficTables tables = world.traffic();
        return tables.assumesCertificates() || tables.certificates.get(arn) != null;
    }

    /// Whether a listener shows it.
    public static boolean isInUse(World world, String arn) {
        return world.traffic().listenersByCertificate.count(arn) > 0;
    }

    /// Before a listener changes: an edge gets those certificates that no other had shown.
    static void show(Turn turn, Collection<String> arns) {
        TrafficTables tables = turn.world().traffic();
        for (String arn : arns) {
            Certificate certificate = tables.certificates.get(arn);
            if (certificate != null && !isInUse(turn.world(), arn)) {
                turn.effect(new Effect.Traffic(new EdgeCommand.PutCertificate(certificate)));
            }
        }
    }

    /// After a listener changed: an edge forgets those that nobody shows any more.
    static void hide(Turn turn, Collection<String> arns) {
        for (String arn : arns) {
            boolean exists = turn.world().traffic().certificates.get(arn) != null;
            if (exists && !isInUse(turn.world(), arn)) {
                turn.effect(new Effect.Traffic(new EdgeCommand.RemoveCertificate(arn)));
            }
        }
    }

    private static Certificate put(Turn turn, String arn, New brought, long createdAtMillis) {
        Certificate certificate =
                new Certificate(
                        arn,
                        brought.pem(),
                        brought.privateKey(),
                        brought.subject(),
                        brought.notBeforeMillis(),
                        brought.notAfterMillis(),
                        createdAtMillis,
                        turn.nowMillis());
        turn.put(turn.world().traffic().certificates, certificate);
        return certificate;
    }
}
