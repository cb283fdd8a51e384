package dev.kingtide.aws.ecs;

import dev.kingtide.core.Scope;
import dev.kingtide.core.World;
import dev.kingtide.core.cluster.Cluster;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Cloud Map namespaces, of which Kingtide knows only what clusters and services say: that they are
/// there is believed, unless they cannot be (docs/decisions/0025).
final class Namespaces {
    private static final Pattern ARN =
            Pattern.compile("arn:aws[a-z-]*:servicediscovery:([a-z0-9-]+):\\d{12}:namespace/ns-.+");

    private Namespaces() {}

    /// Refuses an ARN that is no namespace's of this region: Service Connect looks namespaces up in
    /// the region of the service (ECS developer guide, service-connect-concepts), maybe in another
    /// account, which shares it.
    static void check(Scope scope, @Nullable String nameOrArn) {
        if (nameOrArn == null || !nameOrArn.startsWith("arn:")) {
            return;
        }
        Matcher arn = ARN.matcher(nameOrArn);
        if (!arn.matches() || !arn.group(1).equals(scope.region())) {
            throw ClusterErrors.namespaceNotFound(nameOrArn);
        }
    }

    /// Refuses a namespace that no service and no cluster is in.
    static void require(World world, String nameOrArn) {
        if (world.services().byNamespace.count(nameOrArn) > 0) {
            return;
        }
        for (Cluster cluster : world.clusters().table.rows()) {
            var defaults = ClusterShape.kept(cluster).serviceConnectDefaults();
            if (defaults != null && nameOrArn.equals(defaults.namespace())) {
                return;
            }
        }
        throw ClusterErrors.namespaceNotFound(nameOrArn);
    }
}
