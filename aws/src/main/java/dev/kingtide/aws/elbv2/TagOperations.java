package dev.kingtide.aws.elbv2;

import dev.kingtide.aws.Turns;
import dev.kingtide.core.Turn;
import dev.kingtide.core.World;
import dev.kingtide.core.tag.Tag;
import dev.kingtide.core.tag.Tags;
import dev.kingtide.core.traffic.Listener;
import dev.kingtide.core.traffic.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TagDescription;

/// The operations on the tags of load balancers, target groups, listeners, rules and trust stores
/// (ELB user guide, load-balancer-tags: at most 50 of a resource).
final class TagOperations {
    private static final int TAGS_MAX = 50;

    /// In one call (API reference, DescribeTags).
    private static final int RESOURCES_MAX = 20;

    private final Turns turns;

    TagOperations(Turns turns) {
        this.turns = turns;
    }

    /// Gives resources more tags, or other values of those that they have.
    AddTagsResponse add(AddTagsRequest request) {
        List<Tag> tags = read(request.tags());
        return turns.decide(turn -> {
            for (String arn : existing(turn.world(), request.resourceArns())) {
                List<Tag> all = Tags.merged(tags, Tags.of(turn.world(), resource(arn)));
                if (all.size() > TAGS_MAX) {
                    throw Elbv2Errors.tooManyTags();
                }
                Tags.set(turn, resource(arn), all);
            }
            return AddTagsResponse.builder().build();
        });
    }

    /// Takes tags off resources; ones that they do not have are no error.
    RemoveTagsResponse remove(RemoveTagsRequest request) {
        return turns.decide(turn -> {
            for (String arn : existing(turn.world(), request.resourceArns())) {
                List<Tag> left = new ArrayList<>(Tags.of(turn.world(), resource(arn)));
                left.removeIf(tag -> request.tagKeys().contains(tag.key()));
                Tags.set(turn, resource(arn), left);
            }
            return RemoveTagsResponse.builder().build();
        });
    }

    /// The tags of each resource.
    DescribeTagsResponse describe(DescribeTagsRequest request) {
        if (request.resourceArns().size() > RESOURCES_MAX) {
            throw Elbv2Errors.validation(
                    "The number of resources must be at most " + RESOURCES_MAX);
        }
        return turns.decide(turn -> {
            List<TagDescription> all = new ArrayList<>();
            for (String arn : existing(turn.world(), request.resourceArns())) {
                List<Tag> tags = Tags.of(turn.world(), resource(arn));
                all.add(
                        TagDescription.builder()
                                .resourceArn(arn)
                                .tags(tags.stream().map(TagOperations::write).toList())
                                .build());
            }
            return DescribeTagsResponse.builder().tagDescriptions(all).build();
        });
    }

    /// Gives tags to what was created just now.
    static void created(
            Turn turn,
            String arn,
            List<software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag> tags) {
        List<Tag> read = read(tags);
        if (!read.isEmpty()) {
            Tags.set(turn, resource(arn), read);
        }
    }

    /// Something is gone, and its tags with it.
    static void gone(Turn turn, String arn) {
        Tags.forget(turn, resource(arn));
    }

    /// A listener is about to go, with its rules.
    static void gone(Turn turn, Listener listener) {
        gone(turn, listener.arn());
        for (Rule rule : listener.rules()) {
            gone(turn, rule.arn());
        }
    }

    private static List<Tag> read(
            List<software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag> tags) {
        List<Tag> read = new ArrayList<>();
        for (var tag : tags) {
            if (tag.key().startsWith("aws:")) {
                throw Elbv2Errors.validation(
                        "The tag key '" + tag.key() + "' cannot begin with 'aws:'");
            }
            if (read.stream().anyMatch(earlier -> earlier.key().equals(tag.key()))) {
                throw Elbv2Errors.duplicateTagKey(tag.key());
            }
            read.add(new Tag(tag.key(), Objects.requireNonNullElse(tag.value(), "")));
        }
        if (read.size() > TAGS_MAX) {
            throw Elbv2Errors.tooManyTags();
        }
        return read;
    }

    private static software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag write(Tag tag) {
        return software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag.builder()
                .key(tag.key())
                .value(tag.value())
                .build();
    }

    private static List<String> existing(World world, List<String> arns) {
        for (String arn : arns) {
            String resource = resource(arn);
            switch (resource.substring(0, Math.max(0, resource.indexOf('/')))) {
                case "loadbalancer" -> LoadBalancerOperations.require(world, arn);
                case "targetgroup" -> TargetGroupOperations.require(world, arn);
                case "truststore" -> TrustStoreOperations.require(world, arn);
                case "listener" -> ListenerOperations.require(world, arn);
                case "listener-rule" -> RuleOperations.require(world, arn);
                default -> throw Elbv2Errors.validation("'" + arn + "' is not a valid ARN");
            }
        }
        return arns;
    }

    /// What an ARN says after the account.
    private static String resource(String arn) {
        return arn.substring(arn.lastIndexOf(':') + 1);
    }
}
