package dev.kingtide.aws.scaling;

import dev.kingtide.aws.Turns;
import dev.kingtide.core.World;
import dev.kingtide.core.scaling.ScalableTarget;
import dev.kingtide.core.tag.Tag;
import dev.kingtide.core.tag.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.applicationautoscaling.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.TagResourceRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.TagResourceResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.UntagResourceRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.UntagResourceResponse;

/// The operations on the tags of scalable targets, which are named by their ARNs (botocore
/// application-autoscaling model: at most 50 tags, and ResourceNotFoundException for an ARN of
/// nothing).
final class TargetTagOperations {
    private static final int TAGS_MAX = 50;

    private final Turns turns;

    TargetTagOperations(Turns turns) {
        this.turns = turns;
    }

    /// Gives a target more tags, or other values of those that it has.
    TagResourceResponse tag(TagResourceRequest request) {
        check(request.tags());
        return turns.decide(turn -> {
            String arn = require(turn.world(), request.resourceARN());
            Map<String, String> all = of(turn.world(), arn);
            all.putAll(request.tags());
            if (all.size() > TAGS_MAX) {
                throw ScalingErrors.tooManyTags(TAGS_MAX, arn);
            }
            Tags.set(turn, arn, read(all));
            return TagResourceResponse.builder().build();
        });
    }

    /// Takes tags off a target; ones that it does not have are no error.
    UntagResourceResponse untag(UntagResourceRequest request) {
        return turns.decide(turn -> {
            String arn = require(turn.world(), request.resourceARN());
            Map<String, String> all = of(turn.world(), arn);
            request.tagKeys().forEach(all::remove);
            Tags.set(turn, arn, read(all));
            return UntagResourceResponse.builder().build();
        });
    }

    /// The tags of a target.
    ListTagsForResourceResponse list(ListTagsForResourceRequest request) {
        return turns.decide(turn -> {
            String arn = require(turn.world(), request.resourceARN());
            return ListTagsForResourceResponse.builder().tags(of(turn.world(), arn)).build();
        });
    }

    /// Refuses tags that AWS keeps for itself.
    static void check(Map<String, String> tags) {
        for (String key : tags.keySet()) {
            if (key.startsWith("aws:")) {
                throw ScalingErrors.validation(
                        "Tag keys starting with aws: are reserved for AWS's own use: " + key);
            }
        }
    }

    /// As the core keeps them.
    static List<Tag> read(Map<String, String> tags) {
        List<Tag> read = new ArrayList<>();
        tags.forEach((key, value) -> read.add(new Tag(key, value)));
        return read;
    }

    private static Map<String, String> of(World world, String arn) {
        Map<String, String> tags = new TreeMap<>();
        Tags.of(world, arn).forEach(tag -> tags.put(tag.key(), tag.value()));
        return tags;
    }

    private static String require(World world, String arn) {
        ScalableTarget target = world.scaling().target(arn);
        if (target == null) {
            throw ScalingErrors.resourceNotFound(arn);
        }
        return arn;
    }
}
