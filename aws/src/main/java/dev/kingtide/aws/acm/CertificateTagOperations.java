package dev.kingtide.aws.acm;

import dev.kingtide.aws.Turns;
import dev.kingtide.core.Turn;
import dev.kingtide.core.tag.Tag;
import dev.kingtide.core.tag.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.services.acm.model.AddTagsToCertificateRequest;
import software.amazon.awssdk.services.acm.model.AddTagsToCertificateResponse;
import software.amazon.awssdk.services.acm.model.ListTagsForCertificateRequest;
import software.amazon.awssdk.services.acm.model.ListTagsForCertificateResponse;
import software.amazon.awssdk.services.acm.model.RemoveTagsFromCertificateRequest;
import software.amazon.awssdk.services.acm.model.RemoveTagsFromCertificateResponse;

/// The operations on the tags of certificates (ACM user guide, tags-restrictions: at most 50).
final class CertificateTagOperations {
    private static final int TAGS_MAX = 50;

    private final Turns turns;

    CertificateTagOperations(Turns turns) {
        this.turns = turns;
    }

    /// Gives a certificate more tags, or other values of those that it has.
    AddTagsToCertificateResponse add(AddTagsToCertificateRequest request) {
        check(request.tags());
        return turns.decide(turn -> {
            String arn = require(turn, request.certificateArn());
            put(turn, arn, request.tags());
            return AddTagsToCertificateResponse.builder().build();
        });
    }

    /// Takes tags off a certificate: of a key, or of a key and a value; ones that it does not have
    /// are no error (API reference, RemoveTagsFromCertificate).
    RemoveTagsFromCertificateResponse remove(RemoveTagsFromCertificateRequest request) {
        return turns.decide(turn -> {
            String arn = require(turn, request.certificateArn());
            List<Tag> left = new ArrayList<>(Tags.of(turn.world(), resource(arn)));
            for (var tag : request.tags()) {
                left.removeIf(known ->
                        known.key().equals(tag.key())
                                && (tag.value() == null || known.value().equals(tag.value())));
            }
            Tags.set(turn, resource(arn), left);
            return RemoveTagsFromCertificateResponse.builder().build();
        });
    }

    /// The tags of a certificate.
    ListTagsForCertificateResponse list(ListTagsForCertificateRequest request) {
        return turns.decide(turn -> {
            String arn = require(turn, request.certificateArn());
            return ListTagsForCertificateResponse.builder()
                    .tags(
                            Tags.of(turn.world(), resource(arn)).stream()
                                    .map(CertificateTagOperations::write)
                                    .toList())
                    .build();
        });
    }

    /// Refuses tags that AWS keeps for itself.
    static void check(List<software.amazon.awssdk.services.acm.model.Tag> tags) {
        if (tags.stream().anyMatch(tag -> tag.key().startsWith("aws:"))) {
            throw AcmErrors.reservedTag();
        }
    }

    /// Adds tags to those that a certificate has.
    static void put(
            Turn turn, String arn, List<software.amazon.awssdk.services.acm.model.Tag> tags) {
        List<Tag> read = new ArrayList<>();
        for (var tag : tags) {
            read.removeIf(earlier -> earlier.key().equals(tag.key()));
            read.add(new Tag(tag.key(), Objects.requireNonNullElse(tag.value(), "")));
        }
        List<Tag> all = Tags.merged(read, Tags.of(turn.world(), resource(arn)));
        if (all.size() > TAGS_MAX) {
            throw AcmErrors.tooManyTags(TAGS_MAX);
        }
        Tags.set(turn, resource(arn), all);
    }

    /// What its ARN says after the account.
    static String resource(String arn) {
        return arn.substring(arn.lastIndexOf(':') + 1);
    }

    private static software.amazon.awssdk.services.acm.model.Tag write(Tag tag) {
        return software.amazon.awssdk.services.acm.model.Tag.builder()
                .key(tag.key())
                .value(tag.value())
                .build();
    }

    private static String require(Turn turn, String arn) {
        return CertificateOperations.require(turn.world(), arn).arn();
    }
}
