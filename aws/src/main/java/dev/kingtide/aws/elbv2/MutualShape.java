package dev.kingtide.aws.elbv2;

import dev.kingtide.core.World;
import dev.kingtide.core.admission.Quota;
import dev.kingtide.core.traffic.MutualTls;
import dev.kingtide.core.traffic.TrafficQuotas;
import dev.kingtide.core.traffic.TrustStores;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.MutualAuthenticationAttributes;

/// What an HTTPS listener asks of its clients, in AWS's shape: only mode `verify` goes with more
/// than its name (API reference, MutualAuthenticationAttributes; the texts of the refusals, pull
/// request 5142 of app-sre/qontract-reconcile and issue 34861 of Terraform's AWS provider; that
/// nothing else goes with `off`, issue 35452 there).
final class MutualShape {
    private static final String OFF = "off";
    private static final String PASSTHROUGH = "passthrough";
    private static final String VERIFY = "verify";
    private static final String ON = "on";

    private MutualShape() {}

    /// Where a listener is or will be.
    ///
    /// @param listener its ARN; null before it has one
    record Place(String loadBalancer, @Nullable String listener) {}

    /// What is asked for; null for nothing.
    static @Nullable MutualTls read(
            World world, Place place, MutualAuthenticationAttributes asked) {
        String mode = asked.mode();
        if (mode == null) {
            throw Elbv2Errors.validation("A Mutual Authentication mode must be specified");
        }
        return switch (mode) {
            case OFF, PASSTHROUGH -> {
                alone(asked);
                yield mode.equals(OFF) ? null : new MutualTls.Passthrough();
            }
            case VERIFY -> verify(world, place, asked);
            default ->
                    throw Elbv2Errors.validation(
                            "Mutual Authentication mode '"
                                    + mode
                                    + "' is not valid: it must be off, passthrough or verify");
        };
    }

    private static void alone(MutualAuthenticationAttributes asked) {
        String more =
                trustStore(asked) != null
                        ? "trust store"
                        : asked.ignoreClientCertificateExpiry() != null
                                ? "ignoring certificate expiry"
                                : ON.equals(asked.advertiseTrustStoreCaNamesAsString())
                                        ? "advertise trust store CA names"
                                        : null;
        if (more != null) {
            throw Elbv2Errors.validation(
                    "Mutual Authentication mode " + asked.mode() + " does not support " + more);
        }
    }

    /// The trust store that is named; null for none, as which an empty name counts too: Terraform's
    /// provider sends one in mode `passthrough`, and AWS takes it (tests in
    /// hashicorp/terraform-provider-aws pull request 35289).
    private static @Nullable String trustStore(MutualAuthenticationAttributes asked) {
        String arn = asked.trustStoreArn();
        return arn == null || arn.isEmpty() ? null : arn;
    }

    private static MutualTls verify(
            World world, Place place, MutualAuthenticationAttributes asked) {
        String trustStore = trustStore(asked);
        if (trustStore == null) {
            throw Elbv2Errors.validation("Mutual Authentication mode verify requires trust store");
        }
        if (!TrustStores.isKnown(world, trustStore)) {
            throw Elbv2Errors.trustStoreNotFound(trustStore);
        }
        if (!TrafficQuotas.roomForVerifying(world, place.loadBalancer(), place.listener())) {
            throw Elbv2Errors.tooManyVerifying(
                    world.admission().limit(Quota.VERIFYING_LISTENERS_PER_LOAD_BALANCER));
        }
        return new MutualTls.Verify(
                trustStore,
                Boolean.TRUE.equals(asked.ignoreClientCertificateExpiry()),
                ON.equals(asked.advertiseTrustStoreCaNamesAsString()));
    }

    /// What a listener asks of its clients.
    static MutualAuthenticationAttributes write(@Nullable MutualTls mutual) {
        MutualAuthenticationAttributes.Builder builder = MutualAuthenticationAttributes.builder();
        return switch (mutual) {
            case null -> builder.mode(OFF).build();
            case MutualTls.Passthrough() -> builder.mode(PASSTHROUGH).build();
            case MutualTls.Verify verify ->
                    builder.mode(VERIFY)
                            .trustStoreArn(verify.trustStoreArn())
                            .ignoreClientCertificateExpiry(verify.ignoresExpiry())
                            .advertiseTrustStoreCaNames(verify.advertises() ? ON : OFF)
                            .build();
        };
    }
}
