package dev.kingtide.aws.ecs;

import dev.kingtide.core.Scope;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Names and ARNs of what ECS has: callers may give either, and of the ARNs of services, tasks and
/// container instances both forms (ECS developer guide, ecs-account-settings: the long form has the
/// cluster's name in it). An ARN of another account, region or cluster is refused.
final class Names {
    private static final String DEFAULT_CLUSTER = "default";
    private static final Pattern CLUSTER = Pattern.compile("[a-zA-Z0-9\\-_]{1,255}");

    /// What comes after `arn:aws:ecs:`, in an ARN or of a name alone.
    ///
    /// @param cluster the cluster that a long ARN names, or null
    /// @param name the last part
    private record Parts(@Nullable String cluster, String name) {}

    private Names() {}

    /// The last part of an ARN, or the name itself.
    static String last(String nameOrArn) {
        return nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
    }

    /// A cluster's name; `default` when the caller names none.
    static String cluster(Scope scope, @Nullable String nameOrArn) {
        if (nameOrArn == null || nameOrArn.isEmpty()) {
            return DEFAULT_CLUSTER;
        }
        String name = parts(scope, "cluster", nameOrArn).name();
        if (!CLUSTER.matcher(name).matches()) {
            throw ClusterErrors.clusterName(name);
        }
        return name;
    }

    /// The name or id of a service, task or container instance of a cluster.
    ///
    /// @param type what its ARN says, such as `container-instance`
    static String inCluster(Scope scope, String type, String cluster, String nameOrArn) {
        Parts parts = parts(scope, type, nameOrArn);
        if (parts.cluster() != null && !parts.cluster().equals(cluster)) {
            throw EcsErrors.otherPlace("cluster " + parts.cluster(), "cluster", cluster);
        }
        return parts.name();
    }

    /// The `family` or `family:revision` that a caller names.
    static String definition(Scope scope, String nameOrArn) {
        return parts(scope, "task-definition", nameOrArn).name();
    }

    /// The name of a capacity provider.
    static String provider(Scope scope, String nameOrArn) {
        return parts(scope, "capacity-provider", nameOrArn).name();
    }

    private static Parts parts(Scope scope, String type, String nameOrArn) {
        if (!nameOrArn.startsWith("arn:")) {
            return new Parts(null, last(nameOrArn));
        }
        String resource = resource(scope, nameOrArn);
        String[] words = resource.split("/", -1);
        if (!words[0].equals(type)) {
            throw EcsErrors.resourceType(words[0]);
        }
        if (words.length < 2 || words.length > 3 || words[words.length - 1].isEmpty()) {
            throw EcsErrors.invalidIdentifier(nameOrArn);
        }
        return new Parts(words.length == 3 ? words[1] : null, words[words.length - 1]);
    }

    /// What an ARN of this account and region names, such as `cluster/shop`.
    static String resource(Scope scope, String arn) {
        String[] parts = arn.split(":", 6);
        if (parts.length < 6 || !parts[0].equals("arn") || !parts[2].equals("ecs")) {
            throw EcsErrors.invalidIdentifier(arn);
        }
        if (!parts[3].equals(scope.region())) {
            throw EcsErrors.otherPlace(parts[3], "region", scope.region());
        }
        if (!parts[4].equals(scope.account())) {
            throw EcsErrors.otherPlace(parts[4], "accountId", scope.account());
        }
        return parts[5];
    }

    static String clusterArn(Scope scope, String name) {
        return scope.arn("ecs", "cluster/" + name);
    }

    static String serviceArn(Scope scope, String serviceKey) {
        return scope.arn("ecs", "service/" + serviceKey);
    }

    /// The ARN of a service revision: `service-revision/cluster/service/number`.
    static String revisionArn(Scope scope, String key) {
        return scope.arn("ecs", "service-revision/" + key);
    }

    /// The ARN of a service deployment: `service-deployment/cluster/service/id`.
    static String deploymentArn(Scope scope, String key) {
        return scope.arn("ecs", "service-deployment/" + key);
    }

    /// The key, `cluster/service/id`, in the ARN of a service revision or service deployment.
    static String keyOf(Scope scope, String type, String arn) {
        String resource = resource(scope, arn);
        if (!resource.startsWith(type + '/')) {
            throw EcsErrors.resourceType(resource.substring(0, Math.max(0, resource.indexOf('/'))));
        }
        return resource.substring(type.length() + 1);
    }

    static String taskArn(Scope scope, String cluster, String id) {
        return scope.arn("ecs", "task/" + cluster + '/' + id);
    }

    static String containerArn(Scope scope, String cluster, String task, String name) {
        return scope.arn("ecs", "container/" + cluster + '/' + task + '/' + name);
    }

    static String instanceArn(Scope scope, String cluster, String id) {
        return scope.arn("ecs", "container-instance/" + cluster + '/' + id);
    }

    static String providerArn(Scope scope, String name) {
        return scope.arn("ecs", "capacity-provider/" + name);
    }

    /// The account's root user, whose settings are the default of all others.
    static String principal(Scope scope) {
        return "arn:aws:iam::" + scope.account() + ":root";
    }

    /// The ARN of a task definition with this `family:revision`.
    static String definitionArn(Scope scope, String key) {
        return scope.arn("ecs", "task-definition/" + key);
    }
}
