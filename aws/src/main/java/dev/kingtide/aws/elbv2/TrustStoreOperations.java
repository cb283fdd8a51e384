package dev.kingtide.aws.elbv2;

import dev.kingtide.aws.S3Objects;
import dev.kingtide.aws.Turns;
import dev.kingtide.core.World;
import dev.kingtide.core.admission.Quota;
import dev.kingtide.core.traffic.Listener;
import dev.kingtide.core.traffic.TrafficQuotas;
import dev.kingtide.core.traffic.TrustStore;
import dev.kingtide.core.traffic.TrustStores;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTrustStoreRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTrustStoreResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTrustStoreRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTrustStoreResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTrustStoreAssociationsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTrustStoreAssociationsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTrustStoresRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTrustStoresResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTrustStoreRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTrustStoreResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TrustStoreAssociation;

/// The operations on trust stores. A bundle is read when it is named, so a trust store is active at
/// once.
final class TrustStoreOperations {
    private final Turns turns;
    private final S3Objects objects;

    TrustStoreOperations(Turns turns, S3Objects objects) {
        this.turns = turns;
        this.objects = objects;
    }

    /// Creates a trust store of the certificates in a file.
    CreateTrustStoreResponse create(CreateTrustStoreRequest request) {
        ElbNames.check("Trust store", request.name());
        List<String> authorities =
                authorities(
                        new S3Place(
                                request.caCertificatesBundleS3Bucket(),
                                request.caCertificatesBundleS3Key(),
                                request.caCertificatesBundleS3ObjectVersion()));
        return turns.decide(turn -> {
            World world = turn.world();
            if (world.traffic().trustStoresByName.first(request.name()) != null) {
                throw Elbv2Errors.duplicateTrustStore(request.name());
            }
            if (!TrafficQuotas.roomForTrustStore(world)) {
                throw Elbv2Errors.tooManyTrustStores(world.admission().limit(Quota.TRUST_STORES));
            }
            TrustStore made = TrustStores.create(turn, request.name(), fitting(world, authorities));
            TagOperations.created(turn, made.arn(), request.tags());
            return CreateTrustStoreResponse.builder().trustStores(view(made)).build();
        });
    }

    /// Trust stores by ARN or name, all without any; page by page.
    DescribeTrustStoresResponse describe(DescribeTrustStoresRequest request) {
        return turns.decide(turn -> {
            World world = turn.world();
            List<TrustStore> found = new ArrayList<>();
            for (String arn : request.trustStoreArns()) {
                found.add(require(world, arn));
            }
            for (String name : request.names()) {
                TrustStore named = world.traffic().trustStoresByName.first(name);
                if (named == null) {
                    throw Elbv2Errors.trustStoreNotFound(name);
                }
                found.add(named);
            }
            if (!request.hasTrustStoreArns() && !request.hasNames()) {
                found.addAll(world.traffic().trustStores.rows());
            }
            Page<TrustStore> page =
                    Page.of(
                            new Page.Asked("trust-stores", request.marker(), request.pageSize()),
                            found,
                            TrustStore::arn);
            return DescribeTrustStoresResponse.builder()
                    .trustStores(page.map(TrustStoreOperations::view))
                    .nextMarker(page.nextMarker())
                    .build();
        });
    }

    /// Puts the certificates of a file in the place of all that are there; what is revoked stays.
    ModifyTrustStoreResponse modify(ModifyTrustStoreRequest request) {
        List<String> authorities =
                authorities(
                        new S3Place(
                                request.caCertificatesBundleS3Bucket(),
                                request.caCertificatesBundleS3Key(),
                                request.caCertificatesBundleS3ObjectVersion()));
        return turns.decide(turn -> {
            World world = turn.world();
            TrustStore before = require(world, request.trustStoreArn());
            TrustStore after = TrustStores.modify(turn, before.arn(), fitting(world, authorities));
            return ModifyTrustStoreResponse.builder().trustStores(view(after)).build();
        });
    }

    /// Deletes a trust store that no listener uses.
    DeleteTrustStoreResponse delete(DeleteTrustStoreRequest request) {
        return turns.decide(turn -> {
            TrustStore store = require(turn.world(), request.trustStoreArn());
            if (TrustStores.isInUse(turn.world(), store.arn())) {
                throw Elbv2Errors.trustStoreInUse(store.arn());
            }
            TagOperations.gone(turn, store.arn());
            TrustStores.delete(turn, store.arn());
            return DeleteTrustStoreResponse.builder().build();
        });
    }

    /// The listeners that verify clients with a trust store, page by page.
    DescribeTrustStoreAssociationsResponse associations(
            DescribeTrustStoreAssociationsRequest request) {
        return turns.decide(turn -> {
            TrustStore store = require(turn.world(), request.trustStoreArn());
            List<Listener> users =
                    List.copyOf(turn.world().traffic().listenersByTrustStore.get(store.arn()));
            Page<Listener> page =
                    Page.of(
                            new Page.Asked(
                                    "trust-store-associations",
                                    request.marker(),
                                    request.pageSize()),
                            users,
                            Listener::arn);
            return DescribeTrustStoreAssociationsResponse.builder()
                    .trustStoreAssociations(
                            page.map(user ->
                                    TrustStoreAssociation.builder()
                                            .resourceArn(user.arn())
                                            .build()))
                    .nextMarker(page.nextMarker())
                    .build();
        });
    }

    /// The trust store of this ARN.
    static TrustStore require(World world, String arn) {
        TrustStore found = world.traffic().trustStores.get(arn);
        if (found == null) {
            throw Elbv2Errors.trustStoreNotFound(arn);
        }
        return found;
    }

    private List<String> authorities(S3Place bundle) {
        byte[] bytes = bundle.read(objects, TrustFiles.BUNDLE_BYTES_MAX);
        if (bytes == null) {
            throw Elbv2Errors.bundleNotFound(bundle);
        }
        return TrustFiles.bundle(bytes);
    }

    /// Refuses more certificates than the quota.
    private static List<String> fitting(World world, List<String> authorities) {
        int most = world.admission().limit(Quota.CA_CERTIFICATES_PER_TRUST_STORE);
        if (authorities.size() > most) {
            throw Elbv2Errors.invalidBundle("it has more than " + most + " certificates");
        }
        return authorities;
    }

    private static software.amazon.awssdk.services.elasticloadbalancingv2.model.TrustStore view(
            TrustStore store) {
        return software.amazon.awssdk.services.elasticloadbalancingv2.model.TrustStore.builder()
                .name(store.name())
                .trustStoreArn(store.arn())
                .status("ACTIVE")
                .numberOfCaCertificates(store.authorities().size())
                .totalRevokedEntries((long) store.revokedEntries())
                .build();
    }
}
