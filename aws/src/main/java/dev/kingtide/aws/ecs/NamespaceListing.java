package dev.kingtide.aws.ecs;

import dev.kingtide.aws.Turns;
import dev.kingtide.core.World;
import dev.kingtide.core.service.NamespaceUse;
import dev.kingtide.core.service.Service;
import dev.kingtide.core.service.ServiceStatus;
import software.amazon.awssdk.services.ecs.model.ListServicesByNamespaceRequest;
import software.amazon.awssdk.services.ecs.model.ListServicesByNamespaceResponse;

/// ListServicesByNamespace: the services, of all clusters, that are in a Cloud Map namespace
/// through Service Connect.
final class NamespaceListing {
    private static final int LISTED_MAX = 100;
    private static final int LISTED = 10;
    private final Turns turns;

    NamespaceListing(Turns turns) {
        this.turns = turns;
    }

    /// The ARNs of the services that name a namespace as the caller does.
    ListServicesByNamespaceResponse list(ListServicesByNamespaceRequest request) {
        var asked =
                Page.Asked.of(
                        "ListServicesByNamespace",
                        request.nextToken(),
                        request.maxResults(),
                        LISTED_MAX,
                        LISTED);
        return turns.decide(turn -> {
            World world = turn.world();
            Namespaces.require(world, request.namespace());
            Page<NamespaceUse> page =
                    Page.of(
                            asked,
                            world.services().byNamespace,
                            request.namespace(),
                            use -> 0,
                            use -> isThere(world, use));
            return ListServicesByNamespaceResponse.builder()
                    .serviceArns(page.map(u -> Names.serviceArn(world.scope(), u.serviceKey())))
                    .nextToken(page.nextToken())
                    .build();
        });
    }

    private static boolean isThere(World world, NamespaceUse use) {
        Service service = world.services().table.get(use.serviceKey());
        return service != null && service.status() != ServiceStatus.INACTIVE;
    }
}
