package dev.kingtide.core.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a task was started with besides its definition, for all its life.
///
/// @param overrides what it has otherwise than its definition says
/// @param executeCommand whether commands may be run in its containers
/// @param platformVersion of AWS Fargate, or null for the latest
/// @param subnet where its network interface is, or null without one
/// @param securityGroups of its network interface, as given
/// @param gpus the ids of the GPUs that its containers have, in the order of its definition
public record TaskOptions(
        TaskOverrides overrides,
        boolean executeCommand,
        @Nullable String platformVersion,
        @Nullable String subnet,
        List<String> securityGroups,
        List<String> gpus) {

    /// Nothing.
    public static final TaskOptions NONE = new TaskOptions(TaskOverrides.NONE, false);

    /// Without a network interface.
    public TaskOptions(TaskOverrides overrides, boolean executeCommand) {
        this(overrides, executeCommand, null, null, List.of(), List.of());
    }

    /// The same on a platform version of AWS Fargate, as a caller names it.
    public TaskOptions onPlatform(@Nullable String version) {
        return version == null || version.equals("LATEST")
                ? this
                : new TaskOptions(overrides, executeCommand, version, subnet, securityGroups, gpus);
    }

    /// The same in a subnet.
    public TaskOptions in(@Nullable String newSubnet, List<String> groups) {
        return newSubnet == null
                ? this
                : new TaskOptions(
                        overrides, executeCommand, platformVersion, newSubnet, groups, gpus);
    }

    /// The same with GPUs.
    public TaskOptions withGpus(List<String> ids) {
        return ids.isEmpty()
                ? this
                : new TaskOptions(
                        overrides, executeCommand, platformVersion, subnet, securityGroups, ids);
    }

    /// The ids of the GPUs that one container of its definition has.
    public List<String> gpusOf(TaskDefinition definition, String container) {
        int from = 0;
        for (ContainerDefinition one :
                gpus.isEmpty() ? List.<ContainerDefinition>of() : definition.containers()) {
            int to = from + overrides.gpus(one);
            if (one.name().equals(container)) {
                return gpus.subList(from, to);
            }
            from = to;
        }
        return List.of();
    }
}
