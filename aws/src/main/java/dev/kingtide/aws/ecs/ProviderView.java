package dev.kingtide.aws.ecs;

import dev.kingtide.aws.PageMark;
import dev.kingtide.aws.Turns;
import dev.kingtide.core.World;
import dev.kingtide.core.cluster.CapacityProvider;
import dev.kingtide.core.cluster.Cluster;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.CapacityProviderField;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStatus;
import software.amazon.awssdk.services.ecs.model.CapacityProviderType;
import software.amazon.awssdk.services.ecs.model.DescribeCapacityProvidersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeCapacityProvidersResponse;
import software.amazon.awssdk.services.ecs.model.Failure;

/// Capacity providers in AWS's shape, and DescribeCapacityProviders.
final class ProviderView {

    /// Those that are always there.
    static final List<String> FARGATE = List.of("FARGATE", "FARGATE_SPOT");

    private static final int DESCRIBED_MAX = 100;
    private static final int PAGE_MAX = 10;
    private final Turns turns;

    ProviderView(Turns turns) {
        this.turns = turns;
    }

    /// Providers by name or ARN, or of a cluster, or all, page by page: AWS Fargate's first, then
    /// the others in the order in which they were created.
    DescribeCapacityProvidersResponse describe(DescribeCapacityProvidersRequest request) {
        if (request.capacityProviders().size() > DESCRIBED_MAX) {
            throw EcsErrors.tooMany("capacityProviders", DESCRIBED_MAX);
        }
        var asked =
                Page.Asked.of(
                        "DescribeCapacityProviders",
                        request.nextToken(),
                        request.maxResults(),
                        PAGE_MAX);
        boolean tags = request.include().contains(CapacityProviderField.TAGS);
        return turns.decide(turn -> {
            World world = turn.world();
            if (request.hasCapacityProviders() && !request.capacityProviders().isEmpty()) {
                return named(world, request.capacityProviders(), tags);
            }
            Cluster cluster =
                    request.cluster() == null
                            ? null
                            : ClusterOperations.require(world, request.cluster());
            Page<String> page =
                    Page.of(
                            asked,
                            rest(world, asked.after()),
                            name -> name,
                            name -> 0,
                            name -> isShown(world, cluster, name));
            return DescribeCapacityProvidersResponse.builder()
                    .capacityProviders(page.map(name -> of(world, name, tags)))
                    .failures(List.of())
                    .nextToken(page.nextToken())
                    .build();
        });
    }

    private static DescribeCapacityProvidersResponse named(
            World world, List<String> asked, boolean tags) {
        List<software.amazon.awssdk.services.ecs.model.CapacityProvider> found = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String nameOrArn : asked) {
            String name = Names.provider(world.scope(), nameOrArn);
            if (FARGATE.contains(name) || world.clusters().providers.get(name) != null) {
                found.add(of(world, name, tags));
            } else {
                failures.add(
                        Failure.builder()
                                .arn(Names.providerArn(world.scope(), name))
                                .reason("MISSING")
                                .build());
            }
        }
        return DescribeCapacityProvidersResponse.builder()
                .capacityProviders(found)
                .failures(failures)
                .build();
    }

    private static Iterable<String> rest(World world, @Nullable PageMark after) {
        List<String> all = new ArrayList<>(FARGATE);
        int fargate = after == null ? -1 : FARGATE.indexOf(after.key());
        var providers = world.clusters().everyProvider;
        Iterable<CapacityProvider> own =
                after == null || fargate >= 0
                        ? providers.get(true)
                        : providers.past(true, after.key(), false);
        List<String> rest =
                after == null
                        ? all
                        : new ArrayList<>(
                                all.subList(fargate < 0 ? all.size() : fargate + 1, all.size()));
        if (own != null) {
            own.forEach(provider -> rest.add(provider.name()));
        }
        return rest;
    }

    private static boolean isShown(World world, @Nullable Cluster cluster, String name) {
        CapacityProvider provider = world.clusters().providers.get(name);
        return cluster != null
                ? cluster.capacityProviders().contains(name)
                : provider == null || provider.active();
    }

    private static software.amazon.awssdk.services.ecs.model.CapacityProvider of(
            World world, String name, boolean tags) {
        CapacityProvider provider = world.clusters().providers.get(name);
        return provider != null
                ? of(world, provider, tags)
                : software.amazon.awssdk.services.ecs.model.CapacityProvider.builder()
                        .capacityProviderArn(Names.providerArn(world.scope(), name))
                        .name(name)
                        .status(CapacityProviderStatus.ACTIVE)
                        .type(CapacityProviderType.fromValue(name))
                        .tags(tags(world, name, tags))
                        .build();
    }

    /// A provider that a caller created.
    static software.amazon.awssdk.services.ecs.model.CapacityProvider of(
            World world, CapacityProvider provider, boolean tags) {
        return ProviderShape.kept(provider).toBuilder()
                .capacityProviderArn(Names.providerArn(world.scope(), provider.name()))
                .name(provider.name())
                .cluster(provider.clusterName())
                .status(
                        provider.active()
                                ? CapacityProviderStatus.ACTIVE
                                : CapacityProviderStatus.INACTIVE)
                .updateStatus(provider.update())
                .tags(tags(world, provider.name(), tags))
                .build();
    }

    private static List<software.amazon.awssdk.services.ecs.model.Tag> tags(
            World world, String name, boolean shown) {
        return shown ? TagShape.of(world, "capacity-provider/" + name) : List.of();
    }
}
