package dev.kingtide.aws.ecs;

import dev.kingtide.core.Turn;
import dev.kingtide.core.World;
import dev.kingtide.core.service.ServiceTaskOptions;
import dev.kingtide.core.service.ServiceTaskOptions.Propagated;
import dev.kingtide.core.tag.Tag;
import dev.kingtide.core.tag.Tags;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.PropagateTags;
import software.amazon.awssdk.services.ecs.model.Service;

/// What stands beside a service: its tags, and what its new tasks get of them.
final class ServiceExtras {

    private ServiceExtras() {}

    /// Gives a new service its tags.
    static void created(Turn turn, dev.kingtide.core.service.Service service, List<Tag> tags) {
        Tags.set(turn, resource(service), tags);
        changed(turn, service);
    }

    /// Takes note of what a service's new tasks get from now on.
    static void changed(Turn turn, dev.kingtide.core.service.Service service) {
        Service shape = ServiceView.shape(service);
        ServiceTaskOptions options =
                new ServiceTaskOptions(
                        service.key(),
                        propagated(shape.propagateTags()),
                        Boolean.TRUE.equals(shape.enableECSManagedTags()),
                        Boolean.TRUE.equals(shape.enableExecuteCommand()));
        var table = turn.world().services().taskOptions;
        boolean nothing =
                options.propagated() == Propagated.NONE
                        && !options.managedTags()
                        && !options.executeCommand();
        if (nothing) {
            turn.remove(table, service.key());
        } else if (!options.equals(table.get(service.key()))) {
            turn.put(table, options);
        }
    }

    private static Propagated propagated(@Nullable PropagateTags asked) {
        return switch (asked) {
            case SERVICE -> Propagated.SERVICE;
            case TASK_DEFINITION -> Propagated.TASK_DEFINITION;
            case NONE, UNKNOWN_TO_SDK_VERSION -> Propagated.NONE;
            case null -> Propagated.NONE;
        };
    }

    /// A service as it is shown when its tags are asked for.
    static Service tagged(World world, dev.kingtide.core.service.Service service, Service shown) {
        return shown.toBuilder().tags(TagShape.of(world, resource(service))).build();
    }

    private static String resource(dev.kingtide.core.service.Service service) {
        return "service/" + service.key();
    }
}
