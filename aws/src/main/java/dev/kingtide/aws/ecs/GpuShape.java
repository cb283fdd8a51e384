package dev.kingtide.aws.ecs;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.PlatformDevice;
import software.amazon.awssdk.services.ecs.model.PlatformDeviceType;
import software.amazon.awssdk.services.ecs.model.RegisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.Resource;
import software.amazon.awssdk.services.ecs.model.ResourceRequirement;

/// GPUs between AWS's shapes and the core's records (botocore ecs model, ResourceRequirement and
/// PlatformDevice; ECS developer guide, ecs-gpu).
final class GpuShape {

    /// The name of the resource that an instance's GPUs are.
    static final String RESOURCE = "GPU";

    private GpuShape() {}

    /// How many GPUs a container asks for.
    static int wanted(List<ResourceRequirement> requirements, String container) {
        int gpus = 0;
        for (ResourceRequirement requirement : requirements) {
            switch (requirement.type()) {
                case GPU -> {
                    int more = count(requirement, container);
                    if (gpus > 0) {
                        throw EcsErrors.containerSetting("resourceRequirements", container);
                    }
                    gpus = more;
                }
                case INFERENCE_ACCELERATOR -> throw EcsErrors.unsupported("Elastic Inference");
                case NEURON_DEVICE -> throw EcsErrors.unsupported("A Neuron device");
                case UNKNOWN_TO_SDK_VERSION ->
                        throw EcsErrors.containerSetting("resourceRequirements", container);
            }
        }
        return gpus;
    }

    private static int count(ResourceRequirement requirement, String container) {
        String value = requirement.value();
        if (value.equals("ALL")) {
            throw EcsErrors.unsupported("The value ALL of resource type GPU");
        }
        if (!value.matches("[1-9][0-9]{0,2}")) {
            throw EcsErrors.containerSetting("resourceRequirements", container);
        }
        return Integer.parseInt(value);
    }

    /// The ids of a machine's GPUs: the devices that its agent names (amazon-ecs-agent, agent/gpu),
    /// and those of a set `GPU` among its resources.
    static List<String> of(RegisterContainerInstanceRequest asked) {
        List<String> ids = new ArrayList<>();
        for (PlatformDevice device : asked.platformDevices()) {
            if (device.type() == PlatformDeviceType.GPU) {
                ids.add(device.id());
            }
        }
        for (Resource resource : asked.totalResources()) {
            if (RESOURCE.equals(resource.name())) {
                ids.addAll(resource.stringSetValue());
            }
        }
        return ids.stream().distinct().toList();
    }
}
