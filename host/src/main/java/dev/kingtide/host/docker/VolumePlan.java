package dev.kingtide.host.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.DockerVolumeConfiguration;
import software.amazon.awssdk.services.ecs.model.Scope;
import software.amazon.awssdk.services.ecs.model.Volume;

/// What a task's volume becomes (ECS developer guide, use-data-volumes): a path of this machine, a
/// Docker volume of the task that goes with it, or one that stays and that tasks share.
///
/// @param source what containers mount: a path or the name of a Docker volume
/// @param create how to make it, null when it is a path or must be there already
/// @param mustExist whether it must be there already
/// @param ofTask whether it goes with the task
record VolumePlan(String source, @Nullable ObjectNode create, boolean mustExist, boolean ofTask) {

    /// The plan of a volume.
    ///
    /// @return null for one that is none of Docker's: of EFS, see [FileSystems], or of FSx
    static @Nullable VolumePlan of(TaskPlan plan, Volume volume) {
        DockerVolumeConfiguration docker = volume.dockerVolumeConfiguration();
        if (docker != null) {
            boolean shared = docker.scope() == Scope.SHARED;
            String name = shared ? volume.name() : ownName(plan, volume);
            boolean made = !shared || Boolean.TRUE.equals(docker.autoprovision());
            ObjectNode create = TaskPlan.JSON.createObjectNode();
            create.put("Name", name);
            if (docker.driver() != null) {
                create.put("Driver", docker.driver());
            }
            docker.driverOpts().forEach(create.withObject("/DriverOpts")::put);
            docker.labels().forEach(create.withObject("/Labels")::put);
            if (!shared) {
                create.withObject("/Labels").put(Labels.OWNER, plan.owner());
            }
            return new VolumePlan(name, made ? create : null, !made, !shared);
        }
        if (volume.efsVolumeConfiguration() != null
                || volume.fsxWindowsFileServerVolumeConfiguration() != null) {
            return null;
        }
        String path = volume.host() == null ? null : volume.host().sourcePath();
        if (path != null && !path.isEmpty()) {
            return new VolumePlan(path, null, false, false);
        }
        ObjectNode create = TaskPlan.JSON.createObjectNode();
        create.put("Name", ownName(plan, volume));
        create.withObject("/Labels")
                .put(Labels.OWNER, plan.owner())
                .put(Labels.TASK, plan.task().id());
        return new VolumePlan(ownName(plan, volume), create, false, true);
    }

    private static String ownName(TaskPlan plan, Volume volume) {
        String definition = plan.task().identity().definition().replace(':', '-');
        return "ecs-" + definition + '-' + volume.name() + '-' + plan.task().id();
    }
}
