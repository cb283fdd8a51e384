package dev.kingtide.aws.ecs;

import dev.kingtide.aws.Caller;
import dev.kingtide.core.Scope;
import dev.kingtide.core.World;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.ClusterConfiguration;
import software.amazon.awssdk.services.ecs.model.ClusterServiceConnectDefaults;
import software.amazon.awssdk.services.ecs.model.ClusterServiceConnectDefaultsRequest;
import software.amazon.awssdk.services.ecs.model.ClusterSetting;
import software.amazon.awssdk.services.ecs.model.ClusterSettingName;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.ExecuteCommandLogging;
import software.amazon.awssdk.services.ecs.model.UpdateClusterRequest;

/// The parts of a cluster that are kept in AWS's shape and echoed: settings, configuration and the
/// defaults of Service Connect.
final class ClusterShape {
    private static final List<String> INSIGHTS = List.of("enabled", "disabled", "enhanced");

    private ClusterShape() {}

    /// What is kept of a cluster.
    static Cluster kept(dev.kingtide.core.cluster.Cluster cluster) {
        return cluster.shape() instanceof Cluster shape ? shape : Cluster.builder().build();
    }

    /// What of a new cluster is kept; Container Insights follows the caller's setting.
    static Cluster of(World world, Caller caller, CreateClusterRequest asked) {
        checkConfiguration(asked.configuration());
        ClusterSetting insights =
                ClusterSetting.builder()
                        .name(ClusterSettingName.CONTAINER_INSIGHTS)
                        .value(SettingOperations.effective(world, caller, "containerInsights"))
                        .build();
        return Cluster.builder()
                .settings(merged(List.of(insights), asked.settings()))
                .configuration(asked.configuration())
                .serviceConnectDefaults(
                        defaults(world.scope(), asked.serviceConnectDefaults(), null))
                .build();
    }

    /// What of a changed cluster is kept; what the caller does not name stays.
    static Cluster of(World world, UpdateClusterRequest asked, Cluster before) {
        checkConfiguration(asked.configuration());
        return before.toBuilder()
                .settings(merged(before.settings(), asked.settings()))
                .configuration(
                        asked.configuration() == null
                                ? before.configuration()
                                : asked.configuration())
                .serviceConnectDefaults(
                        defaults(
                                world.scope(),
                                asked.serviceConnectDefaults(),
                                before.serviceConnectDefaults()))
                .build();
    }

    /// With other settings in the place of those of the same name.
    static List<ClusterSetting> merged(List<ClusterSetting> before, List<ClusterSetting> asked) {
        List<ClusterSetting> all = new ArrayList<>(before);
        for (ClusterSetting setting : asked) {
            if (setting.name() != ClusterSettingName.CONTAINER_INSIGHTS) {
                throw ClusterErrors.settingName(setting.nameAsString());
            }
            if (setting.value() == null || !INSIGHTS.contains(setting.value())) {
                throw ClusterErrors.settingValue(setting.nameAsString(), setting.value(), INSIGHTS);
            }
            all.removeIf(s -> s.name() == setting.name());
            all.add(setting);
        }
        return all;
    }

    /// The namespace's default; an empty name takes it away (ECS API reference,
    /// ClusterServiceConnectDefaultsRequest).
    private static @Nullable ClusterServiceConnectDefaults defaults(
            Scope scope,
            @Nullable ClusterServiceConnectDefaultsRequest asked,
            @Nullable ClusterServiceConnectDefaults before) {
        if (asked == null) {
            return before;
        }
        Namespaces.check(scope, asked.namespace());
        return asked.namespace() == null || asked.namespace().isEmpty()
                ? null
                : ClusterServiceConnectDefaults.builder().namespace(asked.namespace()).build();
    }

    /// Logging to a place of one's own needs that place (ECS API reference,
    /// ExecuteCommandConfiguration).
    private static void checkConfiguration(@Nullable ClusterConfiguration asked) {
        var commands = asked == null ? null : asked.executeCommandConfiguration();
        if (commands == null || commands.logging() == null) {
            return;
        }
        boolean override = commands.logging() == ExecuteCommandLogging.OVERRIDE;
        if (override != (commands.logConfiguration() != null)) {
            throw ClusterErrors.logConfiguration(override);
        }
    }
}
