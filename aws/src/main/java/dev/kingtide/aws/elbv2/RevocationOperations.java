package dev.kingtide.aws.elbv2;

import dev.kingtide.aws.S3Objects;
import dev.kingtide.aws.Turns;
import dev.kingtide.core.World;
import dev.kingtide.core.admission.Quota;
import dev.kingtide.core.traffic.TrustStore;
import dev.kingtide.core.traffic.TrustStores;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddTrustStoreRevocationsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddTrustStoreRevocationsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTrustStoreRevocation;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTrustStoreRevocationsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTrustStoreRevocationsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveTrustStoreRevocationsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveTrustStoreRevocationsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RevocationContent;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TrustStoreRevocation;

/// The operations on what trust stores revoke.
final class RevocationOperations {
    private static final String KIND = "CRL";
    private final Turns turns;
    private final S3Objects objects;

    RevocationOperations(Turns turns, S3Objects objects) {
        this.turns = turns;
        this.objects = objects;
    }

    /// Adds files of revoked certificates, all or none.
    AddTrustStoreRevocationsResponse add(AddTrustStoreRevocationsRequest request) {
        List<List<TrustStore.Revoked>> files = new ArrayList<>();
        for (RevocationContent content : request.revocationContents()) {
            files.add(read(content));
        }
        return turns.decide(turn -> {
            World world = turn.world();
            TrustStore before = TrustStoreOperations.require(world, request.trustStoreArn());
            TrustStore after = TrustStores.revoke(turn, before.arn(), files);
            int lists = world.admission().limit(Quota.REVOCATION_LISTS_PER_TRUST_STORE);
            if (after.revocations().size() > lists) {
                throw Elbv2Errors.tooManyRevocations("revocation lists, " + lists, before.arn());
            }
            int entries = world.admission().limit(Quota.REVOCATION_ENTRIES_PER_TRUST_STORE);
            if (after.revokedEntries() > entries) {
                throw Elbv2Errors.tooManyRevocations(
                        "revocation entries, " + entries, before.arn());
            }
            return AddTrustStoreRevocationsResponse.builder()
                    .trustStoreRevocations(
                            after.revocations().stream()
                                    .skip(before.revocations().size())
                                    .map(added ->
                                            TrustStoreRevocation.builder()
                                                    .trustStoreArn(after.arn())
                                                    .revocationId(added.id())
                                                    .revocationType(KIND)
                                                    .numberOfRevokedEntries((long) added.entries())
                                                    .build())
                                    .toList())
                    .build();
        });
    }

    private List<TrustStore.Revoked> read(RevocationContent content) {
        String bucket = content.s3Bucket();
        String key = content.s3Key();
        if (bucket == null || key == null) {
            throw Elbv2Errors.validation("A revocation file must have an S3 bucket and an S3 key");
        }
        S3Place place = new S3Place(bucket, key, content.s3ObjectVersion());
        byte[] bytes = place.read(objects, TrustFiles.LIST_BYTES_MAX);
        if (bytes == null) {
            throw Elbv2Errors.revocationContentNotFound(place);
        }
        return TrustFiles.revocations(bytes);
    }

    /// Takes files of revoked certificates away, all or none.
    RemoveTrustStoreRevocationsResponse remove(RemoveTrustStoreRevocationsRequest request) {
        return turns.decide(turn -> {
            TrustStore store = TrustStoreOperations.require(turn.world(), request.trustStoreArn());
            request.revocationIds().forEach(id -> require(store, id));
            TrustStores.removeRevocations(turn, store.arn(), request.revocationIds());
            return RemoveTrustStoreRevocationsResponse.builder().build();
        });
    }

    /// What a trust store revokes, all or by ids, page by page.
    DescribeTrustStoreRevocationsResponse describe(DescribeTrustStoreRevocationsRequest request) {
        return turns.decide(turn -> {
            TrustStore store = TrustStoreOperations.require(turn.world(), request.trustStoreArn());
            List<TrustStore.Revocation> found = new ArrayList<>();
            request.revocationIds().forEach(id -> found.add(require(store, id)));
            if (!request.hasRevocationIds()) {
                found.addAll(store.revocations());
            }
            Page<TrustStore.Revocation> page =
                    Page.of(
                            new Page.Asked(
                                    "trust-store-revocations",
                                    request.marker(),
                                    request.pageSize()),
                            found,
                            revocation -> Long.toString(revocation.id()));
            return DescribeTrustStoreRevocationsResponse.builder()
                    .trustStoreRevocations(page.map(revocation -> view(store, revocation)))
                    .nextMarker(page.nextMarker())
                    .build();
        });
    }

    private static TrustStore.Revocation require(TrustStore store, long id) {
        TrustStore.Revocation found = store.revocation(id);
        if (found == null) {
            throw Elbv2Errors.revocationIdNotFound(id);
        }
        return found;
    }

    private static DescribeTrustStoreRevocation view(
            TrustStore store, TrustStore.Revocation revocation) {
        return DescribeTrustStoreRevocation.builder()
                .trustStoreArn(store.arn())
                .revocationId(revocation.id())
                .revocationType(KIND)
                .numberOfRevokedEntries((long) revocation.entries())
                .build();
    }
}
